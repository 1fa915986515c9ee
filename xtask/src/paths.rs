//! Where things are: the repository and its build directories.

use std::path::{Path, PathBuf};

/// The repository's top directory.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies one level below the top")
}

/// Cargo's target directory, `CARGO_TARGET_DIR` included.
pub(crate) fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}
