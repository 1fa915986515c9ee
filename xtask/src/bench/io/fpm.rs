//! nginx and php-fpm as a site would run them, privately: on the servers' core, on
//! loopback, with files of their own, without anything that the system has configured.

use std::net::{SocketAddr, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::Signal;

use crate::bench::SERVER_CORE;
use crate::bench::contender::free_address;
use crate::bench::usage::{self, Cpu};
use crate::interpreter::Interpreter;
use crate::services::keeper::Directory;
use crate::services::server::{self, Probe, Server};
use crate::{packages, paths, process};

/// `$1` is the core, the rest the server. It ends with us, and takes its children along.
const SCRIPT: &str = r#"
core=$1
shift
exec setpriv --pdeathsig TERM taskset -c "$core" "$@"
"#;

/// As php-fpm is run where all of its memory is for it: all children at once, for ever.
const POOL: &str = "\
[global]
daemonize = no
error_log = PREFIX/errors
[www]
listen = PREFIX/fpm.sock
listen.backlog = 1024
pm = static
pm.max_children = CHILDREN
clear_env = yes
";

/// A connection to php-fpm takes a child with it, so that there is one for each of them
/// only where there are as many children as nginx keeps.
const SITE: &str = "\
worker_processes 1;
daemon off;
pid nginx.pid;
error_log stderr warn;
events { worker_connections 1024; }
http {
    access_log off;
    keepalive_requests 1000000000;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    upstream php {
        server unix:PREFIX/fpm.sock;
        KEEPALIVE
    }
    server {
        listen ADDRESS backlog=1024;
        location / {
            fastcgi_pass php;
            FASTCGI_KEEP_CONN
            fastcgi_param SCRIPT_FILENAME PREFIX/fpm.php;
            fastcgi_param QUERY_STRING $query_string;
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param CONTENT_TYPE $content_type;
            fastcgi_param CONTENT_LENGTH $content_length;
            fastcgi_param SCRIPT_NAME $fastcgi_script_name;
            fastcgi_param REQUEST_URI $request_uri;
            fastcgi_param DOCUMENT_URI $document_uri;
            fastcgi_param DOCUMENT_ROOT $document_root;
            fastcgi_param SERVER_PROTOCOL $server_protocol;
            fastcgi_param REQUEST_SCHEME $scheme;
            fastcgi_param GATEWAY_INTERFACE CGI/1.1;
            fastcgi_param SERVER_SOFTWARE nginx/$nginx_version;
            fastcgi_param REMOTE_ADDR $remote_addr;
            fastcgi_param REMOTE_PORT $remote_port;
            fastcgi_param SERVER_ADDR $server_addr;
            fastcgi_param SERVER_PORT $server_port;
            fastcgi_param SERVER_NAME $server_name;
        }
    }
}
";

/// How many processes there are, and who keeps what.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// Children of php-fpm.
    pub(super) children: u32,
    /// Whether nginx keeps its connections to them. Then there have to be as many as
    /// there may be requests at once: a child that is kept serves nobody else.
    pub(super) keep: bool,
}

/// Both of them, ready to be started any number of times.
pub(super) struct Stack<'a> {
    /// The process manager of the same PHP.
    pub(super) program: PathBuf,
    /// As `-d` takes them.
    pub(super) settings: &'a [String],
    /// What the script finds in its environment.
    pub(super) environment: &'a [(String, String)],
    pub(super) shape: Shape,
}

/// The php-fpm that belongs to an interpreter.
///
/// # Errors
/// There is none of the same version.
pub(super) fn program(php: &Interpreter) -> Result<PathBuf> {
    let wanted = format!("PHP {} ", php.version);
    for program in packages::php_fpms() {
        if process::capture(Command::new(&program).arg("-v"))?.starts_with(&wanted) {
            return Ok(program);
        }
    }
    bail!("there is no php-fpm of PHP {}", php.version);
}

/// Both of them, running; stopped when dropped.
pub(super) struct Running {
    // The client of the other first.
    nginx: Server,
    fpm: Server,
    /// Where nginx listens.
    pub(super) address: SocketAddr,
    _directory: Directory,
}

