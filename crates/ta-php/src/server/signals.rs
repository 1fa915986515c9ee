//! Stop signals while a server runs.
//!
//! A script that never asked for it still ends well on SIGTERM and SIGINT: while
//! at least one server runs, these stop the servers instead of the process. A
//! script that installed handlers of its own keeps them. When the last server
//! has stopped, the signals do what they did before.

use std::cell::{Cell, RefCell};
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::rc::{Rc, Weak};

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
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
        // SAFETY: eventfd() returns a new descriptor or -1.
        let counter = unsafe {
            let fd = libc::eventfd(0, libc::EFD_NONBLOCK | libc::EFD_CLOEXEC);
            if fd < 0 {
                return Err(io::Error::last_os_error());
            }
            OwnedFd::from_raw_fd(fd)
        };
        let raw = counter.as_raw_fd();
        let counter = AsyncFd::with_interest(counter, Interest::READABLE)?;
        // SAFETY: the descriptor stays open until the signals are unwatched: the
        // reader task owns it, and `drop` unwatches before it ends the task.
        let watched = SIGNALS.into_iter().filter(|&signo| unsafe { ffi::ta_signal_watch(signo, raw) });
        let watched = watched.collect();
        let state = Rc::<State>::default();
        let reader = tokio::task::spawn_local(read(counter, Rc::clone(&state)));
        let shared = Rc::new(Self { state, watched, reader });
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

async fn read(counter: AsyncFd<OwnedFd>, state: Rc<State>) {
    loop {
        let Ok(mut ready) = counter.readable().await else { return };
        let mut count = 0_u64;
        // SAFETY: reads eight bytes into a local of eight bytes.
        let read = ready.try_io(|fd| unsafe {
            match libc::read(fd.as_raw_fd(), (&raw mut count).cast(), size_of::<u64>()) {
                8 => Ok(()),
                _ => Err(io::Error::last_os_error()),
            }
        });
        if let Ok(Ok(())) = read {
            state.received.set(state.received.get() + count);
            state.changed.notify_waiters();
        }
    }
}
