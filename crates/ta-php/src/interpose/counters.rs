//! How often hooked calls of this thread had to wait, for `Async\runtime_stats()`.

use std::cell::Cell;

use ta_interpose::Call;

thread_local! {
    static WAITS: [Cell<u64>; KINDS] = const { [const { Cell::new(0) }; KINDS] };
    static WAITING: Cell<usize> = const { Cell::new(0) };
}

const KINDS: usize = NAMES.len();

/// In the order of [`index`].
const NAMES: [&str; 14] = [
    "poll", "receive", "send", "read", "write", "connect", "accept", "sleep", "lock", "child",
    "resolve", "flush", "signal", "other",
];

fn index(call: Call) -> usize {
    match call {
        Call::Poll => 0,
        Call::Receive => 1,
        Call::Send => 2,
        Call::Read => 3,
        Call::Write => 4,
        Call::Connect => 5,
        Call::Accept => 6,
        Call::Sleep => 7,
        Call::Lock => 8,
        Call::Child => 9,
        Call::Resolve => 10,
        Call::Flush => 11,
        Call::Signal => 12,
        _ => 13,
    }
}

/// What a wait of that kind is called.
pub(crate) fn name(call: Call) -> &'static str {
    NAMES[index(call)]
}

/// A call is about to wait.
pub(super) fn waits(call: Call) {
    WAITS.with(|waits| {
        let count = &waits[index(call)];
        count.set(count.get() + 1);
    });
}

/// A coroutine begins to wait for descriptors.
pub(super) fn descriptors_begin() {
    WAITING.set(WAITING.get() + 1);
}

/// It does not any more.
pub(super) fn descriptors_end() {
    WAITING.set(WAITING.get().saturating_sub(1));
}

/// The loop has started: nothing has waited yet.
pub(super) fn reset() {
    WAITS.with(|waits| {
        for count in waits {
            count.set(0);
        }
    });
    WAITING.set(0);
}

/// Waits by kind since the loop started.
pub(crate) fn by_kind() -> impl Iterator<Item = (&'static str, u64)> {
    let counts: [u64; KINDS] = WAITS.with(|waits| std::array::from_fn(|kind| waits[kind].get()));
    NAMES.into_iter().zip(counts)
}

/// Coroutines that wait for descriptors now, in calls that know nothing of them.
pub(crate) fn waiting_on_descriptors() -> usize {
    WAITING.get()
}
