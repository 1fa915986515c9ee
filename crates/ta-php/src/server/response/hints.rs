//! Early hints (RFC 8297): links that the client may begin to load while the
//! response is still being made.

use ta_http1::{is_field_value, is_token};

use super::Response;
use crate::server::errors;
use crate::zend::call::Call;
use crate::zend::elements::ArrayWalk;
use crate::zend::exception::{Outcome, Thrown};
use crate::zend::ffi::zval;
use crate::zend::value;

pub(super) fn send_early_hints(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let mut walk = call.array(0)?;
    let this = call.this::<Response>();
    this.open()?;
    let mut links = Vec::with_capacity(walk.len());
    while let Some((key, value)) = walk.next() {
        links.push(link(&key, &value)?);
    }
    if !links.is_empty() {
        this.inform(&links);
    }
    call.give_this();
    Ok(())
}

impl Response {
    fn inform(&self, links: &[Vec<u8>]) {
        let mut exchange = self.exchange.borrow_mut();
        if let Some(exchange) = exchange.as_mut() {
            let fields = links.iter().map(|link| (&b"link"[..], link.as_slice()));
            // A client that is gone, or too old for hints, gets none.
            let _ = exchange.inform(103, fields);
        }
    }
}

/// The value of one `Link` field (RFC 8288 §3): given as it is, or as a target
/// with its parameters.
fn link(key: &zval, value: &zval) -> Outcome<Vec<u8>> {
    let value = value.dereference();
    let Some(target) = text(key) else {
        let Some(link) = text(value) else {
            return Err(refused(
                "an element without a key must be a string, the value of a Link field",
            ));
        };
        if !is_field_value(link) || !link.starts_with(b"<") || !link.contains(&b'>') {
            return Err(refused(
                "a Link value must look like \"<uri>; rel=preload\"",
            ));
        }
        return Ok(link.to_vec());
    };
    // RFC 3986: a URI is of visible ASCII, and ends where it says.
    let fits = |byte: &u8| byte.is_ascii_graphic() && !b"<>\"\\^`{|}".contains(byte);
    if target.is_empty() || !target.iter().all(fits) {
        return Err(refused(
            "a key must be a URI, with other characters encoded",
        ));
    }
    let mut link = [b"<", target, b">"].concat();
    let Some(mut parameters) = ArrayWalk::over(value) else {
        return Err(refused("the value of a URI must be an array of parameters"));
    };
    while let Some((name, value)) = parameters.next() {
        parameter(&mut link, &name, &value)?;
    }
    Ok(link)
}

/// Appends one `link-param`: `true` is a name alone, what is false or null is
/// left out.
fn parameter(link: &mut Vec<u8>, name: &zval, value: &zval) -> Outcome {
    let value = value.dereference();
    let Some(name) = text(name).filter(|name| is_token(name)) else {
        return Err(refused("a parameter's name must be a token of RFC 9110"));
    };
    if value.is_null() || value.is_false() {
        return Ok(());
    }
    link.extend_from_slice(b"; ");
    link.extend_from_slice(name);
    if value.is_true() {
        return Ok(());
    }
    let Some(text) = text(value).filter(|text| text.is_empty() || is_field_value(text)) else {
        return Err(refused(
            "a parameter must be a string without control bytes, or a bool",
        ));
    };
    link.push(b'=');
    if is_token(text) {
        link.extend_from_slice(text);
        return Ok(());
    }
    link.push(b'"');
    for &byte in text {
        if matches!(byte, b'"' | b'\\') {
            link.push(b'\\');
        }
        link.push(byte);
    }
    link.push(b'"');
    Ok(())
}

/// The bytes of a string, as long as the value is there.
fn text(value: &zval) -> Option<&[u8]> {
    if !value.is_string() {
        return None;
    }
    // SAFETY: a string zval holds a live string.
    Some(unsafe { value::bytes_of(value.value.str_) })
}

#[cold]
fn refused(why: &str) -> Thrown {
    errors::invalid(&format!("HttpResponse::sendEarlyHints(): {why}"))
}
