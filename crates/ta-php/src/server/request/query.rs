//! Names and values from the query of a request, with the engine's own parser:
//! the semantics and the limits are those of `$_GET`.

use super::Request;
use crate::zend::call::Call;
use crate::zend::exception::Outcome;
use crate::zend::ffi::{self, zval};

/// Parses `name=value&…` into an array.
pub(super) fn parse(text: &[u8]) -> zval {
    let mut parsed = zval::new();
    // SAFETY: the pointer and length describe `text`; the zval holds nothing
    // that would be lost when it is written over.
    unsafe { ffi::ta_parse_query(text.as_ptr(), text.len(), &raw mut parsed) };
    parsed
}

impl Request {
    /// The parsed query, parsed at the first call.
    fn query(&self) -> zval {
        if let Some(query) = &*self.query.borrow() {
            return query.shallow_clone();
        }
        let query = parse(self.head().query().unwrap_or_default().as_bytes());
        self.query.replace(Some(query.shallow_clone()));
        query
    }
}

pub(super) fn get_query(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give(call.this::<Request>().query());
    Ok(())
}

pub(super) fn get_query_param(call: &Call<'_>) -> Outcome {
    call.arity(1, 2)?;
    let name = call.string(0)?;
    let query = call.this::<Request>().query();
    // SAFETY: `query` is an array that lives as long as the element is used.
    let found = unsafe { ffi::ta_array_find(query.value.arr, name.as_ptr()).as_ref() };
    match found {
        Some(value) => call.give(value.shallow_clone()),
        None if call.argc() > 1 => {
            // SAFETY: the argument is live while the frame is.
            call.give(unsafe { &*call.raw(1) }.dereference().shallow_clone());
        }
        None => {}
    }
    Ok(())
}
