//! `getaddrinfo`, `gethostbyname_r`, `getnameinfo`: names are looked up on helper threads, in memory
//! of their own. What the caller has given is touched when the answer is there.

use std::ffi::{CStr, CString, c_char, c_int};
use std::net::IpAddr;
use std::ptr;

use libc::{addrinfo, hostent, size_t, sockaddr, socklen_t};

use crate::host::{Call, Host, Leave, leave};
use crate::{errno, helpers};

unsafe extern "C" {
    fn __h_errno_location() -> *mut c_int;
    fn gethostbyname_r(
        name: *const c_char,
        entry: *mut hostent,
        buffer: *mut c_char,
        length: size_t,
        result: *mut *mut hostent,
        reason: *mut c_int,
    ) -> c_int;
}

/// Has a helper do a lookup. What libc leaves in `h_errno` on the way is left in the one of
/// this thread: there are callers that report it whichever function they have called.
fn ask<T: Send + 'static>(
    host: &'static dyn Host,
    look: impl FnOnce() -> T + Send + 'static,
) -> Result<T, c_int> {
    // SAFETY: libc gives the address of the thread's own.
    let before = unsafe { *__h_errno_location() };
    let (found, after) = helpers::name(host, Call::Resolve, move || {
        // SAFETY: as above; here it is the helper's.
        unsafe { *__h_errno_location() = before };
        let found = look();
        // SAFETY: as above.
        (found, unsafe { *__h_errno_location() })
    })?;
    // SAFETY: as above.
    unsafe { *__h_errno_location() = after };
    Ok(found)
}

/// `gethostbyname_r` of libc.
pub(super) const GETHOSTBYNAME_R: *const () = gethostbyname_r as *const ();

/// # Safety
/// As for `getaddrinfo(3)`.
pub(super) unsafe extern "C" fn getaddrinfo(
    node: *const c_char,
    service: *const c_char,
    hints: *const addrinfo,
    result: *mut *mut addrinfo,
) -> c_int {
    // SAFETY: the caller's.
    let plain = || unsafe { libc::getaddrinfo(node, service, hints, result) };
    let leave = leave();
    if matches!(leave, Leave::Plain) {
        return plain();
    }
    // SAFETY: the caller's: null or valid, with nothing behind its pointers.
    let hints = unsafe { hints.as_ref() }.map(|hints| {
        [
            hints.ai_flags,
            hints.ai_family,
            hints.ai_socktype,
            hints.ai_protocol,
        ]
    });
    let numeric = hints.is_some_and(|[flags, ..]| flags & libc::AI_NUMERICHOST != 0);
    // SAFETY: the caller's: null or terminated.
    let Some(node) = (unsafe { owned(node) }).filter(|node| !numeric && !is_address(node)) else {
        return plain();
    };
    // SAFETY: the caller's: null or terminated.
    let service = unsafe { owned(service) };
    let looked_up = match leave {
        Leave::Plain => return plain(),
        Leave::Fail => Err(libc::ECANCELED),
        Leave::Wait(host) => ask(host, move || look_up(&node, service.as_deref(), hints)),
    };
    match looked_up {
        Ok((0, found, _)) => {
            // SAFETY: the caller's: there is room for the answer.
            unsafe { *result = found.into_raw() };
            0
        }
        Ok((code, _, reason)) => {
            errno::set(reason);
            code
        }
        Err(reason) => {
            errno::set(reason);
            libc::EAI_SYSTEM
        }
    }
}

/// An answer of `getaddrinfo` that nobody has yet.
struct Found(*mut addrinfo);

// SAFETY: the list is plain memory, and this is the only pointer to it.
unsafe impl Send for Found {}

impl Found {
    fn into_raw(self) -> *mut addrinfo {
        std::mem::ManuallyDrop::new(self).0
    }
}

impl Drop for Found {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: made by getaddrinfo, and nobody else's.
            unsafe { libc::freeaddrinfo(self.0) };
        }
    }
}

