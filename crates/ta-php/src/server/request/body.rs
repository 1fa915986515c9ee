//! The body of a request: whole, or piece by piece as it arrives. Waiting for it
//! suspends the coroutine and, in the end, holds the client back.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;
use http_body::Body as _;
use ta_http1::Refusal;
use ta_server::{BodyError, Incoming};

use super::Request;
use crate::coroutine::{Runtime, scheduler};
use crate::server::errors::{self, HTTP_EXCEPTION};
use crate::zend::call::Call;
use crate::zend::exception::{self, Outcome, Thrown};
use crate::zend::value::{Obj, Str};

/// How much of the body is left, and in which form.
pub(super) enum Content {
    /// As the server received it.
    Received(Bytes),
    /// As PHP has it, so that it is copied once however often it is asked for.
    Text(Str),
    /// `readBody()` was called; what follows the offset is still to be read.
    Reading(Str, usize),
    /// Still on its way.
    Streamed(Box<Stream>),
    /// Read to its end.
    Read,
}

/// A body on its way.
pub(super) struct Stream {
    incoming: Incoming,
    /// Received, and more than was asked for.
    rest: Bytes,
    /// What `awaitBody()` has so far.
    gathered: Vec<u8>,
    /// It broke off.
    failed: Option<Failure>,
}

/// Why there is no more.
#[derive(Clone, Copy)]
enum Failure {
    Body(BodyError),
    /// No memory to keep it in.
    Memory,
}

/// Coroutines that wait for the body: several may. Whoever is told of something
/// tells the others, who look for themselves.
#[derive(Default)]
pub(super) struct Readers(RefCell<Vec<Waker>>);

impl Default for Content {
    fn default() -> Self {
        Self::Received(Bytes::new())
    }
}

impl Content {
    /// A body that has not arrived.
    pub(super) fn streamed(incoming: Incoming) -> Self {
        Self::Streamed(Box::new(Stream {
            incoming,
            rest: Bytes::new(),
            gathered: Vec::new(),
            failed: None,
        }))
    }
}

