//! hyper on a tokio current-thread runtime: the library we compare ourselves with.
//!
//! Set up as favourably as its API allows: no `Send` bounds, one task per
//! connection, TCP_NODELAY, answers to pipelined requests flushed together. A handler
//! that is to nap does so with tokio's own timers.

use std::convert::Infallible;
use std::time::Duration;

use anyhow::{Context, Result};
use bytes::Bytes;
use http_body_util::Full;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, body::Incoming};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::LocalSet;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    LocalSet::new().run_until(serve()).await
}

async fn serve() -> Result<()> {
    let nap = ta_bench::nap()?;
    let listener = TcpListener::from_std(ta_bench::listen()?).context("no reactor")?;
    let mut builder = http1::Builder::new();
    builder.pipeline_flush(true).keep_alive(true);
    loop {
        let (stream, _) = listener.accept().await.context("cannot accept")?;
        stream.set_nodelay(true).context("cannot set TCP_NODELAY")?;
        let hello = service_fn(move |_: Request<Incoming>| hello(nap));
        let connection = builder.serve_connection(TokioIo::new(stream), hello);
        tokio::task::spawn_local(async move {
            // A client that went away is how every benchmark ends.
            let _ended = connection.await;
        });
    }
}

async fn hello(nap: Duration) -> Result<Response<Full<Bytes>>, Infallible> {
    if !nap.is_zero() {
        tokio::time::sleep(nap).await;
    }
    Ok(Response::new(Full::new(Bytes::from_static(
        ta_bench::BODY.as_bytes(),
    ))))
}
