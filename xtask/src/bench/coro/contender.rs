//! One way to have coroutines in PHP, and how to measure it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::bench::SERVER_CORE;
use crate::interpreter::Interpreter;
use crate::{paths, process};

/// A PHP with the extension that a contender is about.
pub(super) struct Contender {
    kind: Kind,
    php: PathBuf,
    /// What to load; PHP's Fibers need nothing.
    extension: Option<OsString>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ours,
    Fibers,
    Swoole,
}

/// What one run of a script told.
#[derive(Debug, PartialEq)]
pub(super) enum Measured {
    /// Nanoseconds or bytes per operation.
    Value(f64),
    /// An exception that says why it cannot be done here.
    Refused(String),
    /// What this PHP lacks.
    Skipped(String),
}

impl Contender {
    /// Ours first: all others are compared with it.
    pub(super) fn all(php: &Interpreter, so: &Path) -> [Self; 3] {
        [
            (Kind::Ours, Some(so.into())),
            (Kind::Fibers, None),
            (Kind::Swoole, Some("swoole".into())),
        ]
        .map(|(kind, extension)| Self {
            kind,
            php: php.php.clone(),
            extension,
        })
    }

    /// What it is called in tables and by `benches/coro/run.php`.
    pub(super) fn name(&self) -> &'static str {
        match self.kind {
            Kind::Ours => "coroutines",
            Kind::Fibers => "fibers",
            Kind::Swoole => "swoole",
        }
    }

    /// Runs a script in a PHP process of its own, on one core.
    ///
    /// # Errors
    /// When PHP fails, or says anything but a measurement.
    pub(super) fn measure(&self, script: &str, count: u32) -> Result<Measured> {
        let mut command = Command::new("taskset");
        command.args(["-c", SERVER_CORE]).arg(&self.php);
        // -n: neither opcache nor a debugger of this machine has a say.
        command.args(["-n", "-d", "memory_limit=-1"]);
        if let Some(extension) = &self.extension {
            let mut setting = OsString::from("extension=");
            setting.push(extension);
            command.arg("-d").arg(setting);
        }
        if self.kind == Kind::Swoole {
            // That it cannot be loaded is said by the script, in its own words.
            command.args(["-d", "display_startup_errors=0"]);
        }
        command
            .arg(paths::root().join("benches/coro/run.php"))
            .args([script, self.name(), &count.to_string()]);
        let told = process::capture(&mut command)?;
        parse(&told).with_context(|| format!("{script} with {}: {told:?}", self.name()))
    }
}

/// Reads the `name=value` lines of `run.php`.
fn parse(told: &str) -> Result<Measured> {
    let (name, value) = told.split_once('=').context("not a measurement")?;
    Ok(match name {
        "value" => {
            let value: f64 = value.parse().context("not a number")?;
            if !value.is_finite() || value <= 0.0 {
                bail!("nothing costs {value}");
            }
            Measured::Value(value)
        }
        "refused" => Measured::Refused(value.to_owned()),
        "skip" => Measured::Skipped(value.to_owned()),
        _ => bail!("not a measurement"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_tells_a_number_a_refusal_or_what_is_missing() {
        assert_eq!(
            parse("value=12.5").expect("a number"),
            Measured::Value(12.5)
        );
        let refused = parse("refused=a=b").expect("a refusal");
        assert_eq!(refused, Measured::Refused("a=b".to_owned()));
        let skipped = parse("skip=no").expect("a skip");
        assert_eq!(skipped, Measured::Skipped("no".to_owned()));
    }

    #[test]
    fn anything_else_is_an_error() {
        for told in [
            "",
            "Warning: x",
            "value=0",
            "value=abc",
            "value=NAN",
            "other=1",
        ] {
            assert!(parse(told).is_err(), "{told:?}");
        }
    }
}
