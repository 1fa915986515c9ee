//! A client that sends exactly the bytes it is told to and reads answers one
//! by one. Every wait is bounded.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

/// Longer than anything a passing test waits for.
const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) struct Client {
    stream: TcpStream,
    pending: Vec<u8>,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// Field lines after a chunked body.
    pub(crate) trailers: String,
}

impl Answer {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a text body")
    }

    pub(crate) fn closes(&self) -> bool {
        self.field("connection") == Some("close")
    }
}

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect_timeout(&address, PATIENCE).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream,
            pending: Vec::new(),
        }
    }

    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        self.stream.write_all(bytes.as_ref()).expect("sent");
        self
    }

    /// Sends as much as the server takes; it may cut us off.
    pub(crate) fn try_send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes)
    }

    pub(crate) fn get(&mut self, path: &str) -> &mut Self {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: test\r\n\r\n"))
    }

    /// Sends several requests at once: a server that gives up after the first
    /// would refuse a second `send`.
    pub(crate) fn get_all(&mut self, paths: &[&str]) -> &mut Self {
        let requests: String = paths
            .iter()
            .map(|path| format!("GET {path} HTTP/1.1\r\nHost: test\r\n\r\n"))
            .collect();
        self.send(requests)
    }

    /// Ends our sending side.
    pub(crate) fn half_close(&mut self) -> &mut Self {
        self.stream.shutdown(Shutdown::Write).unwrap();
        self
    }

    pub(crate) fn answer(&mut self) -> Answer {
        self.answer_to("GET")
    }

    /// Reads an answer, whose framing depends on the method of the request.
    pub(crate) fn answer_to(&mut self, method: &str) -> Answer {
        let head = self.until(b"\r\n\r\n");
        let head = String::from_utf8(head).unwrap();
        let status = head[9..12].parse().unwrap();
        let mut answer = Answer {
            status,
            head,
            body: Vec::new(),
            trailers: String::new(),
        };
        let bodiless = method == "HEAD" || matches!(status, 100..=199 | 204 | 304);
        if bodiless {
            return answer;
        }
        if answer.field("transfer-encoding") == Some("chunked") {
            self.read_chunks(&mut answer);
        } else if let Some(length) = answer.field("content-length") {
            let length = length.parse().unwrap();
            answer.body = self.exactly(length);
        } else {
            answer.body = self.rest();
        }
        answer
    }

    fn read_chunks(&mut self, answer: &mut Answer) {
        loop {
            let line = self.until(b"\r\n");
            let digits = std::str::from_utf8(&line[..line.len() - 2]).unwrap();
            let size = usize::from_str_radix(digits, 16).unwrap();
            if size == 0 {
                break;
            }
            answer.body.extend(self.exactly(size));
            assert_eq!(self.exactly(2), b"\r\n");
        }
        loop {
            let line = self.until(b"\r\n");
            if line == b"\r\n" {
                break;
            }
            answer.trailers += std::str::from_utf8(&line).unwrap();
        }
    }

    /// Everything up to the end of the connection. Panics when it is reset.
    pub(crate) fn rest(&mut self) -> Vec<u8> {
        self.try_rest().expect("an orderly end")
    }

    pub(crate) fn try_rest(&mut self) -> io::Result<Vec<u8>> {
        let mut rest = std::mem::take(&mut self.pending);
        self.stream.read_to_end(&mut rest)?;
        Ok(rest)
    }

    /// Whether nothing arrives for this long.
    pub(crate) fn is_silent_for(&mut self, time: Duration) -> bool {
        self.stream.set_read_timeout(Some(time)).unwrap();
        let read = self.stream.read(&mut [0]);
        self.stream.set_read_timeout(Some(PATIENCE)).unwrap();
        read.is_err_and(|error| {
            matches!(
                error.kind(),
                io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
            )
        })
    }

    pub(crate) fn exactly(&mut self, count: usize) -> Vec<u8> {
        while self.pending.len() < count {
            self.read_more();
        }
        self.pending.drain(..count).collect()
    }

    pub(crate) fn until(&mut self, end: &[u8]) -> Vec<u8> {
        loop {
            let found = self.pending.windows(end.len()).position(|part| part == end);
            if let Some(position) = found {
                return self.pending.drain(..position + end.len()).collect();
            }
            self.read_more();
        }
    }

    fn read_more(&mut self) {
        let mut buffer = [0; 65536];
        let count = self.stream.read(&mut buffer).expect("an answer in time");
        assert!(
            count > 0,
            "the connection ended within an answer after {:?}",
            String::from_utf8_lossy(&self.pending)
        );
        self.pending.extend_from_slice(&buffer[..count]);
    }
}
