//! Streaming a response: chunks go to the connection when the handler has them,
//! the handler waits when the client is slow, and the end may be a clean one or
//! not. Any coroutine may write; each chunk stays whole, and they keep the order
//! in which their writers came.

use std::time::Duration;

use ta_server::{BodyWriter, Reply, Room, WriteError};

use super::payload::Payload;
use super::{Phase, Response};
use crate::coroutine::Runtime;
use crate::server::errors::{self, HTTP_EXCEPTION};
use crate::zend::call::Call;
use crate::zend::exception::{self, Outcome, Thrown};
use crate::zend::value::Str;

/// From here on a chunk is lent to the connection instead of copied: below, the
/// copy is cheaper than the bookkeeping.
const LEND: usize = 4096;

/// What the handler of a client that left gets, wherever it finds out.
const CLIENT_GONE: i64 = 499;

/// What was declared as `content-length` is none.
pub(super) struct NotALength;

impl Response {
    /// Whether a chunk may be written, and if not, why.
    fn may_write(&self) -> Outcome {
        match self.phase.get() {
            Phase::Streaming => Ok(()),
            Phase::Open => match self.why_not_stream() {
                None => Ok(()),
                Some(why) => Err(errors::runtime(why)),
            },
            _ => self.open(),
        }
    }

    /// Why a response that has not begun cannot become a stream.
    fn why_not_stream(&self) -> Option<&'static str> {
        if self.has_body() {
            return Some(
                "Response already has a buffered body — write() would discard it; add to it with \
                 appendBody() instead",
            );
        }
        if matches!(self.status.get(), 204 | 205 | 304) {
            return Some("Cannot write to a response whose status allows no content");
        }
        None
    }

    /// Commits the head unless that was done. A HEAD request gets its head at the
    /// end, and chunks go nowhere.
    fn begin(&self) -> Outcome {
        if self.phase.get() != Phase::Open {
            return Ok(());
        }
        let length = self.declared_length()?;
        if self.is_head {
            self.streams_nothing.set(true);
            return Ok(());
        }
        match self.start(length) {
            Some(writer) => {
                drop(self.writer.replace(Some(writer)));
                self.phase.set(Phase::Streaming);
                Ok(())
            }
            None => Err(client_gone()),
        }
    }

    /// Has the server encode the head; `None` when nobody is there to get it.
    pub(super) fn start(&self, length: Option<u64>) -> Option<BodyWriter> {
        let mut exchange = self.exchange.borrow_mut();
        let (reason, fields) = (self.reason.borrow(), self.fields.borrow());
        let reply = Reply {
            status: self.status.get(),
            reason: reason.as_ref().map(Str::as_bytes),
            close: self.close.get(),
        };
        exchange.as_mut()?.start(reply, fields.iter(), length).ok()
    }

    /// The length that the handler declared for the stream.
    pub(super) fn declared_length(&self) -> Outcome<Option<u64>> {
        self.read_length().map_err(|NotALength| {
            errors::runtime(
                "The Content-Length of a streamed response must be one number of 1 to 19 digits",
            )
        })
    }

    /// [`declared_length`](Self::declared_length) without an exception.
    pub(super) fn read_length(&self) -> Result<Option<u64>, NotALength> {
        let fields = self.fields.borrow();
        let mut values = fields.values(b"content-length");
        let Some(value) = values.next() else {
            return Ok(None);
        };
        let digits = value.as_bytes();
        let is_number = (1..=19).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
        let length = std::str::from_utf8(digits)
            .ok()
            .filter(|_| is_number && values.next().is_none())
            .and_then(|digits| digits.parse::<i64>().ok());
        match length {
            Some(length) => Ok(Some(length.unsigned_abs())),
            None => Err(NotALength),
        }
    }

    /// Looks at the writer. Nothing of it is borrowed when this returns.
    fn with_writer<T>(&self, look: impl FnOnce(&BodyWriter) -> T) -> Option<T> {
        self.writer.borrow().as_ref().map(look)
    }

    /// Writes a chunk, waiting for room first. A wait that is cancelled has
    /// written nothing.
    pub(super) fn write(&self, chunk: &Str) -> Outcome {
        self.may_write()?;
        self.begin()?;
        if chunk.as_bytes().is_empty() || self.streams_nothing.get() {
            return Ok(());
        }
        if let Some(Some(room)) = self.with_writer(|writer| self.room_if_full(writer)) {
            let waited = Runtime::launch()?
                .wait_for(room)
                .map_err(exception::throw_object)?;
            // The response may have ended meanwhile, in whatever way.
            self.may_write()?;
            waited.map_err(refusal)?;
        }
        self.push(chunk)
    }

    fn room_if_full(&self, writer: &BodyWriter) -> Option<Room> {
        (!writer.has_room(self.buffer)).then(|| writer.room(self.buffer))
    }

    fn push(&self, chunk: &Str) -> Outcome {
        let bytes = chunk.as_bytes();
        let pushed = self.with_writer(|writer| {
            if bytes.len() >= LEND {
                writer.push(Payload::lend(chunk))
            } else {
                writer.push_slice(bytes)
            }
        });
        match pushed {
            Some(Ok(())) => {
                self.wrote.set(true);
                Ok(())
            }
            Some(Err(error)) => Err(refusal(error)),
            None => Ok(()),
        }
    }

    /// Whether a chunk would be taken at once.
    fn has_room(&self) -> bool {
        match self.phase.get() {
            Phase::Open => self.why_not_stream().is_none(),
            Phase::Streaming => self
                .with_writer(|writer| writer.has_room(self.buffer))
                .unwrap_or(false),
            _ => false,
        }
    }

    /// Ends the stream; short of its declared length it ends like an aborted one.
    pub(super) fn finish_stream(&self) {
        let Some(writer) = self.writer.take() else {
            return;
        };
        let finished = writer.finish(self.trailers.borrow().iter());
        self.phase.set(match finished {
            Err(WriteError::TooShort { .. }) => Phase::Aborted,
            // A client that went away is no error of the handler's.
            _ => Phase::Ended,
        });
    }

    /// Cuts the stream off.
    pub(super) fn cut_off(&self) {
        self.phase.set(Phase::Aborted);
        drop(self.writer.take());
    }

    /// Whether what was streamed so far cannot reach anybody any more.
    pub(crate) fn lost_its_client(&self) -> bool {
        let gone = |writer: &BodyWriter| {
            matches!(
                writer.check(),
                Err(WriteError::Disconnected | WriteError::Stalled)
            )
        };
        self.with_writer(gone).unwrap_or(false)
    }
}

