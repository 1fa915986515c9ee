//! A server in a thread of its own, with a handler that offers a page for
//! everything the tests want to see.

use std::cell::RefCell;
use std::error::Error;
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::mpsc;
use std::task::{Context, Poll};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::HeaderMap;
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::BodyExt;
use ta_http1::RequestHead;
use ta_server::{
    BindOptions, Body, BodyMode, Exchange, Handler, Listen, Reply, RespondError, Running, Settings,
    bind, serve,
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::LocalSet;

pub(crate) struct TestServer {
    pub(crate) address: SocketAddr,
    commands: UnboundedSender<Command>,
    thread: Option<JoinHandle<()>>,
}

type Command = Box<dyn FnOnce(&Running) + Send>;

impl TestServer {
    pub(crate) fn start() -> Self {
        Self::with(|_| {})
    }

    pub(crate) fn buffering() -> Self {
        Self::with_bodies(BodyMode::Whole, |_| {})
    }

    pub(crate) fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::with_bodies(BodyMode::Stream, change)
    }

    pub(crate) fn with_bodies(bodies: BodyMode, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = Settings::default();
        change(&mut settings);
        Self::serve(&Listen::tcp("127.0.0.1", 0), settings, move || Pages {
            bodies,
        })
    }

    /// Serves with a handler made in the server's thread.
    pub(crate) fn serve<H: Handler>(
        listen: &Listen,
        settings: Settings,
        handler: impl FnOnce() -> H + Send + 'static,
    ) -> Self {
        let bound = bind(std::slice::from_ref(listen), &BindOptions::default()).unwrap();
        let address = bound.local_addrs()[0]
            .tcp()
            .unwrap_or_else(|| SocketAddr::from(([0; 4], 0)));
        let (commands, received) = unbounded_channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            LocalSet::new().block_on(&runtime, async {
                let running = serve(bound, settings, Rc::new(handler())).unwrap();
                obey(&running, received).await;
            });
        });
        Self {
            address,
            commands,
            thread: Some(thread),
        }
    }

    /// Runs something in the server's thread and returns what it found.
    pub(crate) fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Running) -> T + Send + 'static,
    ) -> T {
        let (sender, receiver) = mpsc::channel();
        let command = move |running: &Running| {
            let _ = sender.send(question(running));
        };
        assert!(self.commands.send(Box::new(command)).is_ok(), "it runs");
        receiver
            .recv_timeout(Duration::from_secs(10))
            .expect("the server's thread is alive")
    }

    pub(crate) fn stop(&self) {
        self.ask(Running::stop);
    }

    pub(crate) fn connections(&self) -> usize {
        self.ask(Running::connections)
    }

    /// Waits until something holds in the server.
    pub(crate) fn until(&self, reached: impl Fn(&Running) -> bool + Copy + Send + 'static) {
        let start = Instant::now();
        while !self.ask(reached) {
            assert!(start.elapsed() < Duration::from_secs(10), "never reached");
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits for the last connection to end by itself after a stop.
    pub(crate) fn join(mut self) {
        self.commands = unbounded_channel().0;
        self.thread.take().unwrap().join().unwrap();
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = self.commands.send(Box::new(Running::abort));
            self.commands = unbounded_channel().0;
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking(), "it panicked");
        }
    }
}

async fn obey(running: &Running, mut commands: UnboundedReceiver<Command>) {
    while let Some(command) = commands.recv().await {
        command(running);
    }
    running.stop();
    running.drained().await;
}

/// The handler of the tests.
#[derive(Default)]
pub(crate) struct Pages {
    bodies: BodyMode,
}

impl Handler for Pages {
    fn wants(&self, _: &RequestHead) -> BodyMode {
        self.bodies
    }

