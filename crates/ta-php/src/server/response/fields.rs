//! The header fields of a response: storage and validation. Names are stored
//! and sent in lower case; fields of one name stay together, in the place of
//! the first.

use ta_http1::{is_field_value, is_token};

use super::Response;
use crate::server::{errors, names};
use crate::zend::array::Array;
use crate::zend::call::Call;
use crate::zend::exception::Outcome;
use crate::zend::value::{Str, string_zval};

/// The fields, in the order in which they are sent. A handful as a rule: a
/// search from the start beats a map.
#[derive(Clone, Default)]
pub(super) struct Fields(Vec<(Str, Str)>);

impl Fields {
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> + Clone {
        self.0
            .iter()
            .map(|(name, value)| (name.as_bytes(), value.as_bytes()))
    }

    /// The values of `name`, in whatever case it is given.
    pub(super) fn values(&self, name: &[u8]) -> impl Iterator<Item = &Str> {
        let of_name = move |(field, _): &&(Str, Str)| field.as_bytes().eq_ignore_ascii_case(name);
        self.0.iter().filter(of_name).map(|(_, value)| value)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn push(&mut self, name: Str, value: Str) {
        self.0.push((name, value));
    }

    /// Puts fields called `name`, which is in lower case, into the place of
    /// those that are there, or behind them.
    pub(super) fn put(&mut self, name: &Str, values: &[Str], replace: bool) {
        let is_same = |(field, _): &(Str, Str)| field.as_bytes() == name.as_bytes();
        let Some(first) = self.0.iter().position(is_same) else {
            self.0
                .extend(values.iter().map(|value| (name.clone(), value.clone())));
            return;
        };
        let count = self.0[first..]
            .iter()
            .take_while(|field| is_same(field))
            .count();
        let start = if replace { first } else { first + count };
        let new = values.iter().map(|value| (name.clone(), value.clone()));
        drop(self.0.splice(start..first + count, new));
    }
}

impl IntoIterator for Fields {
    type Item = (Str, Str);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Response {
    /// Replaces the field `name`, one of the listed ones, in lower case.
    pub(super) fn set_field(&self, name: &[u8], value: Str) {
        let name = names::lower(name);
        self.fields.borrow_mut().put(&name, &[value], true);
    }

    pub(super) fn has_field(&self, name: &[u8]) -> bool {
        self.fields.borrow().values(name).next().is_some()
    }
}

/// What becomes of a field that is no ordinary one.
enum Special {
    /// It is stored.
    No,
    /// It is the server's to send, and says what the server does anyway.
    Dropped,
    /// `Connection: close`.
    Close,
}

/// Framing and persistence are the server's (RFC 9112 §6, §9.6): a handler may
/// ask for the end of the connection, and repeat what is so in any case.
fn special(method: &str, name: &[u8], values: &[Str]) -> Outcome<Special> {
    let is = |value: &Str, word: &[u8]| value.as_bytes().eq_ignore_ascii_case(word);
    if name.eq_ignore_ascii_case(b"connection") {
        let mut result = Special::Dropped;
        for value in values {
            if is(value, b"close") {
                result = Special::Close;
            } else if !is(value, b"keep-alive") {
                return Err(errors::invalid(&format!(
                    "HttpResponse::{method}(): the value of Connection must be close or keep-alive"
                )));
            }
        }
        return Ok(result);
    }
    if name.eq_ignore_ascii_case(b"transfer-encoding") {
        if !values.iter().all(|value| is(value, b"chunked")) {
            return Err(errors::invalid(&format!(
                "HttpResponse::{method}(): the value of Transfer-Encoding must be chunked"
            )));
        }
        return Ok(Special::Dropped);
    }
    Ok(Special::No)
}

/// RFC 9110 §5.5: a value that could end its line is refused, not repaired.
pub(super) fn check_value(method: &str, value: &Str) -> Outcome {
    if is_field_value(value.as_bytes()) {
        return Ok(());
    }
    Err(errors::invalid(&format!(
        "HttpResponse::{method}(): a header value must not hold control bytes other than tab, nor \
         begin or end with a space or tab"
    )))
}

fn put(call: &Call<'_>, method: &str, replace: bool) -> Outcome {
    call.arity(2, 2)?;
    let name = call.bytes(0)?;
    // User code may run in here, before anything is looked at.
    let values = call.strings(1)?;
    let values = values.as_slice();
    let this = call.this::<Response>();
    this.open()?;
    if !is_token(name) {
        return Err(errors::invalid(&format!(
            "HttpResponse::{method}(): a header name must be a token of RFC 9110"
        )));
    }
    for value in values {
        check_value(method, value)?;
    }
    match special(method, name, values)? {
        Special::No => {
            let name = names::lower(name);
            this.fields.borrow_mut().put(&name, values, replace);
        }
        Special::Close => this.close.set(true),
        Special::Dropped => {}
    }
    call.give_this();
    Ok(())
}

pub(super) fn set_header(call: &Call<'_>) -> Outcome {
    put(call, "setHeader", true)
}

pub(super) fn add_header(call: &Call<'_>) -> Outcome {
    put(call, "addHeader", false)
}

pub(super) fn has_header(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let name = call.bytes(0)?;
    call.give_bool(call.this::<Response>().has_field(name));
    Ok(())
}

pub(super) fn get_header(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let name = call.bytes(0)?;
    let first = call
        .this::<Response>()
        .fields
        .borrow()
        .values(name)
        .next()
        .cloned();
    if let Some(value) = first {
        call.give_string(value);
    }
    Ok(())
}

pub(super) fn get_header_line(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let name = call.bytes(0)?;
    let values: Vec<Str> = call
        .this::<Response>()
        .fields
        .borrow()
        .values(name)
        .cloned()
        .collect();
    match values.as_slice() {
        [] => call.give_bytes(b""),
        [value] => call.give_string(value.clone()),
        several => {
            let several: Vec<&[u8]> = several.iter().map(Str::as_bytes).collect();
            call.give_bytes(&several.join(&b", "[..]));
        }
    }
    Ok(())
}

pub(super) fn get_headers(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    // A copy: the engine's allocator may jump out, and must not leave a borrow behind.
    let fields = call.this::<Response>().fields.borrow().clone();
    let mut headers = Array::with_capacity(fields.0.len());
    for group in fields
        .0
        .chunk_by(|one, next| one.0.as_bytes() == next.0.as_bytes())
    {
        let value = match group {
            [(_, value)] => string_zval(value.clone()),
            several => {
                let mut list = Array::with_capacity(several.len());
                for (_, value) in several {
                    list.push(string_zval(value.clone()));
                }
                list.into_zval()
            }
        };
        headers.set(&group[0].0, value);
    }
    call.give(headers.into_zval());
    Ok(())
}

pub(super) fn reset_headers(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let this = call.this::<Response>();
    this.open()?;
    this.close.set(false);
    drop(this.fields.take());
    call.give_this();
    Ok(())
}
