//! `cargo xtask install-ext`: makes the extension part of a PHP installation.
//!
//! The module goes to PHP's extension directory, the ini file where PHP reads
//! further ini files; on Debian that is `mods-available` plus `phpenmod`. A
//! module that this PHP could not load is refused before anything is written.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::build_ext::{self, FILE, Profile};
use crate::interpreter::Interpreter;
use crate::process::{self, say};

/// The extension's name, and that of its ini file.
pub(crate) const NAME: &str = "true_async_server";

/// Debian's switchboard for PHP modules.
pub(crate) const PHPENMOD: &str = "phpenmod";

/// Arguments of `install-ext`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The php-config of the PHP to install into [default: $PHP_CONFIG, else php-config].
    #[arg(long, value_name = "FILE")]
    php_config: Option<PathBuf>,
    /// A module built earlier [default: builds it in release].
    #[arg(long, value_name = "FILE")]
    so: Option<PathBuf>,
}

/// Builds unless told otherwise, checks, installs, and asks PHP whether it loads.
pub(crate) fn run(args: &Args) -> Result<()> {
    let (php, so) = match &args.so {
        Some(so) => (Interpreter::find(args.php_config.as_deref())?, so.clone()),
        None => {
            let php = build_ext::prepare(args.php_config.as_deref())?;
            let so = build_ext::build(&php, Profile::Release)?;
            (php, so)
        }
    };
    php.accept(&so)?;

    let module = php.extension_dir.join(FILE);
    say(format!("Installing {}", module.display()));
    put(&so, &module)?;

    let ini = std::env::temp_dir().join(format!("{NAME}-{}.ini", std::process::id()));
    // 20 is Debian's priority for ordinary modules: after the shared ones ours may use.
    std::fs::write(&ini, format!("; priority=20\nextension={FILE}\n"))
        .with_context(|| format!("cannot write {}", ini.display()))?;
    let placed = place_ini(&php, &ini);
    std::fs::remove_file(&ini).with_context(|| format!("cannot remove {}", ini.display()))?;
    placed?;

    let told = process::capture(Command::new(&php.php).args(["--ri", NAME]))
        .context("PHP does not load what was just installed")?;
    println!("{told}");
    Ok(())
}

/// Where the ini file lives for this PHP.
pub(crate) enum IniHome {
    /// Debian: the file in `mods-available`, enabled by `phpenmod`.
    Debian(PathBuf),
    /// Any other PHP with a scan directory.
    ScanDir(PathBuf),
    /// PHP was built without a scan directory: only its php.ini is read.
    OnlyPhpIni(PathBuf),
}

impl IniHome {
    /// Decides by what is there.
    pub(crate) fn of(php: &Interpreter) -> Self {
        let Some(scan_dir) = &php.scan_dir else {
            return Self::OnlyPhpIni(php.ini_path.join("php.ini"));
        };
        // /etc/php/8.2/cli/conf.d → /etc/php/8.2/mods-available
        let available = scan_dir
            .ancestors()
            .nth(2)
            .map(|dir| dir.join("mods-available"));
        match available {
            Some(dir) if dir.is_dir() && process::which(PHPENMOD).is_some() => {
                Self::Debian(dir.join(format!("{NAME}.ini")))
            }
            _ => Self::ScanDir(scan_dir.join(format!("20-{NAME}.ini"))),
        }
    }
}

fn place_ini(php: &Interpreter, ini: &Path) -> Result<()> {
    match IniHome::of(php) {
        IniHome::Debian(file) => {
            say(format!(
                "Installing {}, enabling it with {PHPENMOD}",
                file.display()
            ));
            put(ini, &file)?;
            switch(PHPENMOD, php)
        }
        IniHome::ScanDir(file) => {
            say(format!("Installing {}", file.display()));
            put(ini, &file)
        }
        IniHome::OnlyPhpIni(file) => bail!(
            "PHP {} reads no directory of ini files: add the line `extension={FILE}` to {}",
            php.version,
            file.display()
        ),
    }
}

/// Runs `phpenmod` or `phpdismod` for this PHP's minor version.
pub(crate) fn switch(tool: &str, php: &Interpreter) -> Result<()> {
    let path = process::which(tool).with_context(|| format!("{tool} is not there"))?;
    let mut command = as_root(&path)?;
    process::run(command.args(["-v", php.minor(), NAME]))
}

fn put(from: &Path, to: &Path) -> Result<()> {
    let dir = to.parent().context("an absolute path has a parent")?;
    let mut command = if writable(dir) {
        Command::new("install")
    } else {
        as_root(Path::new("install"))?
    };
    process::run(command.args(["-D", "-m", "644"]).arg(from).arg(to))
}

/// Removes a file, as root where the directory demands it; `false` when it was not there.
pub(crate) fn remove(file: &Path) -> Result<bool> {
    if file.symlink_metadata().is_err() {
        return Ok(false);
    }
    let dir = file.parent().context("an absolute path has a parent")?;
    let mut command = if writable(dir) {
        Command::new("rm")
    } else {
        as_root(Path::new("rm"))?
    };
    process::run(command.arg("--").arg(file))?;
    Ok(true)
}

fn as_root(program: &Path) -> Result<Command> {
    process::privileged(program).with_context(|| {
        format!(
            "{} must run as root, and there is no sudo",
            program.display()
        )
    })
}

/// Whether we may create files there (or in its nearest existing ancestor).
fn writable(dir: &Path) -> bool {
    let Some(there) = dir.ancestors().find(|dir| dir.is_dir()) else {
        return false;
    };
    rustix::fs::access(there, rustix::fs::Access::WRITE_OK).is_ok()
}
