//! What a process occupies, from /proc.

/// Resident memory of a process in bytes.
///
/// # Panics
/// When the process does not exist.
pub fn resident(pid: u32) -> u64 {
    let path = format!("/proc/{pid}/status");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let kib: u64 = text
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"))
        .and_then(|number| number.trim().parse().ok())
        .unwrap_or_else(|| panic!("{path} has no VmRSS: the process is gone"));
    kib * 1024
}

/// Descriptors a process has open.
///
/// # Panics
/// When the process does not exist.
pub fn descriptors(pid: u32) -> usize {
    let path = format!("/proc/{pid}/fd");
    std::fs::read_dir(&path)
        .unwrap_or_else(|error| panic!("{path}: {error}"))
        .count()
}
