//! Trailers: fields that come after the body. They are kept until the end, and
//! sent to clients that asked for them.

use ta_http1::is_token;
use ta_server::may_trail;

use super::{Phase, Response, fields};
use crate::server::{errors, names};
use crate::zend::array::Array;
use crate::zend::call::Call;
use crate::zend::exception::Outcome;
use crate::zend::value::{Str, string_zval};

impl Response {
    /// Trailers may be set until the response is over.
    fn may_trail(&self) -> Outcome {
        if self.phase.get() == Phase::Streaming {
            return Ok(());
        }
        self.open()
    }
}

/// The name as it is stored. Pseudo-header fields of later protocols are no
/// tokens.
fn checked(method: &str, name: &[u8], value: &Str) -> Outcome<Str> {
    if !is_token(name) {
        return Err(errors::invalid(&format!(
            "HttpResponse::{method}(): a trailer name must be a token of RFC 9110"
        )));
    }
    if !may_trail(name) {
        return Err(errors::invalid(&format!(
            "HttpResponse::{method}(): \"{}\" must not come after the body",
            String::from_utf8_lossy(name)
        )));
    }
    fields::check_value(method, value)?;
    Ok(names::lower(name))
}

pub(super) fn set_trailer(call: &Call<'_>) -> Outcome {
    call.arity(2, 2)?;
    let name = call.bytes(0)?;
    let value = call.string(1)?;
    let this = call.this::<Response>();
    this.may_trail()?;
    let name = checked("setTrailer", name, &value)?;
    this.trailers.borrow_mut().put(&name, &[value], true);
    call.give_this();
    Ok(())
}

pub(super) fn set_trailers(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let mut pairs = Vec::new();
    let mut walk = call.array(0)?;
    while let Some((key, value)) = walk.next() {
        let name = call.element(0, &key)?;
        // User code may run in here, before anything is looked at.
        let value = call.element(0, &value)?;
        pairs.push((name, value));
    }
    let this = call.this::<Response>();
    this.may_trail()?;
    for (name, value) in &mut pairs {
        *name = checked("setTrailers", name.as_bytes(), value)?;
    }
    for (name, value) in pairs {
        this.trailers.borrow_mut().put(&name, &[value], true);
    }
    call.give_this();
    Ok(())
}

pub(super) fn reset_trailers(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let this = call.this::<Response>();
    this.may_trail()?;
    drop(this.trailers.take());
    call.give_this();
    Ok(())
}

pub(super) fn get_trailers(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    // A copy: the engine's allocator may jump out, and must not leave a borrow behind.
    let fields = call.this::<Response>().trailers.borrow().clone();
    let mut trailers = Array::with_capacity(fields.len());
    for (name, value) in fields {
        trailers.set(&name, string_zval(value));
    }
    call.give(trailers.into_zval());
    Ok(())
}
