//! A whole server for Rust programs: binds, starts one thread per worker and
//! stops them in good order. Everything it does can be had in parts from
//! [`bind`] and [`serve`](crate::serve).

use std::fmt;
use std::io;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use ta_net::tls::Tls;
use ta_net::{BindError, BindOptions, Bound, Listen, ListenParseError, LocalAddr, bind};
use tokio::runtime::Builder as RuntimeBuilder;
use tokio::sync::watch;
use tokio::task::LocalSet;

use crate::handler::Handler;
use crate::{Running, ServeError, Settings, Speaks, serve_on};

/// An HTTP server; see [`Server::builder`].
#[derive(Debug)]
pub struct Server;

/// How many threads serve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Workers {
    /// The calling thread only.
    #[default]
    One,
    /// One for each processor.
    PerCore,
    /// This many.
    Count(NonZeroUsize),
}

/// A server that did not start, or a worker that failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// An address to listen on has no such form.
    #[error("cannot listen on `{text}`: {source}")]
    Address {
        /// As given.
        text: String,
        /// What is wrong with it.
        source: ListenParseError,
    },
    /// Nothing to listen on.
    #[error("no listeners configured")]
    NoListener,
    /// A socket could not be opened; none is open now.
    #[error(transparent)]
    Bind(#[from] BindError),
    /// A worker's event loop could not be made.
    #[error("a worker did not start: {0}")]
    Runtime(#[source] io::Error),
    /// A worker could not serve.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// A worker's thread panicked outside any handler.
    #[error("a worker panicked")]
    Panicked,
}

/// What to serve and how; made by [`Server::builder`].
#[derive(Default)]
pub struct Builder {
    listen: Vec<Result<Listen, ServerError>>,
    /// One for each of them.
    speaks: Vec<Speaks>,
    options: BindOptions,
    workers: Workers,
    settings: Settings,
    stop: Option<StopFuture>,
    report: Option<Report>,
}

type Report = Box<dyn FnOnce(&[LocalAddr])>;
type StopFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

impl Server {
    /// Starts with default settings, one worker and nothing to listen on.
    pub fn builder() -> Builder {
        Builder::default()
    }
}

impl Builder {
    /// Listens on `HOST:PORT`, `[IPV6]:PORT` or `unix:PATH`. What is wrong
    /// with it is told by [`run`](Self::run).
    #[must_use]
    pub fn listen(self, address: &str) -> Self {
        self.listen_as(address, Speaks::default())
    }

    /// Like [`listen`](Self::listen), over TLS. One [`Tls`] may serve several
    /// listeners; keep a clone to [reload](Tls::reload) it.
    #[must_use]
    pub fn listen_tls(self, address: &str, tls: Arc<Tls>) -> Self {
        self.listen_as(address, Speaks::tls(tls))
    }

    fn listen_as(mut self, address: &str, speaks: Speaks) -> Self {
        let listen = address.parse().map_err(|source| ServerError::Address {
            text: address.to_owned(),
            source,
        });
        self.listen.push(listen);
        self.speaks.push(speaks);
        self
    }

    /// Listens on a Unix socket.
    #[must_use]
    pub fn listen_unix(mut self, path: impl Into<PathBuf>) -> Self {
        self.listen.push(Ok(Listen::unix(path)));
        self.speaks.push(Speaks::default());
        self
    }

    /// Length of the listen queues, 128 by default.
    #[must_use]
    pub fn backlog(mut self, backlog: u32) -> Self {
        self.options.backlog = backlog;
        self
    }

    /// How many threads serve; the calling one by default.
    #[must_use]
    pub fn workers(mut self, workers: Workers) -> Self {
        self.workers = workers;
        self
    }

    /// Everything else.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Stops in good order when this future, polled by the first worker, is
    /// ready. Without it the server never stops.
    #[must_use]
    pub fn stop_when(mut self, stop: impl Future<Output = ()> + Send + 'static) -> Self {
        self.stop = Some(Box::pin(stop));
        self
    }

    /// Calls back with the addresses once every socket is bound: the way to
    /// learn the port of `…:0`.
    #[must_use]
    pub fn on_bound(mut self, report: impl FnOnce(&[LocalAddr]) + 'static) -> Self {
        self.report = Some(Box::new(report));
        self
    }

    /// Serves until stopped. `handler` is called once in each worker's thread,
    /// with the worker's number from 0.
    ///
    /// # Errors
    /// [`ServerError`]: nothing was served, or a worker failed and the others
    /// were stopped.
    pub fn run<H, F>(self, handler: F) -> Result<(), ServerError>
    where
        H: Handler,
        F: Fn(usize) -> H + Send + Sync,
    {
        let listen = self.listen.into_iter().collect::<Result<Vec<_>, _>>()?;
        if listen.is_empty() {
            return Err(ServerError::NoListener);
        }
        let count = self.workers.count();
        let options = BindOptions {
            reuse_port: count > 1,
            ..self.options
        };
        let bound = bind(&listen, &options)?;
        let further = (1..count)
            .map(|_| bound.sibling())
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(report) = self.report {
            report(&bound.local_addrs());
        }

        let (sender, stopped) = watch::channel(false);
        let sender = Arc::new(sender);
        let (settings, speaks, handler) = (&self.settings, &self.speaks[..], &handler);
        thread::scope(|scope| {
            let threads: Vec<_> = further
                .into_iter()
                .enumerate()
                .map(|(index, bound)| {
                    let mut stopped = stopped.clone();
                    let others = StopsAll(Arc::clone(&sender));
                    scope.spawn(move || {
                        let stop = async move {
                            // Without a sender everything is over anyway.
                            let _ = stopped.wait_for(|stopped| *stopped).await;
                        };
                        work(bound, speaks, settings, others, stop, || handler(index + 1))
                    })
                })
                .collect();
            let others = StopsAll(sender);
            let mut stopped = stopped;
            let asked = self
                .stop
                .unwrap_or_else(|| Box::pin(std::future::pending()));
            let stop = async move {
                tokio::select! {
                    () = asked => {}
                    _ = stopped.wait_for(|stopped| *stopped) => {}
                }
            };
            let first = work(bound, speaks, settings, others, stop, || handler(0));
            threads.into_iter().fold(first, |result, thread| {
                let other = thread.join().unwrap_or(Err(ServerError::Panicked));
                result.and(other)
            })
        })
    }
}

impl Workers {
    fn count(self) -> usize {
        match self {
            Self::One => 1,
            Self::PerCore => thread::available_parallelism().map_or(1, NonZeroUsize::get),
            Self::Count(count) => count.get(),
        }
    }
}

/// A worker that stops, even by panicking, stops the others.
struct StopsAll(Arc<watch::Sender<bool>>);

impl Drop for StopsAll {
    fn drop(&mut self) {
        // Nobody listening any more is what this is for.
        let _ = self.0.send(true);
    }
}

/// One worker, from its event loop to its end.
fn work<H: Handler>(
    bound: Bound,
    speaks: &[Speaks],
    settings: &Settings,
    others: StopsAll,
    stop: impl Future<Output = ()> + 'static,
    handler: impl FnOnce() -> H,
) -> Result<(), ServerError> {
    let runtime = RuntimeBuilder::new_current_thread()
        .enable_all()
        .build()
        .map_err(ServerError::Runtime)?;
    let local = LocalSet::new();
    let grace = settings.shutdown_timeout;
    let started = local.block_on(&runtime, async {
        let running = serve_on(bound, speaks, settings.clone(), Rc::new(handler()))?;
        // The future given to `block_on` is polled whenever anything happens;
        // a task only when it has something to do.
        Ok::<_, ServerError>(tokio::task::spawn_local(supervise(
            running, others, stop, grace,
        )))
    })?;
    local
        .block_on(&runtime, started)
        .map_err(|_| ServerError::Panicked)
}

async fn supervise(
    running: Running,
    others: StopsAll,
    stop: impl Future<Output = ()>,
    grace: Duration,
) {
    stop.await;
    drop(others);
    running.stop();
    if tokio::time::timeout(grace, running.drained())
        .await
        .is_err()
    {
        running.abort();
        running.drained().await;
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("listen", &self.listen)
            .field("workers", &self.workers)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