impl Stream {
    /// The next piece as it arrives; `None` at the end. An error is told as often as
    /// it is asked for.
    fn poll_arrival(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Failure>> {
        if let Some(failure) = self.failed {
            return Poll::Ready(Err(failure));
        }
        loop {
            let frame = ready!(Pin::new(&mut self.incoming).poll_frame(cx));
            match frame.transpose() {
                Ok(None) => return Poll::Ready(Ok(None)),
                Ok(Some(frame)) => match frame.into_data() {
                    Ok(data) if !data.is_empty() => return Poll::Ready(Ok(Some(data))),
                    _ => {}
                },
                Err(error) => return Poll::Ready(Err(self.fail(Failure::Body(error)))),
            }
        }
    }

    fn fail(&mut self, failure: Failure) -> Failure {
        self.failed = Some(failure);
        failure
    }

    /// At most `most` bytes, not none; `None` at the end.
    fn poll_read(
        &mut self,
        most: usize,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, Failure>> {
        if !self.gathered.is_empty() {
            // Somebody gave up waiting for all of it. Nothing comes in between.
            self.rest = std::mem::take(&mut self.gathered).into();
        }
        if self.rest.is_empty() {
            match ready!(self.poll_arrival(cx))? {
                Some(piece) => self.rest = piece,
                None => return Poll::Ready(Ok(None)),
            }
        }
        let taken = self.rest.len().min(most);
        Poll::Ready(Ok(Some(self.rest.split_to(taken))))
    }

    /// All that is left.
    fn poll_gather(&mut self, cx: &mut Context<'_>) -> Poll<Result<Bytes, Failure>> {
        if !self.rest.is_empty() {
            let rest = std::mem::take(&mut self.rest);
            self.gather(&rest)?;
        }
        while let Some(piece) = ready!(self.poll_arrival(cx))? {
            self.gather(&piece)?;
        }
        Poll::Ready(Ok(std::mem::take(&mut self.gathered).into()))
    }

    fn gather(&mut self, piece: &[u8]) -> Result<(), Failure> {
        if self.gathered.try_reserve(piece.len()).is_err() {
            self.gathered = Vec::new();
            return Err(self.fail(Failure::Memory));
        }
        self.gathered.extend_from_slice(piece);
        Ok(())
    }
}

impl Readers {
    fn add(&self, waker: &Waker) {
        let mut readers = self.0.borrow_mut();
        if !readers.iter().any(|reader| reader.will_wake(waker)) {
            readers.push(waker.clone());
        }
    }

    fn wake(&self) {
        for reader in self.0.take() {
            reader.wake();
        }
    }
}

impl Request {
    /// The body while it is complete and nobody has begun to read it; else `None`.
    ///
    /// The string is made outside the borrow: the engine jumps out when memory
    /// runs out, and would leave the cell borrowed for ever.
    pub(super) fn whole_body(&self) -> Option<Str> {
        let received = match &*self.content.borrow() {
            Content::Received(bytes) => bytes.clone(),
            Content::Text(text) => return Some(text.clone()),
            Content::Streamed(_) | Content::Reading(..) | Content::Read => return None,
        };
        let text = Str::new(&received);
        if !received.is_empty() {
            self.content.replace(Content::Text(text.clone()));
        }
        Some(text)
    }

    fn body_length(&self) -> usize {
        match &*self.content.borrow() {
            Content::Received(bytes) => bytes.len(),
            Content::Text(text) => text.as_bytes().len(),
            Content::Streamed(_) | Content::Reading(..) | Content::Read => 0,
        }
    }

    /// The next `most` bytes at most of a body that has arrived; `None` at the end.
    fn read(&self, most: usize) -> Option<Str> {
        let (text, offset) = match self.whole_body() {
            Some(text) => (text, 0),
            None => match &*self.content.borrow() {
                Content::Reading(text, offset) => (text.clone(), *offset),
                _ => return None,
            },
        };
        let rest = text.as_bytes().get(offset..).unwrap_or_default();
        if rest.is_empty() {
            self.content.replace(Content::Read);
            return None;
        }
        if rest.len() > most {
            let piece = Str::new(&rest[..most]);
            self.content.replace(Content::Reading(text, offset + most));
            return Some(piece);
        }
        let piece = if offset == 0 {
            text.clone()
        } else {
            Str::new(rest)
        };
        self.content.replace(Content::Read);
        Some(piece)
    }

    fn is_streamed(&self) -> bool {
        matches!(*self.content.borrow(), Content::Streamed(_))
    }

    /// Has `poll` look at the streamed body until it is ready; `None` when the body is
    /// not streamed any more: another coroutine was quicker.
    fn wait<T>(
        &self,
        mut poll: impl FnMut(&mut Stream, &mut Context<'_>) -> Poll<Result<T, Failure>>,
    ) -> Result<Option<Result<T, Failure>>, Obj> {
        let mut look = |cx: &mut Context<'_>| {
            let polled = match &mut *self.content.borrow_mut() {
                Content::Streamed(stream) => poll(stream, cx).map(Some),
                _ => Poll::Ready(None),
            };
            match polled {
                Poll::Pending => self.readers.add(cx.waker()),
                Poll::Ready(_) => self.readers.wake(),
            }
            polled
        };
        let runtime = Runtime::get().filter(|_| scheduler().is_inside());
        let Some(runtime) = runtime else {
            // Nothing arrives any more where nothing can wait.
            let over = Some(Err(Failure::Body(BodyError::Gone)));
            return match look(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(found) => Ok(found),
                Poll::Pending => {
                    // Our waker has taken the place of one that waits: it asks again.
                    self.readers.wake();
                    Ok(over)
                }
            };
        };
        let waited = runtime.wait_for(poll_fn(look));
        if waited.is_err() {
            // It may have been the one who would be told.
            self.readers.wake();
        }
        waited
    }

    fn await_whole(&self) -> Outcome {
        while self.is_streamed() {
            match self.wait(Stream::poll_gather) {
                Ok(Some(Ok(body))) => {
                    self.content.replace(Content::Received(body));
                }
                Ok(None) => {}
                Ok(Some(Err(failure))) => return Err(failure.raise_waiting()),
                Err(cancelled) => return Err(exception::throw_object(cancelled)),
            }
        }
        Ok(())
    }

    fn read_streamed(&self, most: usize) -> Outcome<Option<Str>> {
        match self.wait(|stream, cx| stream.poll_read(most, cx)) {
            Ok(Some(Ok(Some(piece)))) => Ok(Some(Str::new(&piece))),
            Ok(Some(Ok(None))) => {
                self.content.replace(Content::Read);
                Ok(None)
            }
            Ok(None) => Ok(self.read(most)),
            Ok(Some(Err(failure))) => Err(failure.raise()),
            Err(cancelled) => Err(exception::throw_object(cancelled)),
        }
    }
}

impl Failure {
    /// What `readBody()` throws.
    fn raise(self) -> Thrown {
        match self {
            Self::Body(BodyError::Refused(Refusal::BodyTooLarge)) => {
                http_exception(413, "Content Too Large")
            }
            Self::Body(BodyError::Timeout) => http_exception(408, "Request Timeout"),
            Self::Body(BodyError::Reset | BodyError::Gone) => {
                http_exception(499, "stream reset by peer")
            }
            Self::Body(BodyError::Refused(refusal)) => broken(refusal.status()),
            Self::Body(_) => broken(400),
            Self::Memory => http_exception(500, "request body could not be buffered"),
        }
    }

    /// What `awaitBody()` throws.
    fn raise_waiting(self) -> Thrown {
        match self {
            Self::Body(BodyError::Refused(Refusal::BodyTooLarge)) => {
                http_exception(413, "request body exceeds the configured limit")
            }
            Self::Body(BodyError::Truncated) => http_exception(499, "stream reset by peer"),
            other => other.raise(),
        }
    }
}

fn http_exception(status: i64, message: &str) -> Thrown {
    exception::throw_object(exception::new(HTTP_EXCEPTION.entry(), message, status))
}

/// The code is the status that the client gets if nobody catches it.
fn broken(status: u16) -> Thrown {
    // SAFETY: the engine's Exception class exists for the life of the process.
    let class = unsafe { ext_php_rs::ffi::zend_ce_exception };
    let message = "Request body stream error";
    exception::throw_object(exception::new(class, message, i64::from(status)))
}

pub(super) fn get_body(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let body = call.this::<Request>().whole_body();
    call.give_string(body.unwrap_or_else(|| Str::new(b"")));
    Ok(())
}

pub(super) fn has_body(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(call.this::<Request>().body_length() > 0);
    Ok(())
}

pub(super) fn await_body(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.this::<Request>().await_whole()?;
    call.give_this();
    Ok(())
}

pub(super) fn read_body(call: &Call<'_>) -> Outcome {
    call.arity(0, 1)?;
    let most = call.int_or(0, 65536)?;
    let most = match usize::try_from(most) {
        Ok(most) if most > 0 => most,
        _ => {
            return Err(errors::invalid(&format!(
                "HttpRequest::readBody(): maxLen must be at least 1, {most} given"
            )));
        }
    };
    let request = call.this::<Request>();
    let piece = if request.is_streamed() {
        request.read_streamed(most)?
    } else {
        request.read(most)
    };
    if let Some(piece) = piece {
        call.give_string(piece);
    }
    Ok(())
}
