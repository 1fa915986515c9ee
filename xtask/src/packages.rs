//! What the tasks need from the operating system, and installing it.
//!
//! Debian and its descendants get their packages through apt; everywhere else
//! the missing things are named and the task ends with status 2. Nothing is
//! ever installed that is already there, and nothing without saying so.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

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

macro_rules! extension {
    ($name:literal, $package:literal) => {
        Need {
            what: concat!("PHP's extension ", $name),
            package: $package,
            present: || has_extension($name),
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

/// Clients whose opinion the tests ask besides curl's.
pub(crate) const BROWSERS: &[Need] = &[
    program!("chromium", "chromium", "Chromium"),
    program!(
        "chromedriver",
        "chromium-driver",
        "Chromium's driver (chromedriver)"
    ),
    program!("wget", "wget", "wget"),
];

/// The servers that tests and examples talk to, and what their endpoint is made with.
///
/// Debian's packages with nothing but the programs, where there are such: those bring no
/// service that the system would start.
pub(crate) const SERVICES: &[Need] = &[
    Need {
        what: "MariaDB's server (mariadbd)",
        package: "mariadb-server-core",
        present: || mariadbd().is_some() && which("mariadb-install-db").is_some(),
    },
    Need {
        what: "PostgreSQL's server (postgres)",
        package: "postgresql",
        present: || postgres_programs().is_some(),
    },
    Need {
        what: "Redis' server (redis-server)",
        package: "redis-tools",
        present: || redis_server().is_some(),
    },
    Need {
        what: "Python 3 with its library",
        package: "python3",
        // Debian's python3-minimal has neither module.
        present: || {
            process::capture(Command::new("python3").args(["-Ic", "import ssl, http.server"]))
                .is_ok()
        },
    },
    program!("openssl", "openssl", "openssl"),
    program!("setpriv", "util-linux", "setpriv"),
];

/// The PHP extensions that are clients of these servers, for the default PHP.
pub(crate) const CLIENTS: &[Need] = &[
    extension!("mysqli", "php-mysql"),
    extension!("pgsql", "php-pgsql"),
    extension!("pdo_sqlite", "php-sqlite3"),
    extension!("curl", "php-curl"),
    extension!("redis", "php-redis"),
    extension!("mbstring", "php-mbstring"),
];

/// What watches over memory.
pub(crate) const MEMCHECK: &[Need] = &[program!("valgrind", "valgrind", "valgrind")];

/// What the benchmarks drive and watch servers with.
pub(crate) const BENCHMARK: &[Need] = &[
    program!("wrk", "wrk", "the load generator wrk"),
    program!("strace", "strace", "strace"),
    program!("taskset", "util-linux", "taskset"),
];

/// The usual way to run PHP, which ours is compared with.
pub(crate) const WEB: &[Need] = &[
    program!("nginx", "nginx-light", "nginx"),
    Need {
        what: "PHP's FastCGI process manager (php-fpm)",
        package: "php-fpm",
        present: || !php_fpms().is_empty(),
    },
];

/// Every php-fpm there is: Debian names them by version.
pub(crate) fn php_fpms() -> Vec<PathBuf> {
    let versions = ["8.2", "8.3", "8.4", "8.5", "8.6"].map(|version| format!("php-fpm{version}"));
    std::iter::once("php-fpm".to_owned())
        .chain(versions)
        .filter_map(|name| which(&name))
        .collect()
}

/// MariaDB's server under its own or its older name.
pub(crate) fn mariadbd() -> Option<PathBuf> {
    which("mariadbd").or_else(|| which("mysqld"))
}

/// Redis' server, which is the same file as its checker of dumps.
pub(crate) fn redis_server() -> Option<PathBuf> {
    which("redis-server").or_else(|| which("redis-check-rdb"))
}

/// The directory with `postgres` and `initdb`: Debian keeps it out of `PATH`.
pub(crate) fn postgres_programs() -> Option<PathBuf> {
    let complete = |dir: &PathBuf| {
        ["postgres", "initdb"]
            .iter()
            .all(|name| process::is_executable(&dir.join(name)))
    };
    let mut versions: Vec<(u32, PathBuf)> = entries(Path::new("/usr/lib/postgresql"))
        .filter_map(|dir| {
            let version = dir.file_name()?.to_str()?.parse().ok()?;
            Some((version, dir.join("bin")))
        })
        .filter(|(_, dir)| complete(dir))
        .collect();
    versions.sort();
    let elsewhere = || {
        which("initdb")?
            .parent()
            .map(Path::to_owned)
            .filter(complete)
    };
    versions.pop().map(|(_, dir)| dir).or_else(elsewhere)
}

/// Whether the default PHP has an extension: built in, or as a module.
fn has_extension(name: &str) -> bool {
    static PLACE: OnceLock<(PathBuf, String)> = OnceLock::new();
    let (directory, built_in) = PLACE.get_or_init(|| {
        let php_config = std::env::var_os("PHP_CONFIG")
            .filter(|path| !path.is_empty())
            .unwrap_or_else(|| "php-config".into());
        // Without an answer nothing is there, and installing PHP comes first anyway.
        let ask =
            |flag: &str| process::capture(Command::new(&php_config).arg(flag)).unwrap_or_default();
        let modules = process::capture(Command::new(ask("--php-binary")).args(["-n", "-m"]))
            .unwrap_or_default();
        (PathBuf::from(ask("--extension-dir")), modules)
    });
    directory.join(format!("{name}.so")).is_file() || built_in.lines().any(|line| line == name)
}

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

/// Installs the packages it is given, without starting the services some of them bring.
///
/// Debian's maintainer scripts ask policy-rc.d first. One that is there already has its
/// own opinion and keeps it.
const INSTALL: &str = r#"
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    trap 'exit 130' HUP INT TERM
    printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod 755 "$policy" || exit
fi
DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
    install --no-install-recommends "$@"
"#;

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
    if let Some(mut install) = process::privileged("sh") {
        process::run(
            install
                .args(["-c", INSTALL, "install"])
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
