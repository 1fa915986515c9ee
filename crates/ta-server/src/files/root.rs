//! The directory behind a mount, and opening what lies below it. However names
//! and links are changed meanwhile, nothing outside is ever opened: the kernel
//! resolves beneath an open directory, or `walk` does, one component at a time.

mod walk;

use std::cell::{Cell, RefCell};
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{FileType, Mode, OFlags, ResolveFlags, Stat, fstat, open, openat2, stat};
use rustix::io::Errno;

/// Whether links below a root are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Symlinks {
    /// Never.
    #[default]
    Reject,
    /// When what they lead to is below the root.
    Follow,
    /// As `Follow`, and link and target have the same owner.
    OwnerMatch,
}

/// Something below a root, open for reading.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) fd: OwnedFd,
    pub(crate) stat: Stat,
}

impl Opened {
    fn new(fd: OwnedFd) -> Result<Self, Unfound> {
        let stat = fstat(&fd)?;
        Ok(Self { fd, stat })
    }

    pub(crate) fn kind(&self) -> FileType {
        FileType::from_raw_mode(self.stat.st_mode)
    }
}

/// Why nothing was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfound {
    /// There is nothing of that name that could be served.
    Missing,
    /// There is a directory of that name.
    Directory,
    /// It must not be served.
    Denied,
    /// No descriptors or memory are left; later there may be.
    Exhausted,
    /// The file system failed.
    Failed,
}

impl From<Errno> for Unfound {
    fn from(errno: Errno) -> Self {
        match errno {
            // ENXIO: a socket, or a device without a driver. EINVAL, EILSEQ:
            // no name on this file system.
            Errno::NOENT
            | Errno::NOTDIR
            | Errno::NAMETOOLONG
            | Errno::NXIO
            | Errno::NODEV
            | Errno::INVAL
            | Errno::ILSEQ => Self::Missing,
            Errno::LOOP | Errno::XDEV | Errno::ACCESS | Errno::PERM | Errno::AGAIN => Self::Denied,
            Errno::MFILE | Errno::NFILE | Errno::NOMEM => Self::Exhausted,
            _ => Self::Failed,
        }
    }
}

/// How to open what is to be read. `O_NONBLOCK`, as opening a FIFO would wait
/// for a writer.
const READ: OFlags = OFlags::RDONLY
    .union(OFlags::CLOEXEC)
    .union(OFlags::NONBLOCK)
    .union(OFlags::NOCTTY);

/// The kernel has no `openat2` (before Linux 5.6).
static NO_OPENAT2: AtomicBool = AtomicBool::new(false);

/// An open directory, shared with threads that list what is in it.
#[derive(Clone, Debug)]
pub(crate) struct Directory {
    fd: Arc<OwnedFd>,
    path: Arc<Path>,
    /// Resolve in this process, whatever the kernel can do.
    walks: bool,
}

impl Directory {
    /// Opens the directory at `path`, which is canonical.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(Self {
            fd: Arc::new(open(path, flags, Mode::empty())?),
            path: path.into(),
            walks: false,
        })
    }

    /// Opens what is at `relative` below it: as `Relative` has it, not empty.
    pub(crate) fn get(&self, relative: &[u8], symlinks: Symlinks) -> Result<Opened, Unfound> {
        let resolve = match symlinks {
            Symlinks::Reject => ResolveFlags::NO_SYMLINKS,
            Symlinks::Follow => ResolveFlags::NO_MAGICLINKS,
            // The kernel does not compare owners.
            Symlinks::OwnerMatch => return self.walk(relative, symlinks),
        };
        if self.walks || NO_OPENAT2.load(Ordering::Relaxed) {
            return self.walk(relative, symlinks);
        }
        let resolve = resolve | ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        match openat2(&*self.fd, relative, READ, Mode::empty(), resolve) {
            Ok(fd) => Opened::new(fd),
            Err(Errno::NOSYS) => {
                NO_OPENAT2.store(true, Ordering::Relaxed);
                self.walk(relative, symlinks)
            }
            // EPERM: sandboxes that do not know the call. EAGAIN: something
            // was renamed meanwhile. EXDEV: a link that may be absolute, and
            // yet lead below the root.
            Err(Errno::PERM | Errno::AGAIN) => self.walk(relative, symlinks),
            Err(Errno::XDEV) if symlinks == Symlinks::Follow => self.walk(relative, symlinks),
            Err(errno) => Err(errno.into()),
        }
    }

    /// The directory itself, open for reading.
    pub(crate) fn itself(&self) -> Result<Opened, Unfound> {
        walk::reopen(&self.fd)
    }

    fn walk(&self, relative: &[u8], symlinks: Symlinks) -> Result<Opened, Unfound> {
        walk::walk(&self.fd, &self.path, relative, symlinks)
    }
}

/// The root of a mount in one worker. It follows the path when another
/// directory is put there, within a second.
#[derive(Debug)]
pub(crate) struct Root {
    path: PathBuf,
    current: RefCell<Directory>,
    /// When it is to be looked at again, in milliseconds.
    check_at: Cell<u64>,
}

/// Milliseconds between two looks at what the path of a root leads to.
const CHECK: u64 = 1000;

impl Root {
    /// The directory at `path`, which is canonical.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            current: RefCell::new(Directory::open(path)?),
            check_at: Cell::new(0),
        })
    }

    /// The directory as of `now`, in milliseconds of the worker's clock.
    pub(crate) fn at(&self, now: u64) -> Directory {
        if now >= self.check_at.get() {
            self.check_at.set(now + CHECK);
            self.check();
        }
        self.current.borrow().clone()
    }

    #[cold]
    fn check(&self) {
        let old = fstat(&*self.current.borrow().fd);
        let same = |old: &Stat, new: &Stat| (old.st_dev, old.st_ino) == (new.st_dev, new.st_ino);
        let unchanged = match (&old, stat(&self.path)) {
            (Ok(old), Ok(new)) => same(old, &new),
            // In the middle of being replaced: the old one serves on.
            _ => true,
        };
        if !unchanged && let Ok(new) = Directory::open(&self.path) {
            *self.current.borrow_mut() = new;
        }
    }
}

#[cfg(test)]
mod tests;
