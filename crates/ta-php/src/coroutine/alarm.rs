//! The loop's alarm clock: a timer of the kernel. tokio's own timers tick once per
//! millisecond, and who sleeps for a tenth of one is to be as exact as with plain PHP.

use std::cell::Cell;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::ptr;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// See the module.
pub(super) struct Alarm {
    timer: AsyncFd<OwnedFd>,
    /// When it rings. Never later than it has to: a deadline that was moved away costs
    /// no system call, but being woken once for nothing.
    rings_at: Cell<Option<Instant>>,
}

impl Alarm {
    /// A clock that is not set. Made where the reactor's context is current.
    ///
    /// # Errors
    /// The process has no descriptor left.
    pub(super) fn new() -> io::Result<Self> {
        let flags = libc::TFD_CLOEXEC | libc::TFD_NONBLOCK;
        // SAFETY: takes no pointers.
        let timer = unsafe { libc::timerfd_create(libc::CLOCK_MONOTONIC, flags) };
        if timer < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: just made, and nobody else's.
        let timer = unsafe { OwnedFd::from_raw_fd(timer) };
        // SAFETY: open for as long as it is registered, which owns it.
        let timer = unsafe { AsyncFd::register_with_interest(timer, Interest::READABLE)? };
        Ok(Self {
            timer,
            rings_at: Cell::new(None),
        })
    }

    /// Ready when `deadline` has passed; else the task is woken then.
    pub(super) fn poll(&self, deadline: Instant, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Poll::Ready(());
            }
            if self
                .rings_at
                .get()
                .is_none_or(|rings_at| rings_at > deadline)
            {
                self.set(left);
                self.rings_at.set(Some(deadline));
            }
            match self.timer.poll_read_ready(cx) {
                Poll::Pending => return Poll::Pending,
                // Setting it anew takes back what was not read.
                Poll::Ready(Ok(mut guard)) => guard.clear_ready(),
                // The reactor ends.
                Poll::Ready(Err(_)) => return Poll::Ready(()),
            }
            self.rings_at.set(None);
        }
    }

    fn set(&self, left: Duration) {
        let zero = libc::timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        let time = libc::itimerspec {
            it_interval: zero,
            it_value: libc::timespec {
                tv_sec: left.as_secs().try_into().unwrap_or(libc::time_t::MAX),
                tv_nsec: left.subsec_nanos().into(),
            },
        };
        // SAFETY: the time is valid, and nothing is written back. With a valid time it
        // cannot fail.
        unsafe {
            libc::timerfd_settime(self.timer.as_raw_fd(), 0, &raw const time, ptr::null_mut())
        };
    }
}
