//! One HTTP/1 connection from the server's side: which request is being received, whether it
//! has been answered, and whether another may follow. Requests are taken one at a time and
//! answered in order; pipelined bytes wait with the caller. It never does I/O and holds no
//! input.

use std::ops::Range;

use crate::chunked::{Decoder, Piece};
use crate::head_reader::HeadReader;
use crate::respond::{self, BodyFraming, Context, ResponseHead};
use crate::{BodyLength, Limits, Refusal, RequestHead, Version, whole_head};

/// What a client that speaks HTTP/2 without being asked sends first (RFC 9113 §3.4).
const HTTP2_PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// Empty lines accepted before a request line. RFC 9112 §2.2 speaks of at least one, which
/// careless clients send behind a body.
const MAX_EMPTY_LINES: u8 = 16;

/// What [`Connection::receive`] made of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// So many bytes at the front of the input are done with and must not be given again. It
    /// can be more than zero with every event.
    pub consumed: usize,
    /// What they were.
    pub event: Event,
}

/// One step in the reception of requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Nothing can be said before more bytes arrive behind the unconsumed ones.
    NeedMore,
    /// A request head is complete and stored.
    Head,
    /// A piece of the current request's body lies at this range of the input.
    Body(Range<usize>),
    /// The current request is complete. A caller may skip this event after a head with
    /// [`BodyLength::Known(0)`](crate::BodyLength::Known).
    End,
    /// The current request is complete but not answered: what is in the input belongs to a
    /// later request and must wait until [`Connection::answered`].
    Busy,
    /// The request cannot be served. [`Connection::refuse`] writes the answer if the
    /// application's has not begun; no further request will be received. Repeated until then.
    Refused(Refusal),
    /// The connection begins with the HTTP/2 preface (RFC 9113 §3.4), which is left in the
    /// input: this is no HTTP/1 connection.
    Http2Preface,
}

/// What the end of the input meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eof {
    /// Every request begun was received whole; those not answered yet still may be.
    Clean,
    /// The input broke off within a request.
    Truncated,
}

/// The state of one connection.
#[derive(Debug)]
pub struct Connection {
    limits: Limits,
    receiving: Receiving,
    answering: Answering,
    version: Version,
    is_head: bool,
    /// The client waits for a `100 Continue` that was not sent.
    expects_continue: bool,
    keep_alive: bool,
    /// No byte has been consumed, so an HTTP/2 preface is possible.
    pristine: bool,
    empty_lines: u8,
    /// Bytes of the next head have been seen but not consumed.
    partial_head: bool,
}

