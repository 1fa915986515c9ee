//! Running other programs: inherited output, captured output, and errors that
//! name the whole command line. Never retries and never swallows a status.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};

/// The command line as a person would type it: the program without its directory.
pub(crate) fn display(command: &Command) -> String {
    let program = Path::new(command.get_program());
    std::iter::once(program.file_name().unwrap_or(program.as_os_str()))
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .map(|word| {
            if word.contains(' ') {
                format!("'{word}'")
            } else {
                word.into_owned()
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs to the end with our own stderr for both output streams.
///
/// Standard output stays free for what the subcommand itself has to say, so
/// that `$(cargo xtask build-ext | tail -1)` works.
///
/// # Errors
/// When the program cannot be started or ends with another status than 0.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .stdout(std::io::stderr())
        .status()
        .with_context(|| format!("cannot start `{}`", display(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}", display(command));
    }
    Ok(())
}

/// Runs to the end and returns what it wrote, whatever its status was.
///
/// # Errors
/// When the program cannot be started.
pub(crate) fn output(command: &mut Command) -> Result<Output> {
    command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{}`", display(command)))
}

/// Runs to the end and returns its standard output without the trailing newline.
///
/// # Errors
/// When the program cannot be started, ends with another status than 0 (its
/// stderr is part of the message), or prints something that is not UTF-8.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = output(command)?;
    if !output.status.success() {
        bail!(
            "`{}` ended with {}: {}",
            display(command),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    let text = String::from_utf8(output.stdout)
        .with_context(|| format!("`{}` printed something that is not UTF-8", display(command)))?;
    Ok(text.trim_end().to_owned())
}

/// Finds an executable file in `PATH`, and in the system directories that an
/// ordinary user's `PATH` leaves out.
pub(crate) fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin", "/sbin"].map(PathBuf::from))
        .map(|dir| dir.join(name))
        .find(|file| is_executable(file))
}

/// Whether `file` is a regular file that somebody may execute.
pub(crate) fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata()
        .is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

/// `cargo`, the one that runs us, without what `cargo run` leaves in our
/// environment: a nested build must have the same fingerprints as a direct one.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(crate::paths::root());
    for (name, _) in std::env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// Prefixes `sudo` when we are not root. `None` when there is no way to become it.
pub(crate) fn privileged(program: impl AsRef<OsStr>) -> Option<Command> {
    if rustix::process::geteuid().is_root() {
        return Some(Command::new(program));
    }
    let mut command = Command::new(which("sudo")?);
    command.arg(program);
    Some(command)
}

/// Prints one progress line on stderr.
pub(crate) fn say(line: impl std::fmt::Display) {
    eprintln!("==> {line}");
}
