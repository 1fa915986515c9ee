//! The `Date` of responses, formatted once a second. It has no clock: the caller says what
//! time it is.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The last second of the year 9999, where IMF-fixdate runs out of digits.
const LAST_SECOND: u64 = 253_402_300_799;

/// An IMF-fixdate (RFC 9110 §5.6.7) that is rebuilt only when the second changes.
#[derive(Clone, Debug)]
pub struct DateCache {
    second: u64,
    text: [u8; 29],
}

impl DateCache {
    /// A cache that shows 1 January 1970 until the first [`update`](Self::update).
    #[must_use]
    pub const fn new() -> Self {
        Self {
            second: 0,
            text: *b"Thu, 01 Jan 1970 00:00:00 GMT",
        }
    }

    /// Brings the text up to `now`; nothing but a comparison within the same second. Times
    /// outside 1970–9999 are taken as the nearer end.
    #[inline]
    pub fn update(&mut self, now: SystemTime) {
        let second = now
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        if second != self.second {
            self.rebuild(second);
        }
    }

    /// The 29 bytes of the date, e.g. `Sun, 06 Nov 1994 08:49:37 GMT`.
    #[inline]
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 29] {
        &self.text
    }

    #[cold]
    fn rebuild(&mut self, second: u64) {
        let moment = UNIX_EPOCH + Duration::from_secs(second.min(LAST_SECOND));
        let mut fixed = FixedText {
            text: [0; 29],
            length: 0,
        };
        // The formatter fails only when the text is longer than an IMF-fixdate can be; then
        // the old date is the better one to keep.
        if write!(fixed, "{}", httpdate::HttpDate::from(moment)).is_ok() && fixed.length == 29 {
            self.text = fixed.text;
            self.second = second;
        }
    }
}

impl Default for DateCache {
    fn default() -> Self {
        Self::new()
    }
}

struct FixedText {
    text: [u8; 29],
    length: usize,
}

impl std::fmt::Write for FixedText {
    fn write_str(&mut self, part: &str) -> std::fmt::Result {
        let end = self.length + part.len();
        self.text
            .get_mut(self.length..end)
            .ok_or(std::fmt::Error)?
            .copy_from_slice(part.as_bytes());
        self.length = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: u64) -> String {
        let mut cache = DateCache::new();
        cache.update(UNIX_EPOCH + Duration::from_secs(second));
        String::from_utf8(cache.as_bytes().to_vec()).unwrap()
    }

    #[test]
    fn the_date_is_an_imf_fixdate() {
        // RFC 9110 §5.6.7 gives this example.
        assert_eq!(at(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(at(0), "Thu, 01 Jan 1970 00:00:00 GMT");
    }

    #[test]
    fn times_off_the_calendar_do_not_panic() {
        assert_eq!(at(LAST_SECOND + 5), "Fri, 31 Dec 9999 23:59:59 GMT");
        let mut cache = DateCache::new();
        cache.update(UNIX_EPOCH - Duration::from_secs(5));
        assert_eq!(cache.as_bytes(), b"Thu, 01 Jan 1970 00:00:00 GMT");
    }

    #[test]
    fn the_date_follows_the_clock_in_both_directions() {
        let mut cache = DateCache::new();
        for second in [784_111_777, 784_111_778, 784_111_777] {
            cache.update(UNIX_EPOCH + Duration::from_millis(second * 1000 + 999));
            assert_eq!(std::str::from_utf8(cache.as_bytes()).unwrap(), at(second));
        }
    }
}
