//! Sockets for one worker: listeners that are bound all together or not at
//! all, an accept loop that survives descriptor shortage, streams over TCP and
//! Unix sockets, pooled buffers and a write queue that turns many small parts
//! into one `writev`.
//!
//! This crate never looks at what the bytes mean: no HTTP here.
//!
//! Everything lives on one thread. Binding needs no runtime, so a supervisor
//! can bind before it forks or spawns; [`Listener::register`] and everything
//! after it belongs to the worker's tokio current-thread runtime.

#![forbid(unsafe_code)]

mod bind;
mod buffer;
mod error;
mod listen;
mod listener;
mod pool;
mod queue;
mod stream;
pub mod tls;

pub use bind::{BindOptions, Bound, bind};
pub use buffer::ReadBuffer;
pub use error::BindError;
pub use listen::{Listen, ListenParseError, LocalAddr};
pub use listener::Listener;
pub use pool::BufferPool;
pub use queue::WriteQueue;
pub use stream::Stream;
