//! Opening the listening sockets of a server: all of them or none. Works
//! without a runtime, so it can happen before a fork; it never accepts.

mod tcp;
mod unix;

use std::net::{SocketAddr, TcpListener};
use std::os::unix::net::UnixListener;
use std::sync::Arc;

use crate::{BindError, Listen, LocalAddr};

pub(crate) use unix::SocketFile;

/// How sockets are opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BindOptions {
    /// Length of the listen queue, 128 by default.
    pub backlog: u32,
    /// Open TCP sockets with `SO_REUSEPORT`, so that further sets can be
    /// opened by [`Bound::sibling`]. Off by default. Every port is first tried
    /// without it: a port another process owns is an error, not silently
    /// shared.
    pub reuse_port: bool,
}

impl Default for BindOptions {
    fn default() -> Self {
        Self {
            backlog: 128,
            reuse_port: false,
        }
    }
}

/// Listening sockets, not yet part of a runtime. Dropping it closes them and
/// removes the files of Unix sockets.
#[derive(Debug)]
pub struct Bound {
    sockets: Vec<BoundSocket>,
    options: BindOptions,
}

#[derive(Debug)]
pub(crate) struct BoundSocket {
    pub(crate) listen: Listen,
    pub(crate) socket: Socket,
}

#[derive(Debug)]
pub(crate) enum Socket {
    Tcp(TcpListener, SocketAddr),
    Unix(UnixListener, Arc<SocketFile>),
}

/// Binds every address of the list and starts listening.
///
/// # Errors
/// The first address that cannot be bound; everything opened before it is
/// closed again.
pub fn bind(listen: &[Listen], options: &BindOptions) -> Result<Bound, BindError> {
    let sockets = listen
        .iter()
        .map(|listen| {
            let socket = match listen {
                Listen::Tcp { host, port } => tcp::bind(listen, host, *port, options)?,
                Listen::Unix { path } => unix::bind(listen, path, options)?,
            };
            Ok(BoundSocket {
                listen: listen.clone(),
                socket,
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(Bound {
        sockets,
        options: *options,
    })
}

impl Bound {
    /// Addresses in the order of the list, with the ports the system gave.
    pub fn local_addrs(&self) -> Vec<LocalAddr> {
        self.sockets
            .iter()
            .map(|bound| match &bound.socket {
                Socket::Tcp(_, address) => LocalAddr::Tcp(*address),
                Socket::Unix(_, file) => LocalAddr::Unix(file.path().to_owned()),
            })
            .collect()
    }

    /// How many sockets there are.
    pub fn len(&self) -> usize {
        self.sockets.len()
    }

    /// Whether the list was empty.
    pub fn is_empty(&self) -> bool {
        self.sockets.is_empty()
    }

    /// One more set of sockets on the same addresses, for another worker: TCP
    /// with queues of their own through `SO_REUSEPORT`, Unix sockets sharing
    /// one queue. The socket file goes away with the last set.
    ///
    /// # Errors
    /// [`BindError::NotShared`] without [`BindOptions::reuse_port`], or the
    /// system's reason.
    pub fn sibling(&self) -> Result<Self, BindError> {
        let sockets = self
            .sockets
            .iter()
            .map(|bound| {
                let socket = match &bound.socket {
                    Socket::Tcp(_, address) if self.options.reuse_port => {
                        tcp::join(&bound.listen, *address, &self.options)?
                    }
                    Socket::Tcp(..) => {
                        return Err(BindError::NotShared {
                            listen: bound.listen.clone(),
                        });
                    }
                    Socket::Unix(listener, file) => {
                        let listener = listener.try_clone().map_err(|source| BindError::Bind {
                            listen: bound.listen.clone(),
                            source,
                        })?;
                        Socket::Unix(listener, Arc::clone(file))
                    }
                };
                Ok(BoundSocket {
                    listen: bound.listen.clone(),
                    socket,
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            sockets,
            options: self.options,
        })
    }

    pub(crate) fn into_sockets(self) -> Vec<BoundSocket> {
        self.sockets
    }
}
