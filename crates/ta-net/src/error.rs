//! Why a list of listeners could not be bound. Errors of single connections
//! are plain `io::Error`s and never reach this type.

use std::io;

use crate::Listen;

/// A list of listeners was not bound; nothing is left open.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BindError {
    /// The name of the host has no address.
    #[error("Failed to bind listener on {listen}: {source}")]
    Resolve {
        /// The listener as configured.
        listen: Listen,
        /// What the resolver said.
        source: io::Error,
    },
    /// The system refused the address: taken, not local, not permitted.
    #[error("Failed to bind listener on {listen}: {source}")]
    Bind {
        /// The listener as configured.
        listen: Listen,
        /// The system's reason.
        source: io::Error,
    },
    /// The path does not fit into a `sockaddr_un`.
    #[error("Unix socket path too long")]
    PathTooLong {
        /// The listener as configured.
        listen: Listen,
    },
    /// A further set of sockets on the same ports was asked of a [`Bound`]
    /// that was bound without [`BindOptions::reuse_port`].
    ///
    /// [`Bound`]: crate::Bound
    /// [`BindOptions::reuse_port`]: crate::BindOptions::reuse_port
    #[error("Failed to bind listener on {listen}: the port was not bound for sharing")]
    NotShared {
        /// The listener as configured.
        listen: Listen,
    },
}

impl BindError {
    /// The listener that failed.
    pub fn listen(&self) -> &Listen {
        match self {
            Self::Resolve { listen, .. }
            | Self::Bind { listen, .. }
            | Self::PathTooLong { listen }
            | Self::NotShared { listen } => listen,
        }
    }
}
