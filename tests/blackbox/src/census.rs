//! How many coroutines a server of `php/coroutines.php` has.

use std::time::{Duration, Instant};

use crate::wire::Connection;

/// Longest time the coroutines of a load may take to end after it.
const PATIENCE: Duration = Duration::from_secs(10);

/// All coroutines of the server, the one that counts them included.
///
/// # Panics
/// When the server does not answer with a number.
pub fn count(port: u16) -> u64 {
    let answer = Connection::open(port).get("/census");
    let text = answer.text();
    text.parse()
        .unwrap_or_else(|_| panic!("the census is {} {text:?}", answer.status))
}

/// Counts again until there are `expected`, for at most 10 s; the last count.
///
/// # Panics
/// As [`count`].
pub fn settled(port: u16, expected: u64) -> u64 {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let now = count(port);
        if now == expected || Instant::now() > deadline {
            return now;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}
