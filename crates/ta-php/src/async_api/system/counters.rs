//! The system's counters of CPU time, and what two readings of them say.
//!
//! All counters are nanoseconds and never go backwards, although some of the
//! kernel's do. A counter that the system does not offer stays 0.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

const NANOSECONDS: u64 = 1_000_000_000;

/// One reading.
#[derive(Clone, Copy)]
pub(super) struct Counters {
    /// A clock that only moves forward.
    wall: u64,
    /// CPU time of this process, in its own code.
    process_user: u64,
    /// CPU time of this process, in the kernel.
    process_system: u64,
    /// Time that the machine's CPUs had nothing to do, waiting for disks included.
    system_idle: u64,
    /// Time that they had.
    system_busy: u64,
    /// CPUs of the machine, whether or not this process may use them.
    pub(super) cpus: u64,
}

/// What happened between two readings.
#[derive(Default)]
pub(super) struct Usage {
    /// CPU time of the process per second: 1.0 is one core kept busy.
    pub(super) process_cores: f64,
    /// The same as a share of the machine, 0–100.
    pub(super) process_percent: f64,
    /// How busy the machine was, 0–100.
    pub(super) system_percent: f64,
    /// Time between the readings.
    pub(super) seconds: f64,
}

impl Counters {
    pub(super) fn read() -> Self {
        static IDLE: AtomicU64 = AtomicU64::new(0);
        static BUSY: AtomicU64 = AtomicU64::new(0);
        // The kernel's time of waiting for disks, part of the idle time, may
        // decrease (proc(5)).
        let forward = |last: &AtomicU64, now| last.fetch_max(now, Ordering::Relaxed).max(now);
        let (process_user, process_system) = process_times();
        let system = std::fs::read_to_string("/proc/stat")
            .ok()
            .and_then(|stat| system_times(&stat))
            .unwrap_or_default();
        Self {
            wall: wall_clock(),
            process_user,
            process_system,
            system_idle: forward(&IDLE, system.0 * nanoseconds_per_tick()),
            system_busy: forward(&BUSY, system.1 * nanoseconds_per_tick()),
            cpus: cpus(),
        }
    }

    /// In the order of `CpuSnapshot`'s properties.
    pub(super) fn in_order(&self) -> [u64; 6] {
        [
            self.wall,
            self.process_user,
            self.process_system,
            self.system_idle,
            self.system_busy,
            self.cpus,
        ]
    }

    /// What happened since `before`.
    pub(super) fn since(&self, before: &Self) -> Usage {
        let process = |reading: &Self| reading.process_user + reading.process_system;
        let seconds = in_seconds(self.wall, before.wall);
        let used = in_seconds(process(self), process(before));
        let idle = in_seconds(self.system_idle, before.system_idle);
        let busy = in_seconds(self.system_busy, before.system_busy);
        let process_cores = ratio(used, seconds);
        Usage {
            process_cores,
            process_percent: (100.0 * process_cores / self.cpus.max(1) as f64).min(100.0),
            system_percent: 100.0 * ratio(busy, busy + idle),
            seconds,
        }
    }
}

fn in_seconds(now: u64, before: u64) -> f64 {
    now.saturating_sub(before) as f64 / NANOSECONDS as f64
}

/// Nothing out of nothing is nothing: two readings can fall into one tick.
fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

fn wall_clock() -> u64 {
    let mut now = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: writes to the structure it is given. Every system has this clock.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut now) };
    unsigned(now.tv_sec) * NANOSECONDS + unsigned(now.tv_nsec)
}

/// Time in own code and in the kernel, of all threads of the process.
fn process_times() -> (u64, u64) {
    // SAFETY: zero is valid for every field of the structure, which is plain data.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: writes to the structure it is given; it cannot fail for RUSAGE_SELF.
    unsafe { libc::getrusage(libc::RUSAGE_SELF, &raw mut usage) };
    let time = |time: libc::timeval| {
        unsigned(time.tv_sec) * NANOSECONDS + unsigned(time.tv_usec) * (NANOSECONDS / 1_000_000)
    };
    (time(usage.ru_utime), time(usage.ru_stime))
}

fn unsigned(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

/// Idle and busy ticks of all CPUs, out of the text of `/proc/stat`.
fn system_times(stat: &str) -> Option<(u64, u64)> {
    let all = stat.lines().next()?.strip_prefix("cpu ")?;
    let mut fields = [0_u64; 8];
    for (field, text) in fields.iter_mut().zip(all.split_ascii_whitespace()) {
        *field = text.parse().ok()?;
    }
    // The two that would follow, time of guests, are parts of the first two.
    let [
        user,
        nice,
        system,
        idle,
        waiting,
        interrupts,
        soft_interrupts,
        stolen,
    ] = fields;
    let busy = user + nice + system + interrupts + soft_interrupts + stolen;
    Some((idle + waiting, busy))
}

fn nanoseconds_per_tick() -> u64 {
    static TICK: OnceLock<u64> = OnceLock::new();
    *TICK.get_or_init(|| NANOSECONDS / system_value(libc::_SC_CLK_TCK).unwrap_or(100))
}

fn cpus() -> u64 {
    system_value(libc::_SC_NPROCESSORS_ONLN).unwrap_or(1)
}

/// A positive value of `sysconf`.
fn system_value(name: libc::c_int) -> Option<u64> {
    // SAFETY: no preconditions; unknown names give -1.
    let value = unsafe { libc::sysconf(name) };
    u64::try_from(value).ok().filter(|&value| value > 0)
}

/// Runnable processes over the last 1, 5 and 15 minutes.
pub(super) fn load_averages() -> Option<[f64; 3]> {
    let mut averages = [0.0; 3];
    // SAFETY: writes as many numbers as it is told there is room for.
    let count = unsafe { libc::getloadavg(averages.as_mut_ptr(), 3) };
    (count == 3).then_some(averages)
}
