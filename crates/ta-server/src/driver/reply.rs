//! Streamed bodies of answers: taken from the handler only while little is
//! queued, framed as the head has announced.

use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;
use ta_http1::{BodyFraming, chunk_end, chunk_head, last_chunk};

use super::{Driver, OUTPUT_MARK};
use crate::connection::{Answer, Connection, ReplyBody};

impl<H> Driver<H> {
    /// Takes what the body of the answer has. True when it may have more, but
    /// enough is queued.
    pub(super) fn poll_reply_body(&self, cx: &mut Context<'_>) -> bool {
        let connection = &self.connection;
        if connection.answer() != Answer::Streaming {
            return false;
        }
        let Some(mut body) = connection.reply_body.take() else {
            return false;
        };
        while connection.output.borrow().len() < OUTPUT_MARK {
            let frame = match body.stream.as_mut().poll_frame(cx) {
                Poll::Pending => {
                    *connection.reply_body.borrow_mut() = Some(body);
                    return false;
                }
                Poll::Ready(frame) => frame,
            };
            let open = match frame {
                None => connection.end_reply_body(&body, None),
                Some(Err(_)) => false,
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => connection.queue_piece(&mut body, data),
                    Err(frame) => {
                        let trailers = frame.into_trailers().ok();
                        connection.end_reply_body(&body, trailers.as_ref())
                    }
                },
            };
            if connection.answer() == Answer::Complete {
                return false;
            }
            if !open {
                connection.give_up_answer();
                return false;
            }
        }
        *connection.reply_body.borrow_mut() = Some(body);
        true
    }
}

impl Connection {
    /// Queues a piece; false if it is more than was declared.
    fn queue_piece(&self, body: &mut ReplyBody, data: Bytes) -> bool {
        if data.is_empty() {
            return true;
        }
        let buffers = &self.worker.buffers;
        let mut output = self.output.borrow_mut();
        match body.framing {
            BodyFraming::Chunked => {
                chunk_head(output.flat(buffers), data.len());
                output.push(data, buffers);
                chunk_end(output.flat(buffers));
            }
            BodyFraming::Length(_) => {
                let Some(left) = body.left.checked_sub(data.len() as u64) else {
                    return false;
                };
                body.left = left;
                output.push(data, buffers);
            }
            BodyFraming::UntilClose | BodyFraming::None => output.push(data, buffers),
        }
        true
    }

    /// The stream has ended; false if that is less than was declared.
    fn end_reply_body(&self, body: &ReplyBody, trailers: Option<&HeaderMap>) -> bool {
        if body.left > 0 {
            return false;
        }
        if body.framing == BodyFraming::Chunked {
            let mut output = self.output.borrow_mut();
            let fields = trailers
                .filter(|_| body.trailers)
                .into_iter()
                .flatten()
                .filter(|(name, _)| may_trail(name))
                .map(|(name, value)| (name.as_str().as_bytes(), value.as_bytes()));
            last_chunk(output.flat(&self.worker.buffers), fields);
        }
        self.set_answer(Answer::Complete);
        true
    }
}

/// RFC 9110 §6.5.1: fields that frame, route or control a message must not
/// come after it.
fn may_trail(name: &http::HeaderName) -> bool {
    use http::header;
    ![
        header::CONNECTION,
        header::CONTENT_LENGTH,
        header::CONTENT_ENCODING,
        header::CONTENT_TYPE,
        header::HOST,
        header::TE,
        header::TRAILER,
        header::TRANSFER_ENCODING,
        header::UPGRADE,
    ]
    .contains(name)
}
