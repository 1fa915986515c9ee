//! `cargo xtask memcheck`: the `.phpt` files once more, under valgrind.
//!
//! Every invalid access, every use of an uninitialised value and every lost
//! block counts as a failure, wherever it comes from; the only exceptions are
//! those that `crates/ta-php/tests/valgrind.supp` explains. It judges memory
//! only with the engine's allocator out of the way (`USE_ZEND_ALLOC=0`), so
//! limits of that allocator are not tested here. Never edits the suppressions.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::build_ext::{self, Profile};
use crate::interpreter::Interpreter;
use crate::packages;
use crate::paths;
use crate::process::say;
use crate::services::Services;
use crate::test::phpt;

/// Arguments of `memcheck`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Only .phpt files whose path contains one of these.
    filter: Vec<String>,
    /// Valgrinds at a time.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=64))]
    jobs: u8,
}

/// Tests that say nothing under valgrind, and why.
const LEFT_OUT: &[(&str, &str)] = &[
    ("async/cancel_while_waiting.phpt", TIMERS),
    ("async/channel/fatal_error_meets_close.phpt", COMPILING),
    ("async/channel/in_destructor_at_the_end.phpt", COLLECTED),
    ("async/coroutine_cap.phpt", STACKS),
    ("async/destructors/fatal_error_after_a_switch.phpt", DYING),
    (
        "async/guard/fatal_error_of_coroutine_inside_a_call.phpt",
        CUT_OFF_LIBRARY,
    ),
    (
        "async/guard/fatal_error_of_main_inside_a_call.phpt",
        CUT_OFF_LIBRARY,
    ),
    ("async/includes/redeclaration.phpt", COMPILING),
    ("async/io/cancelled_processes.phpt", KILLED_CHILD),
    ("async/io/files/pipes.phpt", TIMES),
    ("async/isolation/buffer_inside_a_callback.phpt", CUT_OFF),
    ("async/many_coroutines.phpt", STACKS),
    ("async/out_of_memory_in_a_coroutine.phpt", LIMIT),
    ("async/pdo_pool/fatal_error_in_a_call.phpt", CUT_OFF_LIBRARY),
    ("async/pdo_pool/fork.phpt", INHERITED),
    ("async/pdo_pool/mysql_concurrency.phpt", TIMES),
    ("async/pdo_pool/pgsql_concurrency.phpt", TIMES),
    ("async/pool/fatal_error_in_a_destructor.phpt", DYING),
    ("async/scope/fatal_destructor_of_a_handler.phpt", DYING),
    ("async/signal/default_comes_back.phpt", KILLED),
    ("fatal/endless_recursion.phpt", LIMIT),
    (
        "fatal/fatal_error_in_the_destructor_of_a_result.phpt",
        DYING,
    ),
    ("fatal/out_of_memory.phpt", LIMIT),
];

const COLLECTED: &str =
    "its destructor waits, which it cannot when the sweep's collection runs it before PHP 8.4";
const COMPILING: &str =
    "what an eval() that does not compile leaves behind is the engine's allocator's to drop";
const CUT_OFF: &str =
    "a fatal error cuts the engine's own output code off, which holds memory then";
const CUT_OFF_LIBRARY: &str =
    "a fatal error jumps out of SQLite, which keeps the database and what it was called with";
const INHERITED: &str =
    "a forked child leaves its parent's connections as they are, and does not free them";
const KILLED: &str = "a signal ends it, on purpose";
const KILLED_CHILD: &str = "a forked child is killed, on purpose, and with it what the engine had";
const DYING: &str = "an object stays behind when its destructor ends in a fatal error";
const STACKS: &str = "thousands of stacks are more mappings than valgrind can keep track of";
const TIMES: &str = "compares times, of which valgrind's slowness is the most";
const TIMERS: &str = "counts on code being faster than a timer of some milliseconds";
const LIMIT: &str = "memory_limit does not bind without the engine's allocator";

/// Undoes, behind the script, what scripts rightly leave to the end of the
/// process: cycles through globals, which only the engine's own allocator drops.
const SWEEP: &str = r"<?php
final class TrueAsyncSweep
{
    private static self $last;

    public static function arm(): void
    {
        self::$last = new self();
    }

    public function __destruct()
    {
        foreach (array_keys($GLOBALS) as $name) {
            unset($GLOBALS[$name]);
        }
        gc_collect_cycles();
    }
}
TrueAsyncSweep::arm();
";

