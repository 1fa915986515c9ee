//! SIGTERM and SIGINT: what is under way finishes, nothing is lost, the status is 0.

use std::net::{Ipv4Addr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use ta_blackbox::server::{Script, Server};
use ta_blackbox::wire::{Connection, get};

/// Requests in flight when `signal` comes: they are answered, then the process ends with 0.
fn stops_gracefully(signal: Signal) {
    let server = Server::start("app.php");
    let mut in_flight: Vec<_> = (0..20).map(|_| Connection::open(server.port())).collect();
    for connection in &mut in_flight {
        connection.send(get("/delay?ms=700"));
    }
    let mut idle = Connection::open(server.port());
    assert_eq!(idle.get("/").text(), "hello");
    thread::sleep(Duration::from_millis(200));

    server.signal(signal);
    assert!(idle.is_closed(), "idle connections are closed");
    let refused = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port()));
    assert!(refused.is_err(), "new connections are refused");
    for connection in &mut in_flight {
        let answer = connection.response();
        assert_eq!(answer.text(), "slept 700");
        assert_eq!(answer.header("connection"), Some("close"));
        assert!(connection.is_closed());
    }
    let end = server.wait();
    assert_eq!(end.status.code(), Some(0), "{end:?}");
    assert_eq!(end.stdout, "bool(true)\nbegun 21, ended 21\n");
    assert_eq!(end.stderr, "");
}

#[test]
fn sigterm_lets_requests_in_flight_finish_and_ends_with_0() {
    stops_gracefully(Signal::TERM);
}

#[test]
fn sigint_lets_requests_in_flight_finish_and_ends_with_0() {
    stops_gracefully(Signal::INT);
}

