//! What a process and its children have used, from /proc.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};

/// Processor time in ticks of the scheduler's clock.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub(super) struct Cpu {
    /// In user space.
    pub(super) user: u64,
    /// In the kernel on behalf of the process.
    pub(super) system: u64,
}

impl Cpu {
    /// What was used since `earlier`, in microseconds: user and system.
    pub(super) fn since(self, earlier: Self) -> (f64, f64) {
        // USER_HZ, the unit of /proc/PID/stat, is 100 on every Linux ABI since 2.6.
        const MICROSECONDS_PER_TICK: f64 = 10_000.0;
        let micros = |now: u64, then: u64| now.saturating_sub(then) as f64 * MICROSECONDS_PER_TICK;
        (
            micros(self.user, earlier.user),
            micros(self.system, earlier.system),
        )
    }
}

impl std::ops::Add for Cpu {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            user: self.user + other.user,
            system: self.system + other.system,
        }
    }
}

/// Time used by a process, its living descendants, and those it waited for.
///
/// # Errors
/// When the process does not exist.
pub(super) fn cpu(pid: u32) -> Result<Cpu> {
    let mut sum = Cpu::default();
    for pid in family(pid)? {
        let stat = stat(pid)?;
        // Numbers of proc_pid_stat(5): utime 14, stime 15, cutime 16, cstime 17.
        sum.user += stat.field(14)? + stat.field(16)?;
        sum.system += stat.field(15)? + stat.field(17)?;
    }
    Ok(sum)
}

/// Resident memory of a process and its living descendants, in bytes.
///
/// # Errors
/// When the process does not exist.
pub(super) fn resident(pid: u32) -> Result<u64> {
    let mut sum = 0;
    for pid in family(pid)? {
        let path = format!("/proc/{pid}/status");
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .context("no VmRSS")?;
        let kib: u64 = line
            .trim()
            .trim_end_matches(" kB")
            .parse()
            .context("VmRSS is a number")?;
        sum += kib * 1024;
    }
    Ok(sum)
}

/// The process itself and everything below it.
fn family(pid: u32) -> Result<Vec<u32>> {
    let mut children: HashMap<u64, Vec<u32>> = HashMap::new();
    for entry in std::fs::read_dir("/proc")
        .context("cannot read /proc")?
        .flatten()
    {
        let Some(pid) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok())
        else {
            continue;
        };
        // Processes come and go while we look.
        if let Ok(parent) = stat(pid).and_then(|stat| stat.field(4)) {
            children.entry(parent).or_default().push(pid);
        }
    }
    let mut found = vec![pid];
    let mut next = 0;
    while let Some(&pid) = found.get(next) {
        found.extend(children.remove(&u64::from(pid)).into_iter().flatten());
        next += 1;
    }
    Ok(found)
}

struct Stat(String);

fn stat(pid: u32) -> Result<Stat> {
    let path = Path::new("/proc").join(pid.to_string()).join("stat");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Stat(text))
}

impl Stat {
    /// A field by its number in proc_pid_stat(5), from 3 on.
    fn field(&self, number: usize) -> Result<u64> {
        // The second field is the name in parentheses, which may hold anything.
        let rest = self
            .0
            .rsplit_once(") ")
            .context("a stat line has a name")?
            .1;
        let field = rest
            .split(' ')
            .nth(number - 3)
            .context("a stat line has 52 fields")?;
        field
            .parse()
            .with_context(|| format!("field {number} of a stat line is {field:?}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_name_with_spaces_and_parentheses_does_not_shift_the_fields() {
        let stat = Stat("7 (a ) b) S 3 7 7 0 -1 4194304 90 0 0 0 11 22 33 44 20 0 1".to_owned());
        assert_eq!(stat.field(4).expect("a number"), 3);
        assert_eq!(stat.field(14).expect("a number"), 11);
        assert_eq!(stat.field(17).expect("a number"), 44);
    }

    #[test]
    fn our_own_memory_and_time_can_be_read() {
        let pid = std::process::id();
        assert!(resident(pid).expect("our own status") > 100 * 1024);
        cpu(pid).expect("our own stat");
    }

    #[test]
    fn ticks_become_microseconds() {
        let used = Cpu {
            user: 110,
            system: 40,
        }
        .since(Cpu {
            user: 10,
            system: 20,
        });
        assert_eq!(used, (1_000_000.0, 200_000.0));
    }
}
