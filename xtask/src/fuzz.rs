//! `cargo xtask fuzz`: runs the libFuzzer targets of the crates that have some.
//!
//! Needs the nightly toolchain; cargo-fuzz is installed on demand. Corpora and
//! build artefacts stay below the target directory, out of the tree; an input
//! that crashes a target is written there too and named.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::process::{self, say};
use crate::{packages, paths};

/// Arguments of `fuzz`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The target to run [default: all].
    target: Option<String>,
    /// How long to run each target.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    seconds: u32,
}

/// One fuzz target of one crate.
pub(crate) struct Target {
    /// The crate's fuzz directory.
    dir: PathBuf,
    /// The name of its binary.
    pub(crate) name: String,
}

/// Runs the chosen targets one after another.
pub(crate) fn run(args: &Args) -> Result<()> {
    let mut targets = targets()?;
    if let Some(name) = &args.target {
        let known: Vec<_> = targets.iter().map(|target| target.name.clone()).collect();
        targets.retain(|target| &target.name == name);
        if targets.is_empty() {
            bail!(
                "there is no fuzz target {name}; there are: {}",
                known.join(", ")
            );
        }
    }
    if targets.is_empty() {
        bail!("there are no fuzz targets");
    }
    ready()?;
    for target in &targets {
        run_one(target, args.seconds)?;
    }
    Ok(())
}

/// The manifests of all fuzz crates.
pub(crate) fn manifests() -> Vec<PathBuf> {
    let crates = std::fs::read_dir(paths::root().join("crates"))
        .into_iter()
        .flatten()
        .flatten();
    let mut found: Vec<_> = crates
        .map(|entry| entry.path().join("fuzz/Cargo.toml"))
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    found
}

/// Every file of every fuzz crate's `fuzz_targets`.
///
/// # Errors
/// When such a directory cannot be read.
pub(crate) fn targets() -> Result<Vec<Target>> {
    let mut targets = Vec::new();
    for manifest in manifests() {
        let dir = manifest
            .parent()
            .context("a manifest has a directory")?
            .to_owned();
        let sources = dir.join("fuzz_targets");
        for entry in std::fs::read_dir(&sources)
            .with_context(|| format!("cannot read {}", sources.display()))?
        {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "rs")
                && let Some(name) = path.file_stem()
            {
                targets.push(Target {
                    dir: dir.clone(),
                    name: name.to_string_lossy().into_owned(),
                });
            }
        }
    }
    targets.sort_by(|a, b| (&a.dir, &a.name).cmp(&(&b.dir, &b.name)));
    Ok(targets)
}

/// Installs what targets need, except for the nightly toolchain: which compilers
/// there are is the user's choice.
///
/// # Errors
/// Says what is missing and cannot be installed.
pub(crate) fn ready() -> Result<()> {
    nightly()?;
    packages::ensure(&[packages::FUZZING])?;
    if process::which("cargo-fuzz").is_none() && !cargo_bin().join("cargo-fuzz").is_file() {
        say("Installing cargo-fuzz");
        process::run(process::cargo().args(["install", "cargo-fuzz", "--locked"]))?;
    }
    Ok(())
}

fn nightly() -> Result<()> {
    let output = process::output(rustup_nightly().args(["rustc", "--version"]))
        .context("there is no rustup")?;
    if !output.status.success() {
        bail!("the nightly toolchain is not installed (rustup toolchain install nightly)");
    }
    Ok(())
}

fn cargo_bin() -> PathBuf {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home =
        home.or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    home.unwrap_or_default().join("bin")
}

fn rustup_nightly() -> Command {
    let mut command = Command::new("rustup");
    // `cargo run` pins the toolchain it was started with; that one is not nightly.
    command
        .args(["run", "nightly"])
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO")
        .env_remove("RUSTC");
    command
}

/// Runs one target for `seconds`.
///
/// # Errors
/// When it does not build, or an input makes it fail.
pub(crate) fn run_one(target: &Target, seconds: u32) -> Result<()> {
    say(format!("Fuzzing {} for {seconds} s", target.name));
    let home = paths::target().join("fuzz");
    let corpus = home.join("corpus").join(&target.name);
    let artifacts = home.join("artifacts").join(&target.name);
    for dir in [&corpus, &artifacts] {
        std::fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    }
    let mut command = rustup_nightly();
    command
        .args(["cargo", "fuzz", "run", "--fuzz-dir"])
        .arg(&target.dir)
        .arg("--target-dir")
        .arg(home.join("build"));
    command.arg(&target.name).arg(&corpus);
    let seeds = target.dir.join("seeds").join(&target.name);
    if seeds.is_dir() {
        command.arg(&seeds);
    }
    command.arg("--");
    // Tokens that mutation alone would take long to find.
    for entry in std::fs::read_dir(&target.dir)
        .into_iter()
        .flatten()
        .flatten()
    {
        if entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "dict")
        {
            command.arg(format!("-dict={}", entry.path().display()));
        }
    }
    command
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        .args([
            "-timeout=10",
            "-rss_limit_mb=2048",
            "-print_final_stats=1",
            "-verbosity=0",
        ])
        .current_dir(
            target
                .dir
                .parent()
                .context("a fuzz directory has a parent")?,
        );
    process::run(&mut command)
}