#[test]
fn an_idle_server_stops_at_once() {
    let server = Server::start("app.php");
    let started = Instant::now();
    server.stop();
    assert!(started.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_request_that_is_still_arriving_is_no_reason_to_stay() {
    let server = Script::new("app.php")
        .env("TA_SHUTDOWN_TIMEOUT", "2")
        .start();
    let mut partial = Connection::open(server.port());
    partial.send("POST /echo HTTP/1.1\r\nhost: test\r\ncontent-length: 100\r\n\r\nonly this");
    thread::sleep(Duration::from_millis(100));
    let started = Instant::now();
    server.stop();
    assert!(
        started.elapsed() < Duration::from_secs(5),
        "{:?}",
        started.elapsed()
    );
    drop(partial);
}

#[test]
fn pipelined_requests_already_read_are_not_answered_twice_or_cut_by_a_stop() {
    let server = Server::start("app.php");
    let mut connection = Connection::open(server.port());
    connection.send([get("/delay?ms=400"), get("/"), get("/")].concat());
    thread::sleep(Duration::from_millis(150));
    server.signal(Signal::TERM);
    assert_eq!(connection.response().text(), "slept 400");
    // What follows is answered whole or not at all.
    let mut more = 0;
    while let Some(answer) = connection.try_response() {
        assert_eq!(answer.text(), "hello");
        more += 1;
    }
    assert!(more <= 2);
    let end = server.wait();
    assert_eq!(end.status.code(), Some(0), "{end:?}");
    let handled = 1 + more;
    assert!(
        end.stdout
            .contains(&format!("begun {handled}, ended {handled}\n")),
        "{end:?}"
    );
}

#[test]
fn a_handler_over_the_shutdown_timeout_is_cancelled_and_its_finally_runs() {
    let server = Script::new("app.php")
        .env("TA_SHUTDOWN_TIMEOUT", "1")
        .start();
    let mut connection = Connection::open(server.port());
    connection.send(get("/finally?ms=60000"));
    thread::sleep(Duration::from_millis(200));
    let started = Instant::now();
    server.signal(Signal::TERM);
    assert_eq!(connection.response().status, 500);
    let end = server.wait();
    let took = started.elapsed();
    assert!(
        took >= Duration::from_millis(900) && took < Duration::from_secs(5),
        "{took:?}"
    );
    assert_eq!(end.status.code(), Some(0), "{end:?}");
    assert_eq!(
        end.stdout,
        "finally has run\nbool(true)\nbegun 1, ended 1\n"
    );
}

#[test]
fn an_answer_nobody_reads_does_not_hold_the_stop_up_for_ever() {
    let server = Script::new("app.php")
        .env("TA_SHUTDOWN_TIMEOUT", "2")
        .start();
    let mut connection = Connection::open(server.port());
    connection.send(get("/pattern?seed=1&length=30000000"));
    thread::sleep(Duration::from_millis(300));
    let started = Instant::now();
    let end = server.terminate();
    assert_eq!(end.status.code(), Some(0), "{end:?}");
    assert!(
        started.elapsed() < Duration::from_secs(10),
        "{:?}",
        started.elapsed()
    );
    drop(connection);
}

/// One client: asks until the server is gone; how many whole answers it got.
fn ask_until_the_end(port: u16, path: &str) -> usize {
    let mut answered = 0;
    while let Ok(probe) = TcpStream::connect((Ipv4Addr::LOCALHOST, port)) {
        drop(probe);
        // Between the probe and this the server may stop listening.
        let Ok(mut connection) = std::panic::catch_unwind(|| Connection::open(port)) else {
            break;
        };
        while connection.try_send(get(path)).is_ok() {
            let Some(answer) = connection.try_response() else {
                break;
            };
            assert_eq!(answer.status, 200, "{answer:?}");
            answered += 1;
        }
    }
    answered
}

#[test]
fn no_response_is_lost_when_a_busy_server_stops() {
    for _round in 0..3 {
        let server = Script::new("app.php").start();
        let port = server.port();
        let clients: Vec<_> = (0..16)
            .map(|number| {
                let path = [
                    "/",
                    "/delay?ms=5",
                    "/pattern?seed=5&length=20000",
                    "/delay?ms=40",
                ];
                let path = path[number % 4];
                thread::spawn(move || ask_until_the_end(port, path))
            })
            .collect();
        thread::sleep(Duration::from_millis(600));
        let end = server.terminate();
        let answered: usize = clients
            .into_iter()
            .map(|client| client.join().expect("a client that saw no cut answer"))
            .sum();
        assert_eq!(end.status.code(), Some(0), "{end:?}");
        assert!(answered > 100, "{answered} answers prove nothing");
        // Every request the handler saw was answered, to the last byte.
        let handled = format!("bool(true)\nbegun {answered}, ended {answered}\n");
        assert_eq!(end.stdout, handled);
        assert_eq!(end.stderr, "");
    }
}

#[test]
fn a_second_signal_ends_the_grace() {
    let server = Server::start("app.php");
    let mut connection = Connection::open(server.port());
    connection.send(get("/finally?ms=60000"));
    thread::sleep(Duration::from_millis(200));
    let started = Instant::now();
    server.signal(Signal::INT);
    thread::sleep(Duration::from_millis(200));
    server.signal(Signal::INT);
    assert_eq!(connection.response().status, 500);
    let end = server.wait();
    assert_eq!(end.status.code(), Some(0), "{end:?}");
    assert!(end.stdout.starts_with("finally has run\n"), "{end:?}");
    // Ten seconds were configured.
    assert!(started.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_handler_may_stop_its_own_server() {
    let server = Server::start("app.php");
    let mut other = Connection::open(server.port());
    other.send(get("/delay?ms=400"));
    thread::sleep(Duration::from_millis(100));
    let answer = Connection::open(server.port()).get("/stop");
    assert_eq!(answer.text(), "stopping");
    assert_eq!(answer.header("connection"), Some("close"));
    assert_eq!(other.response().text(), "slept 400");
    let end = server.wait();
    assert_eq!(end.status.code(), Some(0), "{end:?}");
    assert_eq!(end.stdout, "bool(true)\nbegun 2, ended 2\n");
}

#[test]
fn code_after_start_runs_and_shutdown_functions_do() {
    let mut server = Script::new("main_ends.php").start();
    assert_eq!(Connection::open(server.port()).get("/").text(), "hello");
    server.wait_for_output("main ends\n");
    let end = server.terminate();
    assert_eq!(end.status.code(), Some(0), "{end:?}");
    assert_eq!(
        end.stdout,
        "main ends\nstopped\nand cleaned up\nshutdown function\n"
    );
    assert_eq!(end.stderr, "");
}
