//! Files over HTTP: directories mounted at prefixes of URLs, answered without
//! asking a handler, and files that a handler sends itself. Conditional
//! requests, ranges and precompressed siblings are the same for both.
//!
//! A mount never serves what lies outside its directory, whatever the request
//! says and whoever renames things meanwhile. Opening and looking at files
//! happens on the worker's thread; waiting for their contents, and listing
//! directories, does not.
//!
//! ```no_run
//! use ta_server::files::{Files, Mount, Mounted, NoHandler};
//! use ta_server::Server;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mounts = vec![Mount::new("/", "/srv/www")?];
//! Server::builder()
//!     .listen("127.0.0.1:8080")
//!     .run(move |_worker| Mounted::new(Files::open(mounts.clone()), NoHandler))?;
//! # Ok(()) }
//! ```

mod answer;
mod cache;
mod entity;
mod listing;
mod media;
mod mount;
mod mounted;
mod path;
mod root;
mod select;
mod send;

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::num::NonZeroUsize;
use std::rc::Rc;
use std::sync::Arc;

use rustix::fs::FileType;
use ta_codec::accept::Coding;
use ta_http1::RequestHead;

pub use self::mount::{Dotfiles, Mount, MountError, OnMissing, Tags};
pub use self::mounted::{Mounted, NoHandler};
pub use self::root::Symlinks;
pub use self::send::{Disposition, SendError, SendOptions, send_file};

use self::answer::Answer;
use self::cache::Cache;
use self::entity::Entity;
use self::listing::Listing;
use self::path::{Refused, Relative};
use self::root::{Directory, Opened, Root, Unfound};
use self::select::{Part, Rules, Wishes};
use crate::clock::millis;
use crate::exchange::{Exchange, Reply};

/// Arbitrary bytes as the path behind a prefix: the body of the fuzz target.
#[cfg(feature = "testing")]
pub fn fuzz_path(raw: &str) {
    path::assert_confined(raw);
}

/// Mounts at work in one worker.
#[derive(Debug)]
pub struct Files {
    mounts: Vec<Place>,
    cache: Option<RefCell<Cache>>,
    /// Used again for every request.
    relative: RefCell<Relative>,
    answered: Cell<u64>,
    hits: Cell<u64>,
    misses: Cell<u64>,
}

/// How often mounts did what, in one worker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Requests answered without a handler.
    pub answered: u64,
    /// Files found open.
    pub cache_hits: u64,
    /// Files not found open, while that is looked for at all.
    pub cache_misses: u64,
}

/// One mount and its directory.
#[derive(Debug)]
struct Place {
    mount: Arc<Mount>,
    /// `None` when it cannot be opened.
    root: Option<Root>,
}

/// A file as a mount serves it, possibly many times.
#[derive(Debug)]
struct Entry {
    entity: Entity,
    media: Cow<'static, str>,
    compressible: bool,
    /// Its path below the root.
    name: Box<[u8]>,
}

impl Entry {
    fn new(opened: Opened, media: Cow<'static, str>, name: Box<[u8]>) -> Self {
        Self {
            entity: Entity::new(opened),
            compressible: media::is_compressible(&media),
            media,
            name,
        }
    }
}

/// What becomes of a request.
enum Decision {
    /// It is not for us.
    Pass,
    Answered,
    List(Box<Listing>),
}

/// What is at a path.
enum Found {
    File(Rc<Entry>),
    /// A directory that can be shown, but for the slash behind its name.
    Redirect,
    List(Box<Listing>),
}

impl Files {
    /// Opens the roots of mounts, in the worker that is to serve them. Of
    /// several whose prefix matches the first is asked. A root that cannot be
    /// opened any more answers 500.
    pub fn open(mounts: Vec<Mount>) -> Self {
        let sizes = mounts.iter().map(|mount| mount.cache);
        let enabled = sizes.filter(|(entries, _)| *entries > 0);
        let (entries, lifetime) = enabled
            .reduce(|one, other| (one.0.max(other.0), one.1.min(other.1)))
            .unwrap_or_default();
        let cache = NonZeroUsize::new(entries).map(|entries| Cache::new(entries, millis(lifetime)));
        Self {
            mounts: mounts
                .into_iter()
                .map(|mount| Place {
                    root: Root::open(&mount.root).ok(),
                    mount: Arc::new(mount),
                })
                .collect(),
            cache: cache.map(RefCell::new),
            relative: RefCell::default(),
            answered: Cell::new(0),
            hits: Cell::new(0),
            misses: Cell::new(0),
        }
    }

    /// How often what was done.
    pub fn counts(&self) -> Counts {
        Counts {
            answered: self.answered.get(),
            cache_hits: self.hits.get(),
            cache_misses: self.misses.get(),
        }
    }

