//! `TrueAsync\HttpRequest`: a request as PHP code reads it. It holds the head
//! as the server received it and makes strings and arrays only when they are
//! asked for. Reading never changes the exchange; answering is `response`'s.

mod body;
mod fields;
mod form;
mod query;

use std::cell::RefCell;
use std::io::Write;
use std::net::SocketAddr;

use bytes::Bytes;
use ta_http1::{BodyLength, RequestHead};
use ta_server::uploads::Form;
use ta_server::{Incoming, PooledHead};

use self::body::Content;
use super::names;
use crate::zend::call::Call;
use crate::zend::class::{Class, Definition, Function, PRIVATE, Param, State, Type, function};
use crate::zend::exception::Outcome;
use crate::zend::ffi::zval;
use crate::zend::value::Obj;

/// `TrueAsync\HttpRequest`.
pub(crate) static CLASS: Class<Request> = Class::new();

/// The state of a request.
///
/// Nothing in it can refer back to the object: the arrays are of strings, and
/// and of uploaded
/// files, and whoever changes one gets a copy. So there is no `get_gc` handler.
pub(crate) struct Request {
    /// `None` only in an object that PHP code failed to make with `new`.
    head: Option<PooledHead>,
    peer: Option<SocketAddr>,
    content: RefCell<Content>,
    readers: body::Readers,
    /// A multipart form; what was asked for is taken out of it.
    form: RefCell<Option<Box<Form>>>,
    query: RefCell<Option<zval>>,
    post: RefCell<Option<zval>>,
    files: RefCell<Option<zval>>,
}

/// What came with the head of a request.
pub(super) enum Body {
    /// Everything there is.
    Whole(Bytes),
    /// It is on its way.
    Streamed(Incoming),
    /// It was a form with files.
    Form(Box<Form>),
}

impl State for Request {
    fn class() -> &'static Class<Self> {
        &CLASS
    }

    fn fresh() -> Self {
        Self::new(None, Content::default(), None, None)
    }
}

/// The object for a request.
pub(super) fn instantiate(head: PooledHead, body: Body, peer: Option<SocketAddr>) -> Obj {
    let (content, form) = match body {
        Body::Whole(bytes) => (Content::Received(bytes), None),
        Body::Streamed(incoming) => (Content::streamed(incoming), None),
        Body::Form(form) => (Content::Read, Some(form)),
    };
    CLASS.instantiate(Request::new(Some(head), content, form, peer))
}

impl Request {
    fn new(
        head: Option<PooledHead>,
        content: Content,
        form: Option<Box<Form>>,
        peer: Option<SocketAddr>,
    ) -> Self {
        Self {
            head,
            peer,
            content: RefCell::new(content),
            readers: body::Readers::default(),
            form: RefCell::new(form),
            query: RefCell::default(),
            post: RefCell::default(),
            files: RefCell::default(),
        }
    }

    pub(crate) fn head(&self) -> &RequestHead {
        static NONE: RequestHead = RequestHead::new();
        self.head.as_deref().unwrap_or(&NONE)
    }
}

/// `new` is refused by the engine; called by other means it does nothing.
fn construct(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)
}

fn get_method(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_string(names::string(
        call.this::<Request>().head().method().as_bytes(),
    ));
    Ok(())
}

fn get_uri(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bytes(call.this::<Request>().head().target().as_bytes());
    Ok(())
}

fn get_path(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bytes(call.this::<Request>().head().path().as_bytes());
    Ok(())
}

fn get_http_version(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let version = call.this::<Request>().head().version();
    call.give_string(names::string(version.as_str().as_bytes()));
    Ok(())
}

fn get_remote_address(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    if let Some(peer) = call.this::<Request>().peer {
        // The longest text is an IPv6 address with an embedded IPv4 one: 45 bytes.
        let mut buffer = [0; 64];
        let mut rest = &mut buffer[..];
        let written = match write!(rest, "{}", peer.ip()) {
            Ok(()) => 64 - rest.len(),
            Err(_) => 0,
        };
        call.give_string(names::string(&buffer[..written]));
    }
    Ok(())
}

fn get_remote_port(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    if let Some(peer) = call.this::<Request>().peer {
        call.give_int(i64::from(peer.port()));
    }
    Ok(())
}

/// RFC 9112 §9.3, as the parser worked it out.
fn is_keep_alive(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(call.this::<Request>().head().keep_alive());
    Ok(())
}

fn get_content_type(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    if let Some(value) = call.this::<Request>().head().field("content-type") {
        call.give_bytes(value);
    }
    Ok(())
}

fn get_content_length(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let head = call.this::<Request>().head();
    // A request without a body has the length 0, but need not have declared it.
    if let (BodyLength::Known(length), Some(_)) = (head.body_length(), head.field("content-length"))
    {
        call.give_int(i64::try_from(length).unwrap_or(i64::MAX));
    }
    Ok(())
}

/// Registers the class.
pub(super) fn register() {
    let definition = Definition {
        methods: METHODS,
        sealed: true,
        ..Definition::named("TrueAsync\\HttpRequest")
    };
    CLASS.register(&definition, None);
}

const NAME: Param = Param::new(c"name", Type::STRING);

const METHODS: &[Function] = &[
    function!(c"__construct", construct, [], Type::NONE, PRIVATE),
    function!(c"getMethod", get_method, [], Type::STRING),
    function!(c"getUri", get_uri, [], Type::STRING),
    function!(c"getPath", get_path, [], Type::STRING),
    function!(c"getQuery", query::get_query, [], Type::ARRAY),
    function!(
        c"getQueryParam",
        query::get_query_param,
        [NAME, Param::optional(c"default", Type::MIXED, c"null")],
        Type::MIXED
    ),
    function!(c"getHttpVersion", get_http_version, [], Type::STRING),
    function!(
        c"getRemoteAddress",
        get_remote_address,
        [],
        Type::STRING.or_null()
    ),
    function!(c"getRemotePort", get_remote_port, [], Type::INT.or_null()),
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
    function!(c"getBody", body::get_body, [], Type::STRING),
    function!(c"hasBody", body::has_body, [], Type::BOOL),
    function!(c"isKeepAlive", is_keep_alive, [], Type::BOOL),
    function!(c"getPost", form::get_post, [], Type::ARRAY),
    function!(c"getFiles", form::get_files, [], Type::ARRAY),
    function!(
        c"getFile",
        form::get_file,
        [NAME],
        Type::object(c"TrueAsync\\UploadedFile").or_null()
    ),
    function!(
        c"getContentType",
        get_content_type,
        [],
        Type::STRING.or_null()
    ),
    function!(
        c"getContentLength",
        get_content_length,
        [],
        Type::INT.or_null()
    ),
    function!(c"awaitBody", body::await_body, [], Type::STATIC),
    function!(
        c"readBody",
        body::read_body,
        [Param::optional(c"maxLen", Type::INT, c"65536")],
        Type::STRING.or_null()
    ),
];
