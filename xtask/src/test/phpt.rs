//! The `.phpt` files through PHP's own run-tests.php.
//!
//! The files are copied below the target directory first: run-tests.php leaves
//! its outputs and diffs beside the tests, and those do not belong into the tree.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{Outcome, Setting};
use crate::interpreter::Interpreter;
use crate::process::{self, say};
use crate::{build_ext, paths};

/// No single test may take longer, in seconds.
const TIMEOUT: &str = "60";

/// Rooms whose tests must not be skipped on the default PHP: everything they need was
/// installed and started.
const OWED: &[&str] = &["async/io/"];

/// Which files are run, and how.
pub(super) struct Pass {
    /// Below the target directory.
    work: &'static str,
    /// What the path of a file begins with; all of them when there is none.
    rooms: &'static [&'static str],
    jit: bool,
}

/// Everything on the engine as it is without ini files.
pub(super) const PLAIN: Pass = Pass {
    work: "phpt",
    rooms: &[],
    jit: false,
};

/// The rooms in which coroutines are switched below PHP functions, on compiled code.
pub(super) const JIT: Pass = Pass {
    work: "phpt-jit",
    rooms: &["async/io/", "async/guard/", "async/pdo_pool/"],
    jit: true,
};

impl Pass {
    fn covers(&self, name: &str) -> bool {
        self.rooms.is_empty() || self.rooms.iter().any(|room| name.starts_with(room))
    }

    /// Arguments for the interpreter under test.
    fn settings(&self, php: &Interpreter) -> Vec<String> {
        let mut settings = Vec::new();
        if self.jit {
            // Part of the engine from 8.5 on.
            if php.extension_dir.join("opcache.so").is_file() {
                settings.push("zend_extension=opcache".to_owned());
            }
            settings.extend(
                [
                    "opcache.enable=1",
                    "opcache.enable_cli=1",
                    "opcache.jit=tracing",
                    "opcache.jit_buffer_size=64M",
                    // Tests are short: what runs three times is compiled.
                    "opcache.jit_hot_func=3",
                    "opcache.jit_hot_loop=3",
                    "opcache.jit_hot_return=3",
                    "opcache.jit_hot_side_exit=3",
                ]
                .map(str::to_owned),
            );
        }
        settings
            .into_iter()
            .flat_map(|setting| ["-d".to_owned(), setting])
            .collect()
    }
}

/// Builds the extension and runs the files, two at a time.
pub(super) fn run(setting: &Setting<'_>, pass: &Pass) -> Result<Outcome> {
    let php = setting.php()?;
    let so = build_ext::build(php, setting.args.profile)?;
    let source = paths::root().join("crates/ta-php/tests/phpt");
    let work = build_ext::target_dir(php).join(pass.work);
    if work.exists() {
        std::fs::remove_dir_all(&work)
            .with_context(|| format!("cannot clean {}", work.display()))?;
    }
    let mut tests = Vec::new();
    copy_tree(&source, &work, &mut tests)?;
    tests.retain(|test| pass.covers(&relative(test, &work)));
    if let Some(filter) = &setting.args.filter {
        tests.retain(|test| relative(test, &work).contains(filter.as_str()));
    }
    if tests.is_empty() {
        // A filter is for the files of another pass.
        if setting.args.filter.is_some() && !pass.rooms.is_empty() {
            let mut outcome = Outcome::default();
            outcome.skip("the filter leaves nothing");
            return Ok(outcome);
        }
        bail!("no .phpt file matches below {}", source.display());
    }
    tests.sort();
    let list = work.join("tests.list");
    let text: String = tests
        .iter()
        .map(|test| format!("{}\n", test.display()))
        .collect();
    std::fs::write(&list, text)?;

    say(format!(
        "{} .phpt files on PHP {} ({})",
        tests.len(),
        php.version,
        so.display()
    ));
    let results = work.join("results.txt");
    let status = Command::new(&php.php)
        // -n: neither opcache nor an installed copy of the extension gets in the way.
        .arg("-n")
        .arg(run_tests(php)?)
        .arg("-p")
        .arg(&php.php)
        .args([
            "-n",
            "-q",
            "-j2",
            "--offline",
            "--no-color",
            "--no-progress",
            "--show-diff",
        ])
        .args([
            "--set-timeout",
            TIMEOUT,
            "-g",
            "FAIL,BORK,WARN,LEAK,XLEAK",
            "-d",
        ])
        .arg(format!("extension={}", so.display()))
        .args(pass.settings(php))
        .arg("-W")
        .arg(&results)
        .arg("-r")
        .arg(&list)
        .current_dir(&work)
        .env_remove("TEST_PHP_ARGS")
        .env("TEST_PHP_SRCDIR", &work)
        .env("TEST_PHP_EXECUTABLE", &php.php)
        .env("TRUE_ASYNC_EXTENSION", &so)
        .env("NO_INTERACTION", "1")
        .envs(setting.services()?.environment())
        .stdout(std::io::stderr())
        .status()
        .context("cannot start run-tests.php")?;

    let text = std::fs::read_to_string(&results)
        .with_context(|| format!("run-tests.php ended with {status} and left no results"))?;
    // Another PHP may lack clients; the default one has had them installed.
    let owed = if setting.args.php.is_none() {
        OWED
    } else {
        &[]
    };
    let outcome = count(&text, &work, owed);
    let counted = outcome.passed + outcome.failed + outcome.skipped;
    if counted != tests.len() as u64 {
        bail!(
            "run-tests.php ended with {status} after {counted} of {} tests",
            tests.len()
        );
    }
    Ok(outcome)
}

