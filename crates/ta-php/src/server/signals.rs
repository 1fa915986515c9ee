//! Stop signals while a server runs.
//!
//! A script that never asked for it still ends well on SIGTERM and SIGINT: while
//! at least one server runs, these stop the servers instead of the process. A
//! script that installed handlers of its own keeps them. When the last server
//! has stopped, the signals do what they did before.

use std::cell::{Cell, RefCell};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::rc::{Rc, Weak};

use tokio::io::AsyncReadExt;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::zend::ffi;

const SIGNALS: [libc::c_int; 2] = [libc::SIGTERM, libc::SIGINT];

thread_local! {
    static SHARED: RefCell<Weak<StopSignals>> = const { RefCell::new(Weak::new()) };
}

/// SIGTERM and SIGINT, shared by the servers of this thread.
pub(crate) struct StopSignals {
    state: Rc<State>,
    watched: Vec<libc::c_int>,
    reader: JoinHandle<()>,
    /// What the signal handler writes to.
    _writer: UnixStream,
}

#[derive(Default)]
struct State {
    received: Cell<u64>,
    changed: Notify,
}

impl StopSignals {
    /// Watches the signals, or joins whoever watches already. Inside the loop's
    /// context.
    ///
    /// # Errors
    /// The system refuses a descriptor.
    pub(crate) fn watch() -> io::Result<Rc<Self>> {
        if let Some(shared) = SHARED.with_borrow(Weak::upgrade) {
            return Ok(shared);
        }
        let (reader, writer) = UnixStream::pair()?;
        reader.set_nonblocking(true)?;
        writer.set_nonblocking(true)?;
        let reader = tokio::net::UnixStream::from_std(reader)?;
        let raw = writer.as_raw_fd();
        let watched = SIGNALS.into_iter().filter(|&signo| {
            // SAFETY: the descriptor stays open until the signals are unwatched:
            // `drop` does that before the writer goes.
            unsafe { ffi::ta_signal_watch(signo, raw) }
        });
        let watched = watched.collect();
        let state = Rc::<State>::default();
        let reader = tokio::task::spawn_local(read(reader, Rc::clone(&state)));
        let shared = Rc::new(Self {
            state,
            watched,
            reader,
            _writer: writer,
        });
        SHARED.with_borrow_mut(|slot| *slot = Rc::downgrade(&shared));
        Ok(shared)
    }

    /// Signals received so far.
    pub(crate) fn received(&self) -> u64 {
        self.state.received.get()
    }

    /// Waits until more than `seen` signals were received.
    pub(crate) async fn more_than(&self, seen: u64) {
        while self.received() <= seen {
            self.state.changed.notified().await;
        }
    }
}

impl Drop for StopSignals {
    fn drop(&mut self) {
        for &signo in &self.watched {
            // SAFETY: undoes our own `ta_signal_watch`.
            unsafe { ffi::ta_signal_unwatch(signo) };
        }
        self.reader.abort();
    }
}

async fn read(mut signals: tokio::net::UnixStream, state: Rc<State>) {
    let mut bytes = [0; 64];
    // An error or the end means that the writer is gone, and with it the server.
    while let Ok(count @ 1..) = signals.read(&mut bytes).await {
        state.received.set(state.received.get() + count as u64);
        state.changed.notify_waiters();
    }
}
