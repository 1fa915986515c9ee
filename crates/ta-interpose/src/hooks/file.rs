//! Regular files. Nothing tells when one is ready, and most of the time none has to be
//! waited for: the page cache answers within microseconds, while a thread that helps
//! costs some twenty. So these and no others leave the thread:
//!
//! | Call | When |
//! |---|---|
//! | read | what is wanted is not in the page cache, where the kernel can tell (ext4, xfs, btrfs) |
//! | read, write | the file is on a network or user-space file system |
//! | write | it takes 1 MiB or more (about 0.15 ms of copying), or has to reach the disk (`O_SYNC`, `O_DSYNC`, `O_DIRECT`) |
//! | copy_file_range, sendfile to a file | the source has 1 MiB or more, or one of the two is far away |
//! | fsync, fdatasync | always |
//! | ftruncate | it gives up 16 MiB or more (about 1 ms) |
//!
//! What stays: a write that the kernel slows down because too much is unwritten, reads
//! where it cannot tell, and calls that take names (open, stat, unlink).
//!
//! A cold read is not made by the helper, which only has the kernel fetch what is
//! wanted: the read itself follows in its own thread, so that position and order are
//! as ever. Everything else is the call itself, on a descriptor of its own, because
//! the number may be closed and used again meanwhile. While a file is with a helper
//! later calls on it wait their turn, those by other descriptors of it too.

use std::cell::{Cell, RefCell};
use std::ffi::c_int;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::sync::atomic::{AtomicUsize, Ordering};

use libc::iovec;

use super::vector::{self, Rest};
use crate::descriptor::{self, Identity, Kind, Status};
use crate::errno;
use crate::helpers::{self, Bell};
use crate::host::{Call, Host, Leave, Waited};

/// Bytes from which on a write is worth a thread.
pub(super) const BIG_WRITE: usize = 1 << 20;

/// How many entries all of [`BUSY`] have: a look at it is much faster than one at the
/// thread's own, and it is nearly always nothing.
static ALL_BUSY: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// Files that a helper works on for a coroutine of this thread.
    static BUSY: RefCell<Vec<Busy>> = const { RefCell::new(Vec::new()) };
    /// By descriptor: whether small writes are worth a thread, where that was asked.
    static SLOW: RefCell<Vec<Option<bool>>> = const { RefCell::new(Vec::new()) };
    /// What was asked last: the device, and whether it is far away.
    static DEVICE: Cell<Option<((u32, u32), bool)>> = const { Cell::new(None) };
}

struct Busy {
    file: Identity,
    bell: Bell,
}

/// A pointer of the calling code that a helper may use: the call does not return while
/// it does.
pub(super) struct Lent<T>(pub(super) T);

// SAFETY: as above; nobody else uses what is lent meanwhile.
unsafe impl<T> Send for Lent<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Lent<T> {}

impl<T: Copy> Clone for Lent<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Copy> Copy for Lent<T> {}

impl<T: Copy> Lent<T> {
    /// A method, so that closures take the whole and not its field.
    pub(super) fn get(&self) -> T {
        self.0
    }
}

/// Waits until no helper is at work on the file that `descriptor` means.
///
/// # Errors
/// The errno with which the call has to end.
#[inline]
pub(super) fn wait_turn(
    host: &'static dyn Host,
    call: Call,
    descriptor: RawFd,
) -> Result<(), c_int> {
    if nobody_works() {
        return Ok(());
    }
    match descriptor::status(descriptor) {
        Some(status) => wait_turn_of(host, call, status.file),
        None => Ok(()),
    }
}

/// Whether no helper is at work for any thread, so that there are no turns to wait for.
#[inline]
pub(super) fn nobody_works() -> bool {
    ALL_BUSY.load(Ordering::Relaxed) == 0
}

fn wait_turn_of(host: &'static dyn Host, call: Call, file: Identity) -> Result<(), c_int> {
    let before = errno::get();
    loop {
        let bell = BUSY.with_borrow(|busy| {
            busy.iter()
                .find(|busy| busy.file == file)
                .map(|busy| busy.bell.clone())
        });
        let Some(bell) = bell else {
            errno::set(before);
            return Ok(());
        };
        match bell.wait(host, call) {
            Waited::Ready | Waited::TimedOut | Waited::Interrupted => {}
            Waited::Closed(_) => return Err(libc::EBADF),
            Waited::Cancelled => return Err(libc::ECANCELED),
            Waited::Refused(reason) => return Err(reason),
        }
    }
}

