//! The page that lists a directory: what the mount would serve of it, sorted by
//! name, nothing above the root. Made on another thread, as a directory may be
//! long and a disk slow.

use std::fmt::Write;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use rustix::fs::{AtFlags, Dir, FileType, statat};

use super::answer;
use super::mount::{Dotfiles, Mount};
use super::root::{Directory, Symlinks, Unfound};
use crate::exchange::{Exchange, Reply};

/// Most entries on a page.
const MAX_ENTRIES: usize = 10_000;

/// A directory to list.
pub(super) struct Listing {
    mount: Arc<Mount>,
    root: Directory,
    relative: Box<[u8]>,
}

struct Item {
    name: Vec<u8>,
    is_directory: bool,
    size: u64,
    modified: u64,
}

impl Listing {
    /// The directory at `relative` below `root`, if there is one.
    pub(super) fn of(mount: Arc<Mount>, root: Directory, relative: &[u8]) -> Result<Self, Unfound> {
        let listing = Self {
            mount,
            root,
            relative: relative.into(),
        };
        match listing.open()?.kind() {
            FileType::Directory => Ok(listing),
            _ => Err(Unfound::Missing),
        }
    }

    fn open(&self) -> Result<super::Opened, Unfound> {
        if self.relative.is_empty() {
            self.root.itself()
        } else {
            self.root.get(&self.relative, self.mount.symlinks)
        }
    }

    /// Answers with the page.
    pub(super) async fn answer(self: Box<Self>, exchange: &Exchange) {
        let mount = Arc::clone(&self.mount);
        let made = tokio::task::spawn_blocking(move || self.page()).await;
        let Ok(Some(page)) = made else {
            answer::text(exchange, 500, None);
            return;
        };
        let html: (&[u8], &[u8]) = (b"content-type", b"text/html; charset=utf-8");
        let cache = mount
            .cache_control
            .as_deref()
            .map(|value| (&b"cache-control"[..], value));
        let more = mount
            .headers
            .iter()
            .map(|(name, value)| (&**name, &**value));
        let more = more.filter(|(name, _)| !name.starts_with(b"content-"));
        let fields = [html].into_iter().chain(cache).chain(more);
        // A client that is gone gets nothing.
        let _ = exchange.respond(Reply::default(), fields, page.into());
    }

    /// The page; `None` when the directory cannot be read any more.
    fn page(&self) -> Option<String> {
        let (mut items, complete) = self.items()?;
        items.sort_unstable_by(|one, other| {
            (!one.is_directory, &one.name).cmp(&(!other.is_directory, &other.name))
        });
        let path = String::from_utf8_lossy(&self.relative);
        let slash = if path.is_empty() { "" } else { "/" };
        let title = format!("{}{path}{slash}", self.mount.prefix);
        let title = Escaped(&title);
        let mut page = format!(
            "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>{title}</title></head>\n\
             <body><h1>{title}</h1>\n<table>\n"
        );
        if !self.relative.is_empty() {
            page.push_str("<tr><td><a href=\"../\">../</a></td></tr>\n");
        }
        for item in &items {
            item.write(&mut page).ok()?;
        }
        page.push_str("</table>\n");
        if !complete {
            page.push_str("<p>There is more.</p>\n");
        }
        page.push_str("</body></html>\n");
        Some(page)
    }

    /// What may be shown, and whether that is all.
    fn items(&self) -> Option<(Vec<Item>, bool)> {
        let opened = self.open().ok()?;
        let mut items = Vec::new();
        for entry in Dir::read_from(&opened.fd).ok()? {
            let entry = entry.ok()?;
            let name = entry.file_name().to_bytes();
            if matches!(name, b"." | b"..") {
                continue;
            }
            if items.len() == MAX_ENTRIES {
                return Some((items, false));
            }
            // What vanishes meanwhile is not shown.
            items.extend(self.item(&opened, name));
        }
        Some((items, true))
    }

    fn item(&self, directory: &super::Opened, name: &[u8]) -> Option<Item> {
        if name[0] == b'.' && self.mount.dotfiles != Dotfiles::Allow {
            return None;
        }
        // The path would be malformed.
        if name.contains(&b'\\') {
            return None;
        }
        let mut relative = self.relative.to_vec();
        if !relative.is_empty() {
            relative.push(b'/');
        }
        relative.extend_from_slice(name);
        if self.mount.hides(&relative) {
            return None;
        }
        let mut stat = statat(&directory.fd, name, AtFlags::SYMLINK_NOFOLLOW).ok()?;
        if FileType::from_raw_mode(stat.st_mode) == FileType::Symlink {
            if self.mount.symlinks == Symlinks::Reject {
                return None;
            }
            stat = self.root.get(&relative, self.mount.symlinks).ok()?.stat;
        }
        let kind = FileType::from_raw_mode(stat.st_mode);
        matches!(kind, FileType::RegularFile | FileType::Directory).then(|| Item {
            name: name.to_vec(),
            is_directory: kind == FileType::Directory,
            size: u64::try_from(stat.st_size).unwrap_or(0),
            modified: u64::try_from(stat.st_mtime).unwrap_or(0),
        })
    }
}

impl Item {
    fn write(&self, page: &mut String) -> std::fmt::Result {
        page.push_str("<tr><td><a href=\"");
        for &byte in &self.name {
            // RFC 3986 §2.3: unreserved; a colon would make a scheme of what is before it.
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                page.push(char::from(byte));
            } else {
                write!(page, "%{byte:02X}")?;
            }
        }
        let slash = if self.is_directory { "/" } else { "" };
        let name = String::from_utf8_lossy(&self.name);
        write!(page, "{slash}\">{}{slash}</a></td><td>", Escaped(&name))?;
        if !self.is_directory {
            write!(page, "{}", self.size)?;
        }
        page.push_str("</td><td>");
        // The last second that HTTP dates can express.
        let seconds = self.modified.min(253_402_300_799);
        let modified = UNIX_EPOCH + Duration::from_secs(seconds);
        writeln!(page, "{}</td></tr>", httpdate::HttpDate::from(modified))
    }
}

/// Text in HTML, in an element or an attribute.
struct Escaped<'a>(&'a str);

impl std::fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for char in self.0.chars() {
            match char {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                char => f.write_char(char)?,
            }
        }
        Ok(())
    }
}
