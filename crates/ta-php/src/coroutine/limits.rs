//! How large stacks are, and how many the system has room for.

use crate::zend::ffi;

/// Below this, the engine's own code could overflow the stack.
const MIN_STACK: usize = 256 * 1024;

/// Bytes of C stack of a context, by `true_async.stack_size`.
pub(super) fn stack_size_of(configured: i64) -> usize {
    let page = 4096;
    usize::try_from(configured)
        .unwrap_or(0)
        .max(MIN_STACK)
        .next_multiple_of(page)
}

/// How many coroutines may exist, by `true_async.max_coroutines`; 0 for what the system
/// has room for.
///
/// A stack costs two memory mappings (itself and its guard page), of which the system
/// allows a process `vm.max_map_count`. Where the kernel can guard a page inside a
/// mapping, stacks share theirs, and only those that are given back in between
/// others split it.
pub(super) fn max_coroutines_of(configured: i64) -> usize {
    match usize::try_from(configured) {
        Ok(limit) if limit > 0 => limit,
        _ => {
            let mappings = std::fs::read_to_string("/proc/sys/vm/max_map_count")
                .ok()
                .and_then(|text| text.trim().parse::<usize>().ok())
                .unwrap_or(65_530);
            // SAFETY: asks the kernel, with a mapping of its own.
            if unsafe { ffi::ta_stack_guards() } {
                mappings / 8 * 15
            } else {
                // A quarter stays for the engine, libraries and files.
                mappings / 8 * 3
            }
        }
    }
}
