//! What answers requests. The adapter from plain functions over `http` types
//! lives in `service`.

use ta_http1::RequestHead;

use crate::Exchange;

/// When a handler starts, and how it gets the body of its request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyMode {
    /// At the end of the head; the body is received as far as the handler
    /// reads it, and the client is held back meanwhile.
    #[default]
    Stream,
    /// When the whole body is in memory. The handler never sees a request
    /// whose body breaks off, is too large or too late.
    Whole,
}

/// Answers requests, one [`Exchange`] each.
///
/// The future is polled by the task of the request's connection and need not
/// be `Send`. It may go on after it has answered: the answer is sent
/// meanwhile, but the next request of an HTTP/1 connection is handled only
/// when the future has ended. A future that ends without an answer, or panics,
/// makes the client see 500.
pub trait Handler: 'static {
    /// How the body of this request is to be received. Asked once, when the
    /// head is complete, and only for requests that have a body.
    fn wants(&self, head: &RequestHead) -> BodyMode {
        let _ = head;
        BodyMode::Stream
    }

    /// Answers one request.
    fn handle(&self, exchange: Exchange) -> impl Future<Output = ()>;
}
