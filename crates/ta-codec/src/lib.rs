//! What the bytes of a message mean once HTTP framing is off: multipart and urlencoded forms,
//! ranges, conditional requests, and the choice of a content coding. Everything here is the
//! same on every HTTP version; it never does I/O, reads no clock and knows nothing of PHP but
//! the grammar of its variable names.
//!
//! ```
//! use bytes::Bytes;
//! use ta_codec::multipart::{Boundary, Event, Limits, Parser};
//!
//! let boundary = Boundary::of(b"multipart/form-data; boundary=xyz").unwrap().unwrap();
//! let mut parser = Parser::new(&boundary, Limits::default());
//! let mut chunk = Bytes::from_static(
//!     b"--xyz\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nhello\r\n--xyz--\r\n",
//! );
//! assert_eq!(parser.next(&mut chunk), Ok(Some(Event::Part)));
//! assert_eq!(parser.part().name(), b"a");
//! assert_eq!(parser.next(&mut chunk), Ok(Some(Event::Data(Bytes::from_static(b"hello")))));
//! assert_eq!(parser.next(&mut chunk), Ok(Some(Event::PartEnd)));
//! assert_eq!(parser.next(&mut chunk), Ok(Some(Event::End)));
//! assert_eq!(parser.next(&mut chunk), Ok(None));
//! assert_eq!(parser.finish(), Ok(()));
//! ```

#![forbid(unsafe_code)]

pub mod accept;
pub mod conditional;
pub mod forms;
pub mod multipart;
pub mod range;
mod syntax;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
