//! Resolving a path one component at a time, where the kernel cannot do it
//! under our rules: before `openat2`, for owners of links, and for absolute
//! links that lead back below the root. Every step is relative to an open
//! directory and follows no link by itself; `..` goes back to the directory it
//! came from, and never above the root.

use std::ffi::OsStr;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::{FileType, Mode, OFlags, Stat, fstat, openat, readlinkat};
use rustix::io::Errno;

use super::{Opened, READ, Symlinks, Unfound};

/// Links followed at most, as in the kernel.
const MAX_LINKS: usize = 40;

/// Names a component without following it.
const NAME: OFlags = OFlags::PATH.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

/// Opens `relative` below `root`, whose canonical path is `root_path`.
pub(super) fn walk(
    root: &OwnedFd,
    root_path: &Path,
    relative: &[u8],
    symlinks: Symlinks,
) -> Result<Opened, Unfound> {
    let mut walk = Walk {
        root,
        above: Vec::new(),
        ahead: Vec::new(),
        links: Vec::new(),
        followed: 0,
        symlinks,
    };
    walk.push(relative);
    while let Some(name) = walk.ahead.pop() {
        match &*name {
            b"" | b"." => {}
            b".." => drop(walk.above.pop().ok_or(Unfound::Denied)?),
            name => {
                let found = openat(walk.current(), name, NAME, Mode::empty())?;
                let stat = fstat(&found)?;
                match FileType::from_raw_mode(stat.st_mode) {
                    FileType::Symlink => {
                        walk.follow(&found, &stat, root_path)?;
                        continue;
                    }
                    FileType::Directory => walk.above.push(found),
                    _ if walk.ahead.is_empty() => return walk.finish(name),
                    // ENOTDIR.
                    _ => return Err(Unfound::Missing),
                }
            }
        }
        if !walk.links.is_empty() {
            let stat = fstat(walk.current())?;
            walk.arrive(&stat)?;
        }
    }
    reopen(walk.current())
}

/// A directory that was only named, open for reading.
pub(super) fn reopen(directory: impl AsFd) -> Result<Opened, Unfound> {
    Opened::new(openat(directory, ".", READ, Mode::empty())?)
}

struct Walk<'a> {
    root: &'a OwnedFd,
    /// The directories from below the root to where we are.
    above: Vec<OwnedFd>,
    /// The components still to go, the next one last.
    ahead: Vec<Box<[u8]>>,
    /// Owners of links on whose target we are, and how many components will
    /// be left when it is reached.
    links: Vec<(u32, usize)>,
    followed: usize,
    symlinks: Symlinks,
}

impl Walk<'_> {
    fn current(&self) -> &OwnedFd {
        self.above.last().unwrap_or(self.root)
    }

    fn push(&mut self, path: &[u8]) {
        let components = path.rsplit(|&byte| byte == b'/');
        self.ahead.extend(components.map(Box::from));
    }

    /// Goes on to where a link points.
    fn follow(&mut self, link: &OwnedFd, stat: &Stat, root_path: &Path) -> Result<(), Unfound> {
        self.followed += 1;
        if self.symlinks == Symlinks::Reject || self.followed > MAX_LINKS {
            return Err(Unfound::Denied);
        }
        if self.symlinks == Symlinks::OwnerMatch {
            self.links.push((stat.st_uid, self.ahead.len()));
        }
        let target = readlinkat(link, "", Vec::new())?.into_bytes();
        if target.first() != Some(&b'/') {
            self.push(&target);
            return Ok(());
        }
        let inside = inside(&target, root_path, self.symlinks).ok_or(Unfound::Denied)?;
        self.above.clear();
        self.push(&inside);
        Ok(())
    }

    /// A component is reached: it is the target of the links that end here.
    fn arrive(&mut self, stat: &Stat) -> Result<(), Unfound> {
        while let Some((owner, left)) = self.links.last()
            && self.ahead.len() <= *left
        {
            if *owner != stat.st_uid {
                return Err(Unfound::Denied);
            }
            self.links.pop();
        }
        Ok(())
    }

    /// Opens the last component, which was no directory a moment ago.
    fn finish(&mut self, name: &[u8]) -> Result<Opened, Unfound> {
        let fd = match openat(self.current(), name, READ | OFlags::NOFOLLOW, Mode::empty()) {
            // It is a link now: somebody plays games.
            Err(Errno::LOOP) => return Err(Unfound::Denied),
            opened => opened?,
        };
        let opened = Opened::new(fd)?;
        self.arrive(&opened.stat)?;
        Ok(opened)
    }
}

/// What is below the root of an absolute link. Its other links are resolved
/// by name here, but what comes out is walked like everything else.
fn inside(target: &[u8], root_path: &Path, symlinks: Symlinks) -> Option<Vec<u8>> {
    let target = Path::new(OsStr::from_bytes(target));
    if let Ok(rest) = target.strip_prefix(root_path) {
        return Some(rest.as_os_str().as_bytes().to_vec());
    }
    if symlinks != Symlinks::Follow {
        return None;
    }
    let target = target.canonicalize().ok()?;
    let rest = target.strip_prefix(root_path).ok()?;
    Some(rest.as_os_str().as_bytes().to_vec())
}
