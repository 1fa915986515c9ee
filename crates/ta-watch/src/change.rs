//! One change of the file system.

use std::ffi::OsString;

/// What has happened to one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The entry: its name, in a recursive watch its path below the root. `None`
    /// when it is not known what has changed, or when it was the root itself.
    pub name: Option<OsString>,
    /// It was created, deleted or renamed.
    pub renamed: bool,
    /// Its content or metadata were changed.
    pub changed: bool,
}

impl Change {
    /// Anything may have happened to anything.
    pub const UNKNOWN: Self = Self {
        name: None,
        renamed: true,
        changed: true,
    };

    /// Adds what happened according to `other`, whatever it is about.
    pub fn merge(&mut self, other: &Self) {
        self.renamed |= other.renamed;
        self.changed |= other.changed;
    }
}
