//! `res_search`, `res_query` and those with a state of the caller's: what `dns_get_record`
//! and its kin ask servers with.
//!
//! The state belongs to the caller, who may be gone before the answer comes: a helper
//! asks with a state of its own, which is made from the system's configuration and then
//! given the caller's servers, options and patience. Names of search lists are those of
//! the configuration.
//!
//! Which library has these functions, and under which of two names, depends on the
//! version of libc: they are looked up when they are first called.

use std::ffi::{CStr, CString, c_char, c_int, c_uchar, c_ulong, c_void};
use std::mem;

use libc::sockaddr_in;

use crate::host::{Call, Host, Leave, leave};
use crate::{errno, helpers};

type Plain = unsafe extern "C" fn(*const c_char, c_int, c_int, *mut c_uchar, c_int) -> c_int;
type WithState =
    unsafe extern "C" fn(*mut State, *const c_char, c_int, c_int, *mut c_uchar, c_int) -> c_int;

/// What a server is asked: a name, a class and a type.
type Question = (CString, c_int, c_int);

/// `struct __res_state` up to the last field that matters here. glibc has never changed
/// them.
#[repr(C)]
pub(super) struct State {
    settings: Settings,
    search: [*mut c_char; 7],
    domain: [c_char; 256],
    trace: c_ulong,
    bits: u32,
    sort: [[u32; 2]; 10],
    hooks: [*mut c_void; 2],
    /// `h_errno` of the last question.
    reason: c_int,
}

/// Its first fields.
#[repr(C)]
#[derive(Clone, Copy)]
struct Settings {
    retransmit_after: c_int,
    attempts: c_int,
    options: c_ulong,
    server_count: c_int,
    servers: [sockaddr_in; 3],
    /// Of the last question.
    id: u16,
}

const _: () = assert!(std::mem::offset_of!(State, reason) == 496);

/// A whole one, and room to spare: it has 568 bytes.
#[repr(C, align(16))]
struct Own {
    state: State,
    rest: [u8; 1024],
}

unsafe extern "C" {
    fn __h_errno_location() -> *mut c_int;
}

/// The function called `name`, or else `__name`.
pub(super) fn find(name: &CStr) -> *mut c_void {
    // SAFETY: the names are terminated.
    unsafe {
        let found = libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr());
        if !found.is_null() {
            return found;
        }
        let mut hidden = b"__".to_vec();
        hidden.extend(name.to_bytes_with_nul());
        libc::dlsym(libc::RTLD_DEFAULT, hidden.as_ptr().cast())
    }
}

/// # Safety
/// `F` is the type of a pointer to the function.
unsafe fn function<F: Copy>(name: &CStr) -> Option<F> {
    let found = find(name);
    // SAFETY: the caller's; both are pointers.
    (!found.is_null()).then(|| unsafe { mem::transmute_copy(&found) })
}

macro_rules! plain {
    ($ours:ident, $name:literal) => {
        /// # Safety
        /// As for the function of that name in resolver(3).
        pub(super) unsafe extern "C" fn $ours(
            name: *const c_char,
            class: c_int,
            kind: c_int,
            answer: *mut c_uchar,
            length: c_int,
        ) -> c_int {
            // SAFETY: that is the type of the function.
            let Some(ask) = (unsafe { function::<Plain>($name) }) else {
                return unknown();
            };
            // SAFETY: the caller's.
            unsafe {
                answer_with(
                    name,
                    class,
                    kind,
                    (answer, length),
                    move |question, answer| {
                        let (name, class, kind) = question;
                        let length = answer.len() as c_int;
                        // SAFETY: the name is terminated, and there is so much room.
                        ask(name.as_ptr(), *class, *kind, answer.as_mut_ptr(), length)
                    },
                )
                .unwrap_or_else(|| ask(name, class, kind, answer, length))
            }
        }
    };
}