fn look_up(
    node: &CStr,
    service: Option<&CStr>,
    hints: Option<[c_int; 4]>,
) -> (c_int, Found, c_int) {
    let hints = hints.map(|[ai_flags, ai_family, ai_socktype, ai_protocol]| addrinfo {
        ai_flags,
        ai_family,
        ai_socktype,
        ai_protocol,
        ai_addrlen: 0,
        ai_addr: ptr::null_mut(),
        ai_canonname: ptr::null_mut(),
        ai_next: ptr::null_mut(),
    });
    let mut found = ptr::null_mut();
    // SAFETY: strings are terminated, optional ones null; there is room for the answer.
    let code = unsafe {
        libc::getaddrinfo(
            node.as_ptr(),
            service.map_or(ptr::null(), CStr::as_ptr),
            hints.as_ref().map_or(ptr::null(), ptr::from_ref),
            &raw mut found,
        )
    };
    let reason = errno::get();
    (
        code,
        Found(if code == 0 { found } else { ptr::null_mut() }),
        reason,
    )
}

/// # Safety
/// As for `gethostbyname_r(3)`.
pub(super) unsafe extern "C" fn gethostbyname(
    name: *const c_char,
    entry: *mut hostent,
    buffer: *mut c_char,
    length: size_t,
    result: *mut *mut hostent,
    reason: *mut c_int,
) -> c_int {
    // SAFETY: the caller's.
    let plain = || unsafe { gethostbyname_r(name, entry, buffer, length, result, reason) };
    let leave = leave();
    if matches!(leave, Leave::Plain) {
        return plain();
    }
    // SAFETY: the caller's: null or terminated.
    let Some(name) = (unsafe { owned(name) }).filter(|name| !is_address(name)) else {
        return plain();
    };
    let looked_up = match leave {
        Leave::Plain => return plain(),
        Leave::Fail => Err(libc::ECANCELED),
        Leave::Wait(host) => find_entry(host, name, buffer.addr(), length),
    };
    // SAFETY: the caller's: there is room for the answer and its details.
    unsafe {
        *result = ptr::null_mut();
        match looked_up {
            Ok(mut looked_up) => {
                *reason = looked_up.reason;
                errno::set(looked_up.errno);
                if looked_up.found {
                    looked_up.move_to(entry, buffer);
                    *result = entry;
                }
                looked_up.status
            }
            Err(failed) => {
                errno::set(failed);
                *reason = NO_RECOVERY;
                failed
            }
        }
    }
}

/// Of `h_errno`: asking again is of no use.
const NO_RECOVERY: c_int = 3;

/// An answer of `gethostbyname_r` in memory of its own.
struct Entry {
    status: c_int,
    errno: c_int,
    reason: c_int,
    found: bool,
    entry: hostent,
    /// Of words, with room to begin at the same offset in one as the caller's.
    buffer: Vec<usize>,
    start: usize,
    length: usize,
}

// SAFETY: all its pointers go to its own buffer, which does not move with it.
unsafe impl Send for Entry {}

fn find_entry(
    host: &'static dyn Host,
    name: CString,
    address: usize,
    length: usize,
) -> Result<Entry, c_int> {
    ask(host, move || {
        Entry::find(address, length, |entry, buffer, result, reason| {
            // SAFETY: the name is terminated, and the buffer has `length` bytes.
            unsafe { gethostbyname_r(name.as_ptr(), entry, buffer, length, result, reason) }
        })
    })
}

