//! Why something cannot be watched.

use std::io;
use std::path::PathBuf;

use crate::MAX_DIRECTORIES;

/// Nothing is watched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WatchError {
    /// The system has no more watchers for this user.
    #[error("the system allows no more watchers: {0}")]
    NoWatcher(#[source] io::Error),
    /// The path does not exist, or it or a directory below it cannot be watched.
    #[error("{}: {source}", path.display())]
    Path {
        /// What cannot be watched.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The tree has more directories than one watcher takes.
    #[error("there are more than {MAX_DIRECTORIES} directories below the path")]
    TooManyDirectories,
}