/// Has a helper do `work` with a descriptor of its own while the file is nobody else's.
/// Returns what the call returns, with its errno; `None` when no helper can be had, so
/// that nothing was done.
pub(super) fn help(
    host: &'static dyn Host,
    call: Call,
    descriptor: RawFd,
    file: Identity,
    work: impl FnOnce(RawFd) -> isize + Send,
) -> Option<isize> {
    if let Err(reason) = wait_turn_of(host, call, file) {
        errno::set(reason);
        return Some(-1);
    }
    let before = errno::get();
    // SAFETY: takes no pointers.
    let copy = unsafe { libc::fcntl(descriptor, libc::F_DUPFD_CLOEXEC, 0) };
    if copy < 0 {
        errno::set(before);
        return None;
    }
    // SAFETY: just made, and nobody else's.
    let copy = unsafe { OwnedFd::from_raw_fd(copy) };
    let Ok(bell) = Bell::new() else {
        errno::set(before);
        return None;
    };
    ALL_BUSY.fetch_add(1, Ordering::Relaxed);
    BUSY.with_borrow_mut(|busy| {
        busy.push(Busy {
            file,
            bell: bell.clone(),
        });
    });
    let done = helpers::file(host, call, bell, || {
        let result = work(copy.as_raw_fd());
        (result, errno::get())
    });
    // Nobody else has come in between: they wait their turn.
    let left = BUSY.with_borrow_mut(|busy| {
        busy.iter()
            .position(|busy| busy.file == file)
            .map(|at| busy.remove(at))
    });
    drop(left);
    ALL_BUSY.fetch_sub(1, Ordering::Relaxed);
    drop(copy);
    let Ok((result, reason)) = done else {
        errno::set(before);
        return None;
    };
    errno::set(if result < 0 { reason } else { before });
    Some(result)
}

/// Reads what is left after the first `done` bytes, and was not in the page cache a
/// moment ago. `read_now` reads without waiting for the disk.
///
/// # Safety
/// As for `readv(2)`.
pub(super) unsafe fn read_cold(
    host: &'static dyn Host,
    descriptor: RawFd,
    (buffers, count): (*const iovec, c_int),
    mut done: usize,
    read_now: impl Fn(*const iovec, c_int) -> isize,
) -> isize {
    // The cache may give up what was fetched before we come to it.
    const ATTEMPTS: usize = 2;
    let before = errno::get();
    // SAFETY: the caller's.
    let wanted = unsafe { Rest::length(buffers, count as usize) };
    // SAFETY: the caller's; what is left of the buffers is valid.
    let rest = |done| unsafe { Rest::after(buffers, count as usize, done) };
    for _ in 0..ATTEMPTS {
        if !fetch(host, descriptor, wanted - done) {
            break;
        }
        let rest = rest(done);
        let more = read_now(rest.buffers().as_ptr(), rest.buffers().len() as c_int);
        if more >= 0 {
            done += more as usize;
            if more == 0 || done >= wanted {
                errno::set(before);
                return done as isize;
            }
        } else if !errno::is_would_block() {
            break;
        }
    }
    let rest = rest(done);
    let rest = rest.buffers();
    errno::set(before);
    // SAFETY: the caller's; as above.
    let more = unsafe { libc::readv(descriptor, rest.as_ptr(), rest.len() as c_int) };
    if more >= 0 {
        return done as isize + more;
    }
    if done > 0 {
        // The next call will hear of the error again.
        errno::set(before);
        return done as isize;
    }
    more
}

/// Has the next `length` bytes of a file brought into the page cache; `false` when
/// that cannot be.
fn fetch(host: &'static dyn Host, descriptor: RawFd, length: usize) -> bool {
    const AT_ONCE: usize = 256 * 1024;
    let (Some(start), Some(status)) = (
        descriptor::position(descriptor),
        descriptor::status(descriptor),
    ) else {
        return false;
    };
    let fetched = help(host, Call::Read, descriptor, status.file, move |copy| {
        let mut scratch = Vec::<u8>::with_capacity(length.min(AT_ONCE));
        let mut done = 0;
        while done < length {
            // SAFETY: there is room for so much.
            let more = unsafe {
                libc::pread(
                    copy,
                    scratch.as_mut_ptr().cast(),
                    scratch.capacity().min(length - done),
                    (start + done as u64) as libc::off_t,
                )
            };
            if more <= 0 {
                // Its end, or an error, which the read itself will meet.
                break;
            }
            done += more as usize;
        }
        0
    });
    fetched == Some(0)
}

