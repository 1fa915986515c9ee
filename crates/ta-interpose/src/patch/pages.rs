//! Writing to memory that the dynamic linker has made read-only.

use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::object::Object;
use crate::errno;

/// The slots of one object can be written while this lives.
pub(super) struct Writable {
    /// Page-aligned, first and behind last, of what is read-only otherwise.
    pages: Vec<(usize, usize)>,
}

/// Makes the import slots of `object` writable.
///
/// # Errors
/// The errno of a system that does not allow it. Everything is as it was.
pub(super) fn make_writable(object: &Object<'_>) -> Result<Writable, c_int> {
    let mut writable = Writable { pages: Vec::new() };
    for (start, end) in object.read_only_after_relocation() {
        // The linker protects whole pages only: one that RELRO ends within stays
        // writable.
        let pages = (round_down(start), round_down(end));
        if pages.0 >= pages.1 {
            continue;
        }
        protect(pages, libc::PROT_READ | libc::PROT_WRITE)?;
        writable.pages.push(pages);
    }
    Ok(writable)
}

impl Writable {
    /// Writes `value` to `slot` and returns what was there.
    ///
    /// # Safety
    /// `slot` is the aligned address of an import slot of the object.
    pub(super) unsafe fn swap(&self, slot: usize, value: usize) -> usize {
        // SAFETY: the caller's; atomic because other threads call through the slot.
        unsafe { AtomicUsize::from_ptr(slot as *mut usize) }.swap(value, Ordering::AcqRel)
    }

    /// Writes `value` to `slot` if `expected` is there; returns whether it was.
    ///
    /// # Safety
    /// As for [`Writable::swap`].
    pub(super) unsafe fn replace(&self, slot: usize, expected: usize, value: usize) -> bool {
        // SAFETY: as in `swap`.
        unsafe { AtomicUsize::from_ptr(slot as *mut usize) }
            .compare_exchange(expected, value, Ordering::AcqRel, Ordering::Relaxed)
            .is_ok()
    }
}

impl Drop for Writable {
    fn drop(&mut self) {
        for &pages in &self.pages {
            // Taking a right away is never refused but for want of memory for another
            // mapping, and this ends one that was split off.
            let _ = protect(pages, libc::PROT_READ);
        }
    }
}

fn protect((start, end): (usize, usize), rights: c_int) -> Result<(), c_int> {
    // SAFETY: whole pages of a loaded object; reading is allowed before and after.
    let status = unsafe { libc::mprotect(start as *mut c_void, end - start, rights) };
    if status == 0 {
        Ok(())
    } else {
        Err(errno::get())
    }
}

fn round_down(address: usize) -> usize {
    // SAFETY: no preconditions.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    let page = usize::try_from(page).unwrap_or(4096);
    address - address % page
}