/// # Safety
/// As for `getnameinfo(3)`.
pub(super) unsafe extern "C" fn getnameinfo(
    address: *const sockaddr,
    length: socklen_t,
    node: *mut c_char,
    node_room: socklen_t,
    service: *mut c_char,
    service_room: socklen_t,
    flags: c_int,
) -> c_int {
    // SAFETY: the caller's.
    let plain = || unsafe {
        libc::getnameinfo(
            address,
            length,
            node,
            node_room,
            service,
            service_room,
            flags,
        )
    };
    let leave = leave();
    // Without a name to find nobody is asked.
    if matches!(leave, Leave::Plain)
        || address.is_null()
        || node.is_null()
        || flags & libc::NI_NUMERICHOST != 0
    {
        return plain();
    }
    // SAFETY: the caller's: an address of that length.
    let bytes = unsafe { std::slice::from_raw_parts(address.cast::<u8>(), length as usize) };
    // In words, for the address to be aligned.
    let mut words = vec![0_u64; bytes.len().div_ceil(8)];
    // SAFETY: there is room for as many bytes, in memory of our own.
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), words.as_mut_ptr().cast(), bytes.len()) };
    let service_room = if service.is_null() { 0 } else { service_room };
    let named = match leave {
        Leave::Plain => return plain(),
        Leave::Fail => Err(libc::ECANCELED),
        Leave::Wait(host) => ask(host, move || {
            let mut names = [
                vec![0_u8; node_room as usize],
                vec![0; service_room as usize],
            ];
            let [node, service] = names.each_mut().map(|name| {
                if name.is_empty() {
                    ptr::null_mut()
                } else {
                    name.as_mut_ptr().cast::<c_char>()
                }
            });
            // SAFETY: an address of that length, and names with so much room.
            let code = unsafe {
                libc::getnameinfo(
                    words.as_ptr().cast(),
                    length,
                    node,
                    node_room,
                    service,
                    service_room,
                    flags,
                )
            };
            (code, names, errno::get())
        }),
    };
    match named {
        Ok((0, [found_node, found_service], _)) => {
            // SAFETY: the caller's: as much room as ours had.
            unsafe {
                ptr::copy_nonoverlapping(found_node.as_ptr(), node.cast(), found_node.len());
                if !service.is_null() {
                    let length = found_service.len();
                    ptr::copy_nonoverlapping(found_service.as_ptr(), service.cast(), length);
                }
            }
            0
        }
        Ok((code, _, reason)) => {
            errno::set(reason);
            code
        }
        Err(reason) => {
            errno::set(reason);
            libc::EAI_SYSTEM
        }
    }
}

impl Entry {
    /// What `ask` finds, in a buffer of `length` bytes that is aligned as `address`.
    fn find(
        address: usize,
        length: usize,
        ask: impl FnOnce(*mut hostent, *mut c_char, *mut *mut hostent, *mut c_int) -> c_int,
    ) -> Self {
        let start = address % size_of::<usize>();
        let mut found = Self {
            status: 0,
            errno: 0,
            reason: 0,
            found: false,
            entry: hostent {
                h_name: ptr::null_mut(),
                h_aliases: ptr::null_mut(),
                h_addrtype: 0,
                h_length: 0,
                h_addr_list: ptr::null_mut(),
            },
            buffer: vec![0; (start + length).div_ceil(size_of::<usize>())],
            start,
            length,
        };
        let mut result = ptr::null_mut();
        let buffer = found
            .buffer
            .as_mut_ptr()
            .cast::<c_char>()
            .wrapping_add(start);
        found.status = ask(
            &raw mut found.entry,
            buffer,
            &raw mut result,
            &raw mut found.reason,
        );
        found.errno = errno::get();
        found.found = found.status == 0 && !result.is_null();
        found
    }

    /// Copies it to where the caller wants it.
    ///
    /// # Safety
    /// There is room for an entry, and for as many bytes as were asked for.
    unsafe fn move_to(&mut self, entry: *mut hostent, buffer: *mut c_char) {
        // SAFETY: what was found is valid: lists end with a null pointer and lie, like
        // all that they point to, in the buffer, which is copied to one of that length.
        unsafe {
            let bytes = self.buffer.as_mut_ptr().cast::<c_char>().add(self.start);
            let moved = |pointer: *mut c_char| {
                buffer.wrapping_offset(pointer.addr().wrapping_sub(bytes.addr()).cast_signed())
            };
            for list in [self.entry.h_aliases, self.entry.h_addr_list] {
                let mut at = list;
                while !list.is_null() && !(*at).is_null() {
                    *at = moved(*at);
                    at = at.add(1);
                }
            }
            ptr::copy_nonoverlapping(bytes, buffer, self.length);
            *entry = hostent {
                h_name: moved(self.entry.h_name),
                h_aliases: moved(self.entry.h_aliases.cast()).cast(),
                h_addr_list: moved(self.entry.h_addr_list.cast()).cast(),
                ..self.entry
            };
        }
    }
}

/// # Safety
/// `text` is null or terminated.
unsafe fn owned(text: *const c_char) -> Option<CString> {
    // SAFETY: the caller's.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_owned())
}

/// Whether there is nothing to look up.
fn is_address(name: &CStr) -> bool {
    name.to_str()
        .is_ok_and(|name| name.is_empty() || name.parse::<IpAddr>().is_ok())
}
