//! `cargo xtask stubs`: what IDEs and static analysers read instead of the extension.
//!
//! Declarations come from the built extension through reflection, so they cannot be
//! wrong; the doc comments above them live in `stubs/` itself and nowhere else.
//! `--write` brings the declarations up to date and keeps the comments, `--check` fails
//! when a file is not what `--write` would write, or an entry has no comment.

mod reflection;
mod render;
mod stub;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::build_ext::{self, Profile};
use crate::interpreter::Interpreter;
use crate::paths;
use crate::process::{self, say};
use reflection::Namespace;
use stub::Entry;

/// Each file with its namespaces; the empty name is the global one.
const FILES: [(&str, &[&str]); 2] = [
    ("Async.stub.php", &["", "Async"]),
    ("TrueAsync.stub.php", &["TrueAsync"]),
];

/// Arguments of `stubs`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    mode: Mode,
    /// With --write: also drops entries that the extension lacks, and their comments.
    #[arg(long, conflicts_with = "check")]
    prune: bool,
    /// The profile to build the extension with.
    #[arg(long, value_enum, default_value_t = Profile::Release)]
    profile: Profile,
}

#[derive(clap::Args)]
#[group(required = true, multiple = false)]
struct Mode {
    /// Fails when the files differ from the extension, or an entry is undocumented.
    #[arg(long)]
    check: bool,
    /// Brings the files up to date.
    #[arg(long)]
    write: bool,
}

/// Builds the extension, then checks or writes.
pub(crate) fn run(args: &Args) -> Result<()> {
    let php = build_ext::prepare(None)?;
    let so = build_ext::build(&php, args.profile)?;
    if args.mode.write {
        write(&php, &so, args.prune)
    } else {
        check(&php, &so)
    }
}

/// One file as it is and as it should be.
struct Comparison {
    path: PathBuf,
    found: String,
    wanted: String,
    /// In the file, not in the extension.
    gone: Vec<String>,
    /// Everything that has to be said about the file, one finding a line.
    findings: Vec<String>,
}

/// Compares the files with a built extension.
///
/// # Errors
/// Names every entry that is missing, gone, declared differently or undocumented.
pub(crate) fn check(php: &Interpreter, so: &Path) -> Result<()> {
    let mut findings = Vec::new();
    for file in compare(php, so)? {
        let name = file.path.display();
        findings.extend(file.findings.iter().map(|what| format!("{name}: {what}")));
        if file.path.is_file() {
            // What no PHP can parse helps no IDE either.
            process::capture(Command::new(&php.php).args(["-n", "-l"]).arg(&file.path))?;
        }
    }
    ensure!(
        findings.is_empty(),
        "{}\nBring declarations up to date with `cargo xtask stubs --write`, then write the comments",
        findings.join("\n")
    );
    say("The stubs say what the extension declares");
    Ok(())
}

/// Writes what changed and keeps the comments.
fn write(php: &Interpreter, so: &Path, prune: bool) -> Result<()> {
    for file in compare(php, so)? {
        if !file.gone.is_empty() && !prune {
            bail!(
                "{} documents what this extension lacks: {}; --prune drops it",
                file.path.display(),
                file.gone.join(", ")
            );
        }
        if file.found != file.wanted {
            if let Some(dir) = file.path.parent() {
                std::fs::create_dir_all(dir)?;
            }
            std::fs::write(&file.path, &file.wanted)
                .with_context(|| format!("cannot write {}", file.path.display()))?;
            say(format!("Wrote {}", file.path.display()));
        }
    }
    check(php, so)
}

