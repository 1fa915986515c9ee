//! A server in a thread of its own, with a directory to serve that goes away
//! with it.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::thread::JoinHandle;

use ta_server::files::{Files, Mount, Mounted, NoHandler};
use ta_server::{BindOptions, Exchange, Handler, Listen, Reply, Settings, bind, serve};
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::LocalSet;

use crate::client::{Answer, Client};

pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    directory: TempDir,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// A new directory with these files in `root`, and a secret beside it.
pub(crate) fn directory(files: &[(&str, &[u8])]) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join("root")).unwrap();
    fs::write(directory.path().join("secret"), "TOP SECRET").unwrap();
    for (name, content) in files {
        let path = directory.path().join("root").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    directory
}

/// Answers what no mount does.
pub(crate) struct Fallback;

impl Handler for Fallback {
    async fn handle(&self, exchange: Exchange) {
        let text = format!("handler {}", exchange.request().path());
        exchange
            .respond_slice(Reply::default(), [], text.as_bytes())
            .unwrap();
    }
}

impl Site {
    /// Serves `files` at `/s/`, mounted as `change` says; nothing else.
    pub(crate) fn mount(files: &[(&str, &[u8])], change: impl FnOnce(&mut Mount)) -> Self {
        let directory = directory(files);
        let mut mount = Mount::new("/s/", directory.path().join("root")).unwrap();
        change(&mut mount);
        Self::serve(directory, Settings::default(), move || {
            Mounted::new(Files::open(vec![mount]), NoHandler)
        })
    }

    /// Serves with a handler made in the server's thread.
    pub(crate) fn serve<H: Handler>(
        directory: TempDir,
        settings: Settings,
        handler: impl FnOnce() -> H + Send + 'static,
    ) -> Self {
        Self::listen(&Listen::tcp("127.0.0.1", 0), directory, settings, handler)
    }

    /// Serves there, with a handler made in the server's thread.
    pub(crate) fn listen<H: Handler>(
        listen: &Listen,
        directory: TempDir,
        settings: Settings,
        handler: impl FnOnce() -> H + Send + 'static,
    ) -> Self {
        let bound = bind(std::slice::from_ref(listen), &BindOptions::default()).unwrap();
        let address = bound.local_addrs()[0]
            .tcp()
            .unwrap_or_else(|| SocketAddr::from(([0; 4], 0)));
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            LocalSet::new().block_on(&runtime, async {
                let running = serve(bound, settings, Rc::new(handler())).unwrap();
                // A dropped sender is a stop as well.
                let _ = stopped.await;
                running.abort();
                running.drained().await;
            });
        });
        Self {
            address,
            directory,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Where the files are.
    pub(crate) fn root(&self) -> PathBuf {
        self.directory.path().join("root")
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn connect(&self) -> Client {
        Client::connect(self.address)
    }

    pub(crate) fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, "")
    }

    /// One request with further field lines, on a connection of its own.
    pub(crate) fn ask(&self, method: &str, target: &str, fields: &str) -> Answer {
        let request = format!("{method} {target} HTTP/1.1\r\nHost: test\r\n{fields}\r\n");
        self.connect().send(request).answer_to(method)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(
                ended.is_ok() || std::thread::panicking(),
                "the server panicked"
            );
        }
    }
}
