//! The end of a response: handing it to the server, once. Called by `end()`
//! and by whoever ran the handler.

use std::borrow::Cow;

use ta_http1::is_field_value;
use ta_server::{Body, Exchange, Reply, RespondError};

use super::payload::Payload;
use super::{Phase, Response};
use crate::server::names;
use crate::zend::value::Str;

/// From here on a body is lent to the connection instead of copied: below, the
/// copy is cheaper than the bookkeeping.
const LEND: usize = 4096;

/// What an answer to a failed request is.
const TEXT: (&[u8], &[u8]) = (b"content-type", b"text/plain; charset=utf-8");

impl Response {
    /// Sends the answer as it stands, or ends the stream, unless that was done
    /// already.
    pub(crate) fn finish(&self) {
        match self.phase.get() {
            Phase::Open => {}
            Phase::Streaming => return self.finish_stream(),
            // A file is sent by `deliver`.
            Phase::Sealed | Phase::Ended | Phase::Aborted | Phase::Detached => return,
        }
        self.phase.set(Phase::Ended);
        if self.streams_nothing.get() {
            // It was looked at when streaming began, but may have been changed.
            let length = self.read_length().unwrap_or(None);
            self.finish_empty(length);
        } else if self.trails() {
            self.finish_with_trailers();
        } else {
            self.finish_buffered();
        }
    }

    fn finish_buffered(&self) {
        let mut exchange = self.exchange.borrow_mut();
        let Some(exchange) = exchange.as_mut() else {
            return;
        };
        let (reason, fields, body) = (
            self.reason.borrow(),
            self.fields.borrow(),
            self.body.borrow(),
        );
        let reply = Reply {
            status: self.status.get(),
            reason: reason.as_ref().map(Str::as_bytes),
            close: self.close.get(),
        };
        let sent = match &*body {
            Some(body) if body.as_bytes().len() >= LEND => {
                exchange.respond(reply, fields.iter(), Body::Bytes(Payload::lend(body)))
            }
            Some(body) => exchange.respond_slice(reply, fields.iter(), body.as_bytes()),
            None => exchange.respond_slice(reply, fields.iter(), b""),
        };
        accept(sent);
    }

    /// Whether trailers go out behind a buffered body, for which it must be
    /// chunked (RFC 9112 §7.1.2).
    fn trails(&self) -> bool {
        self.takes_trailers
            && !self.is_head
            && !self.trailers.borrow().is_empty()
            && !matches!(self.status.get(), 204 | 205 | 304)
    }

    fn finish_with_trailers(&self) {
        let Some(writer) = self.start(None) else {
            return;
        };
        let body = self.body.borrow();
        let body = body.as_ref().filter(|body| !body.as_bytes().is_empty());
        // A client that went away is no error of the handler's.
        if body.is_none_or(|body| writer.push(Payload::lend(body)).is_ok()) {
            let _ = writer.finish(self.trailers.borrow().iter());
        }
    }

    /// Ends the answer to a HEAD request whose chunks were dropped.
    fn finish_empty(&self, length: Option<u64>) {
        if let Some(writer) = self.start(length) {
            // As above.
            let _ = writer.finish([]);
        }
    }

    /// Answers a request whose handler failed: what the handler set is
    /// discarded. False when an answer is out already, which then stands, or is
    /// cut off if it is a stream that did not end.
    ///
    /// A status outside 400..=599 becomes 500. `reason` and `body` may hold any
    /// bytes.
    pub(crate) fn fail(&self, status: u16, reason: Option<&[u8]>, body: &[u8]) -> bool {
        match self.phase.get() {
            Phase::Open | Phase::Sealed => {}
            Phase::Streaming => {
                self.cut_off();
                return false;
            }
            Phase::Ended | Phase::Aborted | Phase::Detached => return false,
        }
        self.phase.set(Phase::Ended);
        let (status, reason) = if (400..=599).contains(&status) {
            (status, reason)
        } else {
            (500, None)
        };
        let reason = reason.filter(|reason| !reason.is_empty()).map(clean_reason);
        let sent = self
            .exchange
            .borrow_mut()
            .as_mut()
            .map_or(Ok(()), |exchange: &mut Exchange| {
                let reply = Reply {
                    status,
                    reason: reason.as_deref(),
                    close: false,
                };
                exchange.respond_slice(reply, [TEXT], body)
            });
        self.status.set(status);
        self.close.set(false);
        drop(self.reason.take());
        drop(self.body.take());
        drop(self.file.take());
        // Only interned strings: this is where a handler ends that used up the memory.
        let mut fields = self.fields.borrow_mut();
        fields.clear();
        fields.push(names::string(TEXT.0), names::string(TEXT.1));
        accept(sent);
        sent != Err(RespondError::Answered)
    }

    /// Cuts the object off its request: user code may keep it, but no call on
    /// it reaches the connection any more.
    pub(crate) fn detach(&self) {
        if matches!(
            self.phase.get(),
            Phase::Open | Phase::Streaming | Phase::Sealed
        ) {
            self.phase.set(Phase::Detached);
        }
        drop(self.writer.take());
        drop(self.file.take());
        drop(self.request.take());
        // An exchange that was not answered tells the server so when it is dropped.
        drop(self.exchange.take());
    }
}

/// A client that went away before its answer is no error of the handler's, and
/// an answer that the server gave in its place stands.
fn accept(sent: Result<(), RespondError>) {
    match sent {
        Ok(()) | Err(RespondError::Gone | RespondError::Answered) => {}
        Err(other) => debug_assert!(false, "an answer was refused: {other}"),
    }
}

/// `phrase` as it may stand in a status line (RFC 9112 §4: tab, space, visible
/// ASCII, bytes from 0x80); anything else becomes a space.
pub(super) fn clean_reason(phrase: &[u8]) -> Cow<'_, [u8]> {
    let allowed = |byte: u8| is_field_value(&[b'x', byte, b'x']);
    if phrase.iter().all(|&byte| allowed(byte)) {
        return Cow::Borrowed(phrase);
    }
    Cow::Owned(
        phrase
            .iter()
            .map(|&byte| if allowed(byte) { byte } else { b' ' })
            .collect(),
    )
}
