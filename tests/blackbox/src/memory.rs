//! What a process occupies and owns, from /proc.

/// Resident memory of a process in bytes.
///
/// # Panics
/// When the process does not exist.
pub fn resident(pid: u32) -> u64 {
    status(pid, "VmRSS:")
}

/// The most resident memory of a process since [`forget_peak`], in bytes.
///
/// # Panics
/// When the process does not exist.
pub fn peak(pid: u32) -> u64 {
    status(pid, "VmHWM:")
}

/// Has [`peak`] begin anew.
///
/// # Panics
/// When the process does not exist.
pub fn forget_peak(pid: u32) {
    let path = format!("/proc/{pid}/clear_refs");
    std::fs::write(&path, "5").unwrap_or_else(|error| panic!("{path}: {error}"));
}

fn status(pid: u32, field: &str) -> u64 {
    let path = format!("/proc/{pid}/status");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let kib: u64 = text
        .lines()
        .find_map(|line| line.strip_prefix(field)?.trim().strip_suffix(" kB"))
        .and_then(|number| number.trim().parse().ok())
        .unwrap_or_else(|| panic!("{path} has no {field} the process is gone"));
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

/// What its descriptors stand for, as the kernel names it.
///
/// # Panics
/// When the process does not exist.
pub fn open_files(pid: u32) -> Vec<String> {
    let path = format!("/proc/{pid}/fd");
    std::fs::read_dir(&path)
        .unwrap_or_else(|error| panic!("{path}: {error}"))
        .flatten()
        // It may be closed by now.
        .filter_map(|entry| std::fs::read_link(entry.path()).ok())
        .map(|target| target.display().to_string())
        .collect()
}

/// Its children, those that have ended and were not waited for included.
pub fn children(pid: u32) -> usize {
    let processes = std::fs::read_dir("/proc").expect("a mounted /proc");
    let stats = processes
        .flatten()
        // It may be gone by now.
        .filter_map(|process| std::fs::read_to_string(process.path().join("stat")).ok());
    // The name, in parentheses, may contain anything.
    let parents = stats.filter_map(|stat| {
        let (_, rest) = stat.rsplit_once(')')?;
        rest.split_whitespace().nth(1)?.parse::<u32>().ok()
    });
    parents.filter(|&parent| parent == pid).count()
}
