//! HTTP/1.0 and HTTP/1.1, server side, as a state machine that is fed bytes and yields
//! events. It parses request heads, follows body framing, writes response heads and decides
//! whether a connection may carry another request. It never touches a socket, a clock or a
//! thread, never buffers input and never copies a body byte.
//!
//! ```
//! use ta_http1::{BodyFraming, Connection, DateCache, Event, Limits, RequestHead, ResponseHead};
//!
//! let mut date = DateCache::new();
//! date.update(std::time::SystemTime::now());
//! let (mut connection, mut head, mut out) =
//!     (Connection::new(Limits::default()), RequestHead::new(), Vec::new());
//!
//! let input = b"GET /hello?x=1 HTTP/1.1\r\nHost: example.com\r\n\r\n";
//! let step = connection.receive(input, &mut head);
//! assert_eq!(step.event, Event::Head);
//! assert_eq!((head.method(), head.path(), head.query()), ("GET", "/hello", Some("x=1")));
//! assert_eq!(connection.receive(&input[step.consumed..], &mut head).event, Event::End);
//!
//! let answer = ResponseHead { status: 200, reason: None, length: Some(5), close: false };
//! let framing = connection.respond(&mut out, date.as_bytes(), &answer, []);
//! assert_eq!(framing, BodyFraming::Length(5));
//! out.extend_from_slice(b"hello");
//! assert!(connection.answered());
//! ```
//!
//! The order of calls, for every request:
//!
//! 1. [`Connection::receive`] with all unconsumed bytes until it yields [`Event::Head`].
//! 2. `receive` again for [`Event::Body`] ranges until [`Event::End`]; before the first
//!    body byte, [`Connection::continue_100`] when the body is really wanted.
//! 3. [`Connection::respond`], then the body in the returned [`BodyFraming`].
//! 4. [`Connection::answered`]; when it is true, start over with what is left of the input.
//!
//! Steps 2 and 3 may overlap: an answer may be given before the body has arrived.

#![forbid(unsafe_code)]

mod assemble;
mod chunked;
mod connection;
mod date;
mod encode;
mod fields;
mod head;
mod head_reader;
mod limits;
mod method;
mod reason;
mod refusal;
mod request_line;
mod respond;
mod swar;
mod syntax;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod version;
mod whole_head;

pub use assemble::Pseudo;
pub use connection::{Connection, Eof, Event, Step};
pub use date::DateCache;
pub use encode::{chunk_end, chunk_head, last_chunk};
pub use head::{BodyLength, Fields, RequestHead};
pub use limits::Limits;
pub use reason::reason_phrase;
pub use refusal::Refusal;
pub use respond::{BodyFraming, ResponseHead};
pub use syntax::{is_field_value, is_token};
pub use version::Version;
