//! Streamed bodies of answers: taken from the handler only while little is
//! queued, framed as the head has announced.

use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;

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
            // If it reads the request it need not wake the task, which looks at that next.
            connection.in_handler.set(true);
            let polled = body.stream.as_mut().poll_frame(cx);
            connection.in_handler.set(false);
            let frame = match polled {
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
        let mut output = self.output.borrow_mut();
        body.framing.queue(&mut output, &self.worker.buffers, data)
    }

    /// The stream has ended; false if that is less than was declared.
    fn end_reply_body(&self, body: &ReplyBody, trailers: Option<&HeaderMap>) -> bool {
        let fields = trailers
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.as_str().as_bytes(), value.as_bytes()));
        let mut output = self.output.borrow_mut();
        let ended = body.framing.end(&mut output, &self.worker.buffers, fields);
        if ended {
            self.set_answer(Answer::Complete);
        }
        ended
    }
}
