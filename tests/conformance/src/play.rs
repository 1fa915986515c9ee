//! Plays one case on a socket and judges what comes back: first what holds for every answer,
//! then what the case says.

use std::io::Write;
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::thread;
use std::time::Duration;

use crate::Writes;
use crate::case::{Answer, Body, Case, End, Field, Step};
use crate::wire::{Ending, Reader, Received, shown};

/// Longest wait for a write.
const PATIENCE: Duration = Duration::from_secs(15);

/// So much at either end of a write goes byte by byte.
const SINGLE: usize = 1024;

/// What is between goes in pieces of this size: odd, so that no line ends with one for long.
const PIECE: usize = 97;

/// Plays a case; says what is wrong.
pub(crate) fn play(case: &Case, server: SocketAddr, writes: Writes) -> Result<(), String> {
    let stream = connect(server).map_err(|error| format!("cannot connect: {error}"))?;
    let mut reader = Reader::new(&stream);
    reader.be_patient()?;
    let answers = case.steps.iter().filter(|step| is_final(step)).count();
    let mut seen = 0;
    let mut last = None;
    for step in &case.steps {
        match step {
            Step::Send(bytes) => {
                let sent = send(&stream, bytes, writes);
                if case.taken {
                    sent.map_err(|error| format!("not all was taken: {error}"))?;
                }
            }
            Step::HalfClose => stream
                .shutdown(Shutdown::Write)
                .map_err(|error| format!("cannot half-close: {error}"))?,
            Step::Pause(time) => thread::sleep(*time),
            Step::Silence(time) => reader.silence(*time)?,
            Step::Answer(wanted) => {
                let received = next(&mut reader, wanted, case.may_continue)?;
                if wanted.status >= 200 {
                    seen += 1;
                }
                judge(wanted, &received)
                    .map_err(|why| format!("answer {seen}: {why}, in {}", described(&received)))?;
                // RFC 9112 §9.6: nothing follows an answer that says close.
                if received.closes() && seen < answers {
                    return Err(format!("answer {seen} of {answers} closes"));
                }
                last = Some(received);
            }
        }
    }
    finish(case, &stream, &mut reader, last.as_ref(), writes)
}

fn is_final(step: &Step) -> bool {
    matches!(step, Step::Answer(answer) if answer.status >= 200)
}

fn connect(server: SocketAddr) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&server, PATIENCE)?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Sends as much as the server takes. That it may stop listening is part of many cases; what
/// it owes the client all the same is seen in reading.
fn send(mut stream: &TcpStream, bytes: &[u8], writes: Writes) -> std::io::Result<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let done = bytes.len() - rest.len();
        let size = match writes {
            Writes::Whole => rest.len(),
            Writes::ByteByByte if done < SINGLE || rest.len() <= SINGLE => 1,
            Writes::ByteByByte => PIECE.min(rest.len() - SINGLE),
        };
        let (piece, later) = rest.split_at(size);
        stream.write_all(piece)?;
        rest = later;
    }
    Ok(())
}

/// The next answer, without a `100 Continue` that may or may not be there.
fn next(reader: &mut Reader<'_>, wanted: &Answer, may_continue: bool) -> Result<Received, String> {
    let received = reader.answer(wanted.to_head)?;
    if may_continue && received.status == 100 && wanted.status != 100 {
        return reader.answer(wanted.to_head);
    }
    Ok(received)
}

fn judge(wanted: &Answer, received: &Received) -> Result<(), String> {
    if received.status != wanted.status {
        return Err(format!("status {} is wanted", wanted.status));
    }
    if received.status >= 200 {
        // RFC 9110 §6.6.1: an origin server with a clock MUST send Date.
        match received.values("date")[..] {
            [date] if date.len() == 29 && date.ends_with(" GMT") => {}
            ref other => return Err(format!("date {other:?}")),
        }
    }
    for (name, field) in &wanted.fields {
        let values = received.values(name);
        let right = match field {
            Field::Is(value) => values == [value.as_str()],
            Field::Absent => values.is_empty(),
            Field::Lines(count) => values.len() == *count,
        };
        let trailing = received.trailers.iter().filter(|(known, _)| known == name);
        let trailing: Vec<_> = trailing.map(|(_, value)| value.as_str()).collect();
        let right_behind = matches!(field, Field::Is(value) if trailing == [value.as_str()]);
        if !right && !right_behind || matches!(field, Field::Absent) && !trailing.is_empty() {
            return Err(format!("{name} must be {field:?}"));
        }
    }
    let incomplete = matches!(wanted.body, Body::Incomplete);
    if received.incomplete != incomplete {
        return Err(format!("incomplete: {}", received.incomplete));
    }
    judge_body(&wanted.body, received)
}

fn judge_body(wanted: &Body, received: &Received) -> Result<(), String> {
    let text = String::from_utf8_lossy(&received.body);
    match wanted {
        Body::Any | Body::Incomplete => Ok(()),
        Body::None if received.body.is_empty() => Ok(()),
        Body::Is(bytes) if *bytes == received.body => Ok(()),
        Body::Reason if text == format!("{}\r\n", received.reason) => Ok(()),
        Body::Lines(there, lacking) => {
            for line in there {
                if !text.lines().any(|known| known == line) {
                    return Err(format!("no line {line:?}"));
                }
            }
            match lacking
                .iter()
                .find(|start| text.lines().any(|line| line.starts_with(start.as_str())))
            {
                None => Ok(()),
                Some(start) => Err(format!("a line {start:?}…")),
            }
        }
        Body::Is(bytes) => Err(format!("the body must be {}", shown(bytes))),
        Body::None | Body::Reason => Err(format!("the body must be {wanted:?}")),
    }
}

/// Judges how the connection ends.
fn finish(
    case: &Case,
    stream: &TcpStream,
    reader: &mut Reader<'_>,
    last: Option<&Received>,
    writes: Writes,
) -> Result<(), String> {
    let announced = last.is_some_and(Received::closes);
    match case.end {
        End::Kept => {
            if announced {
                return Err("the last answer closes".into());
            }
            // What fails here is seen in reading.
            let _ = send(
                stream,
                b"GET /probe HTTP/1.1\r\nHost: probe\r\n\r\n",
                writes,
            );
            let probe = reader
                .answer(false)
                .map_err(|why| format!("the connection is not kept: {why}"))?;
            let target = String::from_utf8_lossy(&probe.body).contains("target=/probe\n");
            if probe.status != 200 || !target {
                return Err(format!("instead of the next answer {}", described(&probe)));
            }
            reader.silence(Duration::from_millis(5))
        }
        End::Closed | End::Silent => {
            if case.end == End::Closed && !announced {
                return Err("the last answer does not close".into());
            }
            match reader.rest()? {
                (rest, _) if !rest.is_empty() => Err(format!("behind the last: {}", shown(&rest))),
                (_, Ending::Orderly) => Ok(()),
                (_, Ending::Reset) => Err("the connection was reset".into()),
            }
        }
        End::Cut => match reader.rest()? {
            (rest, _) if !rest.is_empty() => Err(format!("behind the last: {}", shown(&rest))),
            _ => Ok(()),
        },
    }
}

fn described(received: &Received) -> String {
    format!(
        "{} {:?} {:?} {:?} {}",
        received.status,
        received.reason,
        received.fields,
        received.trailers,
        shown(&received.body)
    )
}
