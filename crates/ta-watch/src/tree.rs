//! What the kernel says about a file, a directory or a tree of directories.
//!
//! inotify(7) watches single directories and knows nothing of what is below: a
//! recursive watch is one watch per directory, kept up to date with the directories
//! that come, go and move. Three things make that harder than it sounds. A directory
//! has entries by the time it can be watched: they are looked up and reported, once
//! (`scanned`). A directory that moves within the tree keeps its watches, which must
//! learn their new paths (`departed`). And what happens in a tree may be too much for
//! the kernel's queue: then anything may have happened.

use std::collections::{HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags};
use rustix::io::Errno;

use crate::{Change, WatchError};

/// Directories one [`Tree`] watches at most.
pub const MAX_DIRECTORIES: usize = 8192;

/// Room for what one read takes from the kernel: some hundred changes.
const READ_SIZE: usize = 16 * 1024;

/// A watched file, directory or tree of directories.
#[derive(Debug)]
pub struct Tree {
    inotify: OwnedFd,
    /// The watched directory, with all symbolic links resolved; that of the file.
    root: PathBuf,
    target: Target,
    /// The watched directories by their watches: paths below the root.
    directories: HashMap<i32, PathBuf>,
    /// Entries found by looking into a new directory. The kernel's own word of
    /// them, if it comes, comes before its queue is empty.
    scanned: HashSet<(i32, OsString)>,
    /// The directory that was moved away by the last event.
    departed: Option<Departed>,
    buffer: Vec<MaybeUninit<u8>>,
}

#[derive(Debug)]
enum Target {
    /// A file: called `entry` where it is, `given` by whoever asked.
    File {
        entry: OsString,
        given: OsString,
    },
    Directory,
    Recursive,
}

#[derive(Debug)]
struct Departed {
    cookie: u32,
    path: PathBuf,
}

/// Whether a read has left anything behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    /// There may be more: read again.
    Perhaps,
    /// The descriptor has to become readable first.
    No,
}

/// An event as the kernel tells it.
struct Event {
    watch: i32,
    flags: ReadFlags,
    cookie: u32,
    name: Option<OsString>,
}

