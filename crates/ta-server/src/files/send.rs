//! One file as the answer of a handler. The handler vouches for the path: links
//! are followed, and there is no root to stay below.

use std::fmt::Write;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{FileType, Mode, OFlags, open};
use rustix::io::Errno;
use ta_codec::accept::Coding;
use ta_codec::conditional::{ETag, Validators, parse_date};
use ta_http1::RequestHead;

use super::answer::{self, Answer};
use super::mount::Tags;
use super::root::Opened;
use super::select::{Part, Rules, Wishes};
use super::{Entity, media};
use crate::exchange::{Exchange, Reply, RespondError};

/// How a file is sent. Start from the default and change what differs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SendOptions {
    /// The media type; by the file's name without one.
    pub content_type: Option<Vec<u8>>,
    /// Shown or saved by a browser; shown by default.
    pub disposition: Disposition,
    /// The name to save it under, in UTF-8.
    pub download_name: Option<Vec<u8>>,
    /// The value of `cache-control`.
    pub cache_control: Option<Vec<u8>>,
    /// Entity tags; weak ones by default.
    pub tags: Tags,
    /// Send `last-modified`; on by default.
    pub last_modified: bool,
    /// Let the client ask for a range; on by default.
    pub ranges: bool,
    /// Send a `.zst`, `.br` or `.gz` beside the file to clients that take it;
    /// on by default.
    pub precompressed: bool,
    /// Answer 304 to a client that has the file already; on by default.
    pub conditional: bool,
    /// Look at `If-Match` and `If-Unmodified-Since`, which may lead to 412;
    /// off by default.
    pub preconditions: bool,
    /// Delete the file when all of it was sent; off by default.
    pub delete: bool,
    /// In place of 200 and 206. One outside 2xx is sent with the whole file.
    pub status: Option<u16>,
}

/// What a browser is to do with a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Disposition {
    /// Show it, if it can.
    #[default]
    Inline,
    /// Save it.
    Attachment,
}

/// A file was not sent; there is no answer yet.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SendError {
    /// The path is empty or relative.
    #[error("the path of a file to send must be absolute")]
    Relative,
    /// An option cannot stand in a field.
    #[error("{0} of a file to send must have no control bytes in it")]
    Option(&'static str),
    /// There is no such file.
    #[error("there is no file to send: {0}")]
    Missing(#[source] io::Error),
    /// It is not readable, or no regular file.
    #[error("a file cannot be sent: {0}")]
    Unreadable(#[source] io::Error),
    /// Nobody waits for an answer.
    #[error(transparent)]
    Respond(#[from] RespondError),
}

impl Default for SendOptions {
    fn default() -> Self {
        Self {
            content_type: None,
            disposition: Disposition::default(),
            download_name: None,
            cache_control: None,
            tags: Tags::default(),
            last_modified: true,
            ranges: true,
            precompressed: true,
            conditional: true,
            preconditions: false,
            delete: false,
            status: None,
        }
    }
}

impl SendOptions {
    /// Whether the texts can stand in fields.
    ///
    /// # Errors
    /// [`SendError::Option`], which [`send_file`] would return too.
    pub fn check(&self) -> Result<(), SendError> {
        for (name, value) in [
            ("the content type", &self.content_type),
            ("the cache control", &self.cache_control),
        ] {
            if value
                .as_deref()
                .is_some_and(|value| !ta_http1::is_field_value(value))
            {
                return Err(SendError::Option(name));
            }
        }
        let name = self.download_name.as_deref().unwrap_or_default();
        if name.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0)) {
            return Err(SendError::Option("the download name"));
        }
        Ok(())
    }
}

/// Answers the request with the file at `path`. `reply` and `fields` are the
/// handler's own: a `content-type`, `etag`, `last-modified` and so on among
/// them holds in place of ours. `head` is the head of the request, which the
/// handler may have taken out of the exchange.
///
/// # Errors
/// [`SendError`]; but for `Respond` the request has no answer yet.
pub fn send_file<'h, F>(
    exchange: &Exchange,
    head: &RequestHead,
    path: &Path,
    options: &SendOptions,
    mut reply: Reply<'_>,
    fields: F,
) -> Result<(), SendError>
where
    F: Iterator<Item = (&'h [u8], &'h [u8])> + Clone,
{
    if !path.is_absolute() {
        return Err(SendError::Relative);
    }
    options.check()?;
    let identity = read(path).map_err(|error| {
        let missing = Errno::from_io_error(&error).is_some_and(answer::is_missing);
        if missing {
            SendError::Missing(error)
        } else {
            SendError::Unreadable(error)
        }
    })?;
    let field = |wanted: &[u8]| {
        let mut fields = fields.clone();
        let found = fields.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value)
    };

    if let Some(status) = options.status {
        reply.status = status;
    }
    // RFC 9110 §13.2.1, §14.2: conditions and ranges are of answers that
    // would otherwise have been successful.
    let succeeds = (200..300).contains(&reply.status);
    let wishes = Wishes::of(head);
    // A handler that says how its file is coded sends that file.
    let negotiates = options.precompressed && field(b"content-encoding").is_none();
    let ranged = options.ranges && succeeds && wishes.has_range();
    let sibling = if negotiates && !ranged {
        sibling(path, &wishes)
    } else {
        None
    };
    let (coding, entity) = sibling
        .as_ref()
        .map_or((Coding::Identity, &identity), |(coding, entity)| {
            (*coding, entity)
        });

    let strong = options.tags == Tags::Strong;
    let tagged = options.tags != Tags::Off;
    let own_tag = field(b"etag").and_then(ETag::parse);
    let own_date = field(b"last-modified").and_then(parse_date);
    let validators = Validators {
        etag: own_tag.or_else(|| tagged.then(|| entity.tag(strong))),
        last_modified: own_date.or(options.last_modified.then_some(entity.modified)),
    };
    let rules = Rules {
        conditional: options.conditional && succeeds,
        preconditions: options.preconditions && succeeds,
        ranges: options.ranges && succeeds,
    };
    let part = wishes.choose(rules, &validators, entity.size);

    let disposition = disposition(options);
    let by_name = media::of_path(path.as_os_str().as_bytes());
    let media = options.content_type.as_deref();
    let answer = Answer {
        entity,
        media: Some(media.unwrap_or(by_name.as_bytes())),
        coding,
        vary: negotiates && (media::is_compressible(by_name) || sibling.is_some()),
        tag: tagged.then(|| entity.etag(strong)),
        last_modified: options.last_modified,
        ranges: options.ranges && succeeds,
        cache_control: options.cache_control.as_deref(),
        disposition: disposition.as_deref(),
    };
    let delivered = (options.delete && part == Part::Whole).then(|| delete(path.to_owned()));
    let named = media.is_some();
    // A type given with the file is about the file; one set before may be a default.
    let fields =
        fields.filter(move |(name, _)| !(named && name.eq_ignore_ascii_case(b"content-type")));
    answer.respond(exchange, part, reply, fields, delivered)?;
    Ok(())
}