    async fn handle(&self, mut exchange: Exchange) {
        let head = exchange.take_request();
        let path = head.path();
        let (page, argument) = path[1..].split_once('/').unwrap_or((&path[1..], ""));
        let number = argument.parse::<u64>().unwrap_or(0);
        let wait = Duration::from_millis(number);
        match page {
            "echo" => echo(&mut exchange).await,
            "status" => {
                let reply = Reply {
                    status: u16::try_from(number).unwrap(),
                    ..Reply::default()
                };
                let fields: [(&[u8], &[u8]); 1] = [(b"content-length", b"77")];
                exchange
                    .respond_slice(reply, fields, b"status body")
                    .unwrap();
            }
            "reason" => {
                let reply = Reply {
                    reason: Some(argument.as_bytes()),
                    ..Reply::default()
                };
                exchange.respond(reply, [], Body::Empty).unwrap();
            }
            "close" => {
                let reply = Reply {
                    close: true,
                    ..Reply::default()
                };
                exchange.respond_slice(reply, [], b"bye").unwrap();
            }
            "wait" => {
                tokio::time::sleep(wait).await;
                text(&mut exchange, "waited");
            }
            "answer-then-wait" => {
                text(&mut exchange, "early");
                tokio::time::sleep(wait).await;
            }
            "answer-twice" => {
                text(&mut exchange, "first");
                let second = exchange.respond_slice(Reply::default(), [], b"second");
                assert_eq!(second, Err(RespondError::Answered));
            }
            "answer-elsewhere" => {
                let (done, ended) = tokio::sync::oneshot::channel();
                tokio::task::spawn_local(async move {
                    tokio::time::sleep(wait).await;
                    text(&mut exchange, "from elsewhere");
                    tokio::time::sleep(wait).await;
                    let _ = done.send(());
                });
                let _ = ended.await;
            }
            "answer-too-late" => {
                tokio::task::spawn_local(async move {
                    tokio::time::sleep(wait).await;
                    assert!(exchange.is_gone());
                    let late = exchange.respond_slice(Reply::default(), [], b"late");
                    assert_eq!(late, Err(RespondError::Gone));
                });
            }
            "forget" => {}
            "panic" => panic!("on purpose"),
            "panic-in-fields" => {
                let fields = (0..3).map(|index| -> (&[u8], &[u8]) {
                    assert!(index < 2, "on purpose");
                    (b"x-field", b"value")
                });
                let _ = exchange.respond_slice(Reply::default(), fields, b"");
            }
            "big" => {
                let body = vec![b'b'; usize::try_from(number).unwrap()];
                exchange.respond(Reply::default(), [], body.into()).unwrap();
            }
            // Nobody but the answer reads the request.
            "reflect" => {
                let body = exchange.incoming().map_err(Into::into);
                exchange
                    .respond(Reply::default(), [], Body::stream(body))
                    .unwrap();
            }
            "pieces" => stream(&mut exchange, Pieces::new(number, None)),
            "flood" => {
                let mut pieces = Pieces::new(number, Some(number * 100_000));
                pieces.piece = Bytes::from(vec![b'f'; 100_000]);
                stream(&mut exchange, pieces);
            }
            "pieces-declared" => stream(&mut exchange, Pieces::new(number, Some(number * 6))),
            "pieces-short" => stream(&mut exchange, Pieces::new(number, Some(number * 6 + 1))),
            "pieces-long" => stream(&mut exchange, Pieces::new(number, Some(number * 6 - 1))),
            "pieces-then-error" => {
                let mut pieces = Pieces::new(number, None);
                pieces.fails = true;
                stream(&mut exchange, pieces);
            }
            "trailers" => {
                let mut pieces = Pieces::new(number, None);
                let mut trailers = HeaderMap::new();
                trailers.insert("checksum", "abc".parse().unwrap());
                trailers.insert("content-length", "1".parse().unwrap());
                pieces.trailers = Some(trailers);
                stream(&mut exchange, pieces);
            }
            "read" => {
                // Reads this many pieces of the body, then answers.
                let mut body = exchange.incoming();
                let mut length = 0;
                for _ in 0..number {
                    match body.frame().await {
                        Some(Ok(frame)) => length += frame.into_data().unwrap().len(),
                        other => {
                            text(&mut exchange, &format!("{length} then {other:?}"));
                            return;
                        }
                    }
                }
                text(&mut exchange, &format!("{length} so far"));
            }
            "peer" => {
                let peer = exchange.peer().map(|peer| peer.ip().to_string());
                text(&mut exchange, &format!("{peer:?}"));
            }
            _ => text(
                &mut exchange,
                &format!("{} {}", head.method(), head.target()),
            ),
        }
    }
}

fn text(exchange: &mut Exchange, body: &str) {
    let fields: [(&[u8], &[u8]); 1] = [(b"content-type", b"text/plain")];
    exchange
        .respond_slice(Reply::default(), fields, body.as_bytes())
        .unwrap();
}

fn stream(exchange: &mut Exchange, pieces: Pieces) {
    exchange
        .respond(Reply::default(), [], Body::stream(pieces))
        .unwrap();
}

/// Sends back the body, however it comes.
async fn echo(exchange: &mut Exchange) {
    let body = exchange.incoming();
    // Without an answer the client sees what was wrong with its request.
    if let Ok(body) = body.collect().await {
        exchange
            .respond(Reply::default(), [], body.to_bytes().into())
            .unwrap();
    }
}

thread_local! {
    /// Pieces taken from any stream of this thread's server so far.
    pub(crate) static TAKEN: RefCell<u64> = const { RefCell::new(0) };
}

/// A body of one piece repeated.
struct Pieces {
    piece: Bytes,
    left: u64,
    length: Option<u64>,
    fails: bool,
    trailers: Option<HeaderMap>,
    /// Every other poll has to be waited for.
    ready: bool,
}

impl Pieces {
    fn new(count: u64, length: Option<u64>) -> Self {
        Self {
            piece: Bytes::from_static(b"piece\n"),
            left: count,
            length,
            fails: false,
            trailers: None,
            ready: false,
        }
    }
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Box<dyn Error>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.ready = !self.ready;
        if self.ready {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.left == 0 {
            let end = if self.fails {
                Some(Err("on purpose".into()))
            } else {
                self.trailers
                    .take()
                    .map(|trailers| Ok(Frame::trailers(trailers)))
            };
            return Poll::Ready(end);
        }
        self.left -= 1;
        TAKEN.with_borrow_mut(|taken| *taken += 1);
        Poll::Ready(Some(Ok(Frame::data(self.piece.clone()))))
    }

    fn size_hint(&self) -> SizeHint {
        self.length
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// A streamed body is never polled to find out that it is empty.
#[test]
fn an_empty_incoming_body_is_at_its_end() {
    let server = TestServer::serve(&Listen::tcp("127.0.0.1", 0), Settings::default(), || {
        AsksForEnd
    });
    let mut client = crate::client::Client::connect(server.address);
    assert_eq!(client.get("/").answer().text(), "true");
}

struct AsksForEnd;

impl Handler for AsksForEnd {
    async fn handle(&self, mut exchange: Exchange) {
        let ended = exchange.incoming().is_end_stream();
        text(&mut exchange, &ended.to_string());
    }
}
