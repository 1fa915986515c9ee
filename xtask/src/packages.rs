//! What the tasks need from the operating system, and installing it.
//!
//! Debian and its descendants get their packages through apt; everywhere else
//! the missing things are named and the task ends with status 2. Nothing is
//! ever installed that is already there, and nothing without saying so.

use std::path::Path;

use anyhow::Result;

use crate::Refusal;
use crate::process::{self, say, which};

/// One thing a task needs.
pub(crate) struct Need {
    /// In words, for people without apt.
    what: &'static str,
    /// Debian's package.
    package: &'static str,
    /// Whether it is there already; must be cheap.
    present: fn() -> bool,
}

macro_rules! program {
    ($program:literal, $package:literal, $what:literal) => {
        Need {
            what: $what,
            package: $package,
            present: || which($program).is_some(),
        }
    };
}

/// A PHP to build for and to run.
pub(crate) const PHP: &[Need] = &[
    program!("php", "php-cli", "PHP's command line interpreter (php)"),
    program!("php-config", "php-dev", "PHP's headers (php-config)"),
];

/// Whatever compiles the extension.
pub(crate) const TOOLCHAIN: &[Need] = &[
    program!("cc", "gcc", "a C compiler (cc)"),
    program!("c++", "g++", "a C++ compiler (c++)"),
    program!("make", "make", "make"),
    program!("cmake", "cmake", "cmake"),
    Need {
        what: "libclang with its headers",
        package: "libclang-dev",
        present: libclang_is_there,
    },
];

/// All that plain Rust crates need.
pub(crate) const LINKER: &[Need] = &[program!("cc", "gcc", "a C compiler (cc)")];

/// What libFuzzer is compiled with.
pub(crate) const FUZZING: &[Need] = &[program!("c++", "g++", "a C++ compiler (c++)")];

/// The test runner's own needs.
pub(crate) const TESTING: &[Need] = &[program!("curl", "curl", "curl")];

/// What watches over memory.
pub(crate) const MEMCHECK: &[Need] = &[program!("valgrind", "valgrind", "valgrind")];

/// What the benchmarks drive and watch servers with.
pub(crate) const BENCHMARK: &[Need] = &[
    program!("wrk", "wrk", "the load generator wrk"),
    program!("strace", "strace", "strace"),
    program!("taskset", "util-linux", "taskset"),
];

/// bindgen loads libclang at run time and needs the compiler's own headers.
fn libclang_is_there() -> bool {
    if std::env::var_os("LIBCLANG_PATH").is_some() {
        return true;
    }
    let mut dirs: Vec<_> = ["/usr/lib", "/usr/lib64", "/usr/local/lib"]
        .map(Into::into)
        .to_vec();
    for parent in ["/usr/lib", "/usr/local"] {
        dirs.extend(
            entries(Path::new(parent))
                .filter(|name| is_llvm(name))
                .map(|dir| dir.join("lib")),
        );
    }
    let library = |dir: &std::path::PathBuf| {
        entries(dir).any(|file| {
            let name = file
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            name.starts_with("libclang")
                && !name.starts_with("libclang-cpp")
                && name.contains(".so")
        })
    };
    let headers = |dir: &std::path::PathBuf| {
        entries(&dir.join("clang")).any(|version| version.join("include/stddef.h").is_file())
    };
    dirs.iter().any(library) && dirs.iter().any(headers)
}

fn is_llvm(dir: &Path) -> bool {
    dir.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with("llvm"))
}

/// The entries of a directory; none when it cannot be read.
fn entries(dir: &Path) -> impl Iterator<Item = std::path::PathBuf> {
    std::fs::read_dir(dir)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
}

/// Makes sure that everything in `needs` is there.
///
/// # Errors
/// [`Refusal`] (exit status 2) naming what is missing when this system has no
/// apt or no way to become root; otherwise whatever apt says.
pub(crate) fn ensure(needs: &[&[Need]]) -> Result<()> {
    let missing: Vec<&Need> = needs
        .iter()
        .copied()
        .flatten()
        .filter(|need| !(need.present)())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut packages: Vec<_> = missing.iter().map(|need| need.package).collect();
    packages.dedup();
    let packages = packages.join(" ");

    if which("apt-get").is_none() {
        return Err(Refusal(refusal(
            &missing,
            "Install it with this system's package manager and run the command again.",
        ))
        .into());
    }
    let Some(mut update) = process::privileged("apt-get") else {
        let advice = format!("As root: apt-get update && apt-get install -y {packages}");
        return Err(Refusal(refusal(&missing, &advice)).into());
    };
    let how = if rustix::process::geteuid().is_root() {
        "as root"
    } else {
        "through sudo"
    };
    say(format!("Missing: {}", names(&missing)));
    say(format!("Installing {how}: apt-get install {packages}"));
    // A bare system has no package lists yet, an old one has stale ones.
    process::run(update.args(["-q", "-o", "DPkg::Lock::Timeout=300", "update"]))?;
    if let Some(mut install) = process::privileged("env") {
        process::run(
            install
                .args([
                    "DEBIAN_FRONTEND=noninteractive",
                    "apt-get",
                    "-q",
                    "-y",
                    "-o",
                    "DPkg::Lock::Timeout=300",
                ])
                .args(["install", "--no-install-recommends"])
                .args(packages.split(' ')),
        )?;
    }
    let still: Vec<&Need> = missing
        .into_iter()
        .filter(|need| !(need.present)())
        .collect();
    if !still.is_empty() {
        return Err(Refusal(refusal(
            &still,
            "apt installed the packages, and yet it is not where it is looked for.",
        ))
        .into());
    }
    Ok(())
}

fn names(missing: &[&Need]) -> String {
    missing
        .iter()
        .map(|need| need.what)
        .collect::<Vec<_>>()
        .join(", ")
}

fn refusal(missing: &[&Need], advice: &str) -> String {
    let mut text = String::from("this system lacks:\n");
    for need in missing {
        text.push_str(&format!(
            "  - {} (Debian package: {})\n",
            need.what, need.package
        ));
    }
    text.push_str(advice);
    text
}
