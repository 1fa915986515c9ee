//! The engine's side of the border: everything that speaks the Zend API.
//!
//! Rooms above this one see owned strings and objects, typed class tables, calls
//! with checked parameters and contexts that can be entered and left. No server
//! and no coroutine policy lives here.

pub(crate) mod array;
pub(crate) mod border;
pub(crate) mod call;
pub(crate) mod class;
pub(crate) mod context;
pub(crate) mod elements;
pub(crate) mod exception;
pub(crate) mod ffi;
pub(crate) mod frames;
pub(crate) mod iterator;
pub(crate) mod place;
pub(crate) mod value;
