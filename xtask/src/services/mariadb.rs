//! MariaDB (or a MySQL that calls itself so): small buffers, nothing written through.

use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::process::Signal;

use super::server::{self, Server};

/// `$1` is the port, `$2` the server.
const SCRIPT: &str = r#"
mariadb-install-db --no-defaults --datadir="$PWD/data" --skip-test-db \
    --auth-root-authentication-method=normal --innodb-log-file-size=8M
exec "$2" --no-defaults --datadir="$PWD/data" --socket="$PWD/mysqld.sock" --pid-file="$PWD/pid" \
    --bind-address=127.0.0.1 --port="$1" --skip-name-resolve --init-file="$PWD/init.sql" \
    --innodb-buffer-pool-size=32M --innodb-log-file-size=8M --innodb-flush-log-at-trx-commit=0 \
    --innodb-doublewrite=OFF --innodb-fast-shutdown=2 --key-buffer-size=1M --skip-log-bin \
    --max-connections=500 --performance-schema=OFF --tmpdir="$PWD"
"#;

/// One statement a line.
const INIT: &str = "\
CREATE DATABASE test;
CREATE USER test@'%' IDENTIFIED BY 'test';
GRANT ALL PRIVILEGES ON *.* TO test@'%';
";

/// Starts it in a new directory.
pub(super) fn spawn(directory: &Path, port: u16) -> Result<Server> {
    server::directory(directory)?;
    std::fs::write(directory.join("init.sql"), INIT)?;
    let program = crate::packages::mariadbd().context("there is no mariadbd")?;
    let socket = directory.join("mysqld.sock");
    let probe = move || {
        let stream = UnixStream::connect(&socket).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        // The server speaks first, and not before it has run the init file.
        server::ask(stream, b"")?;
        Some(vec![
            ("TA_MYSQL_SOCKET", socket.display().to_string()),
            ("TA_MYSQL_PORT", port.to_string()),
        ])
    };
    Server::spawn(
        "MariaDB",
        directory,
        SCRIPT,
        &[&port.to_string(), &program.to_string_lossy()],
        // Nobody will read its files again.
        Signal::KILL,
        Box::new(probe),
    )
}
