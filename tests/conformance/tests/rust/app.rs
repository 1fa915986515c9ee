//! The application of `ta_conformance::pages` on the Rust server's raw interface.

use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use ta_conformance::Delivery;
use ta_http1::RequestHead;
use ta_server::{Body, BodyMode, Exchange, Handler, PooledHead, Reply};

const PIECE: &[u8] = b"piece\n";

/// The handler.
pub(crate) struct App {
    /// How it wants bodies.
    pub(crate) delivery: Delivery,
}

impl Handler for App {
    fn wants(&self, _head: &RequestHead) -> BodyMode {
        match self.delivery {
            Delivery::Buffered => BodyMode::Whole,
            Delivery::Streamed => BodyMode::Stream,
        }
    }

    async fn handle(&self, mut exchange: Exchange) {
        let head = exchange.take_request();
        let path: Vec<&str> = head.path().split('/').collect();
        match path[..] {
            ["", "echo"] => {
                if let Some(body) = body_of(&mut exchange).await {
                    answer(&mut exchange, 200, &[], body);
                }
            }
            ["", "unread"] => answer(&mut exchange, 200, &[], "unread"),
            ["", "close"] => answer(&mut exchange, 200, &[(b"connection", b"close")], "bye"),
            ["", "status", "304", "length"] => {
                answer(&mut exchange, 304, &[(b"content-length", b"77")], "");
            }
            ["", "status", code] => {
                answer(&mut exchange, number(code) as u16, &[], "status body");
            }
            ["", "fields"] => {
                let fields: &[Field] = &[
                    (b"x-twice", b"1"),
                    (b"content-length", b"99"),
                    (b"transfer-encoding", b"chunked"),
                    (b"x-twice", b"2"),
                    (b"date", b"Thu, 01 Jan 1970 00:00:00 GMT"),
                ];
                answer(&mut exchange, 200, fields, "fields");
            }
            ["", "reason"] => {
                let reply = Reply {
                    reason: Some(b"Fine by me"),
                    ..Reply::default()
                };
                respond(&mut exchange, reply, &[], "Fine by me".into());
            }
            ["", "delay", millis] => {
                tokio::time::sleep(Duration::from_millis(number(millis) as u64)).await;
                answer(&mut exchange, 200, &[], "delayed");
            }
            // Without an answer, as a handler ends that fails.
            ["", "fail"] => {}
            ["", "stream", count] => stream(&mut exchange, Pieces::of(number(count))),
            ["", "declared", count] => {
                let mut pieces = Pieces::of(number(count));
                pieces.declared = Some(pieces.left * PIECE.len());
                stream(&mut exchange, pieces);
            }
            ["", "short", count] => {
                let mut pieces = Pieces::of(number(count));
                pieces.declared = Some(pieces.left * PIECE.len() + 1);
                stream(&mut exchange, pieces);
            }
            ["", "trailers"] => {
                let mut pieces = Pieces::of(1);
                pieces.trailer = true;
                stream(&mut exchange, pieces);
            }
            _ => {
                if let Some(body) = body_of(&mut exchange).await {
                    answer(&mut exchange, 200, &[], describe(&head, &body));
                }
            }
        }
    }
}

type Field = (&'static [u8], &'static [u8]);

fn number(text: &str) -> usize {
    text.parse().expect("a number in the path")
}

/// The body; `None` when it broke off, which the server answers.
async fn body_of(exchange: &mut Exchange) -> Option<Bytes> {
    let collected = exchange.incoming().collect().await.ok()?;
    Some(collected.to_bytes())
}

fn answer(exchange: &mut Exchange, status: u16, fields: &[Field], body: impl Into<Body>) {
    let reply = Reply {
        status,
        ..Reply::default()
    };
    respond(exchange, reply, fields, body.into());
}

fn stream(exchange: &mut Exchange, pieces: Pieces) {
    respond(exchange, Reply::default(), &[], Body::stream(pieces));
}

fn respond(exchange: &mut Exchange, reply: Reply<'_>, fields: &[Field], body: Body) {
    // It fails for clients that are gone, which is no fault of the application.
    let _ = exchange.respond(reply, fields.iter().copied(), body);
}

fn describe(head: &PooledHead, body: &[u8]) -> Vec<u8> {
    let mut joined: Vec<(&str, Vec<u8>)> = Vec::new();
    for (name, value) in head.fields() {
        match joined.iter_mut().find(|(known, _)| *known == name) {
            Some((_, all)) => {
                all.extend_from_slice(if name == "cookie" { b"; " } else { b", " });
                all.extend_from_slice(value);
            }
            None => joined.push((name, value.to_vec())),
        }
    }
    let mut text = format!(
        "method={}\ntarget={}\npath={}\nversion={}\nkeep-alive={}\nbody=",
        head.method(),
        head.target(),
        head.path(),
        head.version().as_str(),
        head.keep_alive(),
    )
    .into_bytes();
    text.extend_from_slice(body);
    for (name, value) in joined {
        text.push(b'\n');
        text.extend_from_slice(name.as_bytes());
        text.push(b'=');
        text.extend_from_slice(&value);
    }
    text.push(b'\n');
    text
}

/// A streamed body.
struct Pieces {
    left: usize,
    declared: Option<usize>,
    trailer: bool,
}

impl Pieces {
    fn of(count: usize) -> Self {
        Self {
            left: count,
            declared: None,
            trailer: false,
        }
    }
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Box<dyn Error>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Some(left) = self.left.checked_sub(1) {
            self.left = left;
            return Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(PIECE)))));
        }
        if std::mem::take(&mut self.trailer) {
            let mut trailers = HeaderMap::new();
            trailers.insert("x-check", http::HeaderValue::from_static("1"));
            return Poll::Ready(Some(Ok(Frame::trailers(trailers))));
        }
        Poll::Ready(None)
    }

    fn size_hint(&self) -> SizeHint {
        self.declared.map_or_else(SizeHint::default, |length| {
            SizeHint::with_exact(length as u64)
        })
    }
}
