//! Import slots: finding them, writing them, putting them back.
//!
//! An object that calls `recv` of libc reads the address from a slot of its own, which
//! the dynamic linker has filled in. Writing another address there redirects that
//! object's calls and nobody else's. Slots of this crate's own object stay as they are,
//! which is how hooks reach libc; so do those of libc and its helpers, whose internals
//! expect calls that really block.

use std::collections::HashMap;
use std::ffi::{c_int, c_void};
use std::sync::{Mutex, MutexGuard, PoisonError};

use libc::{dl_phdr_info, size_t};

use object::Object;

use crate::hooks::{self, Hook};
use crate::known;

mod object;
mod pages;

/// Objects that keep calling libc directly: parts of libc, which hold locks and state
/// of the thread across calls that block, and what the kernel maps.
const UNTOUCHED: [&str; 10] = [
    "ld-linux",
    "ld-musl",
    "ld64.so",
    "libanl.so",
    "libc.so",
    "libdl.so",
    "libnss_",
    "libpthread",
    "libresolv",
    "librt.so",
];

static PATCHES: Mutex<Patches> = Mutex::new(Patches {
    active: false,
    failed: None,
    refused: 0,
    foreign: false,
    slots: None,
});

/// What was written where.
struct Patches {
    active: bool,
    /// How the last [`install`] did, if it failed.
    failed: Option<Error>,
    /// Objects that the last scan could not write.
    refused: usize,
    /// Some import was bound to somebody else's function of that name, and stays so.
    foreign: bool,
    /// By address of the slot. Made on first use.
    slots: Option<HashMap<usize, Written>>,
}

#[derive(Clone, Copy)]
struct Written {
    original: usize,
    hook: usize,
}

/// Why calls cannot be redirected in this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The program is linked statically: it has no import slots.
    #[error("the program is statically linked, so its calls cannot be redirected")]
    Static,
    /// Not one slot of the loaded objects could be written.
    #[error("no call of the program could be redirected")]
    NothingPatched,
}

/// Whether calls of this process are redirected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// Nobody has asked for it yet, or it was undone.
    Idle,
    /// They are: `slots` import slots are ours now. Of `refused` objects none is,
    /// because the system did not let us write there; their calls block.
    Active {
        /// Import slots that are ours.
        slots: usize,
        /// Objects that go on calling libc.
        refused: usize,
    },
    /// They cannot be: every call blocks the thread.
    Unavailable(Error),
}

/// What a scan has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// Slots that were written by this scan; those that already were do not count.
    pub slots: usize,
    /// Objects that were looked at.
    pub objects: usize,
    /// Objects whose memory the system did not let us write.
    pub refused: Vec<Refused>,
}

/// An object whose calls stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// Its path; empty for the program itself.
    pub object: String,
    /// The `errno` of `mprotect(2)`.
    pub errno: i32,
}

/// Redirects the calls of everything that is loaded now, and of what is loaded later
/// by a `dlopen` of any of them. Nothing changes for threads without a
/// [`Host`](crate::Host). Doing it again only finds what is new.
///
/// # Errors
/// The process is none in which calls can be redirected; nothing was changed.
pub fn install() -> Result<Report, Error> {
    let mut patches = lock();
    let scan = patches.scan();
    patches.failed = if scan.program_is_static {
        Some(Error::Static)
    } else if scan.report.slots == 0 && !patches.active {
        Some(Error::NothingPatched)
    } else {
        None
    };
    if let Some(error) = patches.failed {
        return Err(error);
    }
    patches.active = true;
    known::see(patches.refused == 0 && !patches.foreign);
    Ok(scan.report)
}

/// Whether calls are redirected now.
pub(crate) fn state() -> State {
    let patches = lock();
    match patches.failed {
        Some(error) if !patches.active => State::Unavailable(error),
        _ if !patches.active => State::Idle,
        _ => State::Active {
            slots: patches.slots.as_ref().map_or(0, HashMap::len),
            refused: patches.refused,
        },
    }
}

/// Redirects the calls of what was loaded since [`install`]; does nothing before it and
/// after [`restore`].
pub fn rescan() -> Report {
    let mut patches = lock();
    if !patches.active {
        return Report::default();
    }
    let report = patches.scan().report;
    known::see(patches.refused == 0 && !patches.foreign);
    report
}

