//! The reading half of a client that believes nothing: takes answers off a socket by the rules
//! of RFC 9112 §6.3 and complains about everything a server must not send.

use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::time::Duration;

/// Longest wait for anything that must come.
const PATIENCE: Duration = Duration::from_secs(15);

/// No answer of the table comes near it.
const MOST: usize = 4 << 20;

/// The receiving side of a connection.
pub(crate) struct Reader<'a> {
    stream: &'a TcpStream,
    pending: Vec<u8>,
    ended: Option<Ending>,
}

/// How the input ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Orderly,
    Reset,
}

/// What was read.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) reason: String,
    /// Names in lower case.
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Of a chunked body.
    pub(crate) trailers: Vec<(String, String)>,
    /// The body ended before its end.
    pub(crate) incomplete: bool,
}

impl Received {
    pub(crate) fn values(&self, name: &str) -> Vec<&str> {
        let named = self.fields.iter().filter(|(known, _)| known == name);
        named.map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn closes(&self) -> bool {
        self.values("connection").contains(&"close")
    }
}

impl<'a> Reader<'a> {
    pub(crate) fn new(stream: &'a TcpStream) -> Self {
        Self {
            stream,
            pending: Vec::new(),
            ended: None,
        }
    }

    /// The next answer.
    pub(crate) fn answer(&mut self, to_head: bool) -> Result<Received, String> {
        let head = self.until(b"\r\n\r\n")?;
        let head = String::from_utf8(head).map_err(|_| "a head that is no UTF-8")?;
        let mut lines = head.trim_end_matches("\r\n").split("\r\n");
        let (status, reason) = status_line(lines.next().unwrap_or_default())?;
        let mut received = Received {
            status,
            reason,
            fields: lines.map(field_line).collect::<Result<_, _>>()?,
            body: Vec::new(),
            trailers: Vec::new(),
            incomplete: false,
        };
        let length = content_length(&received)?;
        let chunked = match received.values("transfer-encoding")[..] {
            [] => false,
            ["chunked"] => true,
            ref other => return Err(format!("transfer-encoding {other:?}")),
        };
        // RFC 9112 §6.2: MUST NOT send both.
        if chunked && length.is_some() {
            return Err("both content-length and transfer-encoding".into());
        }
        // RFC 9112 §6.1, RFC 9110 §8.6: neither of them in 1xx and 204.
        if matches!(status, 100..=199 | 204) && (chunked || length.is_some()) {
            return Err(format!("framing in a {status}"));
        }
        // RFC 9112 §6.3: what has no body whatever the fields say.
        if to_head || matches!(status, 100..=199 | 204 | 304) {
            return Ok(received);
        }
        let complete = if chunked {
            self.chunks(&mut received)?
        } else if let Some(length) = length {
            self.exactly(length, &mut received.body)?
        } else {
            while self.fill()? {}
            received.body = std::mem::take(&mut self.pending);
            self.ended == Some(Ending::Orderly)
        };
        received.incomplete = !complete;
        Ok(received)
    }

    /// Everything up to the end of the connection, and which end that was.
    pub(crate) fn rest(&mut self) -> Result<(Vec<u8>, Ending), String> {
        while self.fill()? {}
        let ended = self.ended.unwrap_or(Ending::Orderly);
        Ok((std::mem::take(&mut self.pending), ended))
    }

    /// Asserts that nothing comes and nothing ends for so long.
    pub(crate) fn silence(&mut self, time: Duration) -> Result<(), String> {
        if !self.pending.is_empty() {
            return Err(format!("not silent: {}", shown(&self.pending)));
        }
        self.set_timeout(time)?;
        let mut byte = [0];
        let result = match (&mut &*self.stream).read(&mut byte) {
            Ok(0) => Err("not silent: the connection ended".into()),
            Ok(_) => Err(format!("not silent: {}…", shown(&byte))),
            Err(error) if is_timeout(error.kind()) => Ok(()),
            Err(error) => Err(format!("not silent: {error}")),
        };
        self.set_timeout(PATIENCE)?;
        result
    }

    pub(crate) fn set_timeout(&self, time: Duration) -> Result<(), String> {
        self.stream
            .set_read_timeout(Some(time))
            .map_err(|error| error.to_string())
    }

    pub(crate) fn be_patient(&self) -> Result<(), String> {
        self.set_timeout(PATIENCE)
    }

