//! Declarations of `zend/shim/pdo.c` and `zend/shim/pdo_link.c`.

use std::ffi::{c_char, c_void};

use crate::zend::ffi::{HashTable, zend_class_entry, zend_object, zend_string, zval};

/// One connection as the shim sees it.
#[repr(C)]
pub(super) struct Link {
    opaque: [u8; 0],
}

/// What a driver keeps of a statement while no PDOStatement has it (`ta_parked`).
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct Parked {
    pub(super) driver_data: *mut c_void,
    /// Owned by whoever has the rest.
    pub(super) parameters: *mut HashTable,
    pub(super) template: *const c_char,
    pub(super) placeholders: u32,
}

unsafe extern "C" {
    pub(super) fn ta_pdo_install();
    pub(super) fn ta_pdo_uninstall();
    pub(super) fn ta_pdo_wrap();
    pub(super) fn ta_pdo_throw(message: *const c_char, length: usize);
    pub(super) fn ta_template_set_driver(object: *mut zend_object, driver: u32);

    /// Whether it is a PDO object.
    pub(super) fn ta_pdo_is_one(object: *const zend_object) -> bool;
    /// A connected object; NULL when the constructor threw.
    pub(super) fn ta_pdo_connect(
        class: *mut zend_class_entry,
        argc: u32,
        argv: *mut zval,
    ) -> *mut zend_object;
    /// Whether the method returned something that is true.
    pub(super) fn ta_pdo_call(
        connection: *mut zend_object,
        name: *const c_char,
        length: usize,
        argc: u32,
        argv: *mut zval,
    ) -> bool;

    pub(super) fn ta_link_new(connection: *mut zend_object, owner: *const c_void) -> *mut Link;
    pub(super) fn ta_link_owner(connection: *const zend_object) -> *const c_void;
    pub(super) fn ta_link_statements(link: *const Link) -> u32;
    pub(super) fn ta_link_forget_query(link: *mut Link);
    pub(super) fn ta_link_error(link: *mut Link, info: *mut zval) -> bool;
    pub(super) fn ta_link_examine(link: *mut Link);
    pub(super) fn ta_link_is_late(link: *const Link) -> bool;
    pub(super) fn ta_link_catch_up(link: *mut Link);
    pub(super) fn ta_link_begins(link: *mut Link);
    pub(super) fn ta_link_in_transaction(link: *mut Link) -> bool;
    pub(super) fn ta_link_roll_back(link: *mut Link) -> bool;
    pub(super) fn ta_link_give_up(link: *mut Link);
    pub(super) fn ta_link_send(link: *mut Link, sql: *const c_char, length: usize) -> bool;
    pub(super) fn ta_link_last_id(link: *mut Link) -> *mut zend_string;
    pub(super) fn ta_link_is_up(link: *mut Link) -> bool;
    pub(super) fn ta_link_copy_parameters(statement: *const c_void) -> *mut HashTable;
    pub(super) fn ta_link_free_parameters(parameters: *mut HashTable);
    pub(super) fn ta_link_forget_values(link: *mut Link, parked: *const Parked);
    pub(super) fn ta_link_drop_parked(link: *mut Link, parked: *const Parked);
}
