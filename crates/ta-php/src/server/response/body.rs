//! The buffered body of a response. A string that PHP hands over is kept by
//! reference, never copied, until something is appended to it.

use ext_php_rs::ffi::IS_RESOURCE;

use super::{Response, status};
use crate::server::names;
use crate::zend::call::Call;
use crate::zend::exception::{self, Outcome, Thrown};
use crate::zend::ffi;
use crate::zend::value::Str;

const JSON: &[u8] = b"application/json";
const HTML: &[u8] = b"text/html; charset=utf-8";
const JSON_FAILED: &[u8] = b"{\"error\":\"json encoding failed\"}";
const JSON_THROW_ON_ERROR: i64 = 1 << 22;

impl Response {
    fn put(&self, body: Str) {
        drop(self.body.replace(Some(body)));
    }

    /// Whether something is in the buffered body.
    pub(super) fn has_body(&self) -> bool {
        let body = self.body.borrow();
        body.as_ref()
            .is_some_and(|body| !body.as_bytes().is_empty())
    }

    /// Appends to the body. The body is out of the cell meanwhile: the engine
    /// jumps out when memory runs out.
    pub(super) fn append(&self, data: Str) {
        let body = match self.body.take() {
            Some(body) if !body.as_bytes().is_empty() => body.push(data.as_bytes()),
            _ => data,
        };
        self.put(body);
    }
}

pub(super) fn get_body(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let body = call.this::<Response>().body.borrow().clone();
    call.give_string(body.unwrap_or_else(|| Str::new(b"")));
    Ok(())
}

pub(super) fn set_body(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let body = call.string(0)?;
    let this = call.this::<Response>();
    this.open()?;
    this.put(body);
    call.give_this();
    Ok(())
}

pub(super) fn append_body(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let data = call.string(0)?;
    let this = call.this::<Response>();
    this.open()?;
    this.append(data);
    call.give_this();
    Ok(())
}

pub(super) fn html(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let html = call.string(0)?;
    let this = call.this::<Response>();
    this.open()?;
    this.set_field(b"content-type", names::string(HTML));
    this.put(html);
    call.give_this();
    Ok(())
}

pub(super) fn json(call: &Call<'_>) -> Outcome {
    call.arity(1, 3)?;
    // SAFETY: the argument is live while the frame is.
    let data = unsafe { &*call.raw(0) }.dereference();
    // SAFETY: the tag of a live zval is always set.
    if u32::from(unsafe { data.u1.v.type_ }) == IS_RESOURCE {
        let expected = c"must be of type array|string|object|int|float|bool|null";
        return Err(call.wrong_type(0, expected));
    }
    let code = call.int_or(1, 200)?;
    let flags = call.int_or(2, 0)?;
    let this = call.this::<Response>();
    this.open()?;
    let status = status::checked("json", code)?;

    let encoded = if data.is_string() {
        // Ready JSON.
        // SAFETY: a string zval holds a live string.
        Some(unsafe { Str::share(data.value.str_) })
    } else {
        let flags = if flags == 0 { this.json_flags } else { flags };
        let encoded = encode(std::ptr::from_ref(data).cast_mut(), flags)?;
        // The objects' own code ran, and may have ended the response.
        this.open()?;
        encoded
    };
    this.status
        .set(if encoded.is_some() { status } else { 500 });
    if !this.has_field(b"content-type") {
        this.set_field(b"content-type", names::string(JSON));
    }
    this.put(encoded.unwrap_or_else(|| Str::new(JSON_FAILED)));
    call.give_this();
    Ok(())
}

/// The JSON of a live value; `None` when it has none. What the objects' own
/// code throws is thrown.
fn encode(data: *mut ffi::zval, flags: i64) -> Outcome<Option<Str>> {
    // SAFETY: `data` is live while the frame of the call is.
    let encoded = unsafe { ffi::ta_json_encode(data, flags & !JSON_THROW_ON_ERROR) };
    // SAFETY: a string comes with a reference of its own.
    let encoded = (!encoded.is_null()).then(|| unsafe { Str::adopt(encoded) });
    if exception::is_pending() {
        Err(Thrown)
    } else {
        Ok(encoded)
    }
}
