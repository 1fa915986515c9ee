//! An HTTP server as a library: listeners, connections and their timeouts,
//! and the way from a request to its handler and back. Handlers see
//! [`Exchange`]s, or `http` types through [`handler_fn`].
//!
//! This crate knows nothing of scripting languages and parses no HTTP itself
//! (`ta-http1` does) and opens no sockets itself (`ta-net` does).
//!
//! One worker is one thread with one tokio current-thread runtime and one
//! [`LocalSet`](tokio::task::LocalSet). A connection, its requests and their
//! answers never leave it, so handlers and their futures need not be `Send`.
//!
//! ```no_run
//! use ta_server::{Body, Incoming, Server, Workers, handler_fn};
//!
//! # fn main() -> Result<(), ta_server::ServerError> {
//! Server::builder()
//!     .listen("0.0.0.0:8080")
//!     .workers(Workers::PerCore)
//!     .run(|_worker| {
//!         handler_fn(|_request: http::Request<Incoming>| async {
//!             http::Response::new(Body::from("Hello, World!"))
//!         })
//!     })
//! # }
//! ```

#![forbid(unsafe_code)]

mod body;
mod clock;
mod connection;
mod driver;
mod exchange;
pub mod files;
mod framing;
mod handler;
mod heads;
mod incoming;
mod lifeline;
mod pieces;
mod running;
mod server;
mod service;
mod settings;
mod ticker;
pub mod uploads;
mod worker;
mod writer;

pub use body::{Body, FileBody, StreamBody};
pub use exchange::{Exchange, Reply, RespondError};
pub use framing::may_trail;
pub use handler::{BodyMode, Handler};
pub use heads::PooledHead;
pub use incoming::{BodyError, Incoming};
pub use running::{Running, ServeError, Speaks, serve, serve_on};
pub use server::{Builder, Server, ServerError, Workers};
pub use service::{HandlerFn, handler_fn};
pub use settings::Settings;
pub use ta_net::tls;
pub use ta_net::{BindError, BindOptions, Bound, Listen, ListenParseError, LocalAddr, bind};
pub use writer::{BodyWriter, Room, WriteError};