/// Where in a request the input stands.
#[derive(Clone, Copy, Debug)]
enum Receiving {
    Head(HeadReader),
    /// A body of known length with so many bytes, never zero, to come.
    Counted(u64),
    Chunked(Decoder),
    /// The request is complete, [`Event::End`] not yet yielded.
    Ending,
    Complete,
    Refused(Refusal),
    Http2,
    /// No request will be received any more; input is swallowed.
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answering {
    /// There is no request to answer.
    Idle,
    /// The current request has no answer yet.
    Awaited,
    /// A response head has been written.
    Begun,
    /// The answer is complete while the rest of the request is still being received.
    Complete,
}

impl Connection {
    /// A connection on which nothing has been received.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits: limits.clamped(),
            receiving: Receiving::Head(HeadReader::default()),
            answering: Answering::Idle,
            version: Version::Http11,
            is_head: false,
            expects_continue: false,
            keep_alive: true,
            pristine: true,
            empty_lines: 0,
            partial_head: false,
        }
    }

    /// Takes a prefix of `input`, all bytes received and not yet consumed, and yields one
    /// event. After [`Event::NeedMore`] call again when there are more bytes; after
    /// [`Event::Busy`] when the request has been answered; after anything else at once with
    /// the rest of the input, empty as it may be. How the bytes are split over calls makes no
    /// difference to the events but for the cutting of body ranges.
    #[inline]
    pub fn receive(&mut self, input: &[u8], head: &mut RequestHead) -> Step {
        match &self.receiving {
            Receiving::Head(reader) if reader.is_untouched() => {
                // Nearly every head is taken here.
                if let Some(length) = whole_head::read(input, &self.limits, head) {
                    self.begin(head);
                    return Step {
                        consumed: length,
                        event: Event::Head,
                    };
                }
                self.receive_head(input, head)
            }
            Receiving::Ending => self.end(0),
            _ => self.receive_more(input, head),
        }
    }

    /// What [`receive`](Self::receive) does where it need not be inlined.
    fn receive_more(&mut self, input: &[u8], head: &mut RequestHead) -> Step {
        match self.receiving {
            Receiving::Head(_) => self.receive_head(input, head),
            Receiving::Counted(left) => self.receive_counted(input, left),
            Receiving::Chunked(_) => self.receive_chunked(input),
            Receiving::Ending => self.end(0),
            Receiving::Complete => Step {
                consumed: 0,
                event: Event::Busy,
            },
            Receiving::Refused(refusal) => Step {
                consumed: 0,
                event: Event::Refused(refusal),
            },
            Receiving::Http2 => Step {
                consumed: 0,
                event: Event::Http2Preface,
            },
            Receiving::Closed => Step {
                consumed: input.len(),
                event: Event::NeedMore,
            },
        }
    }

    fn receive_head(&mut self, input: &[u8], head: &mut RequestHead) -> Step {
        let Receiving::Head(reader) = &mut self.receiving else {
            return Step {
                consumed: 0,
                event: Event::NeedMore,
            };
        };
        let mut skipped = 0;
        if reader.is_untouched() {
            if self.pristine && input.first() == Some(&b'P') {
                if input.starts_with(HTTP2_PREFACE) {
                    self.receiving = Receiving::Http2;
                    return Step {
                        consumed: 0,
                        event: Event::Http2Preface,
                    };
                }
                if HTTP2_PREFACE.starts_with(input) {
                    self.partial_head = true;
                    return Step {
                        consumed: 0,
                        event: Event::NeedMore,
                    };
                }
            }
            // RFC 9112 §2.2: at least one empty line before the request line is ignored.
            while let [b'\r', rest @ ..] = &input[skipped..] {
                match rest {
                    [] => break,
                    [b'\n', ..] if self.empty_lines < MAX_EMPTY_LINES => {
                        self.empty_lines += 1;
                        self.pristine = false;
                        skipped += 2;
                    }
                    [b'\n', ..] => return self.refused(skipped, Refusal::EmptyLines, head),
                    _ => return self.refused(skipped, Refusal::BareCr, head),
                }
            }
        }
        let input = &input[skipped..];
        if input.is_empty() || input == b"\r" {
            self.partial_head = !input.is_empty();
            return Step {
                consumed: skipped,
                event: Event::NeedMore,
            };
        }
        match reader.advance(input, &self.limits, head) {
            Ok(Some(length)) => {
                self.begin(head);
                Step {
                    consumed: skipped + length,
                    event: Event::Head,
                }
            }
            Ok(None) => {
                self.partial_head = true;
                Step {
                    consumed: skipped,
                    event: Event::NeedMore,
                }
            }
            Err(refusal) => {
                // Even the answer to a refused HEAD has no content (RFC 9110 §9.3.2).
                self.is_head = input.starts_with(b"HEAD ");
                self.refused(skipped, refusal, head)
            }
        }
    }

    /// A head is complete: what follows is its body, and an answer is due.
    #[inline]
    fn begin(&mut self, head: &RequestHead) {
        self.receiving = match head.body_length() {
            BodyLength::Known(0) => Receiving::Ending,
            BodyLength::Known(length) => Receiving::Counted(length),
            BodyLength::Unknown => Receiving::Chunked(Decoder::default()),
        };
        self.answering = Answering::Awaited;
        self.version = head.version();
        self.is_head = head.is_head();
        self.expects_continue = head.expects_continue();
        self.keep_alive &= head.keep_alive();
        self.pristine = false;
        self.partial_head = false;
        self.empty_lines = 0;
    }

    fn receive_counted(&mut self, input: &[u8], left: u64) -> Step {
        if input.is_empty() {
            return Step {
                consumed: 0,
                event: Event::NeedMore,
            };
        }
        // No more than the input is long, so it fits.
        let taken = left.min(input.len() as u64) as usize;
        self.receiving = match left - taken as u64 {
            0 => Receiving::Ending,
            left => Receiving::Counted(left),
        };
        // RFC 9110 §10.1.1: 100 may be omitted when content has already arrived.
        self.expects_continue = false;
        Step {
            consumed: taken,
            event: Event::Body(0..taken),
        }
    }

    fn receive_chunked(&mut self, input: &[u8]) -> Step {
        let Receiving::Chunked(decoder) = &mut self.receiving else {
            return Step {
                consumed: 0,
                event: Event::NeedMore,
            };
        };
        if !input.is_empty() {
            self.expects_continue = false;
        }
        match decoder.advance(input, &self.limits) {
            Ok((consumed, Piece::Nothing)) => Step {
                consumed,
                event: Event::NeedMore,
            },
            Ok((consumed, Piece::Data(range))) => Step {
                consumed,
                event: Event::Body(range),
            },
            Ok((consumed, Piece::End)) => self.end(consumed),
            Err(refusal) => {
                self.receiving = Receiving::Refused(refusal);
                Step {
                    consumed: 0,
                    event: Event::Refused(refusal),
                }
            }
        }
    }

    /// The request is complete.
    #[inline]
    fn end(&mut self, consumed: usize) -> Step {
        if self.answering == Answering::Complete {
            self.next_request();
        } else {
            self.receiving = Receiving::Complete;
        }
        Step {
            consumed,
            event: Event::End,
        }
    }

    fn refused(&mut self, consumed: usize, refusal: Refusal, head: &mut RequestHead) -> Step {
        head.clear();
        self.receiving = Receiving::Refused(refusal);
        Step {
            consumed,
            event: Event::Refused(refusal),
        }
    }

    #[inline]
    fn next_request(&mut self) {
        self.receiving = Receiving::Head(HeadReader::default());
        self.answering = Answering::Idle;
        // A refusal may come before the next head is known.
        self.is_head = false;
        self.version = Version::Http11;
    }

    /// The peer has closed its sending side and all input was given to
    /// [`receive`](Self::receive). After [`Eof::Truncated`] the connection does not persist;
    /// a request whose body broke off may still be answered.
    pub fn eof(&mut self) -> Eof {
        let truncated = self.in_head() || self.in_body();
        if truncated {
            self.keep_alive = false;
            return Eof::Truncated;
        }
        Eof::Clean
    }

    /// Between requests, and nothing of the next one received but empty lines.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        matches!(self.receiving, Receiving::Head(_)) && !self.partial_head
    }

    /// The head of the next request has been received in part.
    #[must_use]
    pub fn in_head(&self) -> bool {
        matches!(self.receiving, Receiving::Head(_)) && self.partial_head
    }

    /// Some of the current request's body is still to come.
    #[must_use]
    pub fn in_body(&self) -> bool {
        matches!(
            self.receiving,
            Receiving::Counted(_) | Receiving::Chunked(_)
        )
    }

    /// There is a request, from [`Event::Head`] on, whose answer is not complete.
    #[must_use]
    pub fn awaiting_answer(&self) -> bool {
        matches!(self.answering, Answering::Awaited | Answering::Begun)
    }

    /// The answer to the current request has been started.
    #[must_use]
    pub fn answer_begun(&self) -> bool {
        matches!(self.answering, Answering::Begun | Answering::Complete)
    }

    /// Whether, as things stand, another request may follow once the current one has been
    /// answered and received to its end ([`in_body`](Self::in_body) says whether something is
    /// missing).
    #[must_use]
    pub fn persistent(&self) -> bool {
        let receives = !matches!(
            self.receiving,
            Receiving::Refused(_) | Receiving::Http2 | Receiving::Closed
        );
        self.keep_alive && receives
    }

    /// Writes the head of the answer to the current request into `out`: status line, `fields`
    /// as given, then ours. `date` is what [`DateCache`](crate::DateCache) holds; a caller's
    /// own `date` field replaces it. `content-length`, `connection` and `transfer-encoding`
    /// among `fields` are left out, except that `connection: close` closes and a 304 keeps its
    /// `content-length`. Names and values must be valid by [`is_token`](crate::is_token) and
    /// [`is_field_value`](crate::is_field_value).
    ///
    /// When part of the request body has not been received, either go on feeding
    /// [`receive`](Self::receive) until [`Event::End`] or call
    /// [`close_after_answer`](Self::close_after_answer) before this. An expectation never
    /// met with [`continue_100`](Self::continue_100) leaves open whether the body will come,
    /// so it closes.
    ///
    /// Writes nothing and returns [`BodyFraming::None`] when no request awaits its answer.
    #[inline]
    pub fn respond<'h>(
        &mut self,
        out: &mut Vec<u8>,
        date: &[u8],
        head: &ResponseHead<'_>,
        fields: impl IntoIterator<Item = (&'h [u8], &'h [u8])>,
    ) -> BodyFraming {
        if self.answering != Answering::Awaited {
            return BodyFraming::None;
        }
        if self.expects_continue && self.in_body() {
            // RFC 9110 §10.1.1: the client may now send the body or not; only closing makes
            // the next byte unambiguous.
            self.keep_alive = false;
        }
        let context = self.context();
        let (framing, keep_alive) = respond::write(out, date, head, fields, context);
        self.keep_alive = keep_alive;
        self.answering = Answering::Begun;
        framing
    }

    /// Writes a complete error answer, unless one was begun, and ends the reception of
    /// requests: whatever is given to [`receive`](Self::receive) later is swallowed.
    pub fn refuse(&mut self, out: &mut Vec<u8>, date: &[u8], refusal: &Refusal) {
        if matches!(self.answering, Answering::Idle | Answering::Awaited)
            && !matches!(self.receiving, Receiving::Closed)
        {
            respond::write_refusal(out, date, *refusal, self.context());
        }
        self.keep_alive = false;
        self.answering = Answering::Complete;
        self.receiving = Receiving::Closed;
    }

    fn context(&self) -> Context {
        Context {
            version: self.version,
            is_head: self.is_head,
            keep_alive: self.persistent(),
        }
    }

    /// Writes `100 Continue` if the client waits for it and neither it nor an answer has been
    /// sent; otherwise nothing. Call it when the body is about to be read.
    pub fn continue_100(&mut self, out: &mut Vec<u8>) {
        if self.expects_continue && self.in_body() && self.answering == Answering::Awaited {
            // RFC 9110 §10.1.1: sent to ask for the content, ahead of the final response.
            out.extend_from_slice(b"HTTP/1.1 100 Continue\r\n\r\n");
            self.expects_continue = false;
        }
    }

    /// Writes an interim response (RFC 9110 §15.2), such as 103 (RFC 8297), ahead of the answer
    /// to the current request; fields that would frame a message or control the connection
    /// are left out. Nothing, and false, when no answer is awaited any more, or the client
    /// speaks HTTP/1.0, which knows no such thing, or the status is none for this: 101 changes
    /// the protocol, and 100 is [`continue_100`](Self::continue_100)'s.
    ///
    /// Names and values must be valid by [`is_token`](crate::is_token) and
    /// [`is_field_value`](crate::is_field_value).
    pub fn inform<'h>(
        &mut self,
        out: &mut Vec<u8>,
        status: u16,
        fields: impl IntoIterator<Item = (&'h [u8], &'h [u8])>,
    ) -> bool {
        // RFC 9110 §15.2: MUST NOT send a 1xx response to an HTTP/1.0 client.
        if self.answering != Answering::Awaited
            || self.version == Version::Http10
            || !matches!(status, 102..=199)
        {
            return false;
        }
        respond::write_interim(out, status, fields);
        true
    }

    /// The answer, including its body, is complete. True when the connection persists; then
    /// the next request is received, after the rest of the current one if its body was not
    /// complete (its [`Event::Body`] and [`Event::End`] are yielded still). False when the
    /// connection is to be closed, as it is after a request that got no answer: a later one
    /// would be taken for it.
    #[inline]
    pub fn answered(&mut self) -> bool {
        if self.answering == Answering::Awaited {
            self.keep_alive = false;
        }
        if !self.persistent() {
            self.receiving = Receiving::Closed;
            self.answering = Answering::Complete;
            return false;
        }
        match self.receiving {
            Receiving::Ending | Receiving::Complete => self.next_request(),
            _ if self.in_body() => self.answering = Answering::Complete,
            _ => {}
        }
        true
    }

    /// The connection ends with the current answer, or the next one if there is none: for
    /// draining, for a body that will not be read, for an answer that broke off. A head not
    /// yet written will say `connection: close` (RFC 9112 §9.6).
    pub fn close_after_answer(&mut self) {
        self.keep_alive = false;
    }
}

#[cfg(test)]
mod tests;
