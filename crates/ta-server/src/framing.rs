//! How the body of an answer becomes bytes of its connection: chunks, a
//! declared length held to the byte, or whatever comes until the connection
//! closes. Whether the body is polled or pushed makes no difference here.

use bytes::Bytes;
use ta_http1::{BodyFraming, chunk_end, chunk_head, is_field_value, is_token, last_chunk};
use ta_net::{BufferPool, WriteQueue};

/// The body of one answer on its way out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Framing {
    body: BodyFraming,
    /// Bytes still to come when the length was declared.
    left: u64,
    /// The client may be sent trailers.
    trailers: bool,
}

impl Framing {
    pub(crate) fn new(body: BodyFraming, trailers: bool) -> Self {
        let left = match body {
            BodyFraming::Length(length) => length,
            _ => 0,
        };
        Self {
            body,
            left,
            trailers,
        }
    }

    /// Whether the client can tell by itself that a body was cut off.
    pub(crate) fn shows_its_end(&self) -> bool {
        self.body != BodyFraming::UntilClose
    }

    /// How much may still be queued, if that was declared.
    pub(crate) fn left(&self) -> Option<u64> {
        matches!(self.body, BodyFraming::Length(_)).then_some(self.left)
    }

    /// Queues a piece; false, and nothing is, if that is more than was
    /// declared.
    pub(crate) fn queue(&mut self, out: &mut WriteQueue, pool: &BufferPool, data: Bytes) -> bool {
        let length = data.len();
        self.frame(out, pool, length, |out| out.push(data, pool))
    }

    /// Like [`queue`](Self::queue), with a copy of `data`.
    pub(crate) fn queue_slice(
        &mut self,
        out: &mut WriteQueue,
        pool: &BufferPool,
        data: &[u8],
    ) -> bool {
        self.frame(out, pool, data.len(), |out| {
            out.flat(pool).extend_from_slice(data);
        })
    }

    fn frame(
        &mut self,
        out: &mut WriteQueue,
        pool: &BufferPool,
        length: usize,
        put: impl FnOnce(&mut WriteQueue),
    ) -> bool {
        // An empty chunk would end the body (RFC 9112 §7.1).
        if length == 0 {
            return true;
        }
        match self.body {
            BodyFraming::None => {}
            BodyFraming::Chunked => {
                chunk_head(out.flat(pool), length);
                put(out);
                chunk_end(out.flat(pool));
            }
            BodyFraming::Length(_) => {
                let Some(left) = self.left.checked_sub(length as u64) else {
                    return false;
                };
                self.left = left;
                put(out);
            }
            BodyFraming::UntilClose => put(out),
        }
        true
    }

    /// Ends the body; false if that is less than was declared. Trailers go out
    /// if the framing has a place for them and the client asked.
    pub(crate) fn end<'t>(
        &self,
        out: &mut WriteQueue,
        pool: &BufferPool,
        trailers: impl IntoIterator<Item = (&'t [u8], &'t [u8])>,
    ) -> bool {
        if self.left > 0 {
            return false;
        }
        if self.body == BodyFraming::Chunked {
            let fields = trailers
                .into_iter()
                .filter(|(name, value)| self.trailers && may_trail(name) && is_field_value(value));
            last_chunk(out.flat(pool), fields);
        }
        true
    }
}

/// Whether a field may come after the body. RFC 9110 §6.5.1: not those that
/// frame or route a message, control it, authenticate, or say how to read its
/// content. Any case will do.
pub fn may_trail(name: &[u8]) -> bool {
    const NOT: [&[u8]; 26] = [
        b"age",
        b"authorization",
        b"cache-control",
        b"connection",
        b"content-encoding",
        b"content-length",
        b"content-range",
        b"content-type",
        b"date",
        b"expect",
        b"expires",
        b"host",
        b"keep-alive",
        b"location",
        b"max-forwards",
        b"pragma",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"retry-after",
        b"set-cookie",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
        b"www-authenticate",
    ];
    is_token(name) && !NOT.iter().any(|not| name.eq_ignore_ascii_case(not))
}
