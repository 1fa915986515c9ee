//! The way down: nothing in flight is lost, nothing idle holds it up.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use ta_server::{BodyMode, Listen, Running, Settings};

use crate::client::Client;
use crate::server::{Pages, TestServer};

#[test]
fn a_stop_lets_requests_finish_and_closes_the_rest() {
    let server = TestServer::start();
    let mut idle = Client::connect(server.address);
    assert_eq!(idle.get("/1").answer().status, 200);
    let mut unused = Client::connect(server.address);
    let mut busy = Client::connect(server.address);
    busy.get_all(&["/wait/200", "/dropped"]);
    server.until(|running| running.in_flight() == 1 && running.connections() == 3);

    server.stop();
    assert!(
        TcpStream::connect(server.address).is_err(),
        "refused at once"
    );
    let start = Instant::now();
    assert_eq!(idle.rest(), b"");
    assert_eq!(unused.rest(), b"");
    assert!(start.elapsed() < Duration::from_millis(150));
    let last = busy.answer();
    assert_eq!(last.text(), "waited");
    assert!(last.closes());
    assert_eq!(busy.rest(), b"");
    server.stop();
    server.join();
}

#[test]
fn a_stop_by_a_handler_does_not_lose_its_answer() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.get("/wait/50");
    server.until(|running| running.in_flight() == 1);
    server.ask(|running: &Running| {
        running.stop();
        running.stop();
    });
    assert_eq!(client.answer().text(), "waited");
    server.join();
}

#[test]
fn a_request_under_way_at_the_stop_is_completed() {
    let server = TestServer::buffering();
    let mut client = Client::connect(server.address);
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
    server.until(|running| running.connections() == 1);
    std::thread::sleep(Duration::from_millis(30));
    server.stop();
    std::thread::sleep(Duration::from_millis(30));
    client.send("def");
    let answer = client.answer();
    assert_eq!(answer.text(), "abcdef");
    assert!(answer.closes());
    server.join();
}

#[test]
fn clients_that_hold_up_a_stop_are_given_up_after_the_shutdown_time() {
    let server = TestServer::with_bodies(BodyMode::Whole, |settings| {
        settings.shutdown_timeout = Duration::from_millis(200);
        settings.write_timeout = None;
        settings.read_timeout = None;
    });
    let mut sending = Client::connect(server.address);
    sending.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nabc");
    let mut deaf = Client::connect(server.address);
    deaf.get("/big/50000000");
    let mut late = Client::connect(server.address);
    late.get("/wait/500");
    server.until(|running| running.connections() == 3);
    std::thread::sleep(Duration::from_millis(50));
    let start = Instant::now();
    server.stop();
    server.until(|running| running.connections() == 1);
    assert!(start.elapsed() >= Duration::from_millis(190));
    assert!(start.elapsed() < Duration::from_millis(450));
    assert_eq!(late.answer().text(), "waited", "handlers are not touched");
    server.join();
    assert_eq!(sending.answer().status, 408);
    assert!(deaf.try_rest().unwrap_or_default().len() < 50_000_000);
}

#[test]
fn connections_in_the_listen_queue_are_served() {
    let server = TestServer::start();
    let mut waiting = server.ask(|running| {
        // The server's thread is here, so nothing is accepted meanwhile.
        let address = running.local_addrs()[0].tcp().unwrap();
        let mut clients: Vec<_> = (0..5).map(|_| Client::connect(address)).collect();
        for client in &mut clients {
            client.get("/queued");
        }
        running.stop();
        clients
    });
    for client in &mut waiting {
        assert_eq!(client.answer().text(), "GET /queued");
    }
    server.join();
}

#[test]
fn an_abort_ends_everything() {
    let server = TestServer::start();
    let mut client = Client::connect(server.address);
    client.get("/wait/60000");
    server.until(|running| running.in_flight() == 1);
    server.ask(Running::abort);
    assert_eq!(client.try_rest().unwrap_or_default(), b"");
    server.join();
}

#[test]
fn a_unix_socket_is_served_and_removed() {
    let path = std::env::temp_dir().join(format!("ta-server-{}", std::process::id()));
    let server = TestServer::serve(&Listen::unix(&path), Settings::default(), Pages::default);
    let mut client = UnixStream::connect(&path).unwrap();
    client
        .write_all(b"GET /peer HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        .unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).unwrap();
    assert!(answer.ends_with("\r\n\r\nNone"), "{answer}");
    server.stop();
    assert!(!path.exists());
    server.join();
}

#[test]
fn tcp_peers_have_an_address() {
    let server = TestServer::start();
    let answer = Client::connect(server.address).get("/peer").answer();
    assert_eq!(answer.text(), "Some(\"127.0.0.1\")");
}