fn compare(php: &Interpreter, so: &Path) -> Result<Vec<Comparison>> {
    let mut namespaces = reflection::reflect(php, so)?;
    let mut comparisons = Vec::new();
    for (file, names) in FILES {
        let path = paths::root().join("stubs").join(file);
        let found = match std::fs::read_to_string(&path) {
            Ok(found) => found,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error).with_context(|| format!("cannot read {file}")),
        };
        let entries = stub::read(&found).with_context(|| format!("cannot understand {file}"))?;
        let mut mine = Vec::new();
        for name in names {
            if let Some(at) = namespaces.iter().position(|one| one.name == *name) {
                mine.push(namespaces.remove(at));
            }
        }
        let wanted = render::render(&mine, &entries);
        let (gone, findings) = differences(&mine, &entries, found == wanted);
        comparisons.push(Comparison {
            path,
            found,
            wanted,
            gone,
            findings,
        });
    }
    if let Some(stray) = namespaces.first() {
        bail!("no stub file is for the namespace {}", stray.name);
    }
    Ok(comparisons)
}

/// What is gone, and everything that is to be said.
fn differences(
    declared: &[Namespace],
    entries: &BTreeMap<String, Entry>,
    same: bool,
) -> (Vec<String>, Vec<String>) {
    let mut findings = Vec::new();
    let declared: BTreeMap<String, String> = declared
        .iter()
        .flat_map(render::declarations)
        .map(|one| (one.key, one.text))
        .collect();
    for (key, text) in &declared {
        match entries.get(key) {
            None => findings.push(format!("{key} is missing")),
            Some(entry) if entry.declaration != *text => {
                findings.push(format!("{key} is `{}`, not `{text}`", entry.declaration));
            }
            Some(entry) if entry.comment.is_none() => {
                findings.push(format!("{key} has no comment"));
            }
            Some(_) => {}
        }
    }
    let gone: Vec<String> = entries
        .keys()
        .filter(|key| !declared.contains_key(*key))
        .cloned()
        .collect();
    findings.extend(
        gone.iter()
            .map(|key| format!("{key} is not in the extension")),
    );
    if findings.is_empty() && !same {
        findings.push("is not laid out as `--write` does it".to_owned());
    }
    (gone, findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORDS: &str = "namespace\tA\nfunction\tf\tfunction f(\t): void {}\tint $a\n\
                           class\tC\tfinal class C\nmethod\tm\tpublic function m(\t): int {}\n";

    const FILE: &str = "namespace A {\n    /** Does f. */\n    function f(int $a): void {}\n\n    \
                        /** A C. */\n    final class C\n    {\n        /** Does m. */\n        \
                        public function m(): int {}\n    }\n}\n";

    fn findings(records: &str, file: &str) -> Vec<String> {
        let declared = reflection::parse(records).expect("records");
        let entries = stub::read(file).expect("a stub");
        let wanted = render::render(&declared, &entries);
        let same = wanted.ends_with(file);
        differences(&declared, &entries, same).1
    }

    #[test]
    fn a_file_that_says_what_is_declared_passes() {
        assert_eq!(findings(RECORDS, FILE), Vec::<String>::new());
    }

    #[test]
    fn what_is_missing_gone_or_declared_differently_is_named() {
        let file = FILE.replace("function f(int $a)", "function g(int $a)");
        assert_eq!(
            findings(RECORDS, &file),
            ["A\\f() is missing", "A\\g() is not in the extension"]
        );
        let file = FILE.replace("m(): int", "m(): ?int");
        assert_eq!(
            findings(RECORDS, &file),
            ["A\\C::m() is `public function m(): ?int {}`, not `public function m(): int {}`"]
        );
    }

    #[test]
    fn an_entry_without_a_comment_is_named() {
        let file = FILE.replace("        /** Does m. */\n", "");
        assert_eq!(findings(RECORDS, &file), ["A\\C::m() has no comment"]);
        let file = FILE.replace("Does m.", "");
        assert_eq!(findings(RECORDS, &file), ["A\\C::m() has no comment"]);
    }

    #[test]
    fn another_layout_is_a_finding_of_its_own() {
        let file = FILE.replace("    {\n", "    {\n\n");
        assert_eq!(
            findings(RECORDS, &file),
            ["is not laid out as `--write` does it"]
        );
    }
}
