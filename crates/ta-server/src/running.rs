//! A server at work inside somebody's runtime, and the handle to stop it.
//! Threads, signals and the time allowed for stopping are the caller's
//! business.

use std::fmt;
use std::io;
use std::rc::Rc;
use std::sync::Arc;

use ta_net::tls::Tls;
use ta_net::{Bound, Listener, LocalAddr};

use crate::handler::Handler;
use crate::worker::Worker;
use crate::{Settings, driver};

/// Serving could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// A listening socket could not be made part of the runtime.
    #[error("a listening socket was refused by the event loop: {0}")]
    Register(#[source] io::Error),
}

/// What one listener speaks besides HTTP/1 in clear text, the default.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Speaks {
    /// TLS, and only that.
    pub tls: Option<Arc<Tls>>,
}

impl Speaks {
    /// HTTP/1 over TLS.
    pub fn tls(tls: Arc<Tls>) -> Self {
        Self { tls: Some(tls) }
    }
}

/// Serves connections on the bound sockets, in clear text, in tasks of the
/// current [`LocalSet`](tokio::task::LocalSet), and returns at once.
///
/// # Errors
/// [`ServeError`] when the event loop has no room for the listeners.
///
/// # Panics
/// Outside a tokio runtime with I/O and time, or outside a `LocalSet`.
pub fn serve<H: Handler>(
    bound: Bound,
    settings: Settings,
    handler: Rc<H>,
) -> Result<Running, ServeError> {
    serve_on(bound, &[], settings, handler)
}

/// Like [`serve`], with what each listener speaks, in their order; those
/// beyond the end of the list speak clear text.
///
/// # Errors
/// As [`serve`].
///
/// # Panics
/// As [`serve`].
#[expect(
    clippy::needless_pass_by_value,
    reason = "a server without listeners would be its only owner"
)]
pub fn serve_on<H: Handler>(
    bound: Bound,
    speaks: &[Speaks],
    settings: Settings,
    handler: Rc<H>,
) -> Result<Running, ServeError> {
    let addresses = bound.local_addrs();
    let listeners: Rc<[Listener]> = Listener::register(bound)
        .map_err(ServeError::Register)?
        .into();
    let worker = Worker::new(settings);
    for index in 0..listeners.len() {
        let accepting = accept(
            Rc::clone(&worker),
            Rc::clone(&listeners),
            index,
            speaks.get(index).cloned().unwrap_or_default(),
            Rc::clone(&handler),
        );
        tokio::task::spawn_local(accepting);
    }
    Ok(Running {
        shared: Rc::new(Shared {
            worker,
            listeners,
            addresses,
        }),
    })
}

/// Starts a task for every connection of one listener.
fn accept<H: Handler>(
    worker: Rc<Worker>,
    listeners: Rc<[Listener]>,
    index: usize,
    speaks: Speaks,
    handler: Rc<H>,
) -> impl Future<Output = ()> {
    // Counted from now on, not from the first poll.
    let counted = worker.enter_accept_loop();
    async move {
        let _counted = counted;
        loop {
            worker.room().await;
            let Some((stream, peer)) = listeners[index].accept().await else {
                break;
            };
            let handler = Rc::clone(&handler);
            match &speaks.tls {
                None => {
                    tokio::task::spawn_local(driver::drive(&worker, stream, peer, handler));
                }
                Some(tls) => {
                    let tls = Arc::clone(tls);
                    tokio::task::spawn_local(driver::drive_tls(
                        &worker, stream, peer, tls, handler,
                    ));
                }
            }
        }
    }
}

/// A server at work. Clones are handles to the same one; dropping them all
/// does not stop it.
#[derive(Clone)]
pub struct Running {
    shared: Rc<Shared>,
}

struct Shared {
    worker: Rc<Worker>,
    listeners: Rc<[Listener]>,
    addresses: Vec<LocalAddr>,
}

impl Running {
    /// Where it listens, or has listened, in the order of the list.
    pub fn local_addrs(&self) -> &[LocalAddr] {
        &self.shared.addresses
    }

    /// Stops in good order: when this returns, new connections are refused;
    /// idle ones close, requests that have begun are received, handled and
    /// answered with `connection: close`. Clients that have not sent their
    /// request, or not taken their answer, after
    /// [`Settings::shutdown_timeout`] are given up; handlers that run longer
    /// are not touched. Does nothing the second time.
    pub fn stop(&self) {
        for listener in &*self.shared.listeners {
            listener.close();
        }
        self.shared.worker.stop();
    }

    /// Whether it was told to stop.
    pub fn is_stopping(&self) -> bool {
        self.shared.worker.is_stopping()
    }

    /// Stops at once: every connection ends as soon as its task is polled, and
    /// the futures of running handlers are dropped with it.
    pub fn abort(&self) {
        self.stop();
        self.shared.worker.abort();
    }

    /// Waits until it was stopped and the last connection has ended.
    pub fn drained(&self) -> impl Future<Output = ()> + use<> {
        let worker = Rc::clone(&self.shared.worker);
        async move { worker.drained().await }
    }

    /// Open connections.
    pub fn connections(&self) -> usize {
        self.shared.worker.connections()
    }

    /// Requests whose handler has not ended.
    pub fn in_flight(&self) -> usize {
        self.shared.worker.in_flight.get()
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running")
            .field("addresses", &self.shared.addresses)
            .field("connections", &self.connections())
            .field("stopping", &self.is_stopping())
            .finish_non_exhaustive()
    }
}
