//! The real curl, as an independent opinion on what the server says.

use std::process::{Command, Stdio};

/// How a curl ended.
#[derive(Debug)]
pub struct Transfer {
    /// 0 when curl was content; its manual lists the rest.
    pub code: i32,
    /// Bodies, and what `--include` and `--write-out` print.
    pub stdout: Vec<u8>,
    /// Errors, and the conversation with `--verbose`.
    pub stderr: String,
}

impl Transfer {
    /// Standard output as text.
    ///
    /// # Panics
    /// When it is not UTF-8.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.stdout).expect("text from curl")
    }
}

/// Runs curl without its configuration file, for at most 30 s.
///
/// # Panics
/// When there is no curl.
pub fn try_curl(arguments: &[&str]) -> Transfer {
    let output = Command::new("curl")
        .args(["--disable", "--silent", "--show-error", "--noproxy", "*"])
        .args(["--max-time", "30"])
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("curl is installed (cargo xtask test does that)");
    Transfer {
        code: output.status.code().unwrap_or(-1),
        stdout: output.stdout,
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Runs curl; it must be content.
///
/// # Panics
/// When its status is not 0.
pub fn curl(arguments: &[&str]) -> Transfer {
    let transfer = try_curl(arguments);
    assert_eq!(transfer.code, 0, "curl {arguments:?}: {}", transfer.stderr);
    transfer
}
