//! A raw HTTP/1 client: sends exactly the bytes it is given, and checks what comes back.
//!
//! It frames responses by what they say (`Content-Length`, chunked, until close) and
//! panics on anything it does not understand: these are tests.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

/// Longest silence a test accepts.
const SILENCE: Duration = Duration::from_secs(15);

/// One connection to a server.
pub struct Connection {
    stream: Stream,
    received: Vec<u8>,
}

enum Stream {
    Tcp(TcpStream),
    Unix(UnixStream),
}

/// One response.
#[derive(Debug, PartialEq, Eq)]
pub struct Response {
    /// `HTTP/1.1`
    pub version: String,
    /// 100..=599
    pub status: u16,
    /// What follows the status on its line.
    pub reason: String,
    /// Names in lower case, in order.
    pub headers: Vec<(String, String)>,
    /// Without framing.
    pub body: Vec<u8>,
}

impl Response {
    /// The only field of that name.
    ///
    /// # Panics
    /// When there are several: no test expects that from this.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(known, _)| known == name);
        let value = values.next().map(|(_, value)| value.as_str());
        assert!(values.next().is_none(), "{name} is there twice: {self:?}");
        value
    }

    /// The body as text.
    ///
    /// # Panics
    /// When it is not UTF-8.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body of text")
    }
}

impl Connection {
    /// Connects to a loopback port.
    ///
    /// # Panics
    /// When nobody listens.
    pub fn open(port: u16) -> Self {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("a listening server");
        stream.set_nodelay(true).expect("a TCP socket");
        stream.set_read_timeout(Some(SILENCE)).expect("not zero");
        stream.set_write_timeout(Some(SILENCE)).expect("not zero");
        Self {
            stream: Stream::Tcp(stream),
            received: Vec::new(),
        }
    }

    /// Connects to a Unix socket.
    ///
    /// # Panics
    /// When nobody listens.
    pub fn open_unix(path: &Path) -> Self {
        let stream = UnixStream::connect(path).expect("a listening server");
        stream.set_read_timeout(Some(SILENCE)).expect("not zero");
        stream.set_write_timeout(Some(SILENCE)).expect("not zero");
        Self {
            stream: Stream::Unix(stream),
            received: Vec::new(),
        }
    }

