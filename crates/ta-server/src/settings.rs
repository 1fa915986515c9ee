//! How a server behaves: typed values with their defaults, checked once and
//! then frozen. Nothing here knows where they were read from.

use std::time::Duration;

/// Everything that can be set. Start from [`Settings::default`] and change
/// what differs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// Time for a complete request, head and body, to arrive: from the accept,
    /// or from the end of a TLS handshake, which has as much time itself,
    /// or the first byte of a further request on. 30 s; `None` or zero is
    /// never. With streamed bodies it ends with the head, and then limits each
    /// wait for more of a body that the handler asked for.
    pub read_timeout: Option<Duration>,
    /// Time without any progress while answers wait to be written, after which
    /// the connection is dropped. 30 s; `None` or zero is never.
    pub write_timeout: Option<Duration>,
    /// Idle time between two requests of a connection. 5 s; `None` or zero is
    /// never.
    pub keep_alive_timeout: Option<Duration>,
    /// How long after a stop clients may take to send the rest of a request
    /// and to take its answer. [`Server::run`](crate::Builder::run) also lets
    /// handlers go on for so long. 5 s; zero drops them at once.
    pub shutdown_timeout: Duration,
    /// What a request may measure.
    pub limits: ta_http1::Limits,
    /// Open connections of one worker; at the cap accepting pauses until 80 %
    /// are left. 0, the default, is no cap.
    pub max_connections: usize,
    /// Handlers running at a time in one worker; a request above it is
    /// answered 503. 0, the default, is no cap.
    pub max_inflight_requests: usize,
    /// Bytes of TLS records that may wait for one client. 65536 by default.
    pub tls_buffer: usize,
    /// Have the kernel send large files by itself. On by default; off, they
    /// are read and written, for file systems that cannot or err at it.
    pub sendfile: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            read_timeout: Some(Duration::from_secs(30)),
            write_timeout: Some(Duration::from_secs(30)),
            keep_alive_timeout: Some(Duration::from_secs(5)),
            shutdown_timeout: Duration::from_secs(5),
            limits: ta_http1::Limits::default(),
            max_connections: 0,
            max_inflight_requests: 0,
            tls_buffer: 64 * 1024,
            sendfile: true,
        }
    }
}

/// Longest time between two looks at the deadlines of connections.
const LONGEST_TICK: Duration = Duration::from_millis(250);

/// Shortest one, for settings in the range of milliseconds.
const SHORTEST_TICK: Duration = Duration::from_millis(5);

impl Settings {
    /// How often deadlines are looked at: a quarter of the shortest timeout,
    /// so none is late by more, within sane bounds.
    pub(crate) fn tick(&self) -> Duration {
        [
            self.read_timeout,
            self.write_timeout,
            self.keep_alive_timeout,
        ]
        .into_iter()
        .flatten()
        .filter(|timeout| !timeout.is_zero())
        .min()
        .map_or(LONGEST_TICK, |shortest| shortest / 4)
        .clamp(SHORTEST_TICK, LONGEST_TICK)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_are_looked_at_four_times_within_the_shortest_timeout() {
        let mut settings = Settings::default();
        assert_eq!(settings.tick(), Duration::from_millis(250));
        settings.keep_alive_timeout = Some(Duration::from_millis(200));
        assert_eq!(settings.tick(), Duration::from_millis(50));
        settings.keep_alive_timeout = Some(Duration::from_millis(1));
        assert_eq!(settings.tick(), Duration::from_millis(5));
        settings.keep_alive_timeout = Some(Duration::ZERO);
        assert_eq!(settings.tick(), Duration::from_millis(250));
    }
}
