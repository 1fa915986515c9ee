//! Rules of this repository that no compiler knows.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::Outcome;
use crate::{paths, process};

/// Longer files hide a second room.
const LINES: usize = 800;

/// Every rule counts one.
pub(super) fn run() -> Result<Outcome> {
    let sources = sources()?;
    let mut outcome = Outcome::default();
    outcome.check("short files", each(&sources, too_long));
    outcome.check(
        "files open with a //! paragraph",
        each(&sources, without_opening),
    );
    outcome.check("nothing unfinished", each(&sources, unfinished));
    outcome.check("no mod.rs", each(&sources, mod_rs));
    Ok(outcome)
}

/// Rust, C and PHP files that git knows or would add.
fn sources() -> Result<Vec<(PathBuf, String)>> {
    let list = process::capture(
        Command::new("git")
            .current_dir(paths::root())
            .args([
                "ls-files",
                "--cached",
                "--others",
                "--exclude-standard",
                "--",
            ])
            .args(["*.rs", "*.c", "*.h", "*.php", "*.inc"]),
    );
    let names: Vec<PathBuf> = match list {
        Ok(list) => list.lines().map(PathBuf::from).collect(),
        // A source archive has no git: walk the directories instead.
        Err(_) => walk(paths::root())?,
    };
    let mut sources = Vec::new();
    for name in names {
        let path = paths::root().join(&name);
        if path.is_file() {
            sources.push((name, std::fs::read_to_string(&path)?));
        }
    }
    if sources.is_empty() {
        bail!("there is no source file below {}", paths::root().display());
    }
    Ok(sources)
}

fn walk(top: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![top.to_owned()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir)? {
            let path = entry?.path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() && name != "target" && !name.starts_with('.') {
                open.push(path);
            } else if [".rs", ".c", ".h", ".php", ".inc"]
                .iter()
                .any(|end| name.ends_with(end))
            {
                found.push(path.strip_prefix(top)?.to_owned());
            }
        }
    }
    Ok(found)
}

/// Applies a rule to every file and fails with the list of all that break it.
fn each(sources: &[(PathBuf, String)], rule: fn(&Path, &str) -> Option<String>) -> Result<()> {
    let broken: Vec<String> = sources
        .iter()
        .filter_map(|(path, text)| {
            rule(path, text).map(|what| format!("{}: {what}", path.display()))
        })
        .collect();
    if !broken.is_empty() {
        bail!("{}", broken.join("; "));
    }
    Ok(())
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

fn too_long(path: &Path, text: &str) -> Option<String> {
    // Stubs mirror a specification of one file.
    if path.starts_with("stubs") {
        return None;
    }
    let lines = text.lines().count();
    (lines > LINES).then(|| format!("{lines} lines, at most {LINES}"))
}

fn without_opening(path: &Path, text: &str) -> Option<String> {
    let opens = text
        .lines()
        .find(|line| !line.starts_with("#!"))
        .is_some_and(|line| line.starts_with("//! ") || line == "//!");
    (is_rust(path) && !opens).then(|| "does not say what it is for".to_owned())
}

fn unfinished(_path: &Path, text: &str) -> Option<String> {
    // Spelt apart, or this file would find itself.
    let marks = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
    ];
    let (number, line) = text
        .lines()
        .enumerate()
        .find(|(_, line)| marks.iter().any(|mark| line.contains(mark)))?;
    Some(format!("line {}: {}", number + 1, line.trim()))
}

fn mod_rs(path: &Path, _text: &str) -> Option<String> {
    path.ends_with("mod.rs")
        .then(|| "use `foo.rs` beside `foo/`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_801_lines_is_too_long() {
        assert_eq!(too_long(Path::new("a.rs"), &"x\n".repeat(800)), None);
        assert!(too_long(Path::new("a.rs"), &"x\n".repeat(801)).is_some());
    }

    #[test]
    fn a_rust_file_must_say_what_it_is_for() {
        assert_eq!(
            without_opening(Path::new("a.rs"), "//! Sockets.\nuse x;"),
            None
        );
        assert!(without_opening(Path::new("a.rs"), "use x;").is_some());
        assert_eq!(without_opening(Path::new("a.php"), "<?php"), None);
    }

    #[test]
    fn unfinished_marks_are_found_with_their_line() {
        let text = format!("fn f() {{\n    {}\n}}", concat!("todo", "!()"));
        assert!(
            unfinished(Path::new("a.rs"), &text).is_some_and(|what| what.starts_with("line 2"))
        );
    }
}