impl Stack<'_> {
    /// Starts both and waits until they listen.
    ///
    /// # Errors
    /// One of them does not start: the end of its log is part of the message.
    pub(super) fn start(&self) -> Result<Running> {
        let directory = Directory::create()?;
        let prefix = directory.0.join("web");
        server::directory(&prefix)?;
        // Where the repository is, nobody may look.
        for file in ["fpm.php", "database.inc"] {
            std::fs::copy(
                paths::root().join("benches/io").join(file),
                prefix.join(file),
            )
            .with_context(|| format!("cannot copy {file}"))?;
        }
        let address = free_address()?;
        std::fs::write(prefix.join("fpm.conf"), self.pool(&prefix))?;
        std::fs::write(prefix.join("nginx.conf"), self.site(&prefix, address))?;

        let mut arguments = vec![
            self.program.display().to_string(),
            "-n".to_owned(),
            // Its log goes to ours, and nowhere else.
            "-O".to_owned(),
            "-y".to_owned(),
            prefix.join("fpm.conf").display().to_string(),
        ];
        for setting in self.settings {
            arguments.extend(["-d".to_owned(), setting.clone()]);
        }
        let socket = prefix.join("fpm.sock");
        let listens: Probe =
            Box::new(move || UnixStream::connect(&socket).ok().map(|_| Vec::new()));
        let fpm = spawn("php-fpm", &prefix, &arguments, listens)?;

        let nginx = nginx(&prefix, address)?;
        Ok(Running {
            nginx,
            fpm,
            address,
            _directory: directory,
        })
    }

    fn pool(&self, prefix: &Path) -> String {
        let prefix = prefix.display().to_string();
        let mut text = POOL
            .replace("PREFIX", &prefix)
            .replace("CHILDREN", &self.shape.children.to_string());
        for (name, value) in self.environment {
            text.push_str(&format!("env[{name}] = {value}\n"));
        }
        text
    }

    fn site(&self, prefix: &Path, address: SocketAddr) -> String {
        let (keepalive, keep_conn) = if self.shape.keep {
            (
                format!("keepalive {};", self.shape.children),
                "fastcgi_keep_conn on;",
            )
        } else {
            (String::new(), "")
        };
        SITE.replace("PREFIX", &prefix.display().to_string())
            .replace("ADDRESS", &address.to_string())
            .replace("FASTCGI_KEEP_CONN", keep_conn)
            .replace("KEEPALIVE", &keepalive)
    }
}

/// Starts nginx with the `nginx.conf` in `prefix`, and waits until it listens at `address`.
///
/// # Errors
/// There is none, it does not start, or does not listen within 10 s.
pub(in crate::bench) fn nginx(prefix: &Path, address: SocketAddr) -> Result<Server> {
    let program = process::which("nginx").context("there is no nginx")?;
    let arguments = [
        &program.display().to_string(),
        "-e",
        "stderr",
        "-p",
        &prefix.display().to_string(),
        "-c",
        "nginx.conf",
    ]
    .map(str::to_owned);
    let listens: Probe = Box::new(move || TcpStream::connect(address).ok().map(|_| Vec::new()));
    spawn("nginx", prefix, &arguments, listens)
}

/// Starts one of them and waits until it listens.
///
/// # Errors
/// It does not start, or does not listen within 10 s.
fn spawn(name: &'static str, prefix: &Path, program: &[String], probe: Probe) -> Result<Server> {
    let directory = prefix.join(name);
    server::directory(&directory)?;
    let arguments: Vec<&str> = std::iter::once(SERVER_CORE)
        .chain(program.iter().map(String::as_str))
        .collect();
    let mut server = Server::spawn(name, &directory, SCRIPT, &arguments, Signal::TERM, probe)?;
    let deadline = Instant::now() + Duration::from_secs(10);
    while server.probe().is_none() {
        server.check()?;
        if Instant::now() > deadline {
            bail!("{name} does not listen\n{}", server.log_tail());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(server)
}

impl Running {
    /// What all processes of both have used.
    ///
    /// # Errors
    /// One of them has ended.
    pub(super) fn cpu(&self) -> Result<Cpu> {
        Ok(usage::cpu(self.nginx.pid())? + usage::cpu(self.fpm.pid())?)
    }

    /// Stops both.
    ///
    /// # Errors
    /// One of them had ended by itself.
    pub(super) fn stop(mut self) -> Result<()> {
        self.nginx.check()?;
        self.fpm.check()
    }
}
