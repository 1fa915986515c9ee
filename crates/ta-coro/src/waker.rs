//! The one door into the scheduler that other threads may use.
//!
//! A `std::task::Waker` must be `Send + Sync`, the scheduler is neither: a waker
//! therefore only leaves the coroutine's id in a locked list and wakes whoever
//! drives the scheduler. It never touches a coroutine.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Wake, Waker};

use crate::Id;

/// Wake-ups on their way to the scheduler.
#[derive(Default)]
pub struct Remote {
    inbox: Mutex<Inbox>,
    /// There may be something in it: saves a look at every pass.
    mail: AtomicBool,
}

#[derive(Default)]
struct Inbox {
    woken: Vec<Id>,
    driver: Option<Waker>,
}

impl Remote {
    /// Asks for `driver` to be woken at the next wake-up. Returns `true` when
    /// wake-ups are already waiting, in which case there is no need to sleep.
    pub(crate) fn listen(&self, driver: &Waker) -> bool {
        let mut inbox = self.lock();
        match &mut inbox.driver {
            Some(known) if known.will_wake(driver) => {}
            slot => *slot = Some(driver.clone()),
        }
        !inbox.woken.is_empty()
    }

    /// Forgets whom to wake, and everybody who was woken.
    pub(crate) fn reset(&self) {
        let forgotten = std::mem::take(&mut *self.lock());
        self.mail.store(false, Ordering::Relaxed);
        // A waker may belong to a reactor that ends with this: not under the lock.
        drop(forgotten);
    }

    /// Moves the ids that were woken into `into`, oldest first.
    pub(crate) fn drain(&self, into: &mut Vec<Id>) {
        let mut inbox = self.lock();
        self.mail.store(false, Ordering::Relaxed);
        into.append(&mut inbox.woken);
    }

    /// Whether wake-ups are waiting to be drained.
    pub(crate) fn has_mail(&self) -> bool {
        self.mail.load(Ordering::Acquire)
    }

    /// Wakes the driver without waking a coroutine.
    pub(crate) fn nudge(&self) {
        let driver = self.lock().driver.clone();
        if let Some(driver) = driver {
            driver.wake();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inbox> {
        // A list of ids stays sound wherever a panic left it.
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes one life of one coroutine.
pub(crate) struct CoroutineWaker {
    pub(crate) id: Id,
    pub(crate) remote: Arc<Remote>,
}

impl Wake for CoroutineWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let driver = {
            let mut inbox = self.remote.lock();
            inbox.woken.push(self.id);
            self.remote.mail.store(true, Ordering::Release);
            inbox.driver.clone()
        };
        if let Some(driver) = driver {
            driver.wake();
        }
    }
}
