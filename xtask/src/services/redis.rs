//! Redis: memory only.

use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::process::Signal;

use super::server::{self, Server};

/// `$1` is the port. The program knows by its name what it is: Debian's package of tools
/// has it under another one.
const SCRIPT: &str = r#"
exec ./redis-server --port "$1" --bind 127.0.0.1 --save '' --appendonly no --dir "$PWD" \
    --maxclients 2000 --daemonize no
"#;

/// Starts it in a new directory.
pub(super) fn spawn(directory: &Path, port: u16) -> Result<Server> {
    server::directory(directory)?;
    let program = crate::packages::redis_server().context("there is no redis-server")?;
    std::os::unix::fs::symlink(program, directory.join("redis-server"))?;
    let probe = move || {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
        let answer = server::ask(stream, b"PING\r\n")?;
        answer
            .starts_with(b"+PONG")
            .then(|| vec![("TA_REDIS_PORT", port.to_string())])
    };
    Server::spawn(
        "Redis",
        directory,
        SCRIPT,
        &[&port.to_string()],
        Signal::KILL,
        Box::new(probe),
    )
}
