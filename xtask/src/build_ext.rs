//! `cargo xtask build-ext`: compiles the extension for one PHP.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::ValueEnum;

use crate::interpreter::Interpreter;
use crate::packages::Need;
use crate::process::{self, say};
use crate::{packages, paths};

/// The file name PHP users know the extension by.
pub(crate) const FILE: &str = "true_async_server.so";

/// Arguments of `build-ext`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The php-config of the PHP to build for [default: $PHP_CONFIG, else php-config].
    #[arg(long, value_name = "FILE")]
    php_config: Option<PathBuf>,
    /// `dev` builds fast and keeps assertions, `release` is what users get.
    #[arg(long, value_enum, default_value_t = Profile::Release)]
    profile: Profile,
    /// Where to put true_async_server.so [default: inside the target directory].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// How to compile.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Profile {
    /// Optimised, link-time optimisation.
    Release,
    /// Quick to build, with debug assertions.
    Dev,
}

impl Profile {
    /// Cargo's name for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dev => "dev",
        }
    }

    /// The directory cargo puts its artefacts into.
    fn dir(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dev => "debug",
        }
    }
}

/// Builds and prints the path of the module as the last line of stdout.
pub(crate) fn run(args: &Args) -> Result<()> {
    let php = prepare(args.php_config.as_deref())?;
    let so = build(&php, args.profile)?;
    let so = match &args.out {
        Some(dir) => {
            std::fs::create_dir_all(dir)
                .with_context(|| format!("cannot create {}", dir.display()))?;
            copy(&so, &dir.canonicalize()?.join(FILE))?
        }
        None => so,
    };
    println!("{}", so.display());
    Ok(())
}

/// Installs what is missing to build for a PHP, and asks that PHP who it is.
///
/// # Errors
/// When something is missing and cannot be installed, or PHP does not answer.
pub(crate) fn prepare(php_config: Option<&Path>) -> Result<Interpreter> {
    prepare_with(php_config, &[])
}

/// As [`prepare`], together with what else a task needs: everything that is
/// missing is named, or installed, at once.
///
/// # Errors
/// As [`prepare`].
pub(crate) fn prepare_with(php_config: Option<&Path>, more: &[&[Need]]) -> Result<Interpreter> {
    let named =
        php_config.is_some() || std::env::var_os("PHP_CONFIG").is_some_and(|path| !path.is_empty());
    let mut needs = vec![packages::TOOLCHAIN];
    if !named {
        needs.insert(0, packages::PHP);
    }
    needs.extend_from_slice(more);
    packages::ensure(&needs)?;
    Interpreter::find(php_config)
}

/// The target directory for builds against this PHP.
pub(crate) fn target_dir(php: &Interpreter) -> PathBuf {
    paths::target().join(php.key())
}

/// Runs cargo and returns the absolute path of the module.
///
/// # Errors
/// When it does not compile, or what came out is for another PHP.
pub(crate) fn build(php: &Interpreter, profile: Profile) -> Result<PathBuf> {
    let target = target_dir(php);
    say(format!(
        "Building the extension for PHP {} ({}), profile {}",
        php.version,
        php.build_id,
        profile.name()
    ));
    let mut cargo = process::cargo();
    cargo.args([
        "build",
        "--package",
        "ta-php",
        "--lib",
        "--profile",
        profile.name(),
    ]);
    process::run(php.pass_to(&mut cargo).arg("--target-dir").arg(&target))?;
    let made = target.join(profile.dir()).join(format!("lib{FILE}"));
    if !made.is_file() {
        bail!("cargo succeeded but {} is not there", made.display());
    }
    php.accept(&made)?;
    copy(&made, &made.with_file_name(FILE))
}

/// Replaces `to` in one step: a PHP that runs the old file keeps its pages.
fn copy(from: &Path, to: &Path) -> Result<PathBuf> {
    let fresh = |from: &Path, to: &Path| -> Option<bool> {
        let (from, to) = (from.metadata().ok()?, to.metadata().ok()?);
        Some(from.len() == to.len() && from.modified().ok()? <= to.modified().ok()?)
    };
    if fresh(from, to) != Some(true) {
        let partial = to.with_extension(format!("so.{}", std::process::id()));
        std::fs::copy(from, &partial)
            .and_then(|_| std::fs::rename(&partial, to))
            .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    }
    Ok(to.to_owned())
}
