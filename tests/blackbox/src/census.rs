//! What a server has that comes and goes: coroutines, descriptors, child processes.

use std::fmt::{self, Display, Formatter};
use std::time::{Duration, Instant};

use crate::memory;
use crate::server::Server;
use crate::wire::Connection;

/// Longest time that what a load leaves may take to go.
const PATIENCE: Duration = Duration::from_secs(10);

/// One count, taken over a connection that counts as well.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Census {
    /// All coroutines, the one that counts them included.
    pub coroutines: u64,
    /// Open descriptors.
    pub descriptors: usize,
    /// Processes started and not waited for.
    pub children: usize,
}

impl Census {
    /// Counts in a server that answers to `/census`.
    ///
    /// # Panics
    /// When it does not answer with a number.
    pub fn take(server: &Server) -> Self {
        let mut connection = Connection::open(server.port());
        let answer = connection.get("/census");
        let text = answer.text();
        Self {
            coroutines: text
                .parse()
                .unwrap_or_else(|_| panic!("the census is {} {text:?}", answer.status)),
            descriptors: memory::descriptors(server.pid()),
            children: memory::children(server.pid()),
        }
    }

    /// Counts again until it is the same as before, for at most 10 s; the last count.
    ///
    /// # Panics
    /// As [`Census::take`].
    pub fn settled(self, server: &Server) -> Self {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let now = Self::take(server);
            if now == self || Instant::now() > deadline {
                return now;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Counts until no child is left and nothing has changed for a second, for at most 10 s.
    ///
    /// # Panics
    /// As [`Census::take`].
    pub fn at_rest(server: &Server) -> Self {
        let deadline = Instant::now() + PATIENCE;
        let mut last = Self::take(server);
        let mut since = Instant::now();
        while Instant::now() < deadline {
            if last.children == 0 && since.elapsed() > Duration::from_secs(1) {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
            let now = Self::take(server);
            if now != last {
                (last, since) = (now, Instant::now());
            }
        }
        last
    }
}

impl Display for Census {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} coroutines, {} descriptors, {} children",
            self.coroutines, self.descriptors, self.children
        )
    }
}
