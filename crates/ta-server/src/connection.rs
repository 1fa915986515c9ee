//! What one HTTP/1 connection shares between its task and the exchange being
//! handled: protocol state, write queue, how far the answer is. It never
//! touches the socket; only the task does.

use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::rc::Rc;

use ta_http1::{BodyFraming, Refusal, RequestHead, ResponseHead};
use ta_net::WriteQueue;

use crate::body::{Body, StreamBody};
use crate::driver::ReplyFile;
use crate::exchange::{Reply, RespondError};
use crate::framing::Framing;
use crate::incoming::Inbound;
use crate::lifeline::Lifeline;
use crate::writer::{Pushed, WriteError};

pub(crate) struct Connection {
    life: Rc<Lifeline>,
    pub(crate) protocol: RefCell<ta_http1::Connection>,
    pub(crate) output: RefCell<WriteQueue>,
    /// The number of the request being handled. Exchanges of earlier ones have
    /// nothing to say any more.
    serial: Cell<u32>,
    answer: Cell<Answer>,
    /// The task is polling the handler and will look at the results itself.
    pub(crate) in_handler: Cell<bool>,
    /// The client may be sent trailers.
    accepts_trailers: Cell<bool>,
    /// The client said that this request is its last.
    pub(crate) client_closes: Cell<bool>,
    /// Bytes of the request's body still to come, as far as declared.
    pub(crate) body_left: Cell<Option<u64>>,
    /// What is wrong with the rest of the request being handled.
    pub(crate) refusal: Cell<Option<Refusal>>,
    pub(crate) inbound: RefCell<Inbound>,
    pub(crate) reply_body: RefCell<Option<ReplyBody>>,
    /// A body that is pushed. Boxed: few are.
    pub(crate) pushed: RefCell<Option<Box<Pushed>>>,
    /// Boxed: few answers are files, and every connection has room for one.
    pub(crate) reply_file: RefCell<Option<Box<ReplyFile>>>,
}

/// How far the answer to the current request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// None yet.
    Awaited,
    /// The head is written, the body is a stream or a file.
    Streaming,
    /// Everything is in the write queue.
    Complete,
    /// It broke off: the connection must end without a proper end of the body.
    Aborted,
}

/// A streamed body being sent.
pub(crate) struct ReplyBody {
    pub(crate) stream: StreamBody,
    pub(crate) framing: Framing,
}

/// An unread rest of a request body up to this size is received and thrown
/// away after the answer, which keeps the connection; beyond it the connection
/// is closed.
pub(crate) const DISCARD_LIMIT: u64 = 64 * 1024;

impl Connection {
    pub(crate) fn new(life: Rc<Lifeline>) -> Rc<Self> {
        let protocol = ta_http1::Connection::new(life.worker.settings.limits);
        Rc::new(Self {
            life,
            protocol: RefCell::new(protocol),
            output: RefCell::new(WriteQueue::new()),
            serial: Cell::new(0),
            answer: Cell::new(Answer::Complete),
            in_handler: Cell::new(false),
            accepts_trailers: Cell::new(false),
            client_closes: Cell::new(false),
            body_left: Cell::new(Some(0)),
            refusal: Cell::new(None),
            inbound: RefCell::new(Inbound::End),
            reply_body: RefCell::new(None),
            pushed: RefCell::new(None),
            reply_file: RefCell::new(None),
        })
    }

    /// The task is over: nothing can be sent or received any more.
    pub(crate) fn end(&self) {
        self.serial.set(self.serial.get().wrapping_add(1));
        self.inbound.replace(Inbound::End).wake();
        self.reply_body.take();
        self.end_pushed(WriteError::Over);
        self.reply_file.take();
        let mut output = self.output.borrow_mut();
        output.clear();
        output.release(&self.worker.buffers);
    }

    /// A request is about to be handled. Returns its number.
    pub(crate) fn begin(&self, head: &RequestHead) -> u32 {
        let serial = self.serial.get().wrapping_add(1);
        self.serial.set(serial);
        self.answer.set(Answer::Awaited);
        self.accepts_trailers.set(head.accepts_trailers());
        self.client_closes.set(!head.keep_alive());
        serial
    }

    /// The request was handled; its exchange, if somebody kept it, is void.
    pub(crate) fn finish(&self) {
        self.serial.set(self.serial.get().wrapping_add(1));
        self.inbound.replace(Inbound::End).wake();
        self.end_pushed(WriteError::Over);
    }

    /// Whether there was a request before.
    pub(crate) fn was_used(&self) -> bool {
        self.serial.get() != 0
    }

    pub(crate) fn is_current(&self, serial: u32) -> bool {
        self.serial.get() == serial
    }

    pub(crate) fn answer(&self) -> Answer {
        self.answer.get()
    }

    pub(crate) fn set_answer(&self, answer: Answer) {
        self.answer.set(answer);
    }

