//! What a redirected call costs: when nobody runs coroutines, inside one without having
//! to wait, and with a wait. The processor time of this thread counts, so that other
//! work of the machine matters little; the best of some rounds is printed.
//!
//! The host is that of the tests, which is as small as one can be.

#[path = "../tests/common/library.rs"]
mod common;

use std::ffi::{c_int, c_void};
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU64, Ordering};

use common::coroutines::run;

type Transfer = unsafe extern "C" fn(c_int, *mut c_void, usize, c_int) -> isize;

const ROUNDS: usize = 7;
const CALLS: u64 = 200_000;
const WAITS: u64 = 50_000;

fn main() {
    // `cargo test --benches` only wants to know that it compiles and runs.
    let scale = if std::env::args().any(|argument| argument == "--bench") {
        1
    } else {
        1000
    };
    let (recv, send) = calls();
    let (ours, theirs) = UnixStream::pair().expect("sockets");
    let ends = [ours.as_raw_fd(), theirs.as_raw_fd()];
    transfer(send, ends[0], 0);

    let peek = move |recv: Transfer| per(CALLS / scale, || transfer(recv, ends[1], libc::MSG_PEEK));
    let plain = best(|| peek(plain_recv));
    let outside = best(|| peek(recv));
    let inside = best(|| in_coroutine(move || peek(recv)));
    transfer(recv, ends[1], 0);
    let pair = best(|| {
        per(WAITS / scale, || {
            transfer(plain_send, ends[0], 0);
            transfer(plain_recv, ends[1], 0);
        })
    });
    let hop = best(|| ping_pong(recv, send, ends, WAITS / scale));
    println!("recv, not redirected                {plain:7.0} ns");
    println!(
        "recv, redirected, no coroutines     {outside:7.0} ns  {:+.0}",
        outside - plain
    );
    println!(
        "recv, in a coroutine, no wait       {inside:7.0} ns  {:+.0}",
        inside - plain
    );
    println!("send and recv, not redirected       {pair:7.0} ns");
    println!(
        "send and recv that had to wait      {hop:7.0} ns  {:+.0}",
        hop - pair
    );
}

/// The fixture's calls.
fn calls() -> (Transfer, Transfer) {
    // SAFETY: the types are those of the fixture; `send` only reads its buffer.
    unsafe {
        (
            common::fixture().function(c"call_recv"),
            common::fixture().function(c"call_send"),
        )
    }
}

unsafe extern "C" fn plain_recv(
    fd: c_int,
    buffer: *mut c_void,
    size: usize,
    flags: c_int,
) -> isize {
    // SAFETY: the caller's.
    unsafe { libc::recv(fd, buffer, size, flags) }
}

unsafe extern "C" fn plain_send(
    fd: c_int,
    buffer: *mut c_void,
    size: usize,
    flags: c_int,
) -> isize {
    // SAFETY: the caller's.
    unsafe { libc::send(fd, buffer, size, flags) }
}

/// One byte.
fn transfer(call: Transfer, fd: RawFd, flags: c_int) {
    let mut byte = 0_u8;
    // SAFETY: there is room for a byte, or one to send.
    let count = unsafe { call(fd, (&raw mut byte).cast(), 1, flags) };
    assert_eq!(count, 1);
}

/// Nanoseconds of processor time per call of `body`.
fn per(count: u64, mut body: impl FnMut()) -> f64 {
    let before = processor_time();
    for _ in 0..count {
        body();
    }
    (processor_time() - before) as f64 / count as f64
}

fn best(round: impl FnMut() -> f64) -> f64 {
    std::iter::repeat_with(round)
        .take(ROUNDS)
        .fold(f64::INFINITY, f64::min)
}

fn in_coroutine(body: impl FnOnce() -> f64 + 'static) -> f64 {
    static RESULT: AtomicU64 = AtomicU64::new(0);
    run(|_| {
        vec![Box::new(move || {
            RESULT.store(body().to_bits(), Ordering::Relaxed);
        })]
    });
    f64::from_bits(RESULT.load(Ordering::Relaxed))
}

/// Two coroutines send each other a byte in turn, so that every `recv` has to wait.
fn ping_pong(recv: Transfer, send: Transfer, [ours, theirs]: [RawFd; 2], count: u64) -> f64 {
    let before = processor_time();
    let side = move |mine: RawFd, begins: bool| -> Box<dyn FnOnce()> {
        Box::new(move || {
            for _ in 0..count {
                if begins {
                    transfer(send, mine, 0);
                }
                transfer(recv, mine, 0);
                if !begins {
                    transfer(send, mine, 0);
                }
            }
        })
    };
    run(|_| vec![side(ours, true), side(theirs, false)]);
    (processor_time() - before) as f64 / (2 * count) as f64
}

/// Nanoseconds that this thread has run.
fn processor_time() -> i64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: there is room for the answer.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
    time.tv_sec * 1_000_000_000 + time.tv_nsec
}
