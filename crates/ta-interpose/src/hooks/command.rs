//! `popen` and `pclose`. libc waits for the child inside `pclose`, where it cannot be
//! reached, and alone knows which child it is: so where coroutines run the commands are
//! started here.

use std::collections::BTreeMap;
use std::ffi::{CStr, c_char, c_int};
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, FromRawFd, IntoRawFd, OwnedFd};
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use libc::{FILE, pid_t};

use super::child;
use crate::host::{Host, host_on_this_thread};
use crate::{errno, known, reaper};

/// Of the process, as streams are.
static CHILDREN: Mutex<Children> = Mutex::new(Children {
    by_stream: BTreeMap::new(),
});

struct Children {
    /// By the address of their stream.
    by_stream: BTreeMap<usize, pid_t>,
}

unsafe extern "C" {
    static environ: *const *mut c_char;
}

/// # Safety
/// As for `popen(3)`.
pub(super) unsafe extern "C" fn popen(command: *const c_char, mode: *const c_char) -> *mut FILE {
    if host_on_this_thread().is_none() {
        // SAFETY: the caller's.
        return unsafe { libc::popen(command, mode) };
    }
    // SAFETY: the caller's.
    let wanted = unsafe { CStr::from_ptr(mode) }.to_bytes();
    let reads = match wanted {
        b"r" | b"re" | b"er" => true,
        b"w" | b"we" | b"ew" => false,
        // SAFETY: the caller's. Refused, or something we do not know.
        _ => return unsafe { libc::popen(command, mode) },
    };
    // SAFETY: the caller's.
    match unsafe { start(command, reads) } {
        Ok(stream) => stream,
        Err(reason) => {
            errno::set(reason);
            ptr::null_mut()
        }
    }
}

/// # Safety
/// As for `pclose(3)`.
pub(super) unsafe extern "C" fn pclose(stream: *mut FILE) -> c_int {
    // SAFETY: the caller's: an open stream.
    known::forget(unsafe { libc::fileno(stream) });
    let Some(child) = children().by_stream.remove(&(stream as usize)) else {
        // SAFETY: the caller's; libc has started this one.
        return unsafe { libc::pclose(stream) };
    };
    // SAFETY: the caller's.
    unsafe {
        if let Some(host) = host_on_this_thread() {
            host.closing(libc::fileno(stream));
        }
        libc::fclose(stream);
    }
    let mut status = -1;
    loop {
        // SAFETY: the status can be written to.
        let ended = unsafe { child::waitpid(child, &raw mut status, 0) };
        if ended == child {
            return status;
        }
        if errno::get() != libc::EINTR {
            // If the host does not say so, it is left nevertheless: its stream is gone.
            let waits = host_on_this_thread().is_none_or(Host::waits_again);
            if errno::get() == libc::ECANCELED && waits {
                reaper::leave(child);
            }
            return -1;
        }
    }
}

/// Starts a shell with `command`, and opens a stream to it or from it.
///
/// # Safety
/// The command is a terminated string.
unsafe fn start(command: *const c_char, reads: bool) -> Result<*mut FILE, c_int> {
    let mut ends = [-1; 2];
    // Other children must not hold it open: "e" or not.
    // SAFETY: there is room for two descriptors.
    if unsafe { libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) } != 0 {
        return Err(errno::get());
    }
    // SAFETY: just made, and nobody else's.
    let [source, sink] = ends.map(|end| unsafe { OwnedFd::from_raw_fd(end) });
    let (ours, theirs, standard) = if reads {
        (source, sink, libc::STDOUT_FILENO)
    } else {
        (sink, source, libc::STDIN_FILENO)
    };
    // SAFETY: the caller's.
    let child = unsafe { spawn(command, theirs.as_raw_fd(), standard) }?;
    drop(theirs);
    let ours = ours.into_raw_fd();
    let mode = if reads { c"r" } else { c"w" };
    // SAFETY: the descriptor becomes the stream's; the mode is terminated.
    let stream = unsafe { libc::fdopen(ours, mode.as_ptr()) };
    if stream.is_null() {
        let reason = errno::get();
        // SAFETY: still ours. The child notices that nobody is there, and is left.
        unsafe { libc::close(ours) };
        return Err(reason);
    }
    children().by_stream.insert(stream as usize, child);
    Ok(stream)
}

/// # Safety
/// The command is a terminated string.
unsafe fn spawn(command: *const c_char, end: c_int, standard: c_int) -> Result<pid_t, c_int> {
    let mut actions = MaybeUninit::uninit();
    let mut child = 0;
    let arguments = [
        c"sh".as_ptr().cast_mut(),
        c"-c".as_ptr().cast_mut(),
        command.cast_mut(),
        ptr::null_mut(),
    ];
    // SAFETY: the actions are made before they are used and destroyed afterwards; the
    // arguments and the environment are lists of strings that end with a null pointer.
    let status = unsafe {
        let status = libc::posix_spawn_file_actions_init(actions.as_mut_ptr());
        if status != 0 {
            return Err(status);
        }
        let mut status =
            libc::posix_spawn_file_actions_adddup2(actions.as_mut_ptr(), end, standard);
        if status == 0 {
            status = libc::posix_spawn(
                &raw mut child,
                c"/bin/sh".as_ptr(),
                actions.as_ptr(),
                ptr::null(),
                arguments.as_ptr(),
                environ,
            );
        }
        libc::posix_spawn_file_actions_destroy(actions.as_mut_ptr());
        status
    };
    if status == 0 { Ok(child) } else { Err(status) }
}

fn children() -> MutexGuard<'static, Children> {
    CHILDREN.lock().unwrap_or_else(PoisonError::into_inner)
}
