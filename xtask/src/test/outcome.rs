//! What came out of a suite, and the table of all of them.

use std::process::ExitCode;

/// Counts of one suite, with the reasons of what failed or was skipped.
#[derive(Default, Debug)]
pub(super) struct Outcome {
    pub(super) name: String,
    pub(super) passed: u64,
    pub(super) failed: u64,
    pub(super) skipped: u64,
    pub(super) seconds: f64,
    failures: Vec<String>,
    skips: Vec<String>,
}

impl Outcome {
    /// Counts one failure and keeps what it was.
    pub(super) fn fail(&mut self, what: impl Into<String>) {
        self.failed += 1;
        self.failures.push(what.into());
    }

    /// Counts one skipped check and keeps why.
    pub(super) fn skip(&mut self, why: impl Into<String>) {
        self.skipped += 1;
        self.skips.push(why.into());
    }

    /// Counts a check by its result.
    pub(super) fn check(&mut self, name: &str, result: anyhow::Result<()>) {
        match result {
            Ok(()) => self.passed += 1,
            Err(error) => {
                eprintln!("error: {name}: {error:#}");
                self.fail(format!("{name}: {error:#}"));
            }
        }
    }

    /// Remembers failures that are already counted.
    pub(super) fn name_failures(&mut self, names: impl IntoIterator<Item = String>) {
        self.failures.extend(names);
    }
}

/// Prints the table; the last line is the sum. Fails when a check failed or none ran.
pub(super) fn report(outcomes: &[Outcome]) -> ExitCode {
    print!("{}", table(outcomes));
    let (passed, failed) = sums(outcomes);
    if failed == 0 && passed > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn sums(outcomes: &[Outcome]) -> (u64, u64) {
    (
        outcomes.iter().map(|o| o.passed).sum(),
        outcomes.iter().map(|o| o.failed).sum(),
    )
}

fn table(outcomes: &[Outcome]) -> String {
    let mut text = String::from("\n");
    for outcome in outcomes {
        for failure in &outcome.failures {
            text.push_str(&format!("failed   {}: {failure}\n", outcome.name));
        }
    }
    for outcome in outcomes {
        for skip in &outcome.skips {
            text.push_str(&format!("skipped  {}: {skip}\n", outcome.name));
        }
    }
    let wide = outcomes
        .iter()
        .map(|o| o.name.len())
        .max()
        .unwrap_or(0)
        .max(5);
    text.push_str(&format!(
        "\n{:wide$}  {:>6}  {:>6}  {:>7}  {:>8}\n",
        "suite", "passed", "failed", "skipped", "seconds"
    ));
    for o in outcomes {
        text.push_str(&format!(
            "{:wide$}  {:>6}  {:>6}  {:>7}  {:>8.1}\n",
            o.name, o.passed, o.failed, o.skipped, o.seconds
        ));
    }
    let (passed, failed) = sums(outcomes);
    let skipped: u64 = outcomes.iter().map(|o| o.skipped).sum();
    if passed == 0 && failed == 0 {
        text.push_str("\nNothing ran.\n");
    }
    text.push_str(&format!(
        "\n{passed} passed, {failed} failed, {skipped} skipped\n"
    ));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_the_sum_over_all_suites() {
        let mut one = Outcome {
            name: "rust".into(),
            passed: 40,
            ..Outcome::default()
        };
        one.fail("a::b");
        let mut two = Outcome {
            name: "fuzz".into(),
            passed: 2,
            ..Outcome::default()
        };
        two.skip("no nightly toolchain");
        let text = table(&[one, two]);
        assert_eq!(text.lines().last(), Some("42 passed, 1 failed, 1 skipped"));
        assert!(text.contains("failed   rust: a::b"), "{text}");
        assert!(
            text.contains("skipped  fuzz: no nightly toolchain"),
            "{text}"
        );
    }

    #[test]
    fn a_run_without_a_single_check_does_not_succeed() {
        assert_eq!(
            format!("{:?}", report(&[])),
            format!("{:?}", ExitCode::FAILURE)
        );
        let mut skipped = Outcome::default();
        skipped.skip("nothing there");
        assert_eq!(
            format!("{:?}", report(&[skipped])),
            format!("{:?}", ExitCode::FAILURE)
        );
    }
}
