//! A client that sends an exact number of requests, which wrk cannot.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n";

/// Requests per write when many are sent.
const BATCH: u64 = 16;

/// One keep-alive connection.
pub(super) struct Client {
    stream: TcpStream,
    /// Length of one answer; they are all alike.
    answer: usize,
}

impl Client {
    /// Connects and has one request answered.
    ///
    /// # Errors
    /// When the server refuses, answers anything but 200, or takes over 10 s.
    pub(super) fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).context("cannot connect")?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        stream.set_write_timeout(Some(Duration::from_secs(10)))?;
        let mut client = Self { stream, answer: 0 };
        client.stream.write_all(REQUEST)?;
        let mut answer = Vec::new();
        while !complete(&answer)? {
            let mut chunk = [0; 4096];
            let read = client.stream.read(&mut chunk).context("no answer")?;
            if read == 0 {
                bail!("the server closed the connection");
            }
            answer.extend_from_slice(&chunk[..read]);
        }
        client.answer = answer.len();
        Ok(client)
    }

    /// Sends `count` further requests, [`BATCH`] at a time, and reads all answers.
    ///
    /// # Errors
    /// When the connection fails.
    pub(super) fn repeat(&mut self, count: u64) -> Result<()> {
        let batch = REQUEST.repeat(BATCH as usize);
        let mut answers = vec![0; self.answer * BATCH as usize];
        let mut left = count;
        while left > 0 {
            let now = left.min(BATCH) as usize;
            self.stream
                .write_all(&batch[..now * REQUEST.len()])
                .context("cannot send")?;
            self.stream
                .read_exact(&mut answers[..now * self.answer])
                .context("no answer")?;
            if !answers.starts_with(b"HTTP/1.1 200 ") {
                bail!("an answer is not 200");
            }
            left -= now as u64;
        }
        Ok(())
    }
}

/// Whether a whole answer with Content-Length has arrived.
fn complete(answer: &[u8]) -> Result<bool> {
    let Some(head) = answer.windows(4).position(|window| window == b"\r\n\r\n") else {
        return Ok(false);
    };
    let text = std::str::from_utf8(&answer[..head])
        .context("the head is not text")?
        .to_ascii_lowercase();
    if !text.starts_with("http/1.1 200 ") {
        bail!(
            "the server answered {:?}",
            text.lines().next().unwrap_or_default()
        );
    }
    let length: usize = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok())
        .context("the answer has no content-length")?;
    Ok(answer.len() >= head + 4 + length)
}

#[cfg(test)]
mod tests {
    use super::complete;

    #[test]
    fn an_answer_is_complete_with_its_last_body_byte() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
        assert!(complete(answer).expect("valid"));
        assert!(!complete(&answer[..answer.len() - 1]).expect("valid"));
        assert!(!complete(b"HTTP/1.1 200 OK\r\n").expect("valid"));
        assert!(complete(b"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n").is_err());
    }
}
