//! `TrueAsync\HttpResponse`: the answer to one request as PHP code builds it.
//! It collects status, fields and body, and sends them once, when `end()` is
//! called or the handler has returned; or the handler streams the body, and the
//! head goes out with its first chunk. What goes on the wire besides (length,
//! date, connection) is the server's business.

mod body;
mod fields;
mod file;
mod hints;
mod payload;
mod send;
mod status;
mod stream;
mod trailers;

use std::cell::{Cell, RefCell};

use ta_http1::Version;
use ta_server::{BodyWriter, Exchange};

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
    /// Of a stream, from its first chunk to its end.
    writer: RefCell<Option<BodyWriter>>,
    version: Version,
    /// The request asked for the head alone.
    is_head: bool,
    /// The client may be sent trailers.
    takes_trailers: bool,
    /// What `json()` encodes with unless told otherwise.
    json_flags: i64,
    /// Bytes that may wait for the client before a stream's writers do.
    buffer: usize,
    /// The handler streams, but to a HEAD request.
    streams_nothing: Cell<bool>,
    /// Some of a stream's content was queued.
    wrote: Cell<bool>,
    status: Cell<u16>,
    /// Overrides the standard phrase; clean for the wire.
    reason: RefCell<Option<Str>>,
    /// The handler asked for `Connection: close`.
    close: Cell<bool>,
    fields: RefCell<Fields>,
    body: RefCell<Option<Str>>,
    trailers: RefCell<Fields>,
    /// What is sent in place of the body, once sealed.
    file: RefCell<Option<Box<file::Sealed>>>,
    /// The request, until the answer is sent. It does not refer to us.
    request: RefCell<Option<Obj>>,
}

/// What a response takes over from its request and from the configuration.
pub(crate) struct Terms {
    pub(crate) version: Version,
    pub(crate) is_head: bool,
    pub(crate) takes_trailers: bool,
    /// The defaults of `json()`.
    pub(crate) json_flags: i64,
    /// Bytes that may wait for the client before a stream's writers do.
    pub(crate) buffer: usize,
}

/// What may still be done with a response.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Open,
    /// The head is committed, and chunks may follow.
    Streaming,
    /// The answer is a file, to be sent when the handler has returned.
    Sealed,
    /// The answer is out.
    Ended,
    /// It was begun and broken off.
    Aborted,
    /// The request is over without an answer of this object's.
    Detached,
}

impl State for Response {
    fn class() -> &'static Class<Self> {
        &CLASS
    }

    fn fresh() -> Self {
        let terms = Terms {
            version: Version::Http11,
            is_head: false,
            takes_trailers: false,
            json_flags: 0,
            buffer: 0,
        };
        Self {
            phase: Cell::new(Phase::Detached),
            ..Self::to(None, &terms)
        }
    }
}

/// The object that answers `exchange`.
pub(crate) fn instantiate(exchange: Exchange, terms: &Terms) -> Obj {
    CLASS.instantiate(Response::to(Some(exchange), terms))
}

impl Response {
    fn to(exchange: Option<Exchange>, terms: &Terms) -> Self {
        Self {
            phase: Cell::new(Phase::Open),
            exchange: RefCell::new(exchange),
            writer: RefCell::default(),
            version: terms.version,
            is_head: terms.is_head,
            takes_trailers: terms.takes_trailers,
            json_flags: terms.json_flags,
            buffer: terms.buffer,
            streams_nothing: Cell::new(false),
            wrote: Cell::new(false),
            status: Cell::new(200),
            reason: RefCell::default(),
            close: Cell::new(false),
            fields: RefCell::default(),
            body: RefCell::default(),
            trailers: RefCell::default(),
            file: RefCell::default(),
            request: RefCell::default(),
        }
    }

    /// Every method that changes the answer asks this when its arguments have
    /// the right types, before it looks at their values.
    fn open(&self) -> Outcome {
        match self.phase.get() {
            Phase::Open => Ok(()),
            Phase::Streaming => Err(errors::runtime(
                "Cannot modify response — headers already committed by write()",
            )),
            Phase::Sealed => Err(errors::runtime(
                "Response is sealed by sendFile() — no further mutation allowed",
            )),
            Phase::Ended => Err(errors::runtime(
                "Cannot modify response after end() has been called",
            )),
            Phase::Aborted => Err(errors::runtime(
                "Cannot modify response after abort() has been called",
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
    match this.phase.get() {
        Phase::Ended => return Err(errors::runtime("Response has already been closed")),
        Phase::Aborted => return Err(errors::runtime("Response has already been aborted")),
        Phase::Sealed | Phase::Detached => this.open()?,
        Phase::Open if this.streams_nothing.get() => {}
        Phase::Open => {
            if let Some(last) = last {
                this.append(last);
            }
        }
        Phase::Streaming => {
            if let Some(last) = last {
                this.write(&last)?;
            }
        }
    }
    this.finish();
    Ok(())
}

fn is_headers_sent(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let phase = call.this::<Response>().phase.get();
    call.give_bool(!matches!(phase, Phase::Open | Phase::Sealed));
    Ok(())
}

fn is_ended(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let phase = call.this::<Response>().phase.get();
    call.give_bool(!matches!(
        phase,
        Phase::Open | Phase::Sealed | Phase::Streaming
    ));
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
const CHUNK: Param = Param::new(c"chunk", Type::STRING);
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
    function!(
        c"sendEarlyHints",
        hints::send_early_hints,
        [Param::new(c"links", Type::ARRAY)],
        Type::STATIC
    ),
    function!(
        c"setTrailer",
        trailers::set_trailer,
        [NAME, Param::new(c"value", Type::STRING)],
        Type::STATIC
    ),
    function!(
        c"setTrailers",
        trailers::set_trailers,
        [Param::new(c"trailers", Type::ARRAY)],
        Type::STATIC
    ),
    function!(c"resetTrailers", trailers::reset_trailers, [], Type::STATIC),
    function!(c"getTrailers", trailers::get_trailers, [], Type::ARRAY),
    function!(c"getProtocolName", get_protocol_name, [], Type::STRING),
    function!(
        c"getProtocolVersion",
        get_protocol_version,
        [],
        Type::STRING
    ),
    function!(c"write", stream::write, [CHUNK], Type::STATIC),
    function!(c"tryWrite", stream::try_write, [CHUNK], Type::BOOL),
    function!(
        c"awaitWritable",
        stream::await_writable,
        [Param::optional(c"timeoutMs", Type::INT.or_null(), c"null")],
        Type::BOOL
    ),
    function!(c"sendable", stream::sendable, [], Type::BOOL),
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
    function!(
        c"abort",
        stream::abort,
        [Param::optional(c"errorCode", Type::INT.or_null(), c"null")],
        Type::VOID
    ),
    function!(
        c"sendFile",
        file::send,
        [
            Param::new(c"path", Type::STRING),
            Param::optional(
                c"options",
                Type::object(c"TrueAsync\\SendFileOptions").or_null(),
                c"null"
            ),
        ],
        Type::VOID
    ),
    function!(c"isHeadersSent", is_headers_sent, [], Type::BOOL),
    function!(c"isWritable", stream::is_writable, [], Type::BOOL),
    function!(c"isEnded", is_ended, [], Type::BOOL),
];