/// Builds with debug assertions, runs, and prints what valgrind said.
pub(crate) fn run(args: &Args) -> Result<()> {
    let php = build_ext::prepare_with(None, &[packages::MEMCHECK, packages::CLIENTS])?;
    let so = build_ext::build(&php, Profile::Dev)?;
    let work = build_ext::target_dir(&php).join("memcheck");
    if work.exists() {
        std::fs::remove_dir_all(&work)
            .with_context(|| format!("cannot clean {}", work.display()))?;
    }
    let mut tests = Vec::new();
    let tree = paths::root().join("crates/ta-php/tests");
    phpt::copy_tree(&tree.join("phpt"), &work, &mut tests)?;
    tests.retain(|test| chosen(&phpt::relative(test, &work), &args.filter));
    if tests.is_empty() {
        bail!("no .phpt file matches");
    }
    tests.sort();
    for (test, why) in LEFT_OUT {
        say(format!("Left out: {test}: {why}"));
    }
    say(format!(
        "{} .phpt files under valgrind on PHP {} ({})",
        tests.len(),
        php.version,
        so.display()
    ));
    let sweep = work.join("sweep.php");
    std::fs::write(&sweep, SWEEP)?;
    let bench = Bench {
        services: Services::start()?,
        options: options(&tree.join("valgrind.supp"))?,
        php,
        so,
        sweep,
        work,
    };
    let mut verdict = bench.run(&tests, args.jobs)?;
    if !verdict.broken.is_empty() {
        say("Those that failed without a report, alone: they may have run out of time");
        let broken = std::mem::take(&mut verdict.broken);
        verdict.add(bench.run(&broken, 1)?);
    }
    verdict.print(&bench.work);
    if verdict.reported.is_empty() && verdict.broken.is_empty() && verdict.clean > 0 {
        Ok(())
    } else {
        bail!("not clean")
    }
}

/// What the runs have in common.
struct Bench {
    services: Services,
    php: Interpreter,
    so: PathBuf,
    /// The copy of the tests.
    work: PathBuf,
    sweep: PathBuf,
    options: String,
}

impl Bench {
    /// Has run-tests.php run `tests`, each under a valgrind, `jobs` at a time.
    fn run(&self, tests: &[PathBuf], jobs: u8) -> Result<Verdict> {
        let list = self.work.join("tests.list");
        let text: String = tests
            .iter()
            .map(|test| format!("{}\n", test.display()))
            .collect();
        std::fs::write(&list, text)?;
        let results = self.work.join("results.txt");
        let status = Command::new(&self.php.php)
            .arg("-n")
            .arg(phpt::run_tests(&self.php)?)
            .arg("-p")
            .arg(&self.php.php)
            .args(["-n", "-q", "-m", "--offline", "--no-color", "--no-progress"])
            .arg(format!("-j{jobs}"))
            .args(["-g", "FAIL,BORK,WARN,LEAK,XLEAK", "--show-diff"])
            // Code that PCRE generates reads whole vectors, beyond the end of a subject.
            .args(["-d", "pcre.jit=0", "-d"])
            .arg(format!("extension={}", self.so.display()))
            .arg("-d")
            .arg(format!("auto_prepend_file={}", self.sweep.display()))
            .arg("-W")
            .arg(&results)
            .arg("-r")
            .arg(&list)
            .current_dir(&self.work)
            .env_remove("TEST_PHP_ARGS")
            .env("TEST_PHP_SRCDIR", &self.work)
            .env("TEST_PHP_EXECUTABLE", &self.php.php)
            .env("TRUE_ASYNC_EXTENSION", &self.so)
            .env("NO_INTERACTION", "1")
            .env("VALGRIND_OPTS", &self.options)
            .envs(self.services.environment())
            .stdout(std::io::stderr())
            .status()
            .context("cannot start run-tests.php")?;
        let text = std::fs::read_to_string(&results)
            .with_context(|| format!("run-tests.php ended with {status} and left no results"))?;
        let mut verdict = Verdict::read(&text);
        verdict.acquit_unknown_calls();
        if verdict.seen() != tests.len() {
            bail!(
                "run-tests.php ended with {status} after {} of {} tests",
                verdict.seen(),
                tests.len()
            );
        }
        Ok(verdict)
    }
}

fn chosen(test: &str, filter: &[String]) -> bool {
    LEFT_OUT.iter().all(|(name, _)| *name != test)
        // They compare times.
        && !test.ends_with("/together.phpt")
        && (filter.is_empty() || filter.iter().any(|text| test.contains(text.as_str())))
}

/// What valgrind is told besides what run-tests.php tells it.
fn options(suppressions: &Path) -> Result<String> {
    let suppressions = suppressions
        .to_str()
        .filter(|path| !path.contains(char::is_whitespace))
        .with_context(|| {
            format!(
                "valgrind takes no path with spaces: {}",
                suppressions.display()
            )
        })?;
    Ok([
        // The client of the server tests is a plain PHP without the extension.
        "--trace-children-skip-by-arg=*driver.inc*",
        "--leak-check=full",
        "--show-leak-kinds=definite,possible",
        "--errors-for-leak-kinds=definite,possible",
        "--num-callers=40",
        &format!("--suppressions={suppressions}"),
    ]
    .join(" "))
}