/// Reads where the kernel cannot tell whether that takes long.
///
/// # Safety
/// As for `readv(2)`.
pub(super) unsafe fn read_unknown(
    host: &'static dyn Host,
    descriptor: RawFd,
    buffers: *const iovec,
    count: c_int,
) -> isize {
    if let Some(status) = descriptor::status(descriptor)
        && is_far(descriptor, &status)
    {
        let lent = Lent(buffers);
        let file = status.file;
        let read = help(host, Call::Read, descriptor, file, move |copy| {
            // SAFETY: the caller's: the buffers are valid until we return.
            unsafe { libc::readv(copy, lent.get(), count) }
        });
        if let Some(result) = read {
            return result;
        }
    }
    // SAFETY: the caller's.
    unsafe { libc::readv(descriptor, buffers, count) }
}

/// Writes to what has a position, by one call, so that nobody's lines get between ours.
///
/// # Safety
/// As for `writev(2)`, with at least one buffer.
pub(super) unsafe fn write(
    leave: Leave,
    descriptor: RawFd,
    buffers: *const iovec,
    count: c_int,
) -> isize {
    // SAFETY: the caller's.
    let plain = || unsafe { vector::write(descriptor, buffers, count) };
    let Leave::Wait(host) = leave else {
        return plain();
    };
    if let Err(reason) = wait_turn(host, Call::Write, descriptor) {
        errno::set(reason);
        return -1;
    }
    // SAFETY: the caller's.
    let length = unsafe { Rest::length(buffers, count as usize) };
    if length < BIG_WRITE && !is_slow(descriptor) {
        return plain();
    }
    let Some(status) = descriptor::status(descriptor).filter(|status| status.kind == Kind::File)
    else {
        return plain();
    };
    let lent = Lent(buffers);
    let written = help(
        host,
        Call::Write,
        descriptor,
        status.file,
        // SAFETY: the caller's: the buffers are valid until we return.
        move |copy| unsafe { libc::writev(copy, lent.get(), count) },
    );
    written.unwrap_or_else(plain)
}

/// Whether small writes take long, too. Asked once per descriptor, because the kernel's
/// answers take as long as a write: what is opened later under the same number is taken
/// for the same unless the old one was closed by a call that came to us.
fn is_slow(descriptor: RawFd) -> bool {
    let known = SLOW.with_borrow(|slow| slow.get(descriptor as usize).copied().flatten());
    known.unwrap_or_else(|| {
        let slow = reaches_disk(descriptor)
            || descriptor::status(descriptor).is_some_and(|status| is_far(descriptor, &status));
        SLOW.with_borrow_mut(|known| {
            if known.len() <= descriptor as usize {
                known.resize(descriptor as usize + 1, None);
            }
            known[descriptor as usize] = Some(slow);
        });
        slow
    })
}

/// The descriptor is closed.
pub(super) fn forget(descriptor: RawFd) {
    SLOW.with_borrow_mut(|known| {
        if let Some(slow) = known.get_mut(descriptor as usize) {
            *slow = None;
        }
    });
}

/// Whether what is written has to be on the disk before the call returns.
fn reaches_disk(descriptor: RawFd) -> bool {
    // O_SYNC includes O_DSYNC.
    descriptor::flags(descriptor).is_some_and(|flags| flags & (libc::O_DSYNC | libc::O_DIRECT) != 0)
}

/// Whether a server or a program has to be asked for what is in the file. Of a device
/// number that was used again the old answer may be given: then a call blocks, or goes
/// to a helper, for nothing.
pub(super) fn is_far(descriptor: RawFd, status: &Status) -> bool {
    let device = status.file.device;
    if let Some((known, far)) = DEVICE.get()
        && known == device
    {
        return far;
    }
    let far = status.kind == Kind::File && is_remote(descriptor);
    DEVICE.set(Some((device, far)));
    far
}

fn is_remote(descriptor: RawFd) -> bool {
    /// statfs(2), and the kernel's magic.h.
    const REMOTE: [u32; 14] = [
        0x6969,      // NFS
        0x517b,      // SMB
        0xff53_4d42, // CIFS
        0xfe53_4d42, // SMB 2
        0x6573_5546, // FUSE
        0x00c3_6400, // Ceph
        0x5346_414f, // AFS
        0x6b41_4653, // AFS of the kernel
        0x0102_1997, // 9P
        0x7375_7245, // Coda
        0x7461_636f, // OCFS 2
        0x0116_1970, // GFS 2
        0x0bd0_0bd0, // Lustre
        0x786f_4256, // VirtualBox's shared folders
    ];
    let mut system = std::mem::MaybeUninit::<libc::statfs>::uninit();
    // SAFETY: there is room for the answer, which is filled in when the call succeeds.
    unsafe {
        libc::fstatfs(descriptor, system.as_mut_ptr()) == 0
            && REMOTE.contains(&(system.assume_init().f_type as u32))
    }
}