    /// Reads chunks up to the end of the body; false when it breaks off.
    fn chunks(&mut self, received: &mut Received) -> Result<bool, String> {
        loop {
            let Some(line) = self.line()? else {
                return Ok(false);
            };
            let size = usize::from_str_radix(&line, 16)
                .map_err(|_| format!("a chunk size of {line:?}"))?;
            if size == 0 {
                break;
            }
            if size > MOST || !self.exactly(size, &mut received.body)? {
                return Ok(false);
            }
            let mut end = Vec::new();
            if !self.exactly(2, &mut end)? {
                return Ok(false);
            }
            if end != b"\r\n" {
                return Err(format!("chunk data that ends in {}", shown(&end)));
            }
        }
        loop {
            match self.line()? {
                None => return Ok(false),
                Some(line) if line.is_empty() => return Ok(true),
                Some(line) => received.trailers.push(field_line(&line)?),
            }
        }
    }

    /// One line of framing without its end; `None` when the input ends before.
    fn line(&mut self) -> Result<Option<String>, String> {
        loop {
            if let Some(at) = find(&self.pending, b"\r\n") {
                let line = self.pending.drain(..at + 2).take(at).collect();
                let line = String::from_utf8(line).map_err(|_| "framing that is no UTF-8")?;
                return Ok(Some(line));
            }
            if !self.fill()? {
                return Ok(None);
            }
        }
    }

    /// Moves so many bytes into `to`; false, after moving what there is, when the input ends.
    fn exactly(&mut self, count: usize, to: &mut Vec<u8>) -> Result<bool, String> {
        while self.pending.len() < count {
            if !self.fill()? {
                to.append(&mut self.pending);
                return Ok(false);
            }
        }
        to.extend(self.pending.drain(..count));
        Ok(true)
    }

    fn until(&mut self, end: &[u8]) -> Result<Vec<u8>, String> {
        loop {
            if let Some(at) = find(&self.pending, end) {
                return Ok(self.pending.drain(..at + end.len()).collect());
            }
            if !self.fill()? {
                let ended = self.ended;
                let pending = shown(&self.pending);
                return Err(format!(
                    "{ended:?} end instead of an answer, after {pending}"
                ));
            }
        }
    }

    /// Reads once; false at the end of the input.
    fn fill(&mut self) -> Result<bool, String> {
        if self.ended.is_some() {
            return Ok(false);
        }
        let mut chunk = [0; 16 * 1024];
        match (&mut &*self.stream).read(&mut chunk) {
            Ok(0) => self.ended = Some(Ending::Orderly),
            Ok(count) => {
                self.pending.extend_from_slice(&chunk[..count]);
                if self.pending.len() > MOST {
                    return Err("an answer without end".into());
                }
                return Ok(true);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => return Ok(true),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => {
                self.ended = Some(Ending::Reset);
            }
            Err(error) if is_timeout(error.kind()) => {
                return Err(format!("no answer in time, only {}", shown(&self.pending)));
            }
            Err(error) => return Err(error.to_string()),
        }
        Ok(false)
    }
}

/// RFC 9112 §4: `version SP 3DIGIT SP [ reason ]`.
fn status_line(line: &str) -> Result<(u16, String), String> {
    let bad = || format!("a status line of {line:?}");
    let rest = line.strip_prefix("HTTP/1.1 ").ok_or_else(bad)?;
    let (status, reason) = rest.split_at_checked(3).ok_or_else(bad)?;
    let status = status.parse().map_err(|_| bad())?;
    let reason = reason.strip_prefix(' ').ok_or_else(bad)?;
    Ok((status, reason.to_owned()))
}

/// RFC 9112 §5: name ":" OWS value OWS.
fn field_line(line: &str) -> Result<(String, String), String> {
    let bad = || format!("a field line of {line:?}");
    let (name, value) = line.split_once(':').ok_or_else(bad)?;
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) || value.contains(|c: char| c.is_control()) {
        return Err(bad());
    }
    Ok((name.to_ascii_lowercase(), value.trim().to_owned()))
}

fn content_length(received: &Received) -> Result<Option<usize>, String> {
    match received.values("content-length")[..] {
        [] => Ok(None),
        [value] => value
            .parse()
            .map(Some)
            .map_err(|_| format!("content-length {value:?}")),
        ref several => Err(format!("content-length {several:?}")),
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|part| part == what)
}

fn is_timeout(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

/// The beginning of some bytes, printable.
pub(crate) fn shown(bytes: &[u8]) -> String {
    let shown = bytes[..bytes.len().min(200)].escape_ascii();
    format!("{} bytes \"{shown}\"", bytes.len())
}
