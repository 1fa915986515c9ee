//! The beginning of a connection over TLS. A client has the time of a request
//! for it, and none once the server stops.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use ta_net::Stream;
use ta_net::tls::{Protocols, Tls};

use crate::lifeline::Lifeline;

/// The stream after the handshake; `None` if there is nobody to talk to.
pub(super) async fn accept(life: &Lifeline, stream: Stream, tls: Arc<Tls>) -> Option<Stream> {
    let worker = &life.worker;
    worker.clock.refresh();
    life.arm_read(worker.timeouts.read);
    let buffer = worker.settings.tls_buffer;
    let mut accepting = pin!(stream.accept_tls(tls.config(Protocols::Http1), buffer));
    poll_fn(|cx| {
        if let Poll::Ready(accepted) = accepting.as_mut().poll(cx) {
            // A client that failed was told why by an alert.
            return Poll::Ready(accepted.ok());
        }
        let late = worker.clock.now() >= life.read_deadline.get();
        if late || worker.is_stopping() {
            return Poll::Ready(None);
        }
        Poll::Pending
    })
    .await
}
