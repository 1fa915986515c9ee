//! What a coroutine waits for in a call that knows nothing of coroutines, for people.

use std::os::fd::RawFd;

use ta_interpose::{Call, Wait};

use super::counters;
use crate::coroutine::Coroutine;
use crate::zend::place::Suspended;

/// The call a coroutine waits in. Made for every wait: no more than a few numbers.
#[derive(Clone, Copy)]
pub(crate) struct Hooked {
    call: Call,
    descriptors: usize,
    /// Unless there is none.
    first: RawFd,
}

impl Hooked {
    pub(super) fn of(wait: &Wait<'_>) -> Self {
        Self {
            call: wait.call,
            descriptors: wait.set.len(),
            first: wait.set.first().map_or(-1, |one| one.fd),
        }
    }

    fn on_what(self) -> String {
        match self.descriptors {
            0 => String::new(),
            1 if is_bell(self.first) => ", done by a helper thread".to_owned(),
            1 => format!(", descriptor {}", self.first),
            count => format!(", {count} descriptors"),
        }
    }
}

/// Whether the descriptor only tells that a helper thread is done. No function of PHP
/// makes descriptors of that kind.
fn is_bell(descriptor: RawFd) -> bool {
    std::fs::read_link(format!("/proc/self/fd/{descriptor}"))
        .is_ok_and(|target| target.as_os_str() == "anon_inode:[eventfd]")
}

/// What `coroutine` waits for, as in `fread(): receive, descriptor 7`; of what is no
/// hooked call, as the scheduler describes it.
pub(crate) fn awaiting(coroutine: &Coroutine) -> Option<String> {
    let Some(hooked) = coroutine.body.hooked.get() else {
        return coroutine.awaiting();
    };
    let frames = coroutine.body.look(Suspended::frames).unwrap_or_default();
    let function = frames.into_iter().next().and_then(|frame| frame.function);
    let function = function.map_or(String::new(), |function| format!("{function}(): "));
    let kind = counters::name(hooked.call);
    Some(format!("{function}{kind}{}", hooked.on_what()))
}