    /// Sends bytes as they are.
    ///
    /// # Panics
    /// When the peer does not take them.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.try_send(bytes).expect("the server reads");
    }

    /// Sends bytes as they are.
    ///
    /// # Errors
    /// When the peer does not take them.
    pub fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> std::io::Result<()> {
        match &mut self.stream {
            Stream::Tcp(stream) => stream.write_all(bytes.as_ref()),
            Stream::Unix(stream) => stream.write_all(bytes.as_ref()),
        }
    }

    /// Sends a request without a body and reads its response.
    pub fn get(&mut self, target: &str) -> Response {
        self.send(get(target));
        self.response()
    }

    /// No more bytes from us.
    pub fn half_close(&self) {
        let closed = match &self.stream {
            Stream::Tcp(stream) => stream.shutdown(Shutdown::Write),
            Stream::Unix(stream) => stream.shutdown(Shutdown::Write),
        };
        closed.expect("an open connection");
    }

    /// Reads one response to a request that was not HEAD.
    ///
    /// # Panics
    /// When it is not one, or the connection ends before it does.
    pub fn response(&mut self) -> Response {
        self.try_response()
            .expect("a response, not the end of the connection")
    }

    /// Reads the response to a HEAD request.
    ///
    /// # Panics
    /// Like [`Connection::response`].
    pub fn response_to_head(&mut self) -> Response {
        self.head().expect("a response to HEAD")
    }

    /// Reads one response; `None` when the peer closes before its first byte.
    ///
    /// # Panics
    /// When the response is cut or not understood.
    pub fn try_response(&mut self) -> Option<Response> {
        let mut response = self.head()?;
        // RFC 9112 §6.3: these have no body, whatever their fields say.
        if response.status < 200 || matches!(response.status, 204 | 304) {
            return Some(response);
        }
        response.body = match (
            response.header("transfer-encoding"),
            response.header("content-length"),
        ) {
            (Some("chunked"), None) => self.chunks(),
            (None, Some(length)) => {
                let length = length.parse().expect("a length in digits");
                self.take(length)
            }
            (None, None) => self.rest(),
            _ => panic!("contradictory framing: {response:?}"),
        };
        Some(response)
    }

    /// Everything until the peer closes.
    ///
    /// # Panics
    /// When it does not close within 15 s.
    pub fn rest(&mut self) -> Vec<u8> {
        while self.fill() {}
        std::mem::take(&mut self.received)
    }

    /// Whether the peer has closed without sending anything more.
    pub fn is_closed(&mut self) -> bool {
        self.rest().is_empty()
    }

    fn head(&mut self) -> Option<Response> {
        let end = loop {
            if let Some(at) = find(&self.received, b"\r\n\r\n") {
                break at;
            }
            if !self.fill() {
                let cut = String::from_utf8_lossy(&self.received);
                assert!(cut.is_empty(), "the response is cut: {cut:?}");
                return None;
            }
        };
        let head = self.take(end + 4);
        let head = std::str::from_utf8(&head[..end]).expect("a head in ASCII");
        let mut lines = head.split("\r\n");
        let mut status = lines.next().expect("a status line").splitn(3, ' ');
        let mut part = || {
            status
                .next()
                .unwrap_or_else(|| panic!("no status line: {head:?}"))
        };
        let (version, code, reason) = (part().to_owned(), part(), part().to_owned());
        assert!(version.starts_with("HTTP/1."), "not HTTP: {head:?}");
        let headers = lines.map(|line| {
            let (name, value) = line
                .split_once(':')
                .unwrap_or_else(|| panic!("not a field: {line:?}"));
            (name.to_ascii_lowercase(), value.trim().to_owned())
        });
        Some(Response {
            version,
            status: code.parse().expect("a status in digits"),
            reason,
            headers: headers.collect(),
            body: Vec::new(),
        })
    }

    fn chunks(&mut self) -> Vec<u8> {
        let mut body = Vec::new();
        loop {
            let line = self.line();
            let size = line.split(';').next().unwrap_or_default();
            let size = usize::from_str_radix(size.trim(), 16).expect("a chunk size in hex");
            if size == 0 {
                while !self.line().is_empty() {}
                return body;
            }
            body.extend_from_slice(&self.take(size));
            assert_eq!(self.take(2), b"\r\n", "a chunk ends with CRLF");
        }
    }

    fn line(&mut self) -> String {
        let end = loop {
            if let Some(at) = find(&self.received, b"\r\n") {
                break at;
            }
            assert!(self.fill(), "the connection ended within a line");
        };
        let mut line = self.take(end + 2);
        line.truncate(end);
        String::from_utf8(line).expect("a line in ASCII")
    }

    fn take(&mut self, count: usize) -> Vec<u8> {
        while self.received.len() < count {
            let here = self.received.len();
            assert!(self.fill(), "the body is cut: {here} of {count} bytes");
        }
        let rest = self.received.split_off(count);
        std::mem::replace(&mut self.received, rest)
    }

    /// Reads some more; `false` at the end.
    fn fill(&mut self) -> bool {
        match self.try_fill() {
            Ok(more) => more,
            // A close with unread input of ours is still a close.
            Err(error) if error.kind() == ErrorKind::ConnectionReset => false,
            Err(error) => panic!(
                "no more bytes ({error}) after {:?}",
                String::from_utf8_lossy(&self.received)
            ),
        }
    }

    fn try_fill(&mut self) -> std::io::Result<bool> {
        let mut chunk = [0; 64 * 1024];
        loop {
            let read = match &mut self.stream {
                Stream::Tcp(stream) => stream.read(&mut chunk),
                Stream::Unix(stream) => stream.read(&mut chunk),
            };
            match read {
                Ok(count) => {
                    self.received.extend_from_slice(&chunk[..count]);
                    return Ok(count > 0);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// The bytes of a GET request.
pub fn get(target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nhost: test\r\n\r\n")
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}
