//! Concurrent load whose every answer is checked to the last byte.
//!
//! Speaks to `php/soak.php`, `php/coroutines.php` or `php/clients.php`: the client chooses
//! what the handler does (answer small or large, wait, throw, echo) and knows what must
//! come back. Nothing is sampled and nothing is forgiven: a wrong byte, a missing answer or
//! a socket error is counted and the first of them are kept word for word.

mod client;
mod random;
mod task;

use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::task::LocalSet;

use client::Client;
use random::Random;
pub use task::{Counts, Kind, LARGE, Mix};

/// Longest time one answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Most large bodies on their way at a time: what they occupy in the server must not
/// depend on chance, or its memory could not be judged.
const MOST_LARGE: usize = 4;

/// Errors kept word for word.
const MOST_ERRORS: usize = 10;

/// What to do for how long.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The server.
    pub address: SocketAddr,
    /// Connections that are open at any time.
    pub connections: usize,
    /// When to send no more; what is on its way is still awaited.
    pub time: Duration,
    /// The same seed makes the same requests.
    pub seed: u64,
    /// What to ask for.
    pub mix: Mix,
}

/// What came back.
#[derive(Default, Debug)]
pub struct Tally {
    /// Right answers by [`Kind`].
    pub answered: Counts,
    /// Bytes of their bodies.
    pub bytes: u64,
    /// Connections opened.
    pub connections: u64,
    /// The connection failed, or ended before its answer did.
    pub socket_errors: u64,
    /// An answer came, and was not the right one.
    pub wrong_answers: u64,
    /// The first errors of either kind.
    pub errors: Vec<String>,
    /// The longest time one answer took, and what it was.
    pub slowest: (Duration, Option<Kind>),
    /// From the first request to the last answer.
    pub time: Duration,
}

impl Tally {
    /// Right answers in all.
    pub fn total(&self) -> u64 {
        self.answered.sum()
    }

    /// Kinds of the mix that got no right answer: with them, a run proves nothing.
    pub fn unanswered(&self, mix: Mix) -> Vec<Kind> {
        let kinds = mix.kinds().iter().map(|&(kind, _)| kind);
        kinds.filter(|&kind| self.answered[kind] == 0).collect()
    }

    fn add(&mut self, other: Self) {
        self.answered.add(&other.answered);
        self.bytes += other.bytes;
        self.connections += other.connections;
        self.socket_errors += other.socket_errors;
        self.wrong_answers += other.wrong_answers;
        self.errors.extend(other.errors);
        self.errors.truncate(MOST_ERRORS);
        if other.slowest.0 > self.slowest.0 {
            self.slowest = other.slowest;
        }
    }
}

/// Why one request counts as failed.
enum Fault {
    Socket(String),
    Wrong(String),
}

/// Sends requests on all connections until the time is over. Inside a tokio runtime.
pub async fn run(plan: Plan) -> Tally {
    let local = LocalSet::new();
    let started = Instant::now();
    let large = Rc::new(Semaphore::new(MOST_LARGE));
    let workers: Vec<_> = (0..plan.connections)
        .map(|number| {
            let random = Random::new(plan.seed.wrapping_add(number as u64));
            local.spawn_local(work(plan.clone(), random, started, Rc::clone(&large)))
        })
        .collect();
    let mut tally = Tally::default();
    local
        .run_until(async {
            for worker in workers {
                tally.add(worker.await.expect("workers do not panic"));
            }
        })
        .await;
    tally.time = started.elapsed();
    tally
}

/// One connection after the other, each for some requests.
async fn work(plan: Plan, mut random: Random, started: Instant, large: Rc<Semaphore>) -> Tally {
    let mut tally = Tally::default();
    let mut client: Option<(Client, u64)> = None;
    while started.elapsed() < plan.time {
        let (mut open, left) = match client.take() {
            Some(open) => open,
            None => {
                tally.connections += 1;
                match Client::connect(plan.address).await {
                    Ok(open) => (open, 1 + random.below(200)),
                    Err(error) => {
                        tally.note(Fault::Socket(format!("cannot connect: {error}")));
                        // Not a tight loop against a server that is gone.
                        tokio::time::sleep(Duration::from_millis(50)).await;
                        continue;
                    }
                }
            }
        };
        let task = task::Task::pick(&mut random, plan.mix);
        if let Some(after) = task.hang_up {
            match open.hang_up(&task, after).await {
                Ok(()) => tally.answered[task.kind] += 1,
                Err(fault) => tally.note(fault),
            }
            continue;
        }
        let permit = match task.kind {
            Kind::Large => large.acquire().await.ok(),
            _ => None,
        };
        let asked = Instant::now();
        let answer = tokio::time::timeout(PATIENCE, open.perform(&task)).await;
        drop(permit);
        let took = asked.elapsed();
        if took > tally.slowest.0 {
            tally.slowest = (took, Some(task.kind));
        }
        match answer {
            Ok(Ok(bytes)) => {
                tally.answered[task.kind] += 1;
                tally.bytes += bytes;
                client = (left > 1).then_some((open, left - 1));
            }
            Ok(Err(fault)) => tally.note(fault),
            Err(_) => tally.note(Fault::Socket(format!(
                "{:?}: no answer within {PATIENCE:?}",
                task.kind
            ))),
        }
    }
    tally
}

impl Tally {
    fn note(&mut self, fault: Fault) {
        let text = match fault {
            Fault::Socket(text) => {
                self.socket_errors += 1;
                text
            }
            Fault::Wrong(text) => {
                self.wrong_answers += 1;
                text
            }
        };
        if self.errors.len() < MOST_ERRORS {
            self.errors.push(text);
        }
    }
}