macro_rules! with_state {
    ($ours:ident, $name:literal) => {
        /// # Safety
        /// As for the function of that name in resolver(3).
        pub(super) unsafe extern "C" fn $ours(
            state: *mut State,
            name: *const c_char,
            class: c_int,
            kind: c_int,
            answer: *mut c_uchar,
            length: c_int,
        ) -> c_int {
            // SAFETY: that is the type of the function.
            let Some(ask) = (unsafe { function::<WithState>($name) }) else {
                return unknown();
            };
            // SAFETY: the caller's: null or valid.
            let settings = unsafe { state.as_ref() }.map(|state| state.settings);
            // SAFETY: the caller's.
            unsafe {
                answer_with(
                    name,
                    class,
                    kind,
                    (answer, length),
                    move |question, answer| {
                        with_own(settings, |state| {
                            let (name, class, kind) = question;
                            let length = answer.len() as c_int;
                            // SAFETY: the name is terminated, and there is so much room.
                            ask(
                                state,
                                name.as_ptr(),
                                *class,
                                *kind,
                                answer.as_mut_ptr(),
                                length,
                            )
                        })
                    },
                )
                .map(|found| {
                    // The caller has it from there, and nobody has asked with the state.
                    if let Some(state) = state.as_mut() {
                        state.reason = *__h_errno_location();
                    }
                    found
                })
                .unwrap_or_else(|| ask(state, name, class, kind, answer, length))
            }
        }
    };
}

plain!(search, c"res_search");
plain!(query, c"res_query");
with_state!(nsearch, c"res_nsearch");
with_state!(nquery, c"res_nquery");

/// Calls `ask` on a helper thread with memory of its own; `None` when the caller is to
/// ask itself.
///
/// # Safety
/// The name is terminated, and the answer has so many bytes.
unsafe fn answer_with(
    name: *const c_char,
    class: c_int,
    kind: c_int,
    (answer, length): (*mut c_uchar, c_int),
    ask: impl FnOnce(&Question, &mut [u8]) -> c_int + Send + 'static,
) -> Option<c_int> {
    let host: &'static dyn Host = match leave() {
        Leave::Plain => return None,
        Leave::Fail => return Some(failed(libc::ECANCELED)),
        Leave::Wait(host) => host,
    };
    let room = usize::try_from(length).ok()?;
    if name.is_null() || answer.is_null() {
        return None;
    }
    // SAFETY: the caller's.
    let question = (unsafe { CStr::from_ptr(name) }.to_owned(), class, kind);
    let before = errno::get();
    let asked = helpers::name(host, Call::Resolve, move || {
        let mut answer = vec![0; room];
        let found = ask(&question, &mut answer);
        // SAFETY: libc gives the address of the thread's own.
        let reason = unsafe { *__h_errno_location() };
        (found, answer, reason, errno::get())
    });
    match asked {
        Ok((found, bytes, reason, errno)) => {
            let written = usize::try_from(found).unwrap_or(0).min(room);
            // SAFETY: the caller's: there is room for so much. The error is this
            // thread's own.
            unsafe {
                answer.copy_from_nonoverlapping(bytes.as_ptr(), written);
                *__h_errno_location() = reason;
            }
            errno::set(if found < 0 { errno } else { before });
            Some(found)
        }
        Err(reason) => Some(failed(reason)),
    }
}

/// Calls `ask` with a state that was made for it.
fn with_own(settings: Option<Settings>, ask: impl FnOnce(*mut State) -> c_int) -> c_int {
    type Begin = unsafe extern "C" fn(*mut State) -> c_int;
    type End = unsafe extern "C" fn(*mut State);
    // SAFETY: those are the types of the functions.
    let doors = unsafe {
        (
            function::<Begin>(c"res_ninit"),
            function::<End>(c"res_nclose"),
        )
    };
    let (Some(begin), Some(end)) = doors else {
        return unknown();
    };
    // SAFETY: zeros are what libc wants a new one to be.
    let mut own: Box<Own> = unsafe { Box::new(mem::zeroed()) };
    let state = &raw mut own.state;
    // SAFETY: there is room for a whole one.
    if unsafe { begin(state) } != 0 {
        return -1;
    }
    if let Some(settings) = settings {
        own.state.settings = settings;
    }
    let found = ask(state);
    // SAFETY: it was begun.
    unsafe { end(state) };
    found
}

fn failed(reason: c_int) -> c_int {
    /// Asking again may help.
    const TRY_AGAIN: c_int = 2;
    // SAFETY: libc gives the address of the thread's own.
    unsafe { *__h_errno_location() = TRY_AGAIN };
    errno::set(reason);
    -1
}

/// Whoever calls has found the function we did not: only a program that hides its own.
fn unknown() -> c_int {
    failed(libc::ENOSYS)
}