/// What the writer's refusal is to PHP code.
#[cold]
fn refusal(error: WriteError) -> Thrown {
    match error {
        WriteError::Stalled => throw_499("the client stopped reading"),
        WriteError::TooLong { excess } => errors::runtime(&format!(
            "Cannot write {excess} bytes more than the declared Content-Length"
        )),
        _ => client_gone(),
    }
}

#[cold]
fn client_gone() -> Thrown {
    throw_499("stream closed by peer")
}

#[cold]
fn throw_499(message: &str) -> Thrown {
    let error = exception::new(HTTP_EXCEPTION.entry(), message, CLIENT_GONE);
    exception::throw_object(error)
}

pub(super) fn write(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let chunk = call.string(0)?;
    call.this::<Response>().write(&chunk)?;
    call.give_this();
    Ok(())
}

pub(super) fn try_write(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let chunk = call.string(0)?;
    let this = call.this::<Response>();
    this.may_write()?;
    if let Some(Err(error)) = this.with_writer(BodyWriter::check) {
        return Err(refusal(error));
    }
    let room = this.has_room();
    if room {
        this.begin()?;
        if !chunk.as_bytes().is_empty() && !this.streams_nothing.get() {
            this.push(&chunk)?;
        }
    }
    call.give_bool(room);
    Ok(())
}

pub(super) fn await_writable(call: &Call<'_>) -> Outcome {
    call.arity(0, 1)?;
    let timeout = call.int_or_null(0)?;
    let this = call.this::<Response>();
    let patience = match timeout.map(u64::try_from) {
        None => None,
        Some(Ok(timeout)) => Some(Duration::from_millis(timeout)),
        Some(Err(_)) => {
            return Err(errors::runtime(
                "HttpResponse::awaitWritable(): the timeout must not be negative",
            ));
        }
    };
    let room = this.with_writer(|writer| this.room_if_full(writer));
    let (Some(Some(room)), true) = (room, patience != Some(Duration::ZERO)) else {
        call.give_bool(this.has_room());
        return Ok(());
    };
    let waited = match patience {
        None => Runtime::launch()?.wait_for(room).map(Ok),
        Some(patience) => {
            Runtime::launch()?.wait_for(async move { tokio::time::timeout(patience, room).await })
        }
    };
    let waited = waited.map_err(exception::throw_object)?;
    call.give_bool(matches!(waited, Ok(Ok(()))));
    Ok(())
}

pub(super) fn is_writable(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(call.this::<Response>().has_room());
    Ok(())
}

pub(super) fn sendable(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    Err(errors::runtime(
        "HttpResponse::sendable() is gone; isWritable() tells whether there is room",
    ))
}

pub(super) fn abort(call: &Call<'_>) -> Outcome {
    call.arity(0, 1)?;
    // HTTP/1 has no way to tell the client the code.
    if let Some(code) = call.int_or_null(0)?
        && u32::try_from(code).is_err()
    {
        return Err(errors::invalid(&format!(
            "HttpResponse::abort(): the error code must be between 0 and {}, {code} given",
            u32::MAX
        )));
    }
    let this = call.this::<Response>();
    match this.phase.get() {
        Phase::Aborted => {}
        Phase::Ended => {
            return Err(errors::runtime(
                "Response has already been closed — the body was already finished cleanly",
            ));
        }
        Phase::Sealed | Phase::Detached => this.open()?,
        Phase::Open => {
            if this.streams_nothing.get() {
                this.finish();
                this.phase.set(Phase::Aborted);
            }
        }
        Phase::Streaming => {
            // Nothing was sent that the client could take for a part of a whole.
            if !this.wrote.get() {
                this.finish_stream();
            }
            this.cut_off();
        }
    }
    Ok(())
}