/// What run-tests.php made of the tests.
#[derive(Default)]
struct Verdict {
    clean: usize,
    skipped: usize,
    /// Valgrind wrote something.
    reported: Vec<PathBuf>,
    /// The output was wrong, which may mean that it ended early.
    broken: Vec<PathBuf>,
}

impl Verdict {
    /// Reads the lines `RESULT<tab>path`. The file has one word per test, the
    /// most important one: `LEAKED` hides that the test has failed as well.
    fn read(results: &str) -> Self {
        let mut verdict = Self::default();
        for (result, test) in results.lines().filter_map(|line| line.split_once('\t')) {
            match result {
                "PASSED" | "XFAILED" => verdict.clean += 1,
                "SKIPPED" => verdict.skipped += 1,
                _ if result.contains("LEAKED") => verdict.reported.push(test.into()),
                _ => verdict.broken.push(test.into()),
            }
        }
        verdict
    }

    /// A system call that valgrind does not know fails for the program as on an old
    /// kernel, which is no fault of its memory, and valgrind has nothing else to say.
    fn acquit_unknown_calls(&mut self) {
        let before = self.reported.len();
        self.reported.retain(|test| {
            std::fs::read(test.with_extension("mem")).map_or(true, |report| {
                !is_about_unknown_calls(&String::from_utf8_lossy(&report))
            })
        });
        self.clean += before - self.reported.len();
    }

    fn add(&mut self, other: Self) {
        self.clean += other.clean;
        self.skipped += other.skipped;
        self.reported.extend(other.reported);
        self.broken.extend(other.broken);
    }

    /// What valgrind wrote, and the sum.
    fn print(&self, work: &Path) {
        for test in &self.reported {
            println!("--- {}", phpt::relative(test, work));
            // As run-tests.php names its logs.
            match std::fs::read(test.with_extension("mem")) {
                Ok(report) => println!("{}", String::from_utf8_lossy(&report)),
                Err(error) => println!("(the report is lost: {error})"),
            }
        }
        for test in &self.broken {
            println!("failed: {}", phpt::relative(test, work));
        }
        println!(
            "{} clean, {} with reports, {} failed, {} skipped, {} left out",
            self.clean,
            self.reported.len(),
            self.broken.len(),
            self.skipped,
            LEFT_OUT.len()
        );
    }

    fn seen(&self) -> usize {
        self.clean + self.skipped + self.reported.len() + self.broken.len()
    }
}

/// Whether all of a report are complaints of this kind: a line `--PID-- WARNING:
/// unhandled amd64-linux syscall: N`, and lines that say what to do about it.
fn is_about_unknown_calls(report: &str) -> bool {
    let mut lines = report
        .lines()
        // Processes that write at different places of the file leave gaps.
        .map(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '\0'))
        .filter(|line| !line.is_empty());
    report.contains(" WARNING: unhandled ") && lines.all(|line| line.starts_with("--"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_counts_whatever_else_happened() {
        let verdict = Verdict::read(
            "PASSED\t/w/a.phpt\nXFAILED\t/w/b.phpt\nLEAKED\t/w/c.phpt\nFAILED&LEAKED\t/w/d.phpt\n\
             FAILED\t/w/e.phpt\nSKIPPED\t/w/f.phpt\n",
        );
        assert_eq!((verdict.clean, verdict.skipped, verdict.seen()), (2, 1, 6));
        assert_eq!(
            verdict.reported,
            [Path::new("/w/c.phpt"), Path::new("/w/d.phpt")]
        );
        assert_eq!(verdict.broken, [Path::new("/w/e.phpt")]);
    }

    #[test]
    fn an_unknown_system_call_is_no_report_but_what_comes_with_it_is() {
        let unknown = "--7-- WARNING: unhandled amd64-linux syscall: 434\n\
                       --7-- You may be able to write your own handler.\n\n";
        assert!(is_about_unknown_calls(unknown));
        assert!(is_about_unknown_calls(&format!("\0\0\0\n\0{unknown}")));
        assert!(!is_about_unknown_calls(&format!(
            "{unknown}==7== Invalid read of size 8\n"
        )));
        assert!(!is_about_unknown_calls("==7== Invalid read of size 8\n"));
        assert!(!is_about_unknown_calls("--7-- something else\n"));
    }

    #[test]
    fn what_is_left_out_is_never_run_and_exists() {
        let tests = paths::root().join("crates/ta-php/tests/phpt");
        for (test, _) in LEFT_OUT {
            assert!(!chosen(test, &[]));
            assert!(tests.join(test).is_file(), "{test}");
        }
        assert!(chosen("async/ids.phpt", &["async/".to_owned()]));
        assert!(!chosen("async/ids.phpt", &["fatal/".to_owned()]));
    }
}
