//! The status line of a response, and redirects, which are a status with a
//! `Location`.

use ta_http1::reason_phrase;

use super::send::clean_reason;
use super::{Response, fields};
use crate::server::errors;
use crate::zend::call::Call;
use crate::zend::exception::Outcome;
use crate::zend::value::Str;

/// A status a handler may answer with. Interim responses (1xx) are no answers
/// (RFC 9110 §15.2).
pub(super) fn checked(method: &str, code: i64) -> Outcome<u16> {
    in_range(method, code, 200, 599)
}

fn in_range(method: &str, code: i64, min: u16, max: u16) -> Outcome<u16> {
    match u16::try_from(code) {
        Ok(status) if (min..=max).contains(&status) => Ok(status),
        _ => Err(errors::invalid(&format!(
            "HttpResponse::{method}(): status must be between {min} and {max}, {code} given"
        ))),
    }
}

pub(super) fn set_status_code(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let code = call.int(0)?;
    let this = call.this::<Response>();
    this.open()?;
    this.status.set(checked("setStatusCode", code)?);
    call.give_this();
    Ok(())
}

pub(super) fn get_status_code(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_int(i64::from(call.this::<Response>().status.get()));
    Ok(())
}

pub(super) fn set_reason_phrase(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let phrase = call.bytes(0)?;
    let this = call.this::<Response>();
    this.open()?;
    let phrase = (!phrase.is_empty()).then(|| Str::new(&clean_reason(phrase)));
    drop(this.reason.replace(phrase));
    call.give_this();
    Ok(())
}

pub(super) fn get_reason_phrase(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let this = call.this::<Response>();
    let custom = this.reason.borrow().clone();
    let phrase = custom.unwrap_or_else(|| Str::new(reason_phrase(this.status.get()).as_bytes()));
    call.give_string(phrase);
    Ok(())
}

pub(super) fn redirect(call: &Call<'_>) -> Outcome {
    call.arity(1, 2)?;
    let url = call.string(0)?;
    let code = call.int_or(1, 302)?;
    let this = call.this::<Response>();
    this.open()?;
    let status = in_range("redirect", code, 300, 399)?;
    fields::check_value("redirect", &url)?;
    this.status.set(status);
    this.set_field(b"location", url);
    call.give_this();
    Ok(())
}