/// Puts every slot back that still is as we wrote it. Calls that wait in a hook at this
/// moment still end there, so the code must stay loaded until they have. Returns how
/// many slots there were.
pub fn restore() -> usize {
    let mut patches = lock();
    patches.active = false;
    known::see(false);
    let Some(slots) = patches.slots.take() else {
        return 0;
    };
    let mut restored = 0;
    for_each_object(|object| {
        // Of the slots only those are still there whose object is.
        let due: Vec<_> = slots
            .iter()
            .filter(|(slot, _)| object.contains(**slot))
            .map(|(slot, written)| (*slot, *written))
            .collect();
        if due.is_empty() {
            return;
        }
        // What cannot be made writable keeps going through our hooks, which pass it
        // on when there is no host.
        let Ok(writable) = pages::make_writable(object) else {
            return;
        };
        for (slot, written) in due {
            // SAFETY: the slot lies in a loaded object, aligned as we found it.
            restored +=
                usize::from(unsafe { writable.replace(slot, written.hook, written.original) });
        }
    });
    restored
}

fn lock() -> MutexGuard<'static, Patches> {
    PATCHES.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Default)]
struct Scan {
    report: Report,
    program_is_static: bool,
}

impl Patches {
    fn scan(&mut self) -> Scan {
        hooks::look_up();
        let mut scan = Scan::default();
        let slots = self.slots.get_or_insert_default();
        let libc = libc_range();
        let mut first = true;
        let mut foreign = false;
        for_each_object(|object| {
            // The program itself always comes first.
            if std::mem::take(&mut first) && object.is_static_program() {
                scan.program_is_static = true;
            }
            if scan.program_is_static || !is_eligible(object) {
                return;
            }
            scan.report.objects += 1;
            match patch(object, libc, slots) {
                Ok(patched) => {
                    scan.report.slots += patched.written;
                    foreign |= patched.foreign;
                }
                Err(errno) => scan.report.refused.push(Refused {
                    object: object.path().into_owned(),
                    errno,
                }),
            }
        });
        self.refused = scan.report.refused.len();
        self.foreign = foreign;
        scan
    }
}

fn is_eligible(object: &Object<'_>) -> bool {
    let path = object.path();
    let name = file_name(&path);
    !object.contains(is_eligible as fn(&Object<'_>) -> bool as usize)
        && !name.starts_with("linux-vdso")
        && !UNTOUCHED.iter().any(|prefix| name.starts_with(prefix))
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

/// What was done to an object.
#[derive(Default)]
struct Patched {
    /// Slots.
    written: usize,
    /// A slot was left to somebody else.
    foreign: bool,
}

/// Writes the slots of one object, or returns the errno for why none.
fn patch(
    object: &Object<'_>,
    libc: Option<(usize, usize)>,
    slots: &mut HashMap<usize, Written>,
) -> Result<Patched, c_int> {
    let mut patched = Patched::default();
    let mut due: Vec<(usize, &'static Hook)> = Vec::new();
    let path = object.path();
    object.for_each_import(|slot, name| {
        if let Some(hook) = hooks::find(file_name(&path), name) {
            due.push((slot, hook));
        }
    });
    due.retain(|&(slot, hook)| {
        // SAFETY: a slot of a loaded object is readable and aligned.
        let bound_to = unsafe { object::load(slot) };
        // Not yet bound, or to the function we would call ourselves. An object that
        // was bound to somebody else's function of that name means that one.
        if bound_to == 0 || bound_to == hook.address() {
            return false;
        }
        let is_meant = object.contains(bound_to)
            || bound_to == hook.original()
            || libc.is_some_and(|(start, end)| (start..end).contains(&bound_to));
        patched.foreign |= !is_meant;
        is_meant
    });
    if due.is_empty() {
        return Ok(patched);
    }
    let writable = pages::make_writable(object)?;
    for &(slot, hook) in &due {
        // SAFETY: as above, and writable while the guard lives.
        let original = unsafe { writable.swap(slot, hook.address()) };
        slots.insert(
            slot,
            Written {
                original,
                hook: hook.address(),
            },
        );
    }
    patched.written = due.len();
    Ok(patched)
}

/// Where libc lies in memory.
fn libc_range() -> Option<(usize, usize)> {
    let mut range = None;
    for_each_object(|object| {
        let path = object.path();
        let name = file_name(&path);
        if name.starts_with("libc.so") || name.starts_with("ld-musl") {
            range = Some(object.extent());
        }
    });
    range
}

/// Calls `visit` with every loaded object, the program first. No object is unloaded
/// meanwhile.
fn for_each_object<F: FnMut(&Object<'_>)>(mut visit: F) {
    unsafe extern "C" fn each<F: FnMut(&Object<'_>)>(
        info: *mut dl_phdr_info,
        _size: size_t,
        visit: *mut c_void,
    ) -> c_int {
        // SAFETY: the linker gives a valid description; `visit` is what
        // `for_each_object` has passed, and nobody else uses it meanwhile.
        unsafe { (*visit.cast::<F>())(&Object::new(&*info)) };
        0
    }
    // SAFETY: `each::<F>` gets the `F` it expects.
    unsafe { libc::dl_iterate_phdr(Some(each::<F>), (&raw mut visit).cast()) };
}
