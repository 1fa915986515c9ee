//! The ceiling: epoll, recv, send, and a canned answer per request; for handlers that
//! sleep, a queue of what is due, and a timer of the kernel.
//!
//! Nothing is parsed. The length of a request is learnt from the first one on
//! each connection; from then on bytes are divided by it. Only a client that
//! repeats one request, as a load generator does, can be served like this.

use std::collections::VecDeque;
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::buffer::spare_capacity;
use rustix::event::epoll::{self, CreateFlags, Event, EventData, EventFlags};
use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags, SocketFlags, recv, send, sockopt};
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create,
    timerfd_settime,
};

/// epoll's user data for the listening socket; connections use their slot.
const LISTENER: u64 = u64::MAX;

/// And for the timer.
const ALARM: u64 = LISTENER - 1;

/// Answers sent at once, at most: what one read can hold of the shortest request.
const BATCH: usize = 1024;

/// One read's worth of requests.
const READ: usize = 64 * 1024;

struct Connection {
    socket: Rc<OwnedFd>,
    /// Length of one request, 0 until the first one arrived.
    request: usize,
    /// Bytes of an incomplete request.
    rest: usize,
}

/// Answers that are sent later. All wait for equally long: what came first is due first.
struct Naps {
    each: Duration,
    queue: VecDeque<Nap>,
    alarm: OwnedFd,
    is_set: bool,
}

struct Nap {
    until: Instant,
    socket: Rc<OwnedFd>,
    answers: usize,
}

fn main() -> Result<()> {
    let listener = ta_bench::listen()?;
    let poll = epoll::create(CreateFlags::CLOEXEC).context("cannot create an epoll instance")?;
    epoll::add(
        &poll,
        &listener,
        EventData::new_u64(LISTENER),
        EventFlags::IN,
    )
    .context("cannot watch the listener")?;

    let mut naps = Naps::new(ta_bench::nap()?)?;
    epoll::add(
        &poll,
        &naps.alarm,
        EventData::new_u64(ALARM),
        EventFlags::IN | EventFlags::ET,
    )
    .context("cannot watch the alarm")?;

    let body = ta_bench::BODY;
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\ndate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n{body}",
        body.len()
    );
    let answers = answer.repeat(BATCH).into_bytes();
    let mut connections: Vec<Option<Connection>> = Vec::new();
    let mut events: Vec<Event> = Vec::with_capacity(256);
    let mut input = vec![0; READ];
    loop {
        events.clear();
        match epoll::wait(&poll, spare_capacity(&mut events), None) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error).context("cannot wait"),
        }
        for event in &events {
            let slot = event.data.u64();
            if slot == LISTENER {
                accept(&listener, &poll, &mut connections)?;
                continue;
            }
            if slot == ALARM {
                naps.is_set = false;
                continue;
            }
            let slot = usize::try_from(slot).context("a slot fits into usize")?;
            let Some(connection) = connections[slot].as_mut() else {
                continue;
            };
            let goes_on = match receive(connection, &mut input) {
                None => false,
                Some(0) => true,
                Some(count) if naps.each.is_zero() => {
                    send_all(&connection.socket, &answers[..count * answer.len()])
                }
                Some(count) => {
                    naps.begin(connection, count);
                    true
                }
            };
            if !goes_on {
                connections[slot] = None;
            }
        }
        naps.end(&answers, answer.len())?;
    }
}

impl Naps {
    fn new(each: Duration) -> Result<Self> {
        let flags = TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC;
        let alarm = timerfd_create(TimerfdClockId::Monotonic, flags).context("no timer")?;
        Ok(Self {
            each,
            queue: VecDeque::new(),
            alarm,
            is_set: false,
        })
    }

    fn begin(&mut self, connection: &Connection, answers: usize) {
        self.queue.push_back(Nap {
            until: Instant::now() + self.each,
            socket: Rc::clone(&connection.socket),
            answers,
        });
    }

    /// Answers whatever is due, and has itself woken for the rest.
    fn end(&mut self, answers: &[u8], answer: usize) -> Result<()> {
        let now = Instant::now();
        while self.queue.front().is_some_and(|nap| nap.until <= now)
            && let Some(nap) = self.queue.pop_front()
        {
            // The reader of the connection hears of its end, too.
            let _sent = send_all(&nap.socket, &answers[..nap.answers * answer]);
        }
        let Some(next) = self.queue.front().filter(|_| !self.is_set) else {
            return Ok(());
        };
        // No time at all would stop it.
        let left = next.until.saturating_duration_since(Instant::now());
        let it_value =
            Timespec::try_from(left.max(Duration::from_nanos(1))).context("a nap is short")?;
        let it_interval = Timespec::default();
        let time = Itimerspec {
            it_interval,
            it_value,
        };
        timerfd_settime(&self.alarm, TimerfdTimerFlags::empty(), &time)
            .context("cannot set the alarm")?;
        self.is_set = true;
        Ok(())
    }
}

fn accept(
    listener: &TcpListener,
    poll: &OwnedFd,
    connections: &mut Vec<Option<Connection>>,
) -> Result<()> {
    loop {
        let socket = match rustix::net::accept_with(
            listener,
            SocketFlags::NONBLOCK | SocketFlags::CLOEXEC,
        ) {
            Ok(socket) => socket,
            Err(Errno::AGAIN) => return Ok(()),
            Err(Errno::INTR | Errno::CONNABORTED) => continue,
            Err(error) => return Err(error).context("cannot accept"),
        };
        sockopt::set_tcp_nodelay(&socket, true).context("cannot set TCP_NODELAY")?;
        let slot = connections
            .iter()
            .position(Option::is_none)
            .unwrap_or(connections.len());
        epoll::add(
            poll,
            &socket,
            EventData::new_u64(slot as u64),
            EventFlags::IN,
        )
        .context("cannot watch a connection")?;
        let connection = Connection {
            socket: Rc::new(socket),
            request: 0,
            rest: 0,
        };
        match connections.get_mut(slot) {
            Some(free) => *free = Some(connection),
            None => connections.push(Some(connection)),
        }
    }
}

/// Reads once; returns how many requests are complete with that, at most [`BATCH`].
/// `None` ends the connection.
fn receive(connection: &mut Connection, input: &mut [u8]) -> Option<usize> {
    let received = match recv(&connection.socket, &mut *input, RecvFlags::empty()) {
        Ok((0, _)) => return None,
        Ok((received, _)) => received,
        Err(Errno::AGAIN | Errno::INTR) => return Some(0),
        Err(_) => return None,
    };
    if connection.request == 0 {
        let end = input[..received]
            .windows(4)
            .position(|window| window == b"\r\n\r\n")?;
        connection.request = end + 4;
    }
    let bytes = connection.rest + received;
    connection.rest = bytes % connection.request;
    Some(bytes / connection.request).filter(|count| *count <= BATCH)
}

/// Sends with one write; `false` ends the connection.
fn send_all(socket: &OwnedFd, output: &[u8]) -> bool {
    // A load generator reads what it asked for, so a full socket buffer means
    // that the client is not one: dropping it keeps this loop free of queues.
    matches!(send(socket, output, SendFlags::NOSIGNAL), Ok(sent) if sent == output.len())
}
