//! One loaded object as the dynamic linker left it: its segments, and the slots that
//! it reaches functions of others through.

use std::borrow::Cow;
use std::ffi::{CStr, c_char};
use std::sync::atomic::{AtomicUsize, Ordering};

use libc::{Elf64_Phdr, Elf64_Rela, Elf64_Sym, dl_phdr_info};

const DT_NULL: u64 = 0;
const DT_PLTRELSZ: u64 = 2;
const DT_STRTAB: u64 = 5;
const DT_SYMTAB: u64 = 6;
const DT_RELA: u64 = 7;
const DT_RELASZ: u64 = 8;
const DT_JMPREL: u64 = 23;

const SHN_UNDEF: u16 = 0;

#[cfg(target_arch = "x86_64")]
mod relocation {
    pub(super) const ABSOLUTE: u32 = 1;
    pub(super) const GLOB_DAT: u32 = 6;
    pub(super) const JUMP_SLOT: u32 = 7;
}

#[cfg(target_arch = "aarch64")]
mod relocation {
    pub(super) const ABSOLUTE: u32 = 257;
    pub(super) const GLOB_DAT: u32 = 1025;
    pub(super) const JUMP_SLOT: u32 = 1026;
}

/// A loaded object, for as long as the linker is kept from unloading it.
pub(super) struct Object<'a> {
    info: &'a dl_phdr_info,
}

/// The tables of an object that name its imports.
struct Dynamic {
    symbols: usize,
    strings: usize,
    /// Address and size in bytes: those of the procedure linkage table, then the rest.
    relocations: [(usize, usize); 2],
}

/// Reads a slot, which others may read and the linker may write at the same time.
///
/// # Safety
/// `slot` is the aligned address of a word of a loaded object.
pub(super) unsafe fn load(slot: usize) -> usize {
    // SAFETY: the caller's.
    unsafe { AtomicUsize::from_ptr(slot as *mut usize) }.load(Ordering::Relaxed)
}

impl<'a> Object<'a> {
    /// `info` is what the linker says of an object that is loaded.
    pub(super) fn new(info: &'a dl_phdr_info) -> Self {
        Self { info }
    }

