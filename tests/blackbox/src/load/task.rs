//! One request and the only right answer to it.

use std::ops::{Index, IndexMut};
use std::time::Duration;

use super::random::Random;
use crate::pattern;

/// Length of a large body.
pub const LARGE: usize = 1024 * 1024;

/// What the handler does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Answers at once with a short body.
    Small,
    /// Waits 1 ms in between.
    Delay,
    /// Throws an ordinary exception.
    Throw,
    /// Throws an `HttpException`.
    HttpException,
    /// Answers with 1 MiB.
    Large,
    /// Answers with the body of the request.
    Echo,
    /// Coroutines spawn coroutines.
    Spawn,
    /// Coroutines are cancelled.
    Cancel,
    /// Waits end with their token.
    Timeout,
    /// Producers and consumers share a channel.
    Channel,
    /// A chain of futures.
    Future,
    /// Scopes are waited for and cancelled.
    Scope,
    /// Task groups are collected and cancelled.
    Group,
    /// A task set hands out its results.
    Set,
    /// Borrowers share the resources of a pool.
    Pool,
    /// A concurrent `iterate()`.
    Iterate,
    /// All of these at once, cancelled at some moment.
    Storm,
    /// A question to MariaDB through mysqli.
    Mysqli,
    /// A transaction in MariaDB through PDO.
    PdoMysql,
    /// A transaction in PostgreSQL through PDO.
    PdoPgsql,
    /// A question to PostgreSQL through pgsql.
    Pgsql,
    /// A row in a file that everybody writes to.
    Sqlite,
    /// A value or a queue in Redis.
    Redis,
    /// One HTTP or HTTPS transfer.
    Curl,
    /// Several transfers at once.
    CurlMulti,
    /// HTTP streams.
    HttpStream,
    /// An HTTPS stream.
    HttpsStream,
    /// Files, and a lock that everybody wants.
    Files,
    /// Names of hosts.
    Names,
    /// Two ends of a socket.
    Pair,
    /// PHP's own ways to sleep.
    Sleep,
    /// A shell command.
    Exec,
    /// A process with pipes.
    Process,
    /// Several of these at once.
    Together,
    /// A connection is killed by another one.
    Killed,
    /// Who waits in such a call is cancelled.
    Interrupted,
    /// The other server breaks off.
    Cut,
    /// The client does not wait for the answer.
    HangUp,
}

/// A number for each kind.
#[derive(Clone, Debug)]
pub struct Counts([u64; Kind::HangUp as usize + 1]);

impl Counts {
    /// All of them together.
    pub fn sum(&self) -> u64 {
        self.0.iter().sum()
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            *sum += more;
        }
    }
}

impl Default for Counts {
    fn default() -> Self {
        Self([0; Kind::HangUp as usize + 1])
    }
}

impl Index<Kind> for Counts {
    type Output = u64;

    fn index(&self, kind: Kind) -> &u64 {
        &self.0[kind as usize]
    }
}

impl IndexMut<Kind> for Counts {
    fn index_mut(&mut self, kind: Kind) -> &mut u64 {
        &mut self.0[kind as usize]
    }
}

/// Which server the load is for, and so what it may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mix {
    /// `php/soak.php`: mostly small answers and waits.
    Http,
    /// `php/coroutines.php`: a crowd of coroutines behind every answer.
    Coroutines,
    /// `php/clients.php`: behind every answer a database, another server, a file or a process.
    Clients,
}

impl Mix {
    /// What is asked for, with how often out of the sum of all.
    pub fn kinds(self) -> &'static [(Kind, u64)] {
        match self {
            Self::Http => &[
                (Kind::Small, 40),
                (Kind::Delay, 30),
                (Kind::Throw, 10),
                (Kind::HttpException, 10),
                (Kind::Echo, 7),
                (Kind::Large, 3),
            ],
            Self::Coroutines => &[
                (Kind::Spawn, 2),
                (Kind::Cancel, 2),
                (Kind::Timeout, 1),
                (Kind::Channel, 2),
                (Kind::Future, 1),
                (Kind::Scope, 2),
                (Kind::Group, 2),
                (Kind::Set, 1),
                (Kind::Pool, 1),
                (Kind::Iterate, 1),
                (Kind::Storm, 3),
            ],
            Self::Clients => &[
                (Kind::Mysqli, 4),
                (Kind::PdoMysql, 3),
                (Kind::PdoPgsql, 3),
                (Kind::Pgsql, 3),
                (Kind::Sqlite, 2),
                (Kind::Redis, 4),
                (Kind::Curl, 3),
                (Kind::CurlMulti, 2),
                (Kind::HttpStream, 2),
                (Kind::HttpsStream, 1),
                (Kind::Files, 2),
                (Kind::Names, 2),
                (Kind::Pair, 2),
                (Kind::Sleep, 3),
                (Kind::Exec, 1),
                (Kind::Process, 1),
                (Kind::Together, 4),
                (Kind::Killed, 1),
                (Kind::Interrupted, 2),
                (Kind::Cut, 1),
                (Kind::HangUp, 2),
            ],
        }
    }

    fn pick(self, random: &mut Random) -> Kind {
        let kinds = self.kinds();
        let mut at = random.below(kinds.iter().map(|(_, share)| share).sum());
        for &(kind, share) in kinds {
            match at.checked_sub(share) {
                Some(rest) => at = rest,
                None => return kind,
            }
        }
        unreachable!("below the sum of all shares")
    }
}

