//! The task of one connection: receive a request, let it be handled, send the
//! answer, again. All reading and writing of the socket happens here, and
//! nowhere in between are two requests handled at once.

mod answer;
mod collect;
mod file;
mod handshake;
mod inbound;
mod linger;
mod output;
mod receive;
mod reply;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;

use ta_http1::Refusal;
use ta_net::tls::Tls;
use ta_net::{ReadBuffer, Stream};

use crate::connection::Connection;
use crate::handler::Handler;
use crate::lifeline::Lifeline;
use crate::worker::Worker;

pub(crate) use file::ReplyFile;

/// Output that may gather before it is sent in the middle of a batch of
/// pipelined requests, and before more is taken from a streamed body.
const OUTPUT_MARK: usize = 64 * 1024;

/// The connection as its task sees it.
struct Driver<H> {
    connection: Rc<Connection>,
    stream: Stream,
    input: ReadBuffer,
    handler: Rc<H>,
}

/// How a connection ends.
enum End {
    /// At once: the client is gone, or there is nothing it still waits for.
    Close,
    /// By a reset: the client must not take what it got for complete.
    Reset,
    /// After everything queued was sent, in a way that lets the client read it
    /// although it may still be sending.
    Linger,
}

/// Serves a connection until it ends. It counts from now on, before the first
/// poll.
pub(crate) fn drive<H: Handler>(
    worker: &Rc<Worker>,
    stream: Stream,
    peer: Option<SocketAddr>,
    handler: Rc<H>,
) -> impl Future<Output = ()> + use<H> {
    let life = Lifeline::new(Rc::clone(worker), peer);
    let registration = worker.register(Rc::clone(&life));
    // A block instead of an `async fn`, which would hold its arguments twice,
    // in every connection.
    let mut driver = Driver::new(Rc::clone(&life), stream, handler);
    async move {
        let _registration = registration;
        life.attach_task().await;
        driver.run().await;
    }
}

/// Like [`drive`], after a TLS handshake.
pub(crate) fn drive_tls<H: Handler>(
    worker: &Rc<Worker>,
    stream: Stream,
    peer: Option<SocketAddr>,
    tls: Arc<Tls>,
    handler: Rc<H>,
) -> impl Future<Output = ()> + use<H> {
    let life = Lifeline::new(Rc::clone(worker), peer);
    let registration = worker.register(Rc::clone(&life));
    async move {
        let _registration = registration;
        life.attach_task().await;
        // Boxed: it is large, and soon over.
        let shaken = Box::pin(handshake::accept(&life, stream, tls)).await;
        if let Some(stream) = shaken {
            Driver::new(life, stream, handler).run().await;
        }
    }
}

/// Ends a connection with its task, however that ends.
struct Ends(Rc<Connection>);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl<H> Driver<H> {
    fn new(life: Rc<Lifeline>, stream: Stream, handler: Rc<H>) -> Self {
        Self {
            connection: Connection::new(life),
            stream,
            input: ReadBuffer::new(),
            handler,
        }
    }
}

impl<H: Handler> Driver<H> {
    /// From the first byte to the last.
    async fn run(&mut self) {
        let _ends = Ends(Rc::clone(&self.connection));
        let Err(end) = self.serve().await;
        match end {
            End::Close => self.stream.finish(),
            End::Reset => self.stream.reset_on_close(),
            // Off the beaten track, and large.
            End::Linger => Box::pin(linger::linger(self)).await,
        }
    }

    async fn serve(&mut self) -> Result<Infallible, End> {
        self.connection.worker.clock.refresh();
        self.connection.arm_read(self.worker().timeouts.read);
        loop {
            let head = self.receive().await?;
            self.answer(head).await?;
            if self.connection.output.borrow().len() >= OUTPUT_MARK {
                self.flush().await?;
            }
        }
    }

    /// Answers a request that is not handled. Earlier answers are ahead of it
    /// in the queue.
    #[cold]
    fn refuse(&self, refusal: &Refusal) -> End {
        self.connection.refuse(refusal);
        End::Linger
    }
}

impl<H> Driver<H> {
    fn worker(&self) -> &Worker {
        &self.connection.worker
    }
}
