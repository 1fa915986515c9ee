//! What connections cost in memory. A process of its own, so that nothing
//! else moves the numbers.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::rc::Rc;
use std::time::Duration;

use rustix::process::{Resource, getrlimit, setrlimit};
use ta_server::{BindOptions, Listen, Settings, bind, handler_fn, serve};
use tokio::task::LocalSet;

/// Enough to drown what else moves; both ends of each are in this process.
const CONNECTIONS: u64 = 4000;

/// What else may move: pages of code, arenas, tables.
const NOISE: usize = 512 * 1024;

/// Bytes for each idle keep-alive connection, everything in user space told.
const ALLOWED: usize = 2048;

#[test]
fn idle_connections_cost_little_and_requests_leave_nothing_behind() {
    let address = start();
    let count = allow_descriptors(CONNECTIONS * 2 + 200).min(CONNECTIONS * 2 + 200) / 2 - 100;
    let count = usize::try_from(count).unwrap();
    // Warm up: pools, thread-local caches, the runtime's tables.
    let mut warm: Vec<_> = (0..50).map(|_| connect(address)).collect();
    for round in 0..20 {
        warm.iter_mut().for_each(|client| exchange(client, round));
    }

    let before = resident();
    let mut clients: Vec<_> = (0..count).map(|_| connect(address)).collect();
    clients.iter_mut().for_each(|client| exchange(client, 0));
    let idle = resident().saturating_sub(before);
    println!("{} bytes for each of {count} connections", idle / count);
    assert!(
        idle <= count * ALLOWED + NOISE,
        "{} bytes for each of {count} connections",
        idle / count
    );

    for round in 0..5 {
        clients
            .iter_mut()
            .for_each(|client| exchange(client, round));
    }
    let grown = resident().saturating_sub(before);
    assert!(
        grown <= idle + NOISE,
        "{} bytes more after more requests",
        grown - idle
    );
}

/// Lets this process have so many descriptors if that is possible; returns
/// how many it may have.
fn allow_descriptors(wanted: u64) -> u64 {
    let mut limit = getrlimit(Resource::Nofile);
    let most = limit.maximum.unwrap_or(wanted).min(wanted);
    if limit.current.is_some_and(|current| current < most) {
        limit.current = Some(most);
        setrlimit(Resource::Nofile, limit).unwrap();
    }
    limit.current.unwrap_or(wanted)
}

fn start() -> SocketAddr {
    let options = BindOptions {
        // Or a burst of clients waits for retransmitted SYNs.
        backlog: 4096,
        ..BindOptions::default()
    };
    let bound = bind(&[Listen::tcp("127.0.0.1", 0)], &options).unwrap();
    let address = bound.local_addrs()[0].tcp().unwrap();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        LocalSet::new().block_on(&runtime, async {
            let mut settings = Settings::default();
            settings.keep_alive_timeout = None;
            // A handler that holds its request while it waits adds the size of
            // that to every connection.
            let handler = handler_fn(|_| async { http::Response::new("hello") });
            let _running = serve(bound, settings, Rc::new(handler)).unwrap();
            std::future::pending::<()>().await;
        });
    });
    address
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .unwrap();
    stream
}

fn exchange(client: &mut TcpStream, round: usize) {
    let request = format!("GET /{round} HTTP/1.1\r\nHost: a\r\n\r\n");
    client.write_all(request.as_bytes()).unwrap();
    let mut buffer = [0; 1024];
    let mut length = 0;
    while !buffer[..length].ends_with(b"hello") {
        let count = client.read(&mut buffer[length..]).unwrap();
        assert!(count > 0);
        length += count;
    }
}

/// Resident bytes of this process.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap();
    let kilobytes: usize = line.trim().trim_end_matches(" kB").parse().unwrap();
    kilobytes * 1024
}
