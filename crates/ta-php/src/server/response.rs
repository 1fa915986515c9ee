//! `TrueAsync\HttpResponse`: the answer to one request as PHP code builds it.
//! It collects status, fields and body, and sends them once, when `end()` is
//! called or the handler has returned. What goes on the wire besides (length,
//! date, connection) is the server's business.

mod body;
mod fields;
mod payload;
mod send;
mod status;

use std::cell::{Cell, RefCell};

use ta_http1::Version;
use ta_server::Exchange;

use self::fields::Fields;
use super::{errors, names};
use crate::zend::call::Call;
use crate::zend::class::{Class, Definition, Function, PRIVATE, Param, State, Type, function};
use crate::zend::exception::Outcome;
use crate::zend::value::{Obj, Str};

/// `TrueAsync\HttpResponse`.
pub(crate) static CLASS: Class<Response> = Class::new();

/// The state of a response. It refers to nothing but strings: no cycles.
pub(crate) struct Response {
    phase: Cell<Phase>,
    /// `None` once detached, and in an object that PHP code failed to make with `new`.
    exchange: RefCell<Option<Exchange>>,
    version: Version,
    /// What `json()` encodes with unless told otherwise.
    json_flags: i64,
    status: Cell<u16>,
    /// Overrides the standard phrase; clean for the wire.
    reason: RefCell<Option<Str>>,
    /// The handler asked for `Connection: close`.
    close: Cell<bool>,
    fields: RefCell<Fields>,
    body: RefCell<Option<Str>>,
}

/// What may still be done with a response.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Open,
    /// The answer is out.
    Ended,
    /// The request is over without an answer of this object's.
    Detached,
}

impl State for Response {
    fn class() -> &'static Class<Self> {
        &CLASS
    }

    fn fresh() -> Self {
        Self {
            phase: Cell::new(Phase::Detached),
            ..Self::to(None, Version::Http11, 0)
        }
    }
}

/// The object that answers `exchange`. `json_flags` are the defaults of `json()`.
pub(crate) fn instantiate(exchange: Exchange, version: Version, json_flags: i64) -> Obj {
    CLASS.instantiate(Response::to(Some(exchange), version, json_flags))
}

impl Response {
    fn to(exchange: Option<Exchange>, version: Version, json_flags: i64) -> Self {
        Self {
            phase: Cell::new(Phase::Open),
            exchange: RefCell::new(exchange),
            version,
            json_flags,
            status: Cell::new(200),
            reason: RefCell::default(),
            close: Cell::new(false),
            fields: RefCell::default(),
            body: RefCell::default(),
        }
    }

    /// Every method that changes the answer asks this when its arguments have
    /// the right types, before it looks at their values.
    fn open(&self) -> Outcome {
        match self.phase.get() {
            Phase::Open => Ok(()),
            Phase::Ended => Err(errors::runtime(
                "Cannot modify response after end() has been called",
            )),
            Phase::Detached => Err(errors::runtime(
                "Cannot modify response after its request is over",
            )),
        }
    }
}

/// `new` is refused by the engine; called by other means it does nothing.
fn construct(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)
}

fn end(call: &Call<'_>) -> Outcome {
    call.arity(0, 1)?;
    let last = call.string_or_null(0)?;
    let this = call.this::<Response>();
    if this.phase.get() == Phase::Ended {
        return Err(errors::runtime("Response has already been closed"));
    }
    this.open()?;
    if let Some(last) = last {
        this.append(last);
    }
    this.finish();
    Ok(())
}

/// The head is committed with the whole answer: there is nothing in between.
fn is_over(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(call.this::<Response>().phase.get() != Phase::Open);
    Ok(())
}

fn get_protocol_name(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_string(names::string(b"HTTP"));
    Ok(())
}

fn get_protocol_version(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_string(names::string(
        call.this::<Response>().version.as_str().as_bytes(),
    ));
    Ok(())
}

/// Registers the class.
pub(super) fn register() {
    let definition = Definition {
        methods: METHODS,
        sealed: true,
        ..Definition::named("TrueAsync\\HttpResponse")
    };
    CLASS.register(&definition, None);
}

const NAME: Param = Param::new(c"name", Type::STRING);
const VALUE: Param = Param::new(c"value", Type::STRING.or(Type::ARRAY));
/// Everything `json_encode()` has a form for.
const JSON_DATA: Type = Type::ARRAY
    .or(Type::STRING)
    .or(Type::ANY_OBJECT)
    .or(Type::INT)
    .or(Type::FLOAT)
    .or(Type::BOOL)
    .or_null();

const METHODS: &[Function] = &[
    function!(c"__construct", construct, [], Type::NONE, PRIVATE),
    function!(
        c"setStatusCode",
        status::set_status_code,
        [Param::new(c"code", Type::INT)],
        Type::STATIC
    ),
    function!(c"getStatusCode", status::get_status_code, [], Type::INT),
    function!(
        c"setReasonPhrase",
        status::set_reason_phrase,
        [Param::new(c"phrase", Type::STRING)],
        Type::STATIC
    ),
    function!(
        c"getReasonPhrase",
        status::get_reason_phrase,
        [],
        Type::STRING
    ),
    function!(
        c"setHeader",
        fields::set_header,
        [NAME, VALUE],
        Type::STATIC
    ),
    function!(
        c"addHeader",
        fields::add_header,
        [NAME, VALUE],
        Type::STATIC
    ),
    function!(c"hasHeader", fields::has_header, [NAME], Type::BOOL),
    function!(
        c"getHeader",
        fields::get_header,
        [NAME],
        Type::STRING.or_null()
    ),
    function!(
        c"getHeaderLine",
        fields::get_header_line,
        [NAME],
        Type::STRING
    ),
    function!(c"getHeaders", fields::get_headers, [], Type::ARRAY),
    function!(c"resetHeaders", fields::reset_headers, [], Type::STATIC),
    function!(c"getProtocolName", get_protocol_name, [], Type::STRING),
    function!(
        c"getProtocolVersion",
        get_protocol_version,
        [],
        Type::STRING
    ),
    function!(c"getBody", body::get_body, [], Type::STRING),
    function!(
        c"setBody",
        body::set_body,
        [Param::new(c"body", Type::STRING)],
        Type::STATIC
    ),
    function!(
        c"appendBody",
        body::append_body,
        [Param::new(c"data", Type::STRING)],
        Type::STATIC
    ),
    function!(
        c"json",
        body::json,
        [
            Param::new(c"data", JSON_DATA),
            Param::optional(c"status", Type::INT, c"200"),
            Param::optional(c"flags", Type::INT, c"0"),
        ],
        Type::STATIC
    ),
    function!(
        c"html",
        body::html,
        [Param::new(c"html", Type::STRING)],
        Type::STATIC
    ),
    function!(
        c"redirect",
        status::redirect,
        [
            Param::new(c"url", Type::STRING),
            Param::optional(c"status", Type::INT, c"302")
        ],
        Type::STATIC
    ),
    function!(
        c"end",
        end,
        [Param::optional(c"data", Type::STRING.or_null(), c"null")],
        Type::VOID
    ),
    function!(c"isHeadersSent", is_over, [], Type::BOOL),
    function!(c"isEnded", is_over, [], Type::BOOL),
];
