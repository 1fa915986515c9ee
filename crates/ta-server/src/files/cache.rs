//! Files kept open for the next request, so that a popular one costs neither
//! opening nor looking. One for all mounts of a worker; what is not there is
//! never remembered.

use std::num::NonZeroUsize;
use std::rc::Rc;

use lru::LruCache;

use super::Entry;

/// Open files by mount and path, the least recently used goes first.
#[derive(Debug)]
pub(crate) struct Cache {
    entries: LruCache<Box<[u8]>, Kept>,
    /// How long an entry is good, in milliseconds.
    lifetime: u64,
    key: Vec<u8>,
}

#[derive(Debug)]
struct Kept {
    entry: Rc<Entry>,
    until: u64,
}

impl Cache {
    pub(crate) fn new(entries: NonZeroUsize, lifetime: u64) -> Self {
        Self {
            // Grows with what is kept: the size is often set generously.
            entries: LruCache::unbounded(),
            lifetime,
            key: Vec::new(),
        }
        .bounded(entries)
    }

    fn bounded(mut self, entries: NonZeroUsize) -> Self {
        self.entries.resize(entries);
        self
    }

    /// What is kept of `path` in mount number `mount`, unless it is too old.
    pub(crate) fn get(&mut self, mount: usize, path: &[u8], now: u64) -> Option<Rc<Entry>> {
        self.set_key(mount, path);
        let kept = self.entries.get(&*self.key)?;
        if now < kept.until {
            return Some(Rc::clone(&kept.entry));
        }
        self.entries.pop(&*self.key);
        None
    }

    pub(crate) fn put(&mut self, mount: usize, path: &[u8], now: u64, entry: &Rc<Entry>) {
        // What nobody asks for any more would stay open, and deleted files on their disks.
        while let Some((_, oldest)) = self.entries.peek_lru()
            && oldest.until <= now
        {
            self.entries.pop_lru();
        }
        self.set_key(mount, path);
        let kept = Kept {
            entry: Rc::clone(entry),
            until: now.saturating_add(self.lifetime),
        };
        self.entries.put(Box::from(&*self.key), kept);
    }

    /// Closes everything; false if there was nothing.
    pub(crate) fn clear(&mut self) -> bool {
        let had = !self.entries.is_empty();
        self.entries.clear();
        had
    }

    fn set_key(&mut self, mount: usize, path: &[u8]) {
        self.key.clear();
        self.key.extend_from_slice(&mount.to_ne_bytes());
        self.key.extend_from_slice(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::root::{Directory, Symlinks};

    fn entry() -> Rc<Entry> {
        let directory = Directory::open(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        let opened = directory.get(b"Cargo.toml", Symlinks::Reject).unwrap();
        Rc::new(Entry::new(
            opened,
            "text/plain".into(),
            Box::from(*b"Cargo.toml"),
        ))
    }

    fn cache(entries: usize, lifetime: u64) -> Cache {
        Cache::new(NonZeroUsize::new(entries).unwrap(), lifetime)
    }

    #[test]
    fn what_is_kept_is_found_until_it_is_too_old() {
        let mut cache = cache(10, 1000);
        assert!(cache.get(0, b"a", 0).is_none());
        cache.put(0, b"a", 500, &entry());
        assert!(cache.get(0, b"a", 1499).is_some());
        assert!(cache.get(1, b"a", 1000).is_none(), "another mount's");
        assert!(cache.get(0, b"a", 1500).is_none());
        assert!(cache.get(0, b"a", 1400).is_none(), "it was closed");
    }

    #[test]
    fn the_least_recently_used_goes_first() {
        let mut cache = cache(2, 1000);
        let entry = entry();
        cache.put(0, b"a", 0, &entry);
        cache.put(0, b"b", 0, &entry);
        assert!(cache.get(0, b"a", 1).is_some());
        cache.put(0, b"c", 1, &entry);
        assert!(cache.get(0, b"b", 1).is_none());
        assert!(cache.get(0, b"a", 1).is_some() && cache.get(0, b"c", 1).is_some());
        assert_eq!(Rc::strong_count(&entry), 3, "two are kept, and ours");
    }
}