    /// Where it was loaded from; empty for the program itself.
    pub(super) fn path(&self) -> Cow<'a, str> {
        if self.info.dlpi_name.is_null() {
            return Cow::Borrowed("");
        }
        // SAFETY: the linker's string lives as long as the object.
        unsafe { CStr::from_ptr(self.info.dlpi_name) }.to_string_lossy()
    }

    fn base(&self) -> usize {
        self.info.dlpi_addr as usize
    }

    fn headers(&self) -> &'a [Elf64_Phdr] {
        if self.info.dlpi_phdr.is_null() {
            return &[];
        }
        // SAFETY: the linker says where the headers are, and how many.
        unsafe {
            std::slice::from_raw_parts(self.info.dlpi_phdr, usize::from(self.info.dlpi_phnum))
        }
    }

    /// Start and end in memory of each segment of type `kind`, and its flags.
    fn segments(&self, kind: u32) -> impl Iterator<Item = (usize, usize, u32)> {
        let base = self.base();
        self.headers()
            .iter()
            .filter(move |header| header.p_type == kind)
            .map(move |header| {
                let start = base.wrapping_add(header.p_vaddr as usize);
                (
                    start,
                    start.wrapping_add(header.p_memsz as usize),
                    header.p_flags,
                )
            })
    }

    /// Whether `address` belongs to it.
    pub(super) fn contains(&self, address: usize) -> bool {
        self.segments(libc::PT_LOAD)
            .any(|(start, end, _)| (start..end).contains(&address))
    }

    /// Whether `address` is in memory that was writable when the object was relocated:
    /// slots in code, which some old objects have, stay as they are.
    fn is_data(&self, address: usize) -> bool {
        self.segments(libc::PT_LOAD)
            .any(|(start, end, flags)| flags & libc::PF_W != 0 && (start..end).contains(&address))
    }

    /// Whether it is a program that was linked statically, and not by the dynamic
    /// linker.
    pub(super) fn is_static_program(&self) -> bool {
        self.segments(libc::PT_INTERP).next().is_none()
    }

    /// From its first byte to behind its last.
    pub(super) fn extent(&self) -> (usize, usize) {
        self.segments(libc::PT_LOAD)
            .fold((usize::MAX, 0), |(first, last), (start, end, _)| {
                (first.min(start), last.max(end))
            })
    }

    /// What was made read-only after it had been relocated.
    pub(super) fn read_only_after_relocation(&self) -> impl Iterator<Item = (usize, usize)> {
        self.segments(libc::PT_GNU_RELRO)
            .map(|(start, end, _)| (start, end))
    }

    /// What its dynamic section says; `None` when it imports nothing.
    fn dynamic(&self) -> Option<Dynamic> {
        let (start, end, _) = self.segments(libc::PT_DYNAMIC).next()?;
        let mut dynamic = Dynamic {
            symbols: 0,
            strings: 0,
            relocations: [(0, 0); 2],
        };
        for entry in (start..end).step_by(16) {
            // SAFETY: the section is an array of pairs of words in readable memory.
            let [tag, value] = unsafe { *(entry as *const [u64; 2]) };
            let value = value as usize;
            match tag {
                DT_NULL => break,
                DT_SYMTAB => dynamic.symbols = self.address(value),
                DT_STRTAB => dynamic.strings = self.address(value),
                DT_JMPREL => dynamic.relocations[0].0 = self.address(value),
                DT_PLTRELSZ => dynamic.relocations[0].1 = value,
                DT_RELA => dynamic.relocations[1].0 = self.address(value),
                DT_RELASZ => dynamic.relocations[1].1 = value,
                _ => {}
            }
        }
        (dynamic.symbols != 0 && dynamic.strings != 0).then_some(dynamic)
    }

    /// glibc turns the offsets in the section into addresses when it loads an object,
    /// musl does not.
    fn address(&self, value: usize) -> usize {
        if value < self.base() {
            value.wrapping_add(self.base())
        } else {
            value
        }
    }

    /// Calls `visit` with the address of every word that holds the address of a
    /// function, or of data, that the object imports, and with its name.
    pub(super) fn for_each_import(&self, mut visit: impl FnMut(usize, &[u8])) {
        let Some(dynamic) = self.dynamic() else {
            return;
        };
        for (table, size) in dynamic.relocations {
            if table == 0 {
                continue;
            }
            for at in 0..size / size_of::<Elf64_Rela>() {
                // SAFETY: the section gives the extent of the table.
                let entry = unsafe { &*(table as *const Elf64_Rela).add(at) };
                // The low half is the type, the high half the symbol.
                let kind = entry.r_info as u32;
                let names_function = match kind {
                    relocation::JUMP_SLOT | relocation::GLOB_DAT => true,
                    // In tables of functions; with an offset it is none.
                    relocation::ABSOLUTE => entry.r_addend == 0,
                    _ => false,
                };
                if !names_function {
                    continue;
                }
                let symbol = (entry.r_info >> 32) as usize;
                // SAFETY: relocations refer to symbols of the object's own table.
                let symbol = unsafe { &*(dynamic.symbols as *const Elf64_Sym).add(symbol) };
                if symbol.st_shndx != SHN_UNDEF {
                    continue;
                }
                let name = dynamic.strings.wrapping_add(symbol.st_name as usize);
                // SAFETY: names are terminated strings of the object's own table.
                let name = unsafe { CStr::from_ptr(name as *const c_char) };
                let slot = self.base().wrapping_add(entry.r_offset as usize);
                if slot.is_multiple_of(align_of::<usize>()) && self.is_data(slot) {
                    visit(slot, name.to_bytes());
                }
            }
        }
    }
}
