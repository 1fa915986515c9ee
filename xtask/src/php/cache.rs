//! Where a private PHP is kept, and when it counts as complete.
//!
//! A tree is made in a staging directory, moved to its place in one step and
//! sealed with a stamp after it was tried; only a sealed tree is ever used. The
//! paths inside it are absolute, so the stamp names the place as well: a cache
//! that was moved or copied is made anew.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rustix::fs::{FlockOperation, flock};

use super::pins::{Package, Recipe};
use super::tree;
use crate::process::say;

/// The stamp inside the tree.
const STAMP: &str = ".complete";
/// One line per package: name, version, SHA-256.
const MANIFEST: &str = "packages.txt";

/// The cache of one recipe.
#[derive(Debug)]
pub(crate) struct Cache {
    root: PathBuf,
    stamp: String,
}

/// Held while a tree is made; the kernel gives it back when the process ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Cache {
    /// `$XDG_CACHE_HOME/true-async-server/php-8.6`, by default below `~/.cache`.
    ///
    /// # Errors
    /// When neither variable is set, or the path has characters that compiler
    /// flags, run-time search paths and apt's configuration cannot carry.
    pub(crate) fn locate(recipe: &Recipe) -> Result<Self> {
        let absolute = |name: &str| {
            std::env::var_os(name)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute())
        };
        // XDG Base Directory Specification: relative paths are to be ignored.
        let base = absolute("XDG_CACHE_HOME")
            .or_else(|| absolute("HOME").map(|home| home.join(".cache")))
            .context("set XDG_CACHE_HOME or HOME: a private PHP is kept in a cache directory")?;
        Self::below(&base, recipe)
    }

    fn below(base: &Path, recipe: &Recipe) -> Result<Self> {
        let root = base
            .join("true-async-server")
            .join(format!("php-{}", recipe.series));
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._+@%-".contains(&byte);
        match root.to_str() {
            Some(text) if text.bytes().all(plain) => {
                let stamp = format!(
                    "layout {}\npin {}\nroot {text}\n",
                    recipe.layout, recipe.pin
                );
                Ok(Self { root, stamp })
            }
            _ => bail!(
                "the cache path {} has a space or another special character in it, which compiler \
                 flags cannot carry: set XDG_CACHE_HOME to a plain path",
                root.display()
            ),
        }
    }

    /// Where the tree is, or will be.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where the tree is made.
    pub(crate) fn staging(&self) -> PathBuf {
        self.work().join("tree")
    }

    /// Downloads and apt's state, for as long as the tree is being made.
    pub(crate) fn work(&self) -> PathBuf {
        self.root.with_added_suffix(".work")
    }

    /// Whether there is a sealed tree of this recipe in this very place.
    pub(crate) fn is_complete(&self) -> bool {
        fs::read_to_string(self.root.join(STAMP)).is_ok_and(|stamp| stamp == self.stamp)
            && tree::php_config(&self.root).exists()
    }

    /// Waits until no other process makes this tree.
    ///
    /// # Errors
    /// When the cache directory cannot be made or written.
    pub(crate) fn lock(&self) -> Result<Lock> {
        let path = self.root.with_added_suffix(".lock");
        let parent = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(parent)
            .with_context(|| format!("cannot create {}", parent.display()))?;
        let file =
            File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        if flock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
            say(format_args!(
                "waiting for another process that fills {}",
                self.root.display()
            ));
            flock(&file, FlockOperation::LockExclusive)
                .with_context(|| format!("cannot lock {}", path.display()))?;
        }
        Ok(Lock { _file: file })
    }

    /// Removes what an earlier call left and makes the directories anew.
    ///
    /// # Errors
    /// When something cannot be removed or made.
    pub(crate) fn clear(&self) -> Result<()> {
        remove(&self.root)?;
        remove(&self.work())?;
        let staging = self.staging();
        fs::create_dir_all(&staging).with_context(|| format!("cannot create {}", staging.display()))
    }

    /// Moves the staged tree to its place and removes the rest of the work.
    ///
    /// # Errors
    /// When the file system refuses.
    pub(crate) fn publish(&self) -> Result<()> {
        fs::rename(self.staging(), &self.root)
            .with_context(|| format!("cannot move the tree to {}", self.root.display()))?;
        remove(&self.work())
    }

    /// Declares the tree complete and records what it is made of.
    ///
    /// # Errors
    /// When the file system refuses.
    pub(crate) fn seal(&self, packages: &[Package]) -> Result<()> {
        let manifest: String = packages
            .iter()
            .map(|package| format!("{} {} {}\n", package.name, package.version, package.sha256))
            .collect();
        // The stamp comes last: everything it vouches for is there before it.
        for (name, text) in [(MANIFEST, &manifest), (STAMP, &self.stamp)] {
            let path = self.root.join(name);
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(())
    }
}

/// Removes a directory that may not be there.
fn remove(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// `Path::with_added_extension` is younger than our oldest compiler.
trait WithAddedSuffix {
    fn with_added_suffix(&self, suffix: &str) -> PathBuf;
}

impl WithAddedSuffix for PathBuf {
    fn with_added_suffix(&self, suffix: &str) -> PathBuf {
        let mut path = self.clone().into_os_string();
        path.push(suffix);
        path.into()
    }
}

#[cfg(test)]
mod tests {
    use super::super::pins::RECIPES;
    use super::*;

    fn scratch(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("xtask-php-{name}-{}", std::process::id()));
        remove(&dir).expect("scratch directory");
        dir
    }

    #[test]
    fn only_a_sealed_tree_counts_as_complete() {
        let base = scratch("seal");
        let cache = Cache::below(&base, &RECIPES[0]).expect("plain path");
        let _lock = cache.lock().expect("lock");
        cache.clear().expect("clear");
        let php_config = tree::php_config(&cache.staging());
        fs::create_dir_all(php_config.parent().expect("parent")).expect("directories");
        fs::write(&php_config, "").expect("php-config");
        cache.publish().expect("publish");
        assert!(!cache.is_complete());
        cache.seal(&[]).expect("seal");
        assert!(cache.is_complete());
        cache.clear().expect("clear");
        assert!(!cache.is_complete());
        remove(&base).expect("scratch directory");
    }

    #[test]
    fn a_tree_that_was_moved_is_made_anew() {
        let base = scratch("moved");
        let here = Cache::below(&base.join("here"), &RECIPES[0]).expect("plain path");
        let there = Cache::below(&base.join("there"), &RECIPES[0]).expect("plain path");
        let php_config = tree::php_config(here.root());
        fs::create_dir_all(php_config.parent().expect("parent")).expect("directories");
        fs::write(&php_config, "").expect("php-config");
        here.seal(&[]).expect("seal");
        assert!(here.is_complete());
        fs::rename(base.join("here"), base.join("there")).expect("move");
        assert!(!there.is_complete());
        remove(&base).expect("scratch directory");
    }

    #[test]
    fn a_cache_path_that_compiler_flags_cannot_carry_is_refused() {
        for base in ["/home/a user/.cache", "/home/user/$x", "/a:b"] {
            let refusal = Cache::below(Path::new(base), &RECIPES[0])
                .expect_err(base)
                .to_string();
            assert!(refusal.contains("XDG_CACHE_HOME"), "{refusal}");
        }
    }
}
