//! Handlers that are plain functions from `http::Request` to
//! `http::Response`. The types are rebuilt for every request, from recycled
//! allocations.

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, Uri, Version};
use ta_http1::RequestHead;

use crate::Body;
use crate::exchange::{Exchange, Reply};
use crate::handler::Handler;
use crate::incoming::Incoming;
use crate::worker::Recycled;

/// A [`Handler`] made by [`handler_fn`].
#[derive(Clone, Debug)]
pub struct HandlerFn<F>(F);

/// Makes a [`Handler`] of a function from request to response.
///
/// Fields the server writes itself (`content-length`, `transfer-encoding`,
/// `date` unless given) need not be in the response; `connection: close`
/// closes the connection after it. A target that `http::Uri` cannot hold is
/// answered 400 without calling the function.
///
/// ```
/// use ta_server::{Body, Incoming, handler_fn};
///
/// let handler = handler_fn(|_request: http::Request<Incoming>| async {
///     http::Response::new(Body::from("hello"))
/// });
/// # fn is_handler(_: impl ta_server::Handler) {}
/// # is_handler(handler);
/// ```
pub fn handler_fn<F, R, B>(function: F) -> HandlerFn<F>
where
    F: Fn(Request<Incoming>) -> R + 'static,
    R: Future<Output = Response<B>>,
    B: Into<Body>,
{
    HandlerFn(function)
}

impl<F, R, B> Handler for HandlerFn<F>
where
    F: Fn(Request<Incoming>) -> R + 'static,
    R: Future<Output = Response<B>>,
    B: Into<Body>,
{
    async fn handle(&self, mut exchange: Exchange) {
        let response = match self.call(&mut exchange) {
            Some(response) => response.await.map(Into::into),
            None => bad_request(),
        };
        answer(&mut exchange, response);
    }
}

impl<F, R> HandlerFn<F>
where
    F: Fn(Request<Incoming>) -> R,
{
    /// Calls the function. Apart from the waiting, so that the request is no
    /// part of the connection's memory for ever.
    fn call(&self, exchange: &mut Exchange) -> Option<R> {
        let mut request = Request::new(exchange.incoming());
        fill(&mut request, exchange)?;
        Some((self.0)(request))
    }
}

/// Copies the head of the request; `None` if the `http` types cannot hold it.
fn fill(request: &mut Request<Incoming>, exchange: &mut Exchange) -> Option<()> {
    let head = exchange.take_request();
    let recycled = &exchange.connection().worker.recycled;
    *request.method_mut() = Method::from_bytes(head.method().as_bytes()).ok()?;
    if head.version() == ta_http1::Version::Http10 {
        *request.version_mut() = Version::HTTP_10;
    }
    // Each part takes its text off the front: one reference count for every
    // part but the last, which takes over what is left.
    let mut text = recycled.text(&head);
    if !is_root(&head) {
        let target = take_front(&mut text, head.target().len());
        *request.uri_mut() = Uri::from_maybe_shared(target).ok()?;
    }
    let headers = request.headers_mut();
    if let Some(map) = recycled.maps.borrow_mut().pop() {
        *headers = map;
    }
    for (name, value) in head.fields() {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let value = take_front(&mut text, value.len());
        headers.append(name, HeaderValue::from_maybe_shared(value).ok()?);
    }
    Some(())
}

/// A new request has this target already.
fn is_root(head: &RequestHead) -> bool {
    head.target() == "/"
}

fn take_front(text: &mut Bytes, count: usize) -> Bytes {
    if count == text.len() {
        std::mem::take(text)
    } else {
        text.split_to(count)
    }
}

fn answer(exchange: &mut Exchange, mut response: Response<Body>) {
    let reply = Reply {
        // Interim answers are no business of a function that returns one.
        status: match response.status().as_u16() {
            100..=199 => 500,
            status => status,
        },
        ..Reply::default()
    };
    let body = std::mem::take(response.body_mut());
    let fields = response
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str().as_bytes(), value.as_bytes()));
    // An answer for a client that is gone goes nowhere.
    let _ = exchange.respond(reply, fields, body);
    if response.headers().capacity() > 0 {
        let recycled = &exchange.connection().worker.recycled;
        recycled.keep(std::mem::take(response.headers_mut()));
    }
}

fn bad_request() -> Response<Body> {
    let mut response = Response::new(Body::from("Bad Request\r\n"));
    *response.status_mut() = http::StatusCode::BAD_REQUEST;
    response.headers_mut().insert(
        http::header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    response
}

impl Recycled {
    /// At most this many maps are kept.
    const MAPS: usize = 16;

    /// Room for the text of several requests, which share it.
    const TEXT: usize = 16 * 1024;

    /// The target (unless it is the root) and all values of a head behind one
    /// another, to be cut into parts: one copy, and no allocation while the
    /// parts of earlier requests are gone.
    fn text(&self, head: &RequestHead) -> Bytes {
        let mut text = self.text.borrow_mut();
        let target = if is_root(head) { "" } else { head.target() };
        let values = head.fields().map(|(_, value)| value.len());
        let length = target.len() + values.sum::<usize>();
        if text.capacity() < length {
            make_room(&mut text, length);
        }
        text.extend_from_slice(target.as_bytes());
        for (_, value) in head.fields() {
            text.extend_from_slice(value);
        }
        text.split().freeze()
    }

    fn keep(&self, mut map: HeaderMap) {
        let mut maps = self.maps.borrow_mut();
        if maps.len() < Self::MAPS && map.capacity() <= 64 {
            map.clear();
            maps.push(map);
        }
    }
}

#[cold]
fn make_room(text: &mut BytesMut, length: usize) {
    text.reserve(length.max(Recycled::TEXT));
}
