//! Declarations of the C shim (`shim/`). Layouts are those of `shim/shim.h`.

use std::ffi::{c_char, c_int};

pub(crate) use ext_php_rs::ffi::{
    HashTable, zend_class_entry, zend_execute_data, zend_object, zend_object_handlers, zend_string,
    zval,
};

/// A PHP callable that was checked once.
#[repr(C)]
pub(crate) struct TaCallable {
    opaque: [u8; 0],
}

/// A context of the engine with stacks of its own.
#[repr(C)]
pub(crate) struct TaContext {
    opaque: [u8; 0],
}

/// Where a `get_gc` handler lists references.
#[repr(C)]
pub(crate) struct TaGcBuffer {
    opaque: [u8; 0],
}

/// An engine iterator over an object.
#[repr(C)]
pub(crate) struct TaIterator {
    opaque: [u8; 0],
}

/// What interrupts the code of one thread.
#[repr(C)]
pub(crate) struct TaInterrupt {
    opaque: [u8; 0],
}

/// One frame of PHP code (`ta_frame`). Names are borrowed from the code.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) struct TaFrame {
    pub(crate) class_name: *const c_char,
    pub(crate) function: *const c_char,
    pub(crate) file: *const c_char,
    pub(crate) line: u32,
}

/// A call of a guarded function (`ta_inside`).
#[repr(C)]
pub(crate) struct TaInside {
    opaque: [u8; 0],
}

/// Where a coroutine keeps what its context does not (`ta_state`).
#[repr(C)]
pub(crate) struct TaState {
    opaque: [u8; 0],
}

/// How a step through an iterator ended (`ta_step`).
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(dead_code, reason = "made by the C side only")]
pub(crate) enum TaStep {
    End = 0,
    Element = 1,
    Threw = 2,
    Fatal = 3,
}

/// How a [`TaCall`] ended (`ta_outcome`).
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(dead_code, reason = "most of them are made by the C side only")]
pub(crate) enum TaOutcome {
    Returned = 0,
    Threw = 1,
    Exited = 2,
    Unwound = 3,
    Fatal = 4,
}

/// An exception on its way, while something else runs (`ta_aside`).
#[repr(C)]
pub(crate) struct TaAside {
    /// Null when there was none; the rest is unset then.
    pub(crate) exception: *mut zend_object,
    before: *const std::ffi::c_void,
    at: *const std::ffi::c_void,
    frame: *mut zend_execute_data,
}

impl TaAside {
    pub(crate) const fn none() -> Self {
        Self {
            exception: std::ptr::null_mut(),
            before: std::ptr::null(),
            at: std::ptr::null(),
            frame: std::ptr::null_mut(),
        }
    }
}

/// What an exception says about itself (`ta_detail`): text, text, number, number.
#[repr(C)]
#[derive(Clone, Copy)]
pub(crate) enum Detail {
    Message = 0,
    File = 1,
    Code = 2,
    Line = 3,
}

/// One call made on a context (`ta_call`).
#[repr(C)]
pub(crate) struct TaCall {
    pub(crate) callable: *mut TaCallable,
    pub(crate) argc: u32,
    pub(crate) outcome: TaOutcome,
    pub(crate) owns_callable: bool,
    pub(crate) argv: *mut zval,
    pub(crate) named: *mut HashTable,
    pub(crate) result: std::mem::ManuallyDrop<zval>,
    pub(crate) exception: *mut zend_object,
    pub(crate) native: Option<unsafe extern "C" fn(*mut TaCall)>,
    pub(crate) prologue: Option<unsafe extern "C" fn(*mut TaCall)>,
    pub(crate) epilogue: Option<unsafe extern "C" fn(*mut TaCall)>,
    pub(crate) owner: *const std::ffi::c_void,
    pub(crate) spawned_in: *mut zend_string,
    pub(crate) spawned_on: u32,
}

