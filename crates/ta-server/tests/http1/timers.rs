//! Time-outs, with settings short enough to wait for.

use std::time::{Duration, Instant};

use ta_server::BodyMode;

use crate::client::Client;
use crate::server::TestServer;

const SHORT: Duration = Duration::from_millis(100);

#[test]
fn a_request_that_does_not_become_complete_gets_408() {
    for part in [
        "G",
        "GET / HTTP/1.1\r\nHost: a\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\nabc",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
    ] {
        let server = TestServer::with_bodies(BodyMode::Whole, |settings| {
            settings.read_timeout = Some(SHORT);
        });
        for used in [false, true] {
            let mut client = Client::connect(server.address);
            if used {
                client.get("/first").answer();
            }
            let start = Instant::now();
            // RFC 9110 §15.5.9
            let answer = client.send(part).answer();
            assert_eq!(answer.status, 408, "{part}");
            assert!(answer.closes());
            assert!(start.elapsed() >= SHORT - Duration::from_millis(20));
            assert_eq!(client.rest(), b"");
        }
    }
}

#[test]
fn a_client_that_trickles_is_not_given_more_time() {
    let server = TestServer::with(|settings| settings.read_timeout = Some(SHORT));
    let mut client = Client::connect(server.address);
    let start = Instant::now();
    for byte in "GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".bytes() {
        if client.try_send(&[byte]).is_err() {
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(start.elapsed() > SHORT);
    let answer = client.try_rest().unwrap_or_default();
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 408"));
    drop(client);
    server.until(|running| running.connections() == 0);
}

#[test]
fn a_connection_never_used_is_closed_silently() {
    let server = TestServer::with(|settings| settings.read_timeout = Some(SHORT));
    let mut client = Client::connect(server.address);
    let start = Instant::now();
    assert_eq!(client.rest(), b"");
    assert!(start.elapsed() >= SHORT - Duration::from_millis(20));
}

#[test]
fn an_idle_connection_is_closed_silently_after_the_keep_alive_time() {
    let server = TestServer::with(|settings| settings.keep_alive_timeout = Some(SHORT));
    let mut client = Client::connect(server.address);
    for _ in 0..3 {
        client.get("/x").answer();
        std::thread::sleep(SHORT / 2);
    }
    client.get("/x").answer();
    let start = Instant::now();
    assert_eq!(client.rest(), b"");
    assert!(start.elapsed() >= SHORT - Duration::from_millis(20));
    assert!(start.elapsed() < SHORT * 5);
}

#[test]
fn no_timer_runs_while_a_handler_works() {
    let server = TestServer::with(|settings| {
        settings.read_timeout = Some(SHORT);
        settings.write_timeout = Some(SHORT);
        settings.keep_alive_timeout = Some(SHORT);
    });
    let mut client = Client::connect(server.address);
    let answer = client.get("/wait/500").answer();
    assert_eq!(answer.text(), "waited");
    assert!(!answer.closes());
    assert_eq!(client.get("/next").answer().text(), "GET /next");
}

#[test]
fn a_client_that_takes_nothing_is_dropped() {
    let server = TestServer::with(|settings| settings.write_timeout = Some(SHORT));
    let mut client = Client::connect(server.address);
    client.get("/big/50000000");
    server.until(|running| running.connections() == 1);
    server.until(|running| running.connections() == 0);
    let taken = client.try_rest().unwrap_or_default();
    assert!(taken.len() < 50_000_000);
}

#[test]
fn a_stream_to_a_client_that_takes_nothing_is_dropped() {
    let server = TestServer::with(|settings| settings.write_timeout = Some(SHORT));
    let mut client = Client::connect(server.address);
    client.get("/flood/1000");
    server.until(|running| running.connections() == 1);
    server.until(|running| running.connections() == 0);
    assert!(client.try_rest().unwrap_or_default().len() < 100_000_000);
}

#[test]
fn zero_means_never() {
    let server = TestServer::with(|settings| {
        settings.read_timeout = Some(Duration::ZERO);
        settings.keep_alive_timeout = None;
        settings.write_timeout = None;
    });
    let mut unused = Client::connect(server.address);
    let mut idle = Client::connect(server.address);
    idle.get("/x").answer();
    assert!(unused.is_silent_for(Duration::from_millis(300)));
    assert!(idle.is_silent_for(Duration::from_millis(300)));
}
