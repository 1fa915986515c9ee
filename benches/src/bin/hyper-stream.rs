//! hyper streaming 64 chunks of 1 KiB on a tokio current-thread runtime. With
//! `TA_TURNS=1` other tasks get a turn after each.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use anyhow::{Context as _, Result};
use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::LocalSet;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    LocalSet::new().run_until(serve()).await
}

async fn serve() -> Result<()> {
    let turns = ta_bench::takes_turns();
    let listener = TcpListener::from_std(ta_bench::listen()?).context("no reactor")?;
    let builder = http1::Builder::new();
    loop {
        let (stream, _) = listener.accept().await.context("cannot accept")?;
        stream.set_nodelay(true).context("cannot set TCP_NODELAY")?;
        let service = service_fn(move |_request: Request<Incoming>| async move {
            Ok::<_, Infallible>(Response::new(Chunks {
                left: ta_bench::CHUNKS,
                turns,
                paused: false,
            }))
        });
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        tokio::task::spawn_local(async move {
            // A client that went away is how every benchmark ends.
            let _ended = connection.await;
        });
    }
}

/// The body. It has no exact size, so it is chunked.
struct Chunks {
    left: usize,
    turns: bool,
    /// A turn was given since the last chunk.
    paused: bool,
}

impl Body for Chunks {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let begun = self.left < ta_bench::CHUNKS;
        if self.turns && begun && !std::mem::replace(&mut self.paused, true) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.paused = false;
        if self.left == 0 {
            return Poll::Ready(None);
        }
        self.left -= 1;
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&ta_bench::CHUNK)))))
    }
}