unsafe extern "C" {
    pub(crate) fn ta_module() -> *mut ext_php_rs::ffi::zend_module_entry;
    pub(crate) fn ta_ini_long(name: *const c_char) -> i64;
    pub(crate) fn ta_ini_bool(name: *const c_char) -> bool;
    pub(crate) fn ta_print(text: *const u8, length: usize);

    pub(crate) fn ta_arg_count_error(min: u32, max: u32) -> bool;
    pub(crate) fn ta_arg_long(arg: *mut zval, value: *mut i64, num: u32) -> bool;
    pub(crate) fn ta_arg_bool(arg: *mut zval, value: *mut bool, num: u32) -> bool;
    pub(crate) fn ta_arg_string(arg: *mut zval, value: *mut *mut zend_string, num: u32) -> bool;
    pub(crate) fn ta_arg_string_or_null(
        arg: *mut zval,
        value: *mut *mut zend_string,
        num: u32,
    ) -> bool;
    pub(crate) fn ta_arg_string_or_array(
        arg: *mut zval,
        string: *mut *mut zend_string,
        array: *mut *mut HashTable,
        num: u32,
    ) -> bool;
    pub(crate) fn ta_arg_string_or_object(
        arg: *mut zval,
        string: *mut *mut zend_string,
        object: *mut *mut zend_object,
        num: u32,
    ) -> bool;
    pub(crate) fn ta_arg_string_or_long(
        arg: *mut zval,
        string: *mut *mut zend_string,
        number: *mut i64,
        num: u32,
    ) -> bool;
    pub(crate) fn ta_arg_object(
        arg: *mut zval,
        class: *mut zend_class_entry,
        allow_null: bool,
        value: *mut *mut zend_object,
        num: u32,
    ) -> bool;
    pub(crate) fn ta_arg_value_error(num: u32, expected: *const c_char);
    pub(crate) fn ta_arg_type_error(num: u32, expected: *const c_char, given: *mut zval);
    pub(crate) fn ta_is_stream(value: *mut zval) -> bool;
    pub(crate) fn ta_stream_is_plain(value: *mut zval) -> bool;
    pub(crate) fn ta_stream_write(value: *mut zval, data: *const u8, length: usize) -> isize;

    pub(crate) fn ta_callable_new(value: *mut zval, num: u32) -> *mut TaCallable;
    pub(crate) fn ta_callable_call(
        callable: *mut TaCallable,
        argc: u32,
        argv: *mut zval,
        result: *mut zval,
    ) -> bool;
    pub(crate) fn ta_callable_name(callable: *mut TaCallable) -> *mut zend_string;
    pub(crate) fn ta_callable_free(callable: *mut TaCallable);
    pub(crate) fn ta_callable_value(callable: *mut TaCallable) -> *mut zval;

    pub(crate) fn ta_array_next(
        array: *mut HashTable,
        position: *mut u32,
        key: *mut zval,
        value: *mut zval,
    ) -> bool;
    pub(crate) fn ta_iterator_new(object: *mut zend_object) -> *mut TaIterator;
    pub(crate) fn ta_iterator_free(iterator: *mut TaIterator);
    pub(crate) fn ta_iterator_next(
        iterator: *mut TaIterator,
        first: bool,
        key: *mut zval,
        value: *mut zval,
    ) -> TaStep;

    pub(crate) fn ta_context_new(stack_size: usize) -> *mut TaContext;
    pub(crate) fn ta_memory_has_room() -> bool;
    pub(crate) fn ta_contexts_within(part: i64) -> usize;
    pub(crate) fn ta_stack_guards() -> bool;
    pub(crate) fn ta_context_free(context: *mut TaContext);
    pub(crate) fn ta_context_begin(context: *mut TaContext, call: *mut TaCall);
    pub(crate) fn ta_context_resume(context: *mut TaContext) -> bool;
    pub(crate) fn ta_context_suspend();
    pub(crate) fn ta_context_fetch(context: *const TaContext, stack: bool);
    pub(crate) fn ta_fetch(object: *const std::ffi::c_void, size: usize);
    pub(crate) fn ta_executed_place(file: *mut *mut zend_string, line: *mut u32);
    pub(crate) fn ta_context_place(
        context: *const TaContext,
        file: *mut *mut zend_string,
        line: *mut u32,
    );
    pub(crate) fn ta_context_backtrace(
        context: *const TaContext,
        into: *mut zval,
        options: i64,
        limit: i64,
    );
    pub(crate) fn ta_loop_enter();
    pub(crate) fn ta_loop_leave();
    pub(crate) fn ta_context_may_suspend() -> bool;

    pub(crate) fn ta_autoload_install();
    pub(crate) fn ta_autoload_uninstall();
    pub(crate) fn ta_loading_reset();
    pub(crate) fn ta_fiber_install() -> bool;
    pub(crate) fn ta_fiber_uninstall();
    pub(crate) fn ta_generator_install();
    pub(crate) fn ta_generator_uninstall();
    pub(crate) fn ta_fatal_install();
    pub(crate) fn ta_fatal_uninstall();
    pub(crate) fn ta_script_install();
    pub(crate) fn ta_script_uninstall();
    pub(crate) fn ta_after_shutdown_functions();

    pub(crate) fn ta_object_alloc(
        size: usize,
        class: *mut zend_class_entry,
    ) -> *mut std::ffi::c_void;
    pub(crate) fn ta_object_init(
        object: *mut zend_object,
        class: *mut zend_class_entry,
        handlers: *const zend_object_handlers,
    );
    pub(crate) fn ta_object_addref(object: *mut zend_object);
    pub(crate) fn ta_object_release(object: *mut zend_object);
    pub(crate) fn ta_destroyed_in_use(object: *const zend_object) -> bool;
    pub(crate) fn ta_std_handlers() -> *const zend_object_handlers;
    pub(crate) fn ta_instance_of(
        object: *const zend_object,
        class: *const zend_class_entry,
    ) -> bool;

    pub(crate) fn ta_register_cancellation() -> *mut zend_class_entry;
    pub(crate) fn ta_unregister_cancellation();
    pub(crate) fn ta_exception_new(
        class: *mut zend_class_entry,
        message: *mut zend_string,
        code: i64,
    ) -> *mut zend_object;
    pub(crate) fn ta_exception_forget_place(exception: *mut zend_object);
    pub(crate) fn ta_throw(exception: *mut zend_object);
    pub(crate) fn ta_is_stopping() -> bool;
    pub(crate) fn ta_guard_prepare();
    pub(crate) fn ta_guard_install();
    pub(crate) fn ta_guard_uninstall();
    pub(crate) fn ta_guard_on();
    pub(crate) fn ta_guard_off();
    pub(crate) fn ta_turn_has_come(node: *const TaInside) -> bool;
    pub(crate) fn ta_inside_name(node: *const TaInside) -> *mut zend_string;
    pub(crate) fn ta_inside_noun(node: *const TaInside) -> *const c_char;
    pub(crate) fn ta_inside_holder(node: *const TaInside) -> *const TaState;
    pub(crate) fn ta_inside_place(
        node: *const TaInside,
        file: *mut *mut zend_string,
        line: *mut u32,
    );
    pub(crate) fn ta_state_owner(state: *const TaState) -> *const std::ffi::c_void;
    pub(crate) fn ta_hush(exception: *mut zend_object) -> bool;
    pub(crate) fn ta_exception_pending() -> *mut zend_object;
    pub(crate) fn ta_exception_take() -> *mut zend_object;
    pub(crate) fn ta_exception_restore(exception: *mut zend_object);
    pub(crate) fn ta_blocks_open() -> bool;
    pub(crate) fn ta_blocks_add(count: u32);
    pub(crate) fn ta_exception_set_aside(aside: *mut TaAside);
    pub(crate) fn ta_exception_bring_back(aside: *const TaAside);
    pub(crate) fn ta_exception_report(exception: *mut zend_object);
    pub(crate) fn ta_exception_report_uncaught(exception: *mut zend_object);
    pub(crate) fn ta_ended_by_fatal_error() -> bool;
    pub(crate) fn ta_collection_was_due() -> bool;
    pub(crate) fn ta_collect_cycles();
    pub(crate) fn ta_forget_fatal_error();
    pub(crate) fn ta_value_release(value: *mut zval);
    pub(crate) fn ta_contain(
        body: unsafe extern "C" fn(*mut std::ffi::c_void),
        data: *mut std::ffi::c_void,
    ) -> bool;
    pub(crate) fn ta_guard(
        body: unsafe extern "C" fn(*mut std::ffi::c_void),
        data: *mut std::ffi::c_void,
    ) -> bool;
    pub(crate) fn ta_report_stray_exception();
    pub(crate) fn ta_is_exit(exception: *mut zend_object) -> bool;
    pub(crate) fn ta_exit_object(run_finally: bool) -> *mut zend_object;
    pub(crate) fn ta_exception_set_previous(
        exception: *mut zend_object,
        previous: *mut zend_object,
    );
    pub(crate) fn ta_exception_detail(exception: *mut zend_object, detail: Detail, into: *mut zval);

    pub(crate) fn ta_json_encode(value: *mut zval, flags: i64) -> *mut zend_string;
    pub(crate) fn ta_parse_query(query: *const u8, length: usize, into: *mut zval);
    pub(crate) fn ta_register_variable(name: *const c_char, value: *mut zval, array: *mut zval);
    pub(crate) fn ta_upload_directory() -> *const c_char;
    pub(crate) fn ta_open_file(path: *const c_char, into: *mut zval) -> bool;
    pub(crate) fn ta_target_path(path: *mut zend_string) -> *mut zend_string;
    pub(crate) fn ta_string_new(bytes: *const u8, length: usize) -> *mut zend_string;
    pub(crate) fn ta_string_interned(bytes: *const u8, length: usize) -> *mut zend_string;
    pub(crate) fn ta_string_release(string: *mut zend_string);
    pub(crate) fn ta_string_append(
        string: *mut zend_string,
        bytes: *const u8,
        length: usize,
    ) -> *mut zend_string;
    pub(crate) fn ta_zval_string(value: *mut zval) -> *mut zend_string;
    pub(crate) fn ta_array_release(array: *mut HashTable);
    pub(crate) fn ta_gc_suspect(object: *mut zend_object);
    pub(crate) fn ta_gc_suspect_value(value: *mut zval);
    pub(crate) fn ta_gc_begin() -> *mut TaGcBuffer;
    pub(crate) fn ta_gc_value(buffer: *mut TaGcBuffer, value: *mut zval);
    pub(crate) fn ta_gc_object(buffer: *mut TaGcBuffer, object: *mut zend_object);
    pub(crate) fn ta_gc_end(buffer: *mut TaGcBuffer, table: *mut *mut zval, count: *mut c_int);
    pub(crate) fn ta_array_find(array: *mut HashTable, key: *mut zend_string) -> *mut zval;
    pub(crate) fn ta_list_push(list: *mut zval, value: *mut zval);
    pub(crate) fn ta_interface_reserve(interface: *mut zend_class_entry);
    pub(crate) fn ta_enum_value(case: *mut zend_object) -> i64;
    pub(crate) fn ta_array_add(array: *mut HashTable, key: *mut zend_string, value: *mut zval);
    pub(crate) fn ta_signal_watch(signo: c_int, fd: c_int) -> bool;
    pub(crate) fn ta_signal_unwatch(signo: c_int);
    pub(crate) fn ta_wait_is_possible() -> bool;
    pub(crate) fn ta_wait_descriptor() -> c_int;
    pub(crate) fn ta_wait_begin(signo: c_int) -> bool;
    pub(crate) fn ta_wait_end(signo: c_int);
    pub(crate) fn ta_wait_renew();
    pub(crate) fn ta_wait_take() -> u64;
    pub(crate) fn ta_pcntl_handled() -> u64;
    pub(crate) fn ta_pcntl_install();
    pub(crate) fn ta_fork_install();
    pub(crate) fn ta_waits_for_children() -> bool;
    pub(crate) fn ta_timeout_install();
    pub(crate) fn ta_wait_forked();
    pub(crate) fn ta_set_exit_status(status: c_int);
    pub(crate) fn ta_warn(text: *const u8, length: usize);
    pub(crate) fn ta_log_warning(text: *const c_char);
    pub(crate) fn ta_block_threshold_ms() -> i64;
    pub(crate) fn ta_interrupt_install();
    pub(crate) fn ta_interrupt_uninstall();
    pub(crate) fn ta_interrupt_flag() -> *mut TaInterrupt;
    pub(crate) fn ta_interrupt(flag: *mut TaInterrupt);
    pub(crate) fn ta_frame_of_callable(callable: *const TaCallable, into: *mut TaFrame);
    pub(crate) fn ta_frames_running(table: *mut TaFrame, room: usize) -> usize;
    pub(crate) fn ta_frames_interrupted(
        frame: *const zend_execute_data,
        overdue: u32,
        table: *mut TaFrame,
        room: usize,
    ) -> usize;
    pub(crate) fn ta_frames_waiting(
        context: *const TaContext,
        table: *mut TaFrame,
        room: usize,
    ) -> usize;
}

// Exported by the engine, absent from ext-php-rs' bindings.
unsafe extern "C" {
    pub(crate) static mut zend_ce_closure: *mut zend_class_entry;
    pub(crate) static spl_ce_RuntimeException: *mut zend_class_entry;
    pub(crate) fn zend_class_implements(class: *mut zend_class_entry, count: c_int, ...);
    pub(crate) fn zend_register_internal_enum(
        name: *const c_char,
        backing: u8,
        functions: *const ext_php_rs::ffi::zend_function_entry,
    ) -> *mut zend_class_entry;
    pub(crate) fn zend_enum_get_case_cstr(
        class: *mut zend_class_entry,
        name: *const c_char,
    ) -> *mut zend_object;
    pub(crate) fn zend_declare_typed_property(
        class: *mut zend_class_entry,
        name: *mut zend_string,
        default: *mut zval,
        flags: c_int,
        doc_comment: *mut zend_string,
        ty: ext_php_rs::ffi::zend_type,
    ) -> *mut ext_php_rs::ffi::zend_property_info;
}
