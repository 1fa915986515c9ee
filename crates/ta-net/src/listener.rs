//! Accepting connections. Shortage of descriptors or memory slows the loop
//! down, a connection that died in the queue is skipped: nothing that a peer
//! does ends it.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use socket2::SockRef;
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};

use crate::bind::{Socket, SocketFile};
use crate::listen::canonical;
use crate::{Bound, Stream};

/// A listening socket in a runtime.
#[derive(Debug)]
pub struct Listener {
    socket: RefCell<Option<Registered>>,
    /// Connections that were waiting in the queue when it was closed.
    rest: RefCell<VecDeque<Waiting>>,
    waker: RefCell<Option<Waker>>,
    pause: Cell<Duration>,
}

#[derive(Debug)]
enum Registered {
    Tcp(TcpListener),
    Unix {
        listener: UnixListener,
        _file: Arc<SocketFile>,
    },
}

#[derive(Debug)]
enum Waiting {
    Tcp(std::net::TcpStream, SocketAddr),
    Unix(std::os::unix::net::UnixStream),
}

/// First and longest pause after the system ran out of something.
const PAUSE: (Duration, Duration) = (Duration::from_millis(10), Duration::from_secs(1));

/// Most connections taken over from the queue of a listener being closed.
const REST_LIMIT: usize = 4096;

impl Listener {
    /// Makes the sockets part of the current tokio runtime.
    ///
    /// # Errors
    /// The system's, for instance without descriptors for the reactor.
    ///
    /// # Panics
    /// Outside a tokio runtime with I/O.
    pub fn register(bound: Bound) -> io::Result<Vec<Self>> {
        bound
            .into_sockets()
            .into_iter()
            .map(|bound| {
                let socket = match bound.socket {
                    Socket::Tcp(listener, _) => Registered::Tcp(TcpListener::from_std(listener)?),
                    Socket::Unix(listener, file) => Registered::Unix {
                        listener: UnixListener::from_std(listener)?,
                        _file: file,
                    },
                };
                Ok(Self {
                    socket: RefCell::new(Some(socket)),
                    rest: RefCell::default(),
                    waker: RefCell::default(),
                    pause: Cell::new(PAUSE.0),
                })
            })
            .collect()
    }

    /// The next connection with its peer's address (none on Unix sockets);
    /// `None` once the listener is closed and its queue is served.
    pub async fn accept(&self) -> Option<(Stream, Option<SocketAddr>)> {
        loop {
            match poll_fn(|cx| self.poll_accept(cx)).await? {
                Ok(accepted) => {
                    self.pause.set(PAUSE.0);
                    return Some(accepted);
                }
                Err(error) if is_of_one_connection(&error) => {}
                // EMFILE, ENFILE, ENOBUFS, ENOMEM: the connection stays in the
                // queue and the socket stays readable, so trying again at once
                // would spin.
                Err(_) => {
                    let pause = self.pause.get();
                    self.pause.set((pause * 2).min(PAUSE.1));
                    let _ = tokio::time::timeout(pause, self.closed()).await;
                }
            }
        }
    }

    /// Closes the socket at once; a Unix socket's file disappears with the
    /// last listener on it. Connections the system had already completed are
    /// still handed out by [`accept`](Self::accept). Does nothing the second
    /// time.
    pub fn close(&self) {
        let Some(socket) = self.socket.borrow_mut().take() else {
            return;
        };
        self.rest.borrow_mut().extend(socket.drain());
        drop(socket);
        if let Some(waker) = self.waker.borrow_mut().take() {
            waker.wake();
        }
    }