/// run-tests.php as it came with this PHP's headers.
pub(crate) fn run_tests(php: &Interpreter) -> Result<PathBuf> {
    let prefix = PathBuf::from(process::capture(
        Command::new(&php.php_config).arg("--prefix"),
    )?);
    let places = [
        // Debian
        php.extension_dir.join("build/run-tests.php"),
        // `make install`
        prefix.join("lib/php/build/run-tests.php"),
        prefix.join("lib64/php/build/run-tests.php"),
    ];
    places
        .into_iter()
        .find(|file| file.is_file())
        .with_context(|| format!("PHP {} came without run-tests.php", php.version))
}

pub(crate) fn copy_tree(from: &Path, to: &Path, tests: &mut Vec<PathBuf>) -> Result<()> {
    std::fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    let entries = std::fs::read_dir(from)
        .with_context(|| format!("there is no directory {}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target, tests)?;
        } else {
            std::fs::copy(entry.path(), &target)
                .with_context(|| format!("cannot copy {}", entry.path().display()))?;
            if target
                .extension()
                .is_some_and(|extension| extension == "phpt")
            {
                tests.push(target);
            }
        }
    }
    Ok(())
}

pub(crate) fn relative(test: &Path, work: &Path) -> String {
    test.strip_prefix(work)
        .unwrap_or(test)
        .display()
        .to_string()
}

/// Reads the lines `RESULT<tab>path`; one test may have several results at once
/// (`FAILED&LEAKED`), and the worst of them counts. What is skipped in a room of `owed` has
/// failed.
fn count(results: &str, work: &Path, owed: &[&str]) -> Outcome {
    let mut outcome = Outcome::default();
    for line in results.lines() {
        let Some((result, path)) = line.split_once('\t') else {
            continue;
        };
        let name = relative(Path::new(path), work);
        if result.split('&').all(|one| matches!(one, "PASSED")) {
            outcome.passed += 1;
        } else if result
            .split('&')
            .all(|one| matches!(one, "SKIPPED" | "XFAILED"))
            && !owed.iter().any(|room| name.starts_with(room))
        {
            outcome.skip(format!("{name} ({})", result.to_lowercase()));
        } else {
            outcome.fail(format!("{name} ({})", result.to_lowercase()));
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::count;
    use std::path::Path;

    #[test]
    fn anything_but_a_pass_or_a_skip_is_a_failure() {
        let text = "PASSED\t/w/a.phpt\nSKIPPED\t/w/b.phpt\nFAILED\t/w/c.phpt\nBORKED\t/w/d.phpt\n\
                    FAILED&LEAKED\t/w/e.phpt\nWARNED\t/w/f.phpt\nXFAILED\t/w/g.phpt\n";
        let outcome = count(text, Path::new("/w"), &[]);
        assert_eq!((outcome.passed, outcome.failed, outcome.skipped), (1, 4, 2));
    }

    #[test]
    fn a_skip_is_a_failure_where_nothing_is_missing() {
        let text = "SKIPPED\t/w/async/io/a.phpt\nSKIPPED\t/w/async/b.phpt\n";
        let outcome = count(text, Path::new("/w"), &["async/io/"]);
        assert_eq!((outcome.passed, outcome.failed, outcome.skipped), (0, 1, 1));
    }
}