    /// Answers a request for a file. What is for nobody here is given back:
    /// other methods than GET and HEAD, requests for another protocol, paths
    /// below no prefix, and missing files with [`OnMissing::Next`].
    ///
    /// # Errors
    /// The exchange, for somebody else to answer.
    pub async fn serve(&self, exchange: Exchange) -> Result<(), Exchange> {
        match self.decide(&exchange) {
            Decision::Pass => return Err(exchange),
            Decision::Answered => {}
            Decision::List(listing) => listing.answer(&exchange).await,
        }
        self.answered.set(self.answered.get() + 1);
        Ok(())
    }

    /// Whether a GET of this path would have been ours, had the file been there.
    pub fn covers(&self, path: &str) -> bool {
        self.mounts
            .iter()
            .any(|place| path.starts_with(&place.mount.prefix))
    }

    fn decide(&self, exchange: &Exchange) -> Decision {
        let head = exchange.request();
        if !matches!(head.method(), "GET" | "HEAD") {
            return Decision::Pass;
        }
        for (number, place) in self.mounts.iter().enumerate() {
            let Some(rest) = head.path().strip_prefix(&*place.mount.prefix) else {
                continue;
            };
            if is_web_socket(head) {
                return Decision::Pass;
            }
            let decoded = self.relative.borrow_mut().decode(rest);
            let found = match decoded {
                Ok(()) => self.find(number, place, exchange),
                Err(Refused::Bad) => {
                    answer::text(exchange, 400, None);
                    return Decision::Answered;
                }
                Err(Refused::Dots) => Err(Unfound::Denied),
            };
            match found {
                Ok(Found::File(entry)) => self.answer(number, place, exchange, &entry),
                Ok(Found::Redirect) => redirect(exchange),
                Ok(Found::List(listing)) => return Decision::List(listing),
                Err(Unfound::Missing | Unfound::Directory)
                    if place.mount.on_missing == OnMissing::Next =>
                {
                    continue;
                }
                Err(Unfound::Missing | Unfound::Directory | Unfound::Denied) => {
                    answer::text(exchange, 404, None);
                }
                Err(Unfound::Exhausted) => {
                    answer::text(exchange, 503, Some((b"retry-after", b"1")));
                }
                Err(Unfound::Failed) => answer::text(exchange, 500, None),
            }
            return Decision::Answered;
        }
        Decision::Pass
    }

    /// What is at the path just decoded.
    fn find(&self, number: usize, place: &Place, exchange: &Exchange) -> Result<Found, Unfound> {
        let relative = self.relative.borrow();
        let now = exchange.connection().worker.clock.now();
        let root = place.root.as_ref().ok_or(Unfound::Failed)?.at(now);
        let look = Look {
            files: self,
            number,
            mount: &place.mount,
            root: &root,
            now,
        };
        if !relative.is_directory {
            return match look.file(&relative.bytes) {
                Err(Unfound::Directory) => {
                    let shown = place.mount.browse || look.index(&relative.bytes)?.is_some();
                    if shown {
                        Ok(Found::Redirect)
                    } else {
                        Err(Unfound::Missing)
                    }
                }
                found => found.map(Found::File),
            };
        }
        if let Some(entry) = look.index(&relative.bytes)? {
            return Ok(Found::File(entry));
        }
        if !place.mount.browse {
            return Err(Unfound::Missing);
        }
        if !relative.bytes.is_empty() {
            place.mount.admits(&relative.bytes)?;
        }
        let listing = Listing::of(Arc::clone(&place.mount), root.clone(), &relative.bytes)?;
        Ok(Found::List(Box::new(listing)))
    }

    fn answer(&self, number: usize, place: &Place, exchange: &Exchange, entry: &Rc<Entry>) {
        let mount = &*place.mount;
        let wishes = Wishes::of(exchange.request());
        let sibling = self.sibling(number, place, exchange, entry, &wishes);
        let (coding, chosen) = match &sibling {
            Some((coding, sibling)) => (*coding, sibling),
            None => (Coding::Identity, entry),
        };
        let strong = mount.tags == Tags::Strong;
        let answer = Answer {
            entity: &chosen.entity,
            media: Some(entry.media.as_bytes()),
            coding,
            vary: !mount.codings.is_empty() && (entry.compressible || sibling.is_some()),
            tag: (mount.tags != Tags::Off).then(|| chosen.entity.etag(strong)),
            last_modified: true,
            ranges: true,
            cache_control: mount.cache_control.as_deref(),
            disposition: None,
        };
        let rules = Rules {
            conditional: true,
            preconditions: mount.preconditions,
            ranges: true,
        };
        let validators = ta_codec::conditional::Validators {
            etag: (mount.tags != Tags::Off).then(|| chosen.entity.tag(strong)),
            last_modified: Some(chosen.entity.modified),
        };
        let part = wishes.choose(rules, &validators, chosen.entity.size);
        let headers = mount
            .headers
            .iter()
            .map(|(name, value)| (&**name, &**value));
        // A client that is gone gets nothing.
        let _ = answer.respond(exchange, part, Reply::default(), headers, None);
    }