    async fn closed(&self) {
        poll_fn(|cx| {
            if self.socket.borrow().is_none() {
                return Poll::Ready(());
            }
            *self.waker.borrow_mut() = Some(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }

    #[expect(clippy::type_complexity, reason = "read in one place only")]
    fn poll_accept(
        &self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<(Stream, Option<SocketAddr>)>>> {
        let polled = match &*self.socket.borrow() {
            Some(socket) => socket.poll_accept(cx),
            None => {
                let waiting = self.rest.borrow_mut().pop_front();
                return Poll::Ready(waiting.map(Waiting::register));
            }
        };
        if polled.is_pending() {
            let mut waker = self.waker.borrow_mut();
            if !waker.as_ref().is_some_and(|w| w.will_wake(cx.waker())) {
                *waker = Some(cx.waker().clone());
            }
        }
        polled.map(Some)
    }
}

impl Registered {
    fn poll_accept(&self, cx: &mut Context<'_>) -> Poll<io::Result<(Stream, Option<SocketAddr>)>> {
        match self {
            Self::Tcp(listener) => listener.poll_accept(cx).map_ok(|(stream, peer)| {
                if !cfg!(target_os = "linux") {
                    // Elsewhere TCP_NODELAY is not inherited. A connection
                    // reset meanwhile refuses it and fails at its first read.
                    let _ = stream.set_nodelay(true);
                }
                (Stream::Tcp(stream), Some(canonical(peer)))
            }),
            Self::Unix { listener, .. } => listener
                .poll_accept(cx)
                .map_ok(|(stream, _)| (Stream::Unix(stream), None)),
        }
    }

    /// Takes over what the system has completed but nobody accepted: closing
    /// the listener would reset these connections.
    fn drain(&self) -> Vec<Waiting> {
        let socket = match self {
            Self::Tcp(listener) => SockRef::from(listener),
            Self::Unix { listener, .. } => SockRef::from(listener),
        };
        let mut rest = Vec::new();
        for _ in 0..REST_LIMIT {
            let (stream, peer) = match socket.accept() {
                Ok(accepted) => accepted,
                Err(error) if is_of_one_connection(&error) => continue,
                Err(_) => break,
            };
            if stream.set_nonblocking(true).is_err() {
                continue;
            }
            rest.push(match peer.as_socket() {
                Some(peer) => Waiting::Tcp(stream.into(), canonical(peer)),
                None => Waiting::Unix(stream.into()),
            });
        }
        rest
    }
}

impl Waiting {
    fn register(self) -> io::Result<(Stream, Option<SocketAddr>)> {
        Ok(match self {
            Self::Tcp(stream, peer) => (Stream::Tcp(TcpStream::from_std(stream)?), Some(peer)),
            Self::Unix(stream) => (Stream::Unix(UnixStream::from_std(stream)?), None),
        })
    }
}

/// Errors that concern the connection at the head of the queue only; accept(2)
/// passes on pending network errors of the new socket.
fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::NetworkDown
            | io::ErrorKind::TimedOut
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BindOptions, Listen, bind};

    fn local<T>(test: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(async { tokio::time::timeout(Duration::from_secs(10), test).await })
            .expect("the test hangs")
    }

    fn listen() -> (Listener, SocketAddr) {
        let bound = bind(&[Listen::tcp("127.0.0.1", 0)], &BindOptions::default()).unwrap();
        let address = bound.local_addrs()[0].tcp().unwrap();
        let listener = Listener::register(bound).unwrap().pop().unwrap();
        (listener, address)
    }

    #[test]
    fn accepted_connections_do_not_delay_small_writes() {
        local(async {
            let (listener, address) = listen();
            let client = std::net::TcpStream::connect(address).unwrap();
            let (stream, peer) = listener.accept().await.unwrap();
            assert_eq!(peer, Some(client.local_addr().unwrap()));
            let Stream::Tcp(stream) = stream else {
                panic!("TCP expected");
            };
            assert!(stream.nodelay().unwrap());
        });
    }

    #[test]
    fn closing_hands_out_the_queue_and_refuses_the_rest() {
        local(async {
            let (listener, address) = listen();
            let waiting = std::net::TcpStream::connect(address).unwrap();
            listener.close();
            assert!(std::net::TcpStream::connect(address).is_err());
            let (_, peer) = listener.accept().await.unwrap();
            assert_eq!(peer, Some(waiting.local_addr().unwrap()));
            assert!(listener.accept().await.is_none());
            listener.close();
        });
    }

    #[test]
    fn closing_wakes_a_waiting_accept() {
        local(async {
            let (listener, _) = listen();
            let accept = listener.accept();
            let close = async {
                tokio::task::yield_now().await;
                listener.close();
            };
            let (accepted, ()) = tokio::join!(accept, close);
            assert!(accepted.is_none());
        });
    }

    #[test]
    fn unix_peers_have_no_address() {
        local(async {
            let path = std::env::temp_dir().join(format!("ta-net-{}-peer", std::process::id()));
            let bound = bind(&[Listen::unix(&path)], &BindOptions::default()).unwrap();
            let listener = Listener::register(bound).unwrap().pop().unwrap();
            let _client = std::os::unix::net::UnixStream::connect(&path).unwrap();
            let (stream, peer) = listener.accept().await.unwrap();
            assert!(matches!(stream, Stream::Unix(_)));
            assert_eq!(peer, None);
            listener.close();
            assert!(!path.exists());
        });
    }
}
