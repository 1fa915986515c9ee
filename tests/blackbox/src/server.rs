//! One `php` process running a script of `tests/blackbox/php` or an example.

use std::ffi::OsString;
use std::io::{ErrorKind, Read};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::{clients, port};

/// Longest time a server may take to listen, and to end once it was asked to.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the tests are about: which PHP, which module.
struct Subject {
    php: OsString,
    extension: OsString,
}

/// The PHP under test.
pub fn php() -> OsString {
    Subject::get().php
}

impl Subject {
    /// From the environment that `cargo xtask test blackbox` prepares.
    fn get() -> Self {
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let php = set("TA_PHP").unwrap_or_else(|| "php".into());
        let extension = set("TA_EXTENSION").unwrap_or_else(|| {
            panic!(
                "these tests need a PHP and a freshly built extension: run them with \
                 `cargo xtask test blackbox` (it sets TA_PHP and TA_EXTENSION)"
            )
        });
        Self { php, extension }
    }
}

/// A PHP process about to be started.
pub struct Script {
    file: PathBuf,
    port: u16,
    settings: Vec<String>,
    environment: Vec<(&'static str, OsString)>,
}

impl Script {
    /// `name` is a file of `tests/blackbox/php`. It finds its port in `TA_PORT`.
    pub fn new(name: &str) -> Self {
        Self::of(&Path::new("php").join(name))
    }

    /// `name` is a file of `examples`. It listens where `TRUE_ASYNC_LISTEN` says.
    pub fn example(name: &str) -> Self {
        let script = Self::of(&Path::new("../../examples").join(name));
        let listen = format!("127.0.0.1:{}", script.port);
        script.env("TRUE_ASYNC_LISTEN", listen)
    }

    /// Turns on opcache with the tracing JIT.
    pub fn with_jit(mut self) -> Self {
        self.settings.extend(clients::jit(&php()));
        self
    }

    fn of(path: &Path) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        assert!(file.is_file(), "there is no {}", file.display());
        Self {
            file,
            port: port::free(),
            settings: Vec::new(),
            environment: Vec::new(),
        }
    }

    /// Loads the extensions that are clients of something, as far as this PHP has them.
    pub fn with_clients(mut self) -> Self {
        self.settings.extend(clients::settings(&php()));
        self
    }

    /// Sets an ini value, as `php -d` does.
    pub fn ini(mut self, setting: &str) -> Self {
        self.settings.push(setting.to_owned());
        self
    }

    /// Sets an environment variable of the script.
    pub fn env(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// Starts the process without waiting for anything.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn spawn(self) -> Server {
        let subject = Subject::get();
        let mut extension = OsString::from("extension=");
        extension.push(&subject.extension);
        let mut command = Command::new(&subject.php);
        // -n: what the distribution configures is not what is tested.
        command.arg("-n").arg("-d").arg(extension);
        for setting in &self.settings {
            command.arg("-d").arg(setting);
        }
        command
            .arg(&self.file)
            .env("TA_PORT", self.port.to_string())
            .envs(self.environment)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", subject.php.display()));
        let stdout = Collector::of(child.stdout.take().expect("piped"));
        let stderr = Collector::of(child.stderr.take().expect("piped"));
        Server {
            child,
            port: self.port,
            stdout,
            stderr,
            over: false,
        }
    }

    /// Starts the process and waits until it listens on its port.
    ///
    /// # Panics
    /// When it ends before, or does not listen within 20 s.
    pub fn start(self) -> Server {
        let mut server = self.spawn();
        server.wait_for(|server| TcpStream::connect((Ipv4Addr::LOCALHOST, server.port)).is_ok());
        server
    }
}

/// A running PHP process; killed when dropped.
pub struct Server {
    child: Child,
    port: u16,
    stdout: Collector,
    stderr: Collector,
    over: bool,
}

/// How a server ended.
#[derive(Debug)]
pub struct End {
    /// The exit status.
    pub status: ExitStatus,
    /// Everything it wrote to standard output.
    pub stdout: String,
    /// Everything it wrote to standard error.
    pub stderr: String,
}

impl Server {
    /// Starts a script on its own port and waits until it listens.
    pub fn start(script: &str) -> Self {
        Script::new(script).start()
    }

    /// The port the script was given.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The URL of a path on this server.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Standard output so far.
    pub fn stdout(&self) -> String {
        self.stdout.text()
    }

    /// Standard error so far.
    pub fn stderr(&self) -> String {
        self.stderr.text()
    }

    /// Polls until `ready`; at most 20 s.
    ///
    /// # Panics
    /// When the process ends meanwhile, or it takes too long.
    pub fn wait_for(&mut self, ready: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !ready(self) {
            if let Some(status) = self.child.try_wait().expect("our own child") {
                panic!("the server ended with {status}\n{}", self.transcript());
            }
            assert!(
                Instant::now() < deadline,
                "the server is not ready after {PATIENCE:?}\n{}",
                self.transcript()
            );
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the script has printed `what`.
    pub fn wait_for_output(&mut self, what: &str) {
        self.wait_for(|server| server.stdout().contains(what));
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.id()).expect("a process id");
        kill_process(Pid::from_raw(pid).expect("not zero"), signal).expect("a child of ours");
    }

    /// Waits for the process to end.
    ///
    /// # Panics
    /// When it takes more than 20 s.
    pub fn wait(mut self) -> End {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("our own child") {
                break status;
            }
            assert!(
                Instant::now() < deadline,
                "the server does not end\n{}",
                self.transcript()
            );
            thread::sleep(Duration::from_millis(5));
        };
        self.over = true;
        // The pipes end with the process.
        self.stdout.finish();
        self.stderr.finish();
        End {
            status,
            stdout: self.stdout.text(),
            stderr: self.stderr.text(),
        }
    }

    /// Asks it to stop and returns how it ended.
    pub fn terminate(self) -> End {
        self.signal(Signal::TERM);
        self.wait()
    }

    /// Asks it to stop; it must end with status 0 and without a word on stderr.
    ///
    /// # Panics
    /// When it does not.
    pub fn stop(self) {
        let end = self.terminate();
        assert_eq!(end.status.code(), Some(0), "{end:?}");
        assert_eq!(end.stderr, "", "{end:?}");
    }

    fn transcript(&self) -> String {
        format!(
            "--- stdout\n{}\n--- stderr\n{}",
            self.stdout.text(),
            self.stderr.text()
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.over {
            return;
        }
        if thread::panicking() {
            eprintln!("{}", self.transcript());
        }
        // Both fail only for a process that has ended and was waited for.
        let _killed = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// Keeps what comes out of a pipe, so that the process never blocks on it.
struct Collector {
    bytes: Arc<Mutex<Vec<u8>>>,
    thread: Option<JoinHandle<()>>,
}

impl Collector {
    fn of(mut pipe: impl Read + Send + 'static) -> Self {
        let bytes = Arc::<Mutex<Vec<u8>>>::default();
        let sink = Arc::clone(&bytes);
        let thread = thread::spawn(move || {
            let mut chunk = [0; 4096];
            loop {
                match pipe.read(&mut chunk) {
                    Ok(0) => break,
                    Ok(count) => {
                        let mut sink = sink.lock().expect("nobody panics holding it");
                        sink.extend_from_slice(&chunk[..count]);
                    }
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(_) => break,
                }
            }
        });
        Self {
            bytes,
            thread: Some(thread),
        }
    }

    fn text(&self) -> String {
        let bytes = self.bytes.lock().expect("nobody panics holding it");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn finish(&mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().expect("the collector does not panic");
        }
    }
}