/// A request with what must come back.
pub(super) struct Task {
    pub(super) kind: Kind,
    pub(super) request: Vec<u8>,
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    /// After which time the client is gone, with or without an answer.
    pub(super) hang_up: Option<Duration>,
}

impl Task {
    /// The next one.
    pub(super) fn pick(random: &mut Random, mix: Mix) -> Self {
        let kind = mix.pick(random);
        let seed = u32::try_from(random.below(1 << 31)).expect("31 bits");
        let get =
            |target: String| format!("GET {target} HTTP/1.1\r\nhost: soak\r\n\r\n").into_bytes();
        let mut sized = |path: &str, most: u64| {
            let length = random.below(most) as usize;
            let target = format!("{path}?seed={seed}&length={length}");
            (get(target), 200, pattern(seed, length))
        };
        let (request, status, body) = match kind {
            Kind::Small => sized("/small", 2_000),
            Kind::Delay => sized("/delay", 200),
            Kind::Spawn => sized("/spawn", 1_000),
            Kind::Cancel => sized("/cancel", 200),
            Kind::Timeout => sized("/timeout", 200),
            Kind::Channel => sized("/channel", 2_000),
            Kind::Future => sized("/future", 1_000),
            Kind::Scope => sized("/scope", 1_000),
            Kind::Group => sized("/group", 1_000),
            Kind::Set => sized("/set", 1_000),
            Kind::Pool => sized("/pool", 1_000),
            Kind::Iterate => sized("/iterate", 1_000),
            Kind::Storm => sized("/storm", 1_000),
            Kind::Mysqli => sized("/mysqli", 4_000),
            Kind::PdoMysql => sized("/pdo-mysql", 4_000),
            Kind::PdoPgsql => sized("/pdo-pgsql", 4_000),
            Kind::Pgsql => sized("/pgsql", 4_000),
            Kind::Sqlite => sized("/sqlite", 2_000),
            Kind::Redis => sized("/redis", 4_000),
            Kind::Curl => sized("/curl", 4_000),
            Kind::CurlMulti => sized("/curl-multi", 4_000),
            Kind::HttpStream => sized("/http", 4_000),
            Kind::HttpsStream => sized("/https", 4_000),
            Kind::Files => sized("/files", 4_000),
            Kind::Names => sized("/names", 200),
            Kind::Pair => sized("/pair", 2_000),
            Kind::Sleep => sized("/sleep", 200),
            Kind::Exec => sized("/exec", 2_000),
            Kind::Process => sized("/process", 4_000),
            Kind::Together | Kind::HangUp => sized("/together", 2_000),
            Kind::Killed => sized("/killed", 1_000),
            Kind::Interrupted => sized("/interrupted", 1_000),
            Kind::Cut => sized("/cut", 1_000),
            // The text of an ordinary exception must not reach the client.
            Kind::Throw => (
                get(format!("/throw?seed={seed}")),
                500,
                b"Internal Server Error".to_vec(),
            ),
            Kind::HttpException => (
                get(format!("/http-exception?seed={seed}")),
                409,
                format!("conflict {seed:08x}").into_bytes(),
            ),
            Kind::Large => {
                let target = format!("/large?seed={seed}");
                (get(target), 200, pattern(seed, LARGE))
            }
            Kind::Echo => {
                let body = pattern(seed, random.below(20_000) as usize);
                let head = format!(
                    "POST /echo HTTP/1.1\r\nhost: soak\r\ncontent-length: {}\r\n\r\n",
                    body.len()
                );
                let mut request = head.into_bytes();
                request.extend_from_slice(&body);
                (request, 200, body)
            }
        };
        let hang_up = (kind == Kind::HangUp).then(|| Duration::from_millis(random.below(10)));
        Self {
            kind,
            request,
            status,
            body,
            hang_up,
        }
    }
}
