//! The ceiling: epoll, recv, send, and a canned answer per request.
//!
//! Nothing is parsed. The length of a request is learnt from the first one on
//! each connection; from then on bytes are divided by it. Only a client that
//! repeats one request, as a load generator does, can be served like this.

use std::net::TcpListener;
use std::os::fd::OwnedFd;

use anyhow::{Context, Result};
use rustix::buffer::spare_capacity;
use rustix::event::epoll::{self, CreateFlags, Event, EventData, EventFlags};
use rustix::io::Errno;
use rustix::net::{RecvFlags, SendFlags, SocketFlags, recv, send, sockopt};

/// epoll's user data for the listening socket; connections use their slot.
const LISTENER: u64 = u64::MAX;

/// Answers sent at once, at most: what one read can hold of the shortest request.
const BATCH: usize = 1024;

/// One read's worth of requests.
const READ: usize = 64 * 1024;

struct Connection {
    socket: OwnedFd,
    /// Length of one request, 0 until the first one arrived.
    request: usize,
    /// Bytes of an incomplete request.
    rest: usize,
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
            let slot = usize::try_from(slot).context("a slot fits into usize")?;
            let Some(connection) = connections[slot].as_mut() else {
                continue;
            };
            if !answer_all(connection, &mut input, &answers, answer.len()) {
                connections[slot] = None;
            }
        }
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
            socket,
            request: 0,
            rest: 0,
        };
        match connections.get_mut(slot) {
            Some(free) => *free = Some(connection),
            None => connections.push(Some(connection)),
        }
    }
}

/// Reads once, answers every complete request with one write; `false` ends the connection.
fn answer_all(
    connection: &mut Connection,
    input: &mut [u8],
    answers: &[u8],
    answer: usize,
) -> bool {
    let received = match recv(&connection.socket, &mut *input, RecvFlags::empty()) {
        Ok((0, _)) => return false,
        Ok((received, _)) => received,
        Err(Errno::AGAIN | Errno::INTR) => return true,
        Err(_) => return false,
    };
    if connection.request == 0 {
        let Some(end) = input[..received]
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
        else {
            return false;
        };
        connection.request = end + 4;
    }
    let bytes = connection.rest + received;
    connection.rest = bytes % connection.request;
    let count = bytes / connection.request;
    // A load generator reads what it asked for, so a full socket buffer means
    // that the client is not one: dropping it keeps this loop free of queues.
    let output = &answers[..count.min(BATCH) * answer];
    count <= BATCH
        && matches!(send(&connection.socket, output, SendFlags::NOSIGNAL), Ok(sent) if sent == output.len())
}