/// Opens a regular file.
fn read(path: &Path) -> io::Result<Entity> {
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    let fd = open(path, flags, Mode::empty())?;
    let stat = rustix::fs::fstat(&fd)?;
    match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Ok(Entity::new(Opened { fd, stat })),
        _ => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "not a regular file",
        )),
    }
}

/// The compressed form beside the file that the client takes.
fn sibling(path: &Path, wishes: &Wishes<'_>) -> Option<(Coding, Entity)> {
    let accepted = wishes.codings();
    Coding::PREFERRED
        .into_iter()
        .filter(|coding| accepted.accepts(*coding))
        .find_map(|coding| {
            let mut name = path.as_os_str().to_owned();
            name.push(std::ffi::OsStr::from_bytes(answer::suffix(coding)));
            Some((coding, read(Path::new(&name)).ok()?))
        })
}

/// Deletes a file on another thread: freeing a large one takes its time.
fn delete(path: PathBuf) -> Box<dyn FnOnce()> {
    Box::new(move || {
        drop(tokio::task::spawn_blocking(move || {
            // Somebody else may have done it.
            let _ = std::fs::remove_file(path);
        }));
    })
}

/// The value of `content-disposition` (RFC 6266), if there is something to say.
fn disposition(options: &SendOptions) -> Option<Vec<u8>> {
    let kind = match options.disposition {
        Disposition::Inline => "inline",
        Disposition::Attachment => "attachment",
    };
    let Some(name) = &options.download_name else {
        let says = options.disposition == Disposition::Attachment;
        return says.then(|| kind.as_bytes().to_vec());
    };
    let name = String::from_utf8_lossy(name);
    let mut value = format!("{kind}; filename=\"");
    for char in name.chars() {
        match char {
            '"' | '\\' => value.extend(['\\', char]),
            ' '..='~' => value.push(char),
            // For clients that know no better; the others read on.
            _ => value.push('_'),
        }
    }
    value.push('"');
    if !name.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        value.push_str("; filename*=UTF-8''");
        for byte in name.bytes() {
            // RFC 8187 §3.2.1: attr-char.
            if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
                value.push(char::from(byte));
            } else {
                // Writing to a String does not fail.
                let _ = write!(value, "%{byte:02X}");
            }
        }
    }
    Some(value.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(disposition: Disposition, name: Option<&str>) -> Option<String> {
        let options = SendOptions {
            disposition,
            download_name: name.map(|name| name.as_bytes().to_vec()),
            ..SendOptions::default()
        };
        super::disposition(&options).map(|value| String::from_utf8(value).unwrap())
    }

    #[test]
    fn the_disposition_is_said_when_it_says_something() {
        use Disposition::{Attachment, Inline};
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(value(Inline, None), None);
        assert_eq!(value(Attachment, None), text("attachment"));
        assert_eq!(
            value(Inline, Some("a b.txt")),
            text("inline; filename=\"a b.txt\"")
        );
        assert_eq!(
            value(Attachment, Some("a\"\\.txt")),
            text("attachment; filename=\"a\\\"\\\\.txt\"")
        );
        assert_eq!(
            value(Attachment, Some("é €.txt")),
            text("attachment; filename=\"_ _.txt\"; filename*=UTF-8''%C3%A9%20%E2%82%AC.txt")
        );
        assert_eq!(
            value(Attachment, Some("a\tb")),
            text("attachment; filename=\"a_b\"; filename*=UTF-8''a%09b")
        );
    }
}
