//! Handlers that are plain functions from `http::Request` to
//! `http::Response`. The types are rebuilt for every request, from recycled
//! allocations.

use crate::Body;
use crate::exchange::{Exchange, Reply};
use crate::handler::Handler;
use crate::incoming::Incoming;
use crate::worker::Recycled;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, Uri, Version};

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
    #[expect(
        clippy::manual_async_fn,
        reason = "an `async fn` moves its arguments once more, for every request"
    )]
    fn handle(&self, mut exchange: Exchange) -> impl Future<Output = ()> {
        async move {
            let response = match self.call(&mut exchange) {
                Some(response) => response.await.map(Into::into),
                None => bad_request(),
            };
            answer(&mut exchange, response);
        }
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
    // Every value is copied into an allocation of its own: no dearer than a
    // reference count each in a common one, and a value that is kept keeps
    // nothing else alive.
    if head.target() != "/" {
        let target = Bytes::copy_from_slice(head.target().as_bytes());
        *request.uri_mut() = Uri::from_maybe_shared(target).ok()?;
    }
    let headers = request.headers_mut();
    if let Some(map) = recycled.maps.borrow_mut().pop() {
        *headers = map;
    }
    for (name, value) in head.fields() {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        headers.append(name, HeaderValue::from_bytes(value).ok()?);
    }
    Some(())
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

    fn keep(&self, mut map: HeaderMap) {
        let mut maps = self.maps.borrow_mut();
        if maps.len() < Self::MAPS && map.capacity() <= 64 {
            map.clear();
            maps.push(map);
        }
    }
}
