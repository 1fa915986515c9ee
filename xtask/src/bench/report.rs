//! Tables in Markdown, the machine they were made on, and docs/benchmarks.md.

use std::process::Command;

use anyhow::{Context, Result};

use crate::paths;
use crate::process::{self, say};

/// The middle value; the mean of the two middle ones for an even count.
pub(super) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[n / 2],
        n => f64::midpoint(sorted[n / 2 - 1], sorted[n / 2]),
    }
}

/// A Markdown table; the first column is text, the others are numbers.
pub(super) fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = format!(
        "| {} |\n|---|{}\n",
        head.join(" | "),
        "--:|".repeat(head.len() - 1)
    );
    for row in rows {
        text.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    text
}

/// The command, the date, the processor and the versions, as a paragraph.
///
/// # Errors
/// When one of the tools does not tell its version.
pub(super) fn provenance(command: &str) -> Result<String> {
    let first = |command: &mut Command| -> Result<String> {
        Ok(process::capture(command)?
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned())
    };
    let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").context("cannot read /proc/cpuinfo")?;
    let cpu = cpuinfo
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("unknown processor", |(_, name)| name);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let kernel = first(Command::new("uname").arg("-r"))?;
    // Major and minor: the rest names a build, not a kernel.
    let kernel: Vec<_> = kernel.split('.').take(2).collect();
    let date = first(Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
    let rustc = first(Command::new("rustc").arg("--version"))?;
    let php = match process::which("php") {
        Some(php) => first(Command::new(php).args([
            "-n",
            "-r",
            "echo PHP_VERSION, PHP_ZTS ? ' ZTS' : ' NTS';",
        ]))?,
        None => "none".to_owned(),
    };
    Ok(format!(
        "Made on {date} by `{command}` on {cpu}, {cores} cores, Linux {}, PHP {php}, {rustc}.\n",
        kernel.join(".")
    ))
}

/// Replaces one section of docs/benchmarks.md, or appends it.
///
/// # Errors
/// When the file cannot be read or written.
pub(super) fn write(section: &str, text: &str) -> Result<()> {
    let file = paths::root().join("docs/benchmarks.md");
    let old = match std::fs::read_to_string(&file) {
        Ok(old) => old,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => "# Benchmarks\n".to_owned(),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
    };
    std::fs::create_dir_all(file.parent().context("the file has a directory")?)?;
    std::fs::write(&file, replaced(&old, section, text))
        .with_context(|| format!("cannot write {}", file.display()))?;
    say(format!("Wrote {}", file.display()));
    Ok(())
}

fn replaced(old: &str, section: &str, text: &str) -> String {
    let (open, close) = (
        format!("<!-- bench {section} -->\n"),
        format!("<!-- /bench {section} -->\n"),
    );
    let fresh = format!("{open}{text}{close}");
    if let Some((before, rest)) = old.split_once(&open)
        && let Some((_, after)) = rest.split_once(&close)
    {
        return format!("{before}{fresh}{after}");
    }
    format!("{}\n\n{fresh}", old.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_ignores_order_and_outliers() {
        assert_eq!(median(&[9.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 100.0]), 3.0);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn writing_again_replaces_only_its_own_section() {
        let once = replaced("# Benchmarks\n\nProse.\n", "hello", "one\n");
        let both = replaced(&once, "memory", "two\n");
        let again = replaced(&both, "hello", "three\n");
        assert_eq!(
            again,
            "# Benchmarks\n\nProse.\n\n<!-- bench hello -->\nthree\n<!-- /bench hello -->\n\n\
             <!-- bench memory -->\ntwo\n<!-- /bench memory -->\n"
        );
    }
}