    /// Encodes an answer into the write queue.
    pub(crate) fn respond<'h>(
        &self,
        serial: u32,
        reply: Reply<'_>,
        fields: impl IntoIterator<Item = (&'h [u8], &'h [u8])>,
        body: Body,
    ) -> Result<(), RespondError> {
        self.may_answer(serial)?;
        let framing = self.write_head(reply, body.length(), fields);
        match (framing, body) {
            (BodyFraming::None, _) | (_, Body::Empty) => self.set_answer(Answer::Complete),
            (_, Body::Bytes(bytes)) => {
                self.output.borrow_mut().push(bytes, &self.worker.buffers);
                self.set_answer(Answer::Complete);
            }
            (_, Body::File(file)) => {
                let file = ReplyFile::new(file, self.worker.settings.sendfile);
                *self.reply_file.borrow_mut() = Some(Box::new(file));
                self.set_answer(Answer::Streaming);
            }
            (framing, Body::Stream(stream)) => {
                *self.reply_body.borrow_mut() = Some(ReplyBody {
                    stream,
                    framing: Framing::new(framing, self.accepts_trailers.get()),
                });
                self.set_answer(Answer::Streaming);
            }
        }
        self.notice();
        Ok(())
    }

    /// Like [`respond`](Self::respond), copying the body.
    pub(crate) fn respond_slice<'h>(
        &self,
        serial: u32,
        reply: Reply<'_>,
        fields: impl IntoIterator<Item = (&'h [u8], &'h [u8])>,
        body: &[u8],
    ) -> Result<(), RespondError> {
        self.may_answer(serial)?;
        if self.write_head(reply, Some(body.len() as u64), fields) != BodyFraming::None {
            let mut output = self.output.borrow_mut();
            output.flat(&self.worker.buffers).extend_from_slice(body);
        }
        self.set_answer(Answer::Complete);
        self.notice();
        Ok(())
    }

    /// Encodes the head of an answer whose body will be pushed.
    pub(crate) fn start<'h>(
        &self,
        serial: u32,
        reply: Reply<'_>,
        fields: impl IntoIterator<Item = (&'h [u8], &'h [u8])>,
        length: Option<u64>,
    ) -> Result<(), RespondError> {
        self.may_answer(serial)?;
        let framing = self.write_head(reply, length, fields);
        let framing = Framing::new(framing, self.accepts_trailers.get());
        *self.pushed.borrow_mut() = Some(Box::new(Pushed::new(framing)));
        self.set_answer(Answer::Streaming);
        self.notice();
        Ok(())
    }

    /// Encodes an interim response into the write queue; false if there is
    /// none for this client.
    pub(crate) fn inform<'h>(
        &self,
        serial: u32,
        status: u16,
        fields: impl IntoIterator<Item = (&'h [u8], &'h [u8])>,
    ) -> Result<bool, RespondError> {
        self.may_answer(serial)?;
        let mut output = self.output.borrow_mut();
        let flat = output.flat(&self.worker.buffers);
        let unfinished = Unfinished {
            start: flat.len(),
            out: flat,
        };
        let written = self
            .protocol
            .borrow_mut()
            .inform(unfinished.out, status, fields);
        std::mem::forget(unfinished);
        drop(output);
        if written {
            self.notice();
        }
        Ok(written)
    }

    /// The handler gave no answer: the client gets one all the same.
    pub(crate) fn fail(&self, close: bool) {
        if let Some(refusal) = self.refusal.get() {
            self.refuse(&refusal);
            self.set_answer(Answer::Complete);
            self.notice();
            return;
        }
        let reply = Reply {
            status: 500,
            reason: None,
            close,
        };
        let plain: [(&[u8], &[u8]); 1] = [(b"content-type", b"text/plain; charset=utf-8")];
        let sent = self.respond_slice(self.serial.get(), reply, plain, b"Internal Server Error");
        debug_assert!(sent.is_ok(), "only called while an answer is awaited");
    }

    /// Writes the answer to a request that is not handled.
    pub(crate) fn refuse(&self, refusal: &Refusal) {
        let mut output = self.output.borrow_mut();
        self.protocol.borrow_mut().refuse(
            output.flat(&self.worker.buffers),
            &*self.worker.clock.date(),
            refusal,
        );
    }

    /// Asks for the body of a client that waits for it.
    pub(crate) fn ask_for_body(&self) {
        let mut output = self.output.borrow_mut();
        self.protocol
            .borrow_mut()
            .continue_100(output.flat(&self.worker.buffers));
    }

    fn may_answer(&self, serial: u32) -> Result<(), RespondError> {
        if !self.is_current(serial) {
            return Err(RespondError::Gone);
        }
        if self.answer.get() != Answer::Awaited {
            return Err(RespondError::Answered);
        }
        Ok(())
    }

    fn write_head<'h>(
        &self,
        reply: Reply<'_>,
        length: Option<u64>,
        fields: impl IntoIterator<Item = (&'h [u8], &'h [u8])>,
    ) -> BodyFraming {
        let mut protocol = self.protocol.borrow_mut();
        // RFC 9112 §9.3: a server that does not read the rest of a request
        // body must close, and better says so.
        let too_much = protocol.in_body()
            && self
                .body_left
                .get()
                .is_some_and(|left| left > DISCARD_LIMIT);
        let head = ResponseHead {
            status: reply.status,
            reason: reply.reason,
            length,
            close: reply.close || too_much || self.worker.is_stopping(),
        };
        let mut output = self.output.borrow_mut();
        let flat = output.flat(&self.worker.buffers);
        let unfinished = Unfinished {
            start: flat.len(),
            out: flat,
        };
        let date = self.worker.clock.date();
        let framing = protocol.respond(unfinished.out, &*date, &head, fields);
        std::mem::forget(unfinished);
        framing
    }

    /// An answer given from elsewhere has to be sent by the task.
    pub(crate) fn notice(&self) {
        if !self.in_handler.get() {
            self.wake();
        }
    }
}

impl Deref for Connection {
    type Target = Lifeline;

    fn deref(&self) -> &Lifeline {
        &self.life
    }
}

/// A head being written. Should the caller's iterator of fields panic, what is
/// there of it goes away: another answer follows.
struct Unfinished<'a> {
    out: &'a mut Vec<u8>,
    start: usize,
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        self.out.truncate(self.start);
    }
}
