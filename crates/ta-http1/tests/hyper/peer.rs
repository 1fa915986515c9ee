//! hyper's HTTP/1 server over bytes in memory: what requests it sees in an input and how the
//! connection ends. Nothing waits and nothing runs elsewhere, so a fuzzer can call it.

use std::cell::RefCell;
use std::io;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use http_body_util::{BodyExt, Empty};
use hyper::body::{Bytes, Incoming};
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, Version};

use super::compare::Message;

/// Polls after which hyper is stuck: it yields every few steps by itself.
const POLLS: usize = 100_000;

/// What hyper makes of `input` and the end behind it: the messages, and its complaint.
pub(crate) fn receive(input: &[u8]) -> (Vec<Message>, Option<String>) {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let service = service_fn({
        let seen = Rc::clone(&seen);
        move |request| read(request, Rc::clone(&seen))
    });
    let wire = Wire {
        input: input.to_vec(),
        at: 0,
    };
    let connection = http1::Builder::new()
        .half_close(true)
        .max_headers(256)
        .header_read_timeout(None)
        .allow_multiple_spaces_in_request_line_delimiters(true)
        .serve_connection(wire, service);
    let mut connection = pin!(connection);
    let mut cx = Context::from_waker(Waker::noop());
    let result = (0..POLLS).find_map(|_| match connection.as_mut().poll(&mut cx) {
        Poll::Ready(result) => Some(result),
        Poll::Pending => None,
    });
    let complaint = result.expect("hyper comes to an end").err();
    let messages = seen.take();
    (messages, complaint.map(|error| format!("{error:?}")))
}

/// The service: notes the head, then the body as far as it gets.
async fn read(
    request: Request<Incoming>,
    seen: Rc<RefCell<Vec<Message>>>,
) -> Result<Response<Empty<Bytes>>, hyper::Error> {
    let (head, mut body) = request.into_parts();
    let index = seen.borrow().len();
    seen.borrow_mut().push(Message {
        method: head.method.as_str().to_owned(),
        target: head
            .uri
            .path_and_query()
            .map(ToString::to_string)
            .unwrap_or_default(),
        is_11: head.version == Version::HTTP_11,
        body: Vec::new(),
        complete: false,
    });
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            seen.borrow_mut()[index].body.extend_from_slice(&data);
        }
    }
    seen.borrow_mut()[index].complete = true;
    Ok(Response::new(Empty::new()))
}

/// The input, then its end; output goes nowhere.
struct Wire {
    input: Vec<u8>,
    at: usize,
}

impl Read for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let count = buffer.remaining().min(self.input.len() - self.at);
        buffer.put_slice(&self.input[self.at..self.at + count]);
        self.at += count;
        Poll::Ready(Ok(()))
    }
}

impl Write for Wire {
    fn poll_write(
        self: Pin<&mut Self>,
        _cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
