//! The parser: which part of a multipart body comes next, and what each byte belongs to.

use bytes::{Buf, Bytes};

use super::delimiter::{Found, Scanner};
use super::head::HeadReader;
use super::{Boundary, Error, PartHead};

/// Bounds on one multipart body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most parts, nameless ones included; [`Error::TooManyParts`] beyond. Default 1024.
    pub parts: usize,
    /// Longest head of a part in bytes, with its line ends; [`Error::HeadTooLarge`] beyond.
    /// Default 16 KiB, room for a file name of 4096 bytes with every byte percent-encoded.
    pub head: usize,
    /// Longest name of a part in bytes; [`Error::NameTooLong`] beyond. Default 4096.
    pub name: usize,
    /// Largest body in bytes, everything counted; [`Error::BodyTooLarge`] beyond. Default
    /// unlimited: usually the protocol has counted already.
    pub body: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            parts: 1024,
            head: 16 << 10,
            name: 4096,
            body: u64::MAX,
        }
    }
}

/// What comes next in a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A part begins; [`Parser::part`] tells which.
    Part,
    /// More of the part's data, never empty: a slice of the chunk it came in.
    Data(Bytes),
    /// The part is complete.
    PartEnd,
    /// The body is complete; what follows is ignored.
    End,
}

/// Takes a multipart body apart.
///
/// Parts without a name are left out, as form data has no use for them (RFC 7578 §4.2 demands
/// one). Preamble and epilogue are skipped, line ends may be LF alone, and nothing is decoded
/// (RFC 7578 §4.7 deprecates `Content-Transfer-Encoding`). Unlike PHP it takes no single
/// quotes for quotes, no text behind the closing delimiter for parts, and no body for complete
/// that lacks it.
///
/// Data events share memory with the chunk: whoever keeps one keeps the chunk.
#[derive(Clone, Debug)]
pub struct Parser {
    limits: Limits,
    scanner: Scanner,
    state: State,
    head: HeadReader,
    part: PartHead,
    parts: usize,
    /// What [`Limits::body`] leaves.
    left: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Preamble,
    /// Behind a boundary.
    Line(Line),
    Head,
    Data,
    /// The data of a part nobody hears of.
    Nameless,
    Epilogue,
    Failed(Error),
}

/// The rest of a delimiter line (RFC 2046 §5.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    Start,
    Dash,
    Padding,
    Return,
}

impl Parser {
    /// A parser at the start of a body.
    #[must_use]
    pub fn new(boundary: &Boundary, limits: Limits) -> Self {
        Self {
            limits,
            scanner: Scanner::new(boundary),
            state: State::Preamble,
            head: HeadReader::default(),
            part: PartHead::default(),
            parts: 0,
            left: limits.body,
        }
    }

    /// The part that began last. Empty before the first.
    #[must_use]
    pub fn part(&self) -> &PartHead {
        &self.part
    }

    /// The next event, taken from the front of `chunk`; `None` when all of the chunk is
    /// consumed and another is wanted. An empty chunk may still yield events.
    ///
    /// # Errors
    /// The body is refused; every further call says the same.
    pub fn next(&mut self, chunk: &mut Bytes) -> Result<Option<Event>, Error> {
        let event = if chunk.len() as u64 <= self.left {
            let before = chunk.len();
            let event = self.step(chunk);
            self.left -= (before - chunk.len()) as u64;
            event
        } else {
            // `left` is less than a length.
            let allowed = self.left as usize;
            let mut window = chunk.slice(..allowed);
            let event = self.step(&mut window);
            let consumed = allowed - window.len();
            chunk.advance(consumed);
            self.left -= consumed as u64;
            match event {
                Ok(None) => Err(Error::BodyTooLarge),
                event => event,
            }
        };
        event.map_err(|error| self.fail(error))
    }

    /// Says whether the body was complete; to be called when `next` has returned `None` for
    /// the last chunk.
    ///
    /// # Errors
    /// The closing delimiter is missing, or the body was refused before.
    pub fn finish(&self) -> Result<(), Error> {
        match self.state {
            State::Epilogue => Ok(()),
            State::Preamble => Err(Error::NoDelimiter),
            State::Failed(error) => Err(error),
            State::Line(_) | State::Head | State::Data | State::Nameless => Err(Error::Truncated),
        }
    }

    /// Refuses the rest of the body.
    pub(super) fn fail(&mut self, error: Error) -> Error {
        self.state = State::Failed(error);
        error
    }

    fn step(&mut self, chunk: &mut Bytes) -> Result<Option<Event>, Error> {
        loop {
            match self.state {
                State::Preamble | State::Nameless => match self.scanner.advance(chunk) {
                    Some(Found::Data(_)) => {}
                    Some(Found::Delimiter) => self.state = State::Line(Line::Start),
                    None => return Ok(None),
                },
                State::Data => match self.scanner.advance(chunk) {
                    Some(Found::Data(data)) => return Ok(Some(Event::Data(data))),
                    Some(Found::Delimiter) => {
                        self.state = State::Line(Line::Start);
                        return Ok(Some(Event::PartEnd));
                    }
                    None => return Ok(None),
                },
                State::Line(line) => {
                    let Some(&byte) = chunk.first() else {
                        return Ok(None);
                    };
                    chunk.advance(1);
                    self.state = after_boundary(line, byte)?;
                    match self.state {
                        State::Epilogue => return Ok(Some(Event::End)),
                        State::Head => self.count_part()?,
                        _ => {}
                    }
                }
                State::Head => {
                    if !self.head.advance(chunk, self.limits.head)? {
                        return Ok(None);
                    }
                    if self.begin_part()? {
                        return Ok(Some(Event::Part));
                    }
                }
                State::Epilogue => {
                    chunk.clear();
                    return Ok(None);
                }
                State::Failed(error) => return Err(error),
            }
        }
    }

    fn count_part(&mut self) -> Result<(), Error> {
        self.parts += 1;
        if self.parts > self.limits.parts {
            return Err(Error::TooManyParts);
        }
        Ok(())
    }

    /// Reads the head that is complete; says whether the part has a name.
    fn begin_part(&mut self) -> Result<bool, Error> {
        let named = self.part.read(self.head.lines())?;
        self.head.clear();
        if self.part.name().len() > self.limits.name {
            return Err(Error::NameTooLong);
        }
        self.state = if named { State::Data } else { State::Nameless };
        // RFC 2046 §5.1.1: the blank line belongs to a body the part need not have; without
        // one its line end is the delimiter's.
        self.scanner.at_line_start();
        Ok(named)
    }
}

/// What follows when `byte` stands behind a boundary (RFC 2046 §5.1.1: blanks and a line end,
/// or two dashes).
fn after_boundary(line: Line, byte: u8) -> Result<State, Error> {
    match (line, byte) {
        (Line::Start, b'-') => Ok(State::Line(Line::Dash)),
        (Line::Start | Line::Padding, b' ' | b'\t') => Ok(State::Line(Line::Padding)),
        (Line::Start | Line::Padding, b'\r') => Ok(State::Line(Line::Return)),
        (Line::Start | Line::Padding | Line::Return, b'\n') => Ok(State::Head),
        (Line::Dash, b'-') => Ok(State::Epilogue),
        _ => Err(Error::Delimiter),
    }
}

#[cfg(test)]
mod tests;
