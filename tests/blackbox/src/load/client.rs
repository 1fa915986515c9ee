//! One keep-alive connection of the load, and the judgement on its answers.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Fault;
use super::task::Task;

/// An open connection with no answer outstanding.
pub(super) struct Client {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Client {
    pub(super) async fn connect(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            received: Vec::new(),
        })
    }

    /// Sends the request and compares its answer; the length of its body.
    pub(super) async fn perform(&mut self, task: &Task) -> Result<u64, Fault> {
        let kind = task.kind;
        let broken = |what: &str| Fault::Socket(format!("{kind:?}: {what}"));
        let wrong = |what: String| Fault::Wrong(format!("{kind:?}: {what}"));
        if let Err(error) = self.stream.write_all(&task.request).await {
            return Err(broken(&format!("cannot send: {error}")));
        }

        let end = loop {
            if let Some(end) = self.received.windows(4).position(|w| w == b"\r\n\r\n") {
                break end;
            }
            self.fill().await.map_err(|error| broken(&error))?;
        };
        let (status, length) = parse(&self.received[..end])
            .ok_or_else(|| wrong(format!("not a head: {}", show(&self.received[..end]))))?;
        if status != task.status {
            return Err(wrong(format!("status {status}, not {}", task.status)));
        }
        if length != task.body.len() {
            return Err(wrong(format!("{length} bytes, not {}", task.body.len())));
        }

        let whole = end + 4 + length;
        self.received
            .reserve(whole.saturating_sub(self.received.len()));
        while self.received.len() < whole {
            self.fill().await.map_err(|error| broken(&error))?;
        }
        let body = &self.received[end + 4..];
        if body != task.body {
            let at = body.iter().zip(&task.body).position(|(a, b)| a != b);
            return Err(wrong(match at {
                Some(at) => format!("byte {at} of {length} differs: {}", show(&body[at..])),
                None => format!("more than was asked for: {}", show(&body[length..])),
            }));
        }
        self.received.clear();
        // One large answer must not stay with every connection.
        self.received.shrink_to(16 * 1024);
        Ok(length as u64)
    }

    /// Sends the request and closes the connection some time later.
    pub(super) async fn hang_up(mut self, task: &Task, after: Duration) -> Result<(), Fault> {
        let sent = self.stream.write_all(&task.request).await;
        sent.map_err(|error| Fault::Socket(format!("{:?}: cannot send: {error}", task.kind)))?;
        tokio::time::sleep(after).await;
        Ok(())
    }

    async fn fill(&mut self) -> Result<(), String> {
        match self.stream.read_buf(&mut self.received).await {
            Ok(0) if self.received.is_empty() => Err("closed without an answer".into()),
            Ok(0) => Err(format!(
                "closed within the answer, after {} bytes",
                self.received.len()
            )),
            Ok(_) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Status and Content-Length of a head; `None` for anything a client could not frame.
fn parse(head: &[u8]) -> Option<(u16, usize)> {
    let head = std::str::from_utf8(head).ok()?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.strip_prefix("HTTP/1.1 ")?.get(..3)?;
    let mut lengths = lines.filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim())
    });
    let length = lengths.next()?;
    lengths
        .next()
        .is_none()
        .then_some((status.parse().ok()?, length.parse().ok()?))
}

fn show(bytes: &[u8]) -> String {
    let shown = &bytes[..bytes.len().min(60)];
    format!("{:?}", String::from_utf8_lossy(shown))
}
