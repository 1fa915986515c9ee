//! What answers requests. The adapter from plain functions over `http` types
//! lives in `service`.

use crate::Exchange;

/// Answers requests, one [`Exchange`] each.
///
/// The future is polled by the task of the request's connection and need not
/// be `Send`. It may go on after it has answered: the answer is sent
/// meanwhile, but the next request of an HTTP/1 connection is handled only
/// when the future has ended. A future that ends without an answer, or panics,
/// makes the client see 500.
pub trait Handler: 'static {
    /// Answers one request.
    fn handle(&self, exchange: Exchange) -> impl Future<Output = ()>;
}