    /// The compressed form of a file that the client takes.
    fn sibling(
        &self,
        number: usize,
        place: &Place,
        exchange: &Exchange,
        entry: &Entry,
        wishes: &Wishes<'_>,
    ) -> Option<(Coding, Rc<Entry>)> {
        // A client that wants a range has part of it already, and rarely of
        // the compressed form.
        if place.mount.codings.is_empty() || wishes.has_range() {
            return None;
        }
        let accepted = wishes.codings();
        let now = exchange.connection().worker.clock.now();
        let root = place.root.as_ref()?.at(now);
        let look = Look {
            files: self,
            number,
            mount: &place.mount,
            root: &root,
            now,
        };
        let mut name = entry.name.to_vec();
        place
            .mount
            .codings
            .iter()
            .filter(|coding| accepted.accepts(**coding))
            .find_map(|&coding| {
                name.truncate(entry.name.len());
                name.extend_from_slice(answer::suffix(coding));
                Some((coding, look.file(&name).ok()?))
            })
    }
}

/// A look into one mount.
struct Look<'a> {
    files: &'a Files,
    number: usize,
    mount: &'a Mount,
    root: &'a Directory,
    now: u64,
}

impl Look<'_> {
    /// The regular file at `relative`.
    fn file(&self, relative: &[u8]) -> Result<Rc<Entry>, Unfound> {
        self.mount.admits(relative)?;
        let Some(cache) = &self.files.cache else {
            return self.open(relative);
        };
        let kept = cache.borrow_mut().get(self.number, relative, self.now);
        let count = if kept.is_some() {
            &self.files.hits
        } else {
            &self.files.misses
        };
        count.set(count.get() + 1);
        if let Some(entry) = kept {
            return Ok(entry);
        }
        let opened = match self.open(relative) {
            // The cache holds descriptors that others need now.
            Err(Unfound::Exhausted) if cache.borrow_mut().clear() => self.open(relative),
            opened => opened,
        };
        let entry = opened?;
        cache
            .borrow_mut()
            .put(self.number, relative, self.now, &entry);
        Ok(entry)
    }

    fn open(&self, relative: &[u8]) -> Result<Rc<Entry>, Unfound> {
        let opened = self.root.get(relative, self.mount.symlinks)?;
        match opened.kind() {
            FileType::RegularFile => {
                let media = self.mount.media_of(relative);
                Ok(Rc::new(Entry::new(opened, media, relative.into())))
            }
            FileType::Directory => Err(Unfound::Directory),
            _ => Err(Unfound::Missing),
        }
    }

    /// The index file of a directory, if there is one.
    fn index(&self, directory: &[u8]) -> Result<Option<Rc<Entry>>, Unfound> {
        let mut name = directory.to_vec();
        if !name.is_empty() {
            name.push(b'/');
        }
        let length = name.len();
        for index in &self.mount.index {
            name.truncate(length);
            name.extend_from_slice(index.as_bytes());
            match self.file(&name) {
                Err(Unfound::Missing | Unfound::Directory) => {}
                found => return found.map(Some),
            }
        }
        Ok(None)
    }
}

impl Mount {
    /// Whether a path may be looked at.
    fn admits(&self, relative: &[u8]) -> Result<(), Unfound> {
        if self.dotfiles != Dotfiles::Allow
            && relative
                .split(|&byte| byte == b'/')
                .any(|segment| segment.first() == Some(&b'.'))
        {
            return Err(match self.dotfiles {
                Dotfiles::Ignore => Unfound::Missing,
                _ => Unfound::Denied,
            });
        }
        if self.hides(relative) {
            return Err(Unfound::Missing);
        }
        Ok(())
    }
}

/// RFC 6455 §4.1: what asks for a WebSocket is no request for a file.
fn is_web_socket(head: &RequestHead) -> bool {
    head.field("upgrade").is_some_and(|protocols| {
        protocols
            .split(|&byte| byte == b',')
            .any(|protocol| protocol.trim_ascii().eq_ignore_ascii_case(b"websocket"))
    })
}

/// Sends the client to the directory that it meant. The path has no empty
/// segment, so what comes out is no reference to another host.
fn redirect(exchange: &Exchange) {
    let head = exchange.request();
    let (slash, query) = match head.query() {
        Some(query) => ("/?", query),
        None => ("/", ""),
    };
    let location = [head.path(), slash, query].concat();
    answer::text(exchange, 301, Some((b"location", location.as_bytes())));
}
