//! The slow HTTP and HTTPS endpoint: `http.py` on free ports, with a certificate of its own.

use std::path::Path;

use anyhow::Result;
use rustix::process::Signal;

use super::server::{self, Server};

/// What it answers is described at the top of it.
const PROGRAM: &str = include_str!("http.py");

const SCRIPT: &str = r#"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
    -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -keyout key.pem -out certificate.pem
exec python3 -I http.py certificate.pem key.pem ports
"#;

/// Starts it in a new directory.
pub(super) fn spawn(directory: &Path) -> Result<Server> {
    server::directory(directory)?;
    std::fs::write(directory.join("http.py"), PROGRAM)?;
    let home = directory.to_owned();
    let probe = move || {
        // Written when it listens, in one step.
        let ports = std::fs::read_to_string(home.join("ports")).ok()?;
        let (http, https) = ports.trim().split_once(' ')?;
        Some(vec![
            ("TA_HTTP_PORT", http.to_owned()),
            ("TA_HTTPS_PORT", https.to_owned()),
            (
                "TA_HTTPS_CA",
                home.join("certificate.pem").display().to_string(),
            ),
        ])
    };
    Server::spawn(
        "the HTTP endpoint",
        directory,
        SCRIPT,
        &[],
        Signal::KILL,
        Box::new(probe),
    )
}