impl Tree {
    /// Watches `path`: a file; a directory; with `recursive`, all directories below it
    /// as well. A symbolic link is followed at `path` itself, not below.
    ///
    /// Looks through the whole tree before it returns.
    ///
    /// # Errors
    /// The path does not exist, something of it cannot be watched, or there is too
    /// much of it.
    pub fn open(path: &Path, recursive: bool) -> Result<Self, WatchError> {
        let at_path = |source| WatchError::Path {
            path: path.to_path_buf(),
            source,
        };
        let resolved = fs::canonicalize(path).map_err(at_path)?;
        let (root, target) = if fs::metadata(&resolved).map_err(at_path)?.is_dir() {
            let target = if recursive {
                Target::Recursive
            } else {
                Target::Directory
            };
            (resolved, target)
        } else {
            // The directory is watched and not the file: editors replace files.
            let entry = resolved.file_name().unwrap_or_default().to_os_string();
            let given = path.file_name().unwrap_or(&entry).to_os_string();
            let parent = resolved.parent().unwrap_or(Path::new("/")).to_path_buf();
            (parent, Target::File { entry, given })
        };
        let inotify = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)
            .map_err(|error| WatchError::NoWatcher(error.into()))?;
        let mut tree = Self {
            inotify,
            root,
            target,
            directories: HashMap::new(),
            scanned: HashSet::new(),
            departed: None,
            buffer: vec![MaybeUninit::uninit(); READ_SIZE],
        };
        tree.attach(Path::new(""), None)?;
        Ok(tree)
    }

    /// Takes what the kernel has to say, as much of it as one read gives.
    ///
    /// # Errors
    /// The kernel's, which end the watch.
    pub fn read(&mut self, report: &mut dyn FnMut(Change)) -> io::Result<More> {
        let mut events = Vec::new();
        let mut reader = Reader::new(&self.inotify, &mut self.buffer);
        loop {
            match reader.next() {
                Ok(event) => events.push(Event {
                    watch: event.wd(),
                    flags: event.events(),
                    cookie: event.cookie(),
                    name: event
                        .file_name()
                        .map(|name| OsStr::from_bytes(name.to_bytes()).to_os_string()),
                }),
                Err(Errno::AGAIN) => {
                    self.let_departed_go();
                    self.scanned.clear();
                    return Ok(More::No);
                }
                Err(Errno::INTR) => return Ok(More::Perhaps),
                Err(error) => return Err(error.into()),
            }
            if reader.is_buffer_empty() {
                break;
            }
        }
        for event in events {
            self.digest(event, report);
        }
        Ok(More::Perhaps)
    }

    fn digest(&mut self, event: Event, report: &mut dyn FnMut(Change)) {
        let flags = event.flags;
        let arrived = self
            .departed
            .take_if(|departed| {
                flags.contains(ReadFlags::MOVED_TO) && departed.cookie == event.cookie
            })
            .map(|departed| departed.path);
        // The two halves of a move follow each other; if not, it is a departure and,
        // perhaps, the arrival of something unknown.
        self.let_departed_go();
        if flags.contains(ReadFlags::QUEUE_OVERFLOW) {
            self.recover(report);
            return;
        }
        if flags.contains(ReadFlags::IGNORED) {
            self.directories.remove(&event.watch);
            return;
        }
        let Some(directory) = self.directories.get(&event.watch).cloned() else {
            return;
        };
        let change = Change {
            name: None,
            renamed: flags.intersects(
                ReadFlags::CREATE
                    | ReadFlags::DELETE
                    | ReadFlags::MOVED_FROM
                    | ReadFlags::MOVED_TO
                    | ReadFlags::DELETE_SELF
                    | ReadFlags::MOVE_SELF
                    | ReadFlags::UNMOUNT,
            ),
            changed: flags.intersects(ReadFlags::ATTRIB | ReadFlags::MODIFY),
        };
        let Some(name) = &event.name else {
            // Of directories below, their own directory tells.
            if directory.as_os_str().is_empty() && !matches!(self.target, Target::File { .. }) {
                report(change);
            }
            return;
        };
        match &self.target {
            Target::File { entry, given } => {
                if name == entry {
                    report(Change {
                        name: Some(given.clone()),
                        ..change
                    });
                }
            }
            Target::Directory => report(Change {
                name: event.name,
                ..change
            }),
            Target::Recursive => {
                let path = directory.join(name);
                if !self.was_scanned(&event) {
                    report(Change {
                        name: Some(path.clone().into_os_string()),
                        ..change
                    });
                    if flags.contains(ReadFlags::ISDIR) {
                        self.follow(path, &event, arrived, report);
                    }
                }
            }
        }
    }

    /// Whether the event only confirms what looking into the directory has told.
    fn was_scanned(&mut self, event: &Event) -> bool {
        let Some(name) = event.name.as_ref().filter(|_| !self.scanned.is_empty()) else {
            return false;
        };
        let key = (event.watch, name.clone());
        if event
            .flags
            .intersects(ReadFlags::CREATE | ReadFlags::MOVED_TO)
        {
            return self.scanned.remove(&key);
        }
        if event
            .flags
            .intersects(ReadFlags::DELETE | ReadFlags::MOVED_FROM)
        {
            // What comes under that name from now on is another entry.
            self.scanned.remove(&key);
        }
        false
    }

    /// A directory at `path` has come, gone or moved.
    fn follow(
        &mut self,
        path: PathBuf,
        event: &Event,
        arrived: Option<PathBuf>,
        report: &mut dyn FnMut(Change),
    ) {
        if let Some(from) = arrived {
            for known in self.directories.values_mut() {
                if let Ok(below) = known.strip_prefix(&from) {
                    *known = if below.as_os_str().is_empty() {
                        path.clone()
                    } else {
                        path.join(below)
                    };
                }
            }
        } else if event
            .flags
            .intersects(ReadFlags::CREATE | ReadFlags::MOVED_TO)
        {
            if self.attach(&path, Some(report)).is_err() {
                // It is there and cannot be watched: nobody knows what happens in it.
                report(Change::UNKNOWN);
            }
        } else if event.flags.contains(ReadFlags::MOVED_FROM) {
            self.departed = Some(Departed {
                cookie: event.cookie,
                path,
            });
        }
    }

    /// What moved away did not arrive in the tree: it is watched no more.
    fn let_departed_go(&mut self) {
        let Some(departed) = self.departed.take() else {
            return;
        };
        let inotify = &self.inotify;
        self.directories.retain(|watch, known| {
            let gone = known.starts_with(&departed.path);
            if gone {
                // It may have been deleted since, and its watch with it.
                let _ = inotify::remove_watch(inotify, *watch);
            }
            !gone
        });
    }

    /// Events were lost: looks for directories whose arrival nobody told.
    fn recover(&mut self, report: &mut dyn FnMut(Change)) {
        report(Change::UNKNOWN);
        self.scanned.clear();
        if matches!(self.target, Target::Recursive) {
            // What cannot be watched now is among the unknown already.
            let _ = self.attach(Path::new(""), None);
        }
    }

    /// Watches the directory `path`, and in a recursive watch those below it; with
    /// `report`, tells of everything that is in them already.
    fn attach(
        &mut self,
        path: &Path,
        mut report: Option<&mut dyn FnMut(Change)>,
    ) -> Result<(), WatchError> {
        let recursive = matches!(self.target, Target::Recursive);
        let mut pending = vec![path.to_path_buf()];
        while let Some(directory) = pending.pop() {
            let is_root = directory.as_os_str().is_empty();
            let at = self.root.join(&directory);
            let failed = |source: io::Error| WatchError::Path {
                path: at.clone(),
                source,
            };
            let watch = match inotify::add_watch(&self.inotify, &at, interest(is_root)) {
                Ok(watch) => watch,
                // It went, or something else came in its place: there will be word of it.
                Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP) if !is_root => continue,
                Err(error) => return Err(failed(error.into())),
            };
            if self.directories.insert(watch, directory.clone()).is_none()
                && self.directories.len() > MAX_DIRECTORIES
            {
                self.directories.remove(&watch);
                // Fails only if the directory has gone meanwhile.
                let _ = inotify::remove_watch(&self.inotify, watch);
                return Err(WatchError::TooManyDirectories);
            }
            if !recursive {
                continue;
            }
            let entries = match fs::read_dir(&at) {
                Ok(entries) => entries,
                Err(error) if !is_root && error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(failed(error)),
            };
            for entry in entries {
                let entry = entry.map_err(failed)?;
                let path = directory.join(entry.file_name());
                if let Some(report) = report.as_deref_mut() {
                    report(Change {
                        name: Some(path.clone().into_os_string()),
                        renamed: true,
                        changed: false,
                    });
                    self.scanned.insert((watch, entry.file_name()));
                }
                // Not of what a symbolic link points to.
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    pending.push(path);
                }
            }
        }
        Ok(())
    }
}

fn interest(is_root: bool) -> WatchFlags {
    let flags = WatchFlags::ATTRIB
        | WatchFlags::CREATE
        | WatchFlags::MODIFY
        | WatchFlags::DELETE
        | WatchFlags::DELETE_SELF
        | WatchFlags::MOVE_SELF
        | WatchFlags::MOVED_FROM
        | WatchFlags::MOVED_TO
        | WatchFlags::ONLYDIR;
    if is_root {
        flags
    } else {
        flags | WatchFlags::DONT_FOLLOW
    }
}

impl AsFd for Tree {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.inotify.as_fd()
    }
}

impl AsRawFd for Tree {
    fn as_raw_fd(&self) -> RawFd {
        self.inotify.as_raw_fd()
    }
}
