//! `TrueAsync\http_parse_request()`: a request out of a string, by the rules and
//! limits of the server.

use bytes::Bytes;
use ta_http1::{Connection, Event, Limits, RequestHead};
use ta_server::uploads::Form;

use super::bodies;
use super::request::{self, Body};
use crate::zend::call::Call;
use crate::zend::class::{Function, Param, Type, function, register_functions};
use crate::zend::exception::Outcome;

static FUNCTIONS: &[Function] = &[function!(
    c"TrueAsync\\http_parse_request",
    http_parse_request,
    [Param::new(c"request", Type::STRING)],
    Type::object(c"TrueAsync\\HttpRequest").or(Type::FALSE)
)];

pub(super) fn register() -> bool {
    register_functions(FUNCTIONS)
}

fn http_parse_request(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let text = call.bytes(0)?;
    match parse(text) {
        Some((head, body)) => call.give_object(request::instantiate(head.into(), body, None)),
        None => call.give_bool(false),
    }
    Ok(())
}

/// The request at the front of `text`, if it is complete and nothing is wrong with it.
fn parse(text: &[u8]) -> Option<(RequestHead, Body)> {
    let mut protocol = Connection::new(Limits::default());
    let mut head = RequestHead::new();
    // Where events about the body, which write no head, are told.
    let mut unused = RequestHead::new();
    let mut body = Vec::new();
    let mut rest = text;
    let mut begun = false;
    loop {
        let target = if begun { &mut unused } else { &mut head };
        let step = protocol.receive(rest, target);
        match step.event {
            Event::Head => begun = true,
            Event::Body(range) => body.extend_from_slice(&rest[range]),
            Event::End => break,
            // A chunked body may go on behind what was consumed.
            Event::NeedMore if step.consumed > 0 => {}
            Event::NeedMore | Event::Busy | Event::Refused(_) | Event::Http2Preface => return None,
        }
        rest = &rest[step.consumed..];
    }
    let body = Bytes::from(body);
    let body = match bodies::boundary(&head) {
        Some(boundary) if !body.is_empty() => {
            let form = Form::parse(body, &boundary, &bodies::upload_settings()).ok()?;
            Body::Form(Box::new(form))
        }
        _ => Body::Whole(body),
    };
    Some((head, body))
}
