//! Form data as an application has it: fields whole, files in pieces, both counted and
//! bounded, file names judged. Where a file is put is the caller's business.

use bytes::Bytes;

use super::{Boundary, Error, Event, Limits, Parser, PartHead};

/// Bounds on the form in a body. What fields take in memory is bounded by their number and
/// length together, and by the length of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormLimits {
    /// Bounds on the body as such.
    pub body: Limits,
    /// Most fields; those beyond are left out. Default 100.
    pub fields: usize,
    /// Longest value of a field in bytes; [`Error::FieldTooLarge`] beyond. Default 1 MiB.
    pub field_bytes: usize,
    /// Most files; those beyond are refused with [`FileError::TooMany`]. Default 20.
    pub files: usize,
    /// Largest file in bytes; [`FileError::TooLarge`] beyond. Default 100 MiB.
    pub file_bytes: u64,
    /// Longest file name in bytes; [`FileError::Name`] beyond. Default 4096.
    pub filename: usize,
}

impl Default for FormLimits {
    fn default() -> Self {
        Self {
            body: Limits::default(),
            fields: 100,
            field_bytes: 1 << 20,
            files: 20,
            file_bytes: 100 << 20,
            filename: 4096,
        }
    }
}

/// Why a file is listed but not taken. The rest of the form is not affected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// 4: the file name is empty, as browsers send it when no file was chosen.
    #[error("no file was chosen")]
    None,
    /// 100: there were [`FormLimits::files`] files before.
    #[error("too many files")]
    TooMany,
    /// 101: the name is too long, holds `..` or NUL, or is absolute.
    #[error("the file name is not acceptable")]
    Name,
    /// 102: the file is larger than [`FormLimits::file_bytes`].
    #[error("the file is over the limit")]
    TooLarge,
}

impl FileError {
    /// The number applications know it by; those below 100 are PHP's.
    #[must_use]
    pub const fn code(self) -> u16 {
        match self {
            Self::None => 4,
            Self::TooMany => 100,
            Self::Name => 101,
            Self::TooLarge => 102,
        }
    }
}

/// What comes next in a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A field with its whole value, which may share memory with the chunk it came in.
    Field(Bytes),
    /// A file begins. When it is refused already, its end follows without data.
    File(Result<(), FileError>),
    /// More of the file, never empty: a slice of the chunk it came in.
    FileData(Bytes),
    /// The file is complete: its size in bytes, or why what there was of it is void.
    FileEnd(Result<u64, FileError>),
    /// The form is complete.
    End,
}

/// Takes a form apart. See [`Parser`], which it is made of, for the grammar and for how chunks
/// go in.
#[derive(Clone, Debug)]
pub struct FormReader {
    parser: Parser,
    limits: FormLimits,
    fields: usize,
    files: usize,
    current: Current,
}

/// The part being read.
#[derive(Clone, Debug)]
enum Current {
    /// One nobody wants, or none.
    Ignored,
    Field(Value),
    File(Result<u64, FileError>),
}

/// A value; copied only when it came in several pieces.
#[derive(Clone, Debug)]
enum Value {
    Whole(Bytes),
    Joined(Vec<u8>),
}

impl FormReader {
    /// A reader at the start of a body.
    #[must_use]
    pub fn new(boundary: &Boundary, limits: FormLimits) -> Self {
        Self {
            parser: Parser::new(boundary, limits.body),
            limits,
            fields: 0,
            files: 0,
            current: Current::Ignored,
        }
    }

    /// The head of the field or file of the last item.
    #[must_use]
    pub fn part(&self) -> &PartHead {
        self.parser.part()
    }

    /// The next item, taken from the front of `chunk`; `None` when all of the chunk is
    /// consumed and another is wanted.
    ///
    /// # Errors
    /// The body is refused; every further call says the same.
    pub fn next(&mut self, chunk: &mut Bytes) -> Result<Option<Item>, Error> {
        while let Some(event) = self.parser.next(chunk)? {
            let item = match event {
                Event::Part => self.begin(),
                Event::Data(data) => self.data(data)?,
                Event::PartEnd => self.end(),
                Event::End => Some(Item::End),
            };
            if item.is_some() {
                return Ok(item);
            }
        }
        Ok(None)
    }

    /// Says whether the body was complete; to be called when `next` has returned `None` for
    /// the last chunk.
    ///
    /// # Errors
    /// The closing delimiter is missing, or the body was refused before.
    pub fn finish(&self) -> Result<(), Error> {
        self.parser.finish()
    }

    fn begin(&mut self) -> Option<Item> {
        if let Some(filename) = self.parser.part().filename() {
            let verdict = judge(filename, &self.limits, self.files);
            if verdict != Err(FileError::None) {
                self.files = self.files.saturating_add(1);
            }
            self.current = Current::File(verdict.map(|()| 0));
            return Some(Item::File(verdict));
        }
        self.fields = self.fields.saturating_add(1);
        self.current = if self.fields > self.limits.fields {
            Current::Ignored
        } else {
            Current::Field(Value::Whole(Bytes::new()))
        };
        None
    }

    fn data(&mut self, data: Bytes) -> Result<Option<Item>, Error> {
        match &mut self.current {
            Current::Ignored | Current::File(Err(_)) => Ok(None),
            Current::File(Ok(size)) => {
                *size += data.len() as u64;
                if *size > self.limits.file_bytes {
                    self.current = Current::File(Err(FileError::TooLarge));
                    return Ok(None);
                }
                Ok(Some(Item::FileData(data)))
            }
            Current::Field(value) => {
                if data.len() > self.limits.field_bytes.saturating_sub(value.len()) {
                    return Err(self.parser.fail(Error::FieldTooLarge));
                }
                value.push(data);
                Ok(None)
            }
        }
    }

    fn end(&mut self) -> Option<Item> {
        match std::mem::replace(&mut self.current, Current::Ignored) {
            Current::Ignored => None,
            Current::Field(Value::Whole(value)) => Some(Item::Field(value)),
            Current::Field(Value::Joined(value)) => Some(Item::Field(Bytes::from(value))),
            Current::File(result) => Some(Item::FileEnd(result)),
        }
    }
}

impl Value {
    fn len(&self) -> usize {
        match self {
            Self::Whole(value) => value.len(),
            Self::Joined(value) => value.len(),
        }
    }

    fn push(&mut self, data: Bytes) {
        match self {
            Self::Whole(value) if value.is_empty() => *value = data,
            Self::Whole(value) => *self = Self::Joined([&value[..], &data[..]].concat()),
            Self::Joined(value) => value.extend_from_slice(&data),
        }
    }
}

/// Whether a file of this name is taken when there have been `files` before.
fn judge(filename: &[u8], limits: &FormLimits, files: usize) -> Result<(), FileError> {
    if filename.is_empty() {
        return Err(FileError::None);
    }
    if files >= limits.files {
        return Err(FileError::TooMany);
    }
    let absolute = matches!(filename, [b'/' | b'\\', ..])
        || matches!(filename, [drive, b':', ..] if drive.is_ascii_alphabetic());
    if absolute
        || filename.len() > limits.filename
        || filename.contains(&0)
        || filename.windows(2).any(|pair| pair == b"..")
    {
        return Err(FileError::Name);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
