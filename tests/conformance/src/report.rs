//! Plays a whole table against a server, many cases at a time, and tells everything that went
//! wrong at once.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::case::{Case, Delivery, Need, Temper};
use crate::play::play;
use crate::{Writes, table};

/// Connections at a time. Cases that wait for a timer do so together.
const CLIENTS: usize = 24;

/// A server under test.
#[derive(Clone, Debug)]
pub struct Subject {
    /// Where it listens.
    pub address: SocketAddr,
    /// How its application gets bodies.
    pub delivery: Delivery,
    /// Which timeouts it has.
    pub temper: Temper,
    /// What it can do.
    pub can: Vec<Need>,
}

impl Subject {
    fn plays(&self, case: &Case) -> bool {
        case.temper == self.temper
            && case
                .delivery
                .is_none_or(|delivery| delivery == self.delivery)
            && case.need.is_none_or(|need| self.can.contains(&need))
    }
}

/// Plays every case of the table that this server can play, and returns how many there were.
///
/// # Panics
/// When one of them fails; all that do are named.
pub fn check(subject: &Subject, writes: Writes) -> usize {
    let cases: Vec<Case> = table()
        .into_iter()
        .filter(|case| subject.plays(case))
        .collect();
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..CLIENTS.min(cases.len()) {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(why) = play(case, subject.address, writes) {
                        let failure = format!("{} [{}]\n    {why}", case.name, case.rule);
                        failures
                            .lock()
                            .expect("nobody panics holding it")
                            .push(failure);
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().expect("nobody panics holding it");
    assert!(
        failures.is_empty(),
        "{} of {} cases fail, {writes:?}, {:?}:\n{}",
        failures.len(),
        cases.len(),
        subject.delivery,
        failures.join("\n")
    );
    cases.len()
}
