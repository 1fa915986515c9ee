//! PostgreSQL: without fsync, and with real passwords.

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::process::Signal;

use super::server::{self, Server};

/// `$1` is the port, `$2` the directory of its programs.
const SCRIPT: &str = r#"
echo test > password
"$2/initdb" --no-sync --username=test --pwfile=password --auth=scram-sha-256 \
    --encoding=UTF8 --no-locale --pgdata=data
echo 'CREATE DATABASE test;' | "$2/postgres" --single -F -D data postgres
exec "$2/postgres" -F -D data -k "$PWD" -p "$1" -c listen_addresses=127.0.0.1 \
    -c max_connections=200 -c shared_buffers=16MB -c synchronous_commit=off \
    -c full_page_writes=off -c autovacuum=off -c logging_collector=off
"#;

/// Starts it in a new directory.
pub(super) fn spawn(directory: &Path, port: u16) -> Result<Server> {
    server::directory(directory)?;
    let programs = crate::packages::postgres_programs().context("there is no postgres")?;
    let host = directory.to_owned();
    let probe = move || {
        let stream = UnixStream::connect(host.join(format!(".s.PGSQL.{port}"))).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        // It asks for the password when it serves, and answers `E` while it starts.
        let answer = server::ask(stream, &greeting())?;
        answer.starts_with(b"R").then(|| {
            vec![
                ("TA_PGSQL_HOST", host.display().to_string()),
                ("TA_PGSQL_PORT", port.to_string()),
            ]
        })
    };
    Server::spawn(
        "PostgreSQL",
        directory,
        SCRIPT,
        &[&port.to_string(), &programs.to_string_lossy()],
        // Immediate shutdown: its children end as well.
        Signal::QUIT,
        Box::new(probe),
    )
}

/// The startup message of protocol 3.0.
fn greeting() -> Vec<u8> {
    let fields = b"user\0test\0database\0test\0\0";
    let length = u32::try_from(8 + fields.len()).expect("some bytes");
    let mut message = length.to_be_bytes().to_vec();
    message.extend_from_slice(&0x0003_0000_u32.to_be_bytes());
    message.extend_from_slice(fields);
    message
}
