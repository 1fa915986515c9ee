//! hyper reading request bodies and dropping them: what an upload costs at least.
//!
//! Set up as favourably as its API allows: no `Send` bounds, one task per
//! connection, TCP_NODELAY, answers to pipelined requests flushed together.

use std::convert::Infallible;

use anyhow::{Context, Result};
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
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
    let listener = TcpListener::from_std(ta_bench::listen()?).context("no reactor")?;
    let mut builder = http1::Builder::new();
    builder.pipeline_flush(true).keep_alive(true);
    loop {
        let (stream, _) = listener.accept().await.context("cannot accept")?;
        stream.set_nodelay(true).context("cannot set TCP_NODELAY")?;
        let connection = builder.serve_connection(TokioIo::new(stream), service_fn(drop_body));
        tokio::task::spawn_local(async move {
            // A client that went away is how every benchmark ends.
            let _ended = connection.await;
        });
    }
}

async fn drop_body(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let mut body = request.into_body();
    // A body that breaks off ends the connection; nothing is left to answer.
    while let Some(Ok(piece)) = body.frame().await {
        drop(piece);
    }
    Ok(Response::new(Full::new(Bytes::from_static(
        ta_bench::BODY.as_bytes(),
    ))))
}
