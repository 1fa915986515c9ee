//! Watching files and directory trees for changes.
//!
//! [`Tree`] turns what the kernel says into [`Change`]s with names that mean
//! something; [`Backlog`] keeps them until somebody asks, merged or as they came;
//! [`Quiet`] waits for a burst to be over. Nothing here waits or reads a clock: the
//! caller polls the tree's descriptor and passes the time in.

#![forbid(unsafe_code)]

mod backlog;
mod change;
mod error;
mod extensions;
mod quiet;
mod tree;

pub use backlog::Backlog;
pub use change::Change;
pub use error::WatchError;
pub use extensions::{BadExtension, Extensions};
pub use quiet::Quiet;
pub use tree::{MAX_DIRECTORIES, More, Tree};
