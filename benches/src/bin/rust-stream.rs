//! Ours in Rust: 64 chunks of 1 KiB, pushed. With `TA_TURNS=1` other tasks get
//! a turn after each.

use std::future::poll_fn;
use std::task::Poll;

use anyhow::{Context, Result};
use ta_server::{Exchange, Handler, Reply, Server};

fn main() -> Result<()> {
    let address = std::env::args().nth(1).context("an address is expected")?;
    let turns = ta_bench::takes_turns();
    Server::builder()
        .listen(&address)
        .run(move |_worker| Streams { turns })
        .context("cannot serve")
}

struct Streams {
    turns: bool,
}

impl Handler for Streams {
    async fn handle(&self, exchange: Exchange) {
        // A client that went away is how every benchmark ends.
        let Ok(writer) = exchange.start(Reply::default(), [], None) else {
            return;
        };
        for _ in 0..ta_bench::CHUNKS {
            if writer.push_slice(&ta_bench::CHUNK).is_err() {
                return;
            }
            if self.turns {
                turn().await;
            }
        }
        let _ended = writer.finish([]);
    }
}

/// Lets other tasks have a turn, in the way the one with hyper does it.
async fn turn() {
    let mut over = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut over, true) {
            return Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
