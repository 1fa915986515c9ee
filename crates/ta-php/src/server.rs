//! The `TrueAsync` namespace: the PHP classes of the server, their states and
//! their texts. Protocol rules and sockets are `ta-server`'s, coroutines are
//! `coroutine`'s; here is only what PHP code sees.

mod bodies;
pub(crate) mod config;
mod dispatch;
pub(crate) mod errors;
mod http_server;
pub(crate) mod journal;
pub(crate) mod log;
mod names;
mod parse_request;
mod paths;
pub(crate) mod request;
pub(crate) mod response;
mod send_file;
mod signals;
mod static_handler;
mod uploaded_file;

use crate::async_api::errors::CANCELLATION;

/// Registers the classes, at module start, after those of `Async\`, one of which
/// is the parent of `HttpException`.
pub(crate) fn register() -> bool {
    names::register();
    errors::register(CANCELLATION.entry());
    log::register();
    config::register();
    request::register();
    uploaded_file::register();
    response::register();
    send_file::register();
    static_handler::register();
    http_server::register();
    parse_request::register()
}
