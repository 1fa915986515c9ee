//! What is left of a list of buffers when its first bytes have been dealt with.

use std::ffi::c_int;
use std::mem::MaybeUninit;
use std::os::fd::RawFd;

use libc::{iovec, msghdr};

/// The rest of a list of buffers, as a message of its own.
pub(crate) struct Rest {
    buffers: Vec<iovec>,
    message: msghdr,
}

impl Rest {
    /// How many bytes `count` buffers hold together.
    ///
    /// # Safety
    /// `buffers` points to `count` of them; it may be null for none.
    pub(crate) unsafe fn length(buffers: *const iovec, count: usize) -> usize {
        // SAFETY: the caller's.
        unsafe { slice(buffers, count) }
            .iter()
            .fold(0, |sum, buffer| sum.saturating_add(buffer.iov_len))
    }

    /// The buffers without their first `done` bytes.
    ///
    /// # Safety
    /// As for [`Rest::length`]; the rest may be used for as long as the buffers.
    pub(crate) unsafe fn after(buffers: *const iovec, count: usize, mut done: usize) -> Self {
        let mut rest = Vec::with_capacity(count);
        // SAFETY: the caller's.
        for &buffer in unsafe { slice(buffers, count) } {
            let skipped = done.min(buffer.iov_len);
            done -= skipped;
            if skipped < buffer.iov_len {
                rest.push(iovec {
                    iov_base: buffer.iov_base.wrapping_byte_add(skipped),
                    iov_len: buffer.iov_len - skipped,
                });
            }
        }
        Self {
            buffers: rest,
            // SAFETY: a struct of integers and pointers, for which zeros are values.
            message: unsafe { MaybeUninit::zeroed().assume_init() },
        }
    }

    /// A message of these bytes and nothing else.
    pub(crate) fn as_message(&mut self) -> &mut msghdr {
        self.message.msg_iov = self.buffers.as_mut_ptr();
        self.message.msg_iovlen = self.buffers.len() as _;
        &mut self.message
    }

    /// The buffers.
    pub(crate) fn buffers(&self) -> &[iovec] {
        &self.buffers
    }
}

/// The buffers of a message, and how many.
///
/// # Safety
/// The message is valid.
#[allow(
    clippy::unnecessary_cast,
    reason = "not every libc counts them in size_t"
)]
pub(crate) unsafe fn of_message(message: *const msghdr) -> (*mut iovec, usize) {
    // SAFETY: the caller's.
    unsafe { ((*message).msg_iov, (*message).msg_iovlen as usize) }
}

unsafe fn slice<'a>(buffers: *const iovec, count: usize) -> &'a [iovec] {
    if buffers.is_null() {
        return &[];
    }
    // SAFETY: the caller's, of `Rest::length`.
    unsafe { std::slice::from_raw_parts(buffers, count) }
}

/// `writev`, which takes longer than `write` for what is most often one buffer.
///
/// # Safety
/// As for `writev(2)`, with at least one buffer.
pub(crate) unsafe fn write(descriptor: RawFd, buffers: *const iovec, count: c_int) -> isize {
    // SAFETY: the caller's.
    unsafe {
        if count == 1 {
            libc::write(descriptor, (*buffers).iov_base, (*buffers).iov_len)
        } else {
            libc::writev(descriptor, buffers, count)
        }
    }
}
