//! The plain format of a log record: `2026-01-31T12:00:00.123Z INFO message`.
//! It knows no severities and no targets.

use std::io::Write;
use std::time::{Duration, SystemTime};

const SECONDS_PER_DAY: u64 = 86_400;

/// One record as a line. Control bytes of `message` become `\xNN`, so that no
/// message can forge a second record.
pub(super) fn plain(time: SystemTime, severity: &str, message: &[u8]) -> Vec<u8> {
    let mut line = Vec::with_capacity(message.len() + 40);
    // A clock set before 1970 shows the epoch.
    let since_epoch = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    timestamp(&mut line, since_epoch);
    line.push(b' ');
    line.extend_from_slice(severity.as_bytes());
    line.push(b' ');
    for &byte in message {
        if byte.is_ascii_control() {
            // Writing to memory does not fail.
            let _ = write!(line, "\\x{byte:02X}");
        } else {
            line.push(byte);
        }
    }
    line.push(b'\n');
    line
}

/// UTC with milliseconds, as RFC 3339 §5.6 writes it.
fn timestamp(line: &mut Vec<u8>, since_epoch: Duration) {
    let seconds = since_epoch.as_secs();
    let (year, month, day) = date(seconds / SECONDS_PER_DAY);
    let of_day = seconds % SECONDS_PER_DAY;
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    let millis = since_epoch.subsec_millis();
    let _ = write!(
        line,
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z"
    );
}

/// The Gregorian date so many days after 1970-01-01.
fn date(days: u64) -> (u64, u64, u64) {
    const DAYS_PER_ERA: u64 = 146_097; // 400 years
    // Counted from 0000-03-01: with February last, a leap day is the last of a year.
    let days = days + 719_468;
    let (era, of_era) = (days / DAYS_PER_ERA, days % DAYS_PER_ERA);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Months from March on have 31, 30, 31, 30, 31 days in turn: 153 in five.
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    (year, month, day)
}
