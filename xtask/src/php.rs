//! `cargo xtask php 8.6`: a private PHP for tests, fetched once and kept in a
//! cache directory outside the repository.
//!
//! The packages are Debian's own binaries, taken from the mirror this system's
//! apt already uses, checked against Debian's archive keys and unpacked without
//! being installed. Nothing of the host is changed and nobody has to be root:
//! apt runs on a configuration, package lists and a package database of its own.
//! This is no way to get a PHP for production, and it never builds one.

mod archive;
mod cache;
mod pins;
mod tree;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::process::say;
use archive::Archive;
use cache::Cache;
use pins::Recipe;

/// The subcommand: fetches what is missing; the last line of stdout is the path
/// of its php-config.
///
/// # Errors
/// As [`php_config_for`].
pub(crate) fn run(version: &str) -> Result<()> {
    let php_config = php_config_for(version)?;
    println!("{}", php_config.display());
    Ok(())
}

/// The php-config of a private PHP, `version` being `major.minor`.
///
/// The first call downloads some 25 MB and takes about half a minute; every
/// later one reads two small files. Two processes that ask at the same time do
/// the work once.
///
/// # Errors
/// When the version is not one of those we fetch, when apt, dpkg or Debian's
/// archive keys are missing, when no mirror carries the packages, when a
/// signature or a pinned hash does not match, or when the interpreter does not
/// start in the end. A failed call leaves nothing behind that a later one would
/// take for complete.
pub(crate) fn php_config_for(version: &str) -> Result<PathBuf> {
    let Some(recipe) = pins::RECIPES.iter().find(|recipe| recipe.series == version) else {
        let known: Vec<_> = pins::RECIPES.iter().map(|recipe| recipe.series).collect();
        bail!(
            "there is no private PHP {version}; the ones to be had are: {}",
            known.join(", ")
        );
    };
    let cache = Cache::locate(recipe)?;
    if cache.is_complete() {
        return Ok(tree::php_config(cache.root()));
    }
    let _lock = cache.lock()?;
    // Whoever held the lock before us may have done it all.
    if !cache.is_complete() {
        fetch(recipe, &cache).with_context(|| format!("PHP {version} could not be fetched"))?;
    }
    Ok(tree::php_config(cache.root()))
}

/// Fills the cache. The caller holds its lock.
fn fetch(recipe: &Recipe, cache: &Cache) -> Result<()> {
    let started = Instant::now();
    cache.clear()?;
    let archive = Archive::open(&cache.work())?;
    let packages = archive.select(recipe)?;
    let debs = archive.download(&packages)?;
    say(format_args!(
        "unpacking {} packages into {}",
        debs.len(),
        cache.root().display()
    ));
    tree::plant(recipe, &debs, &cache.staging(), cache.root())?;
    cache.publish()?;
    let version = tree::verify(recipe, cache.root())?;
    cache.seal(&packages)?;
    say(format_args!(
        "PHP {version} is ready after {:.0} s; remove {} to fetch it anew",
        started.elapsed().as_secs_f32(),
        cache.root().display()
    ));
    Ok(())
}
