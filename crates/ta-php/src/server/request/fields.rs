//! The header fields of a request: lookup by name, and all as an array. Names
//! are in lower case as the parser stored them; repeated fields are joined.

use super::Request;
use crate::server::names;
use crate::zend::array::Array;
use crate::zend::call::Call;
use crate::zend::exception::Outcome;
use crate::zend::value::{Str, bytes_of, string_zval};

/// What stands between the values of a repeated field (RFC 9110 §5.3). Cookies
/// are split on semicolons, so only those may join them (RFC 6265 §5.4).
fn separator(name: &str) -> &'static [u8] {
    if name == "cookie" { b"; " } else { b", " }
}

impl Request {
    /// The values of `name`, joined; `None` when there is no such field.
    fn header(&self, name: &[u8]) -> Option<Str> {
        let mut found = self
            .head()
            .fields()
            .filter(|(field, _)| field.as_bytes().eq_ignore_ascii_case(name));
        let (field, first) = found.next()?;
        let Some((_, second)) = found.next() else {
            return Some(Str::new(first));
        };
        let mut joined = [first, second].join(separator(field));
        for (_, value) in found {
            joined.extend_from_slice(separator(field));
            joined.extend_from_slice(value);
        }
        Some(Str::new(&joined))
    }
}

pub(super) fn has_header(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let name = call.bytes(0)?;
    let mut fields = call.this::<Request>().head().fields();
    call.give_bool(fields.any(|(field, _)| field.as_bytes().eq_ignore_ascii_case(name)));
    Ok(())
}

pub(super) fn get_header(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    if let Some(value) = call.this::<Request>().header(call.bytes(0)?) {
        call.give_string(value);
    }
    Ok(())
}

pub(super) fn get_header_line(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let value = call.this::<Request>().header(call.bytes(0)?);
    call.give_string(value.unwrap_or_else(|| Str::new(b"")));
    Ok(())
}

pub(super) fn get_headers(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let head = call.this::<Request>().head();
    let mut headers = Array::with_capacity(head.field_count());
    for (field, value) in head.fields() {
        let name = names::string(field.as_bytes());
        let value = match headers.get(&name) {
            None => Str::new(value),
            Some(earlier) => {
                // SAFETY: the array is ours and holds nothing but strings.
                let earlier = unsafe { bytes_of(earlier.value.str_) };
                Str::new(&[earlier, value].join(separator(field)))
            }
        };
        headers.set(&name, string_zval(value));
    }
    call.give(headers.into_zval());
    Ok(())
}
