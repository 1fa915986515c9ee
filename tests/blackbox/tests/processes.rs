//! Starting, restarting, and several servers: the life of the process.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use rustix::process::Signal;
use ta_blackbox::server::{Script, Server};
use ta_blackbox::wire::Connection;
use ta_blackbox::{curl::curl, port};

#[test]
fn a_taken_port_is_an_uncaught_exception_that_names_address_and_reason() {
    let taken = port::free();
    let owner = TcpListener::bind((Ipv4Addr::LOCALHOST, taken)).expect("a free port");
    let end = Script::new("port_taken.php")
        .env("TA_TAKEN", taken.to_string())
        .spawn()
        .wait();
    assert_eq!(end.status.code(), Some(255), "{end:?}");
    let message = format!("Failed to bind listener on 127.0.0.1:{taken}: Address already in use");
    let output = format!("{}{}", end.stdout, end.stderr);
    assert!(output.contains(&message), "{output}");
    assert!(
        output.contains("Uncaught TrueAsync\\HttpServerRuntimeException"),
        "{output}"
    );
    drop(owner);
}

#[test]
fn a_failed_start_leaves_nothing_bound() {
    let taken = port::free();
    let owner = TcpListener::bind((Ipv4Addr::LOCALHOST, taken)).expect("a free port");
    let server = Script::new("port_taken.php")
        .env("TA_TAKEN", taken.to_string())
        .env("TA_CATCH", "1")
        .start();
    assert_eq!(curl(&[&server.url("/")]).text(), "hello");
    let end = server.terminate();
    let (caught, running) = end.stdout.split_once('\n').expect("two lines");
    let message = format!(
        "TrueAsync\\HttpServerRuntimeException: \
         Failed to bind listener on 127.0.0.1:{taken}: Address already in use"
    );
    assert!(caught.starts_with(&message), "{end:?}");
    assert_eq!(running, "bool(false)\n");
    assert_eq!(end.status.code(), Some(0), "{end:?}");
    drop(owner);
}

#[test]
fn two_processes_cannot_share_a_port_by_accident() {
    let first = Server::start("app.php");
    let second = Script::new("port_taken.php")
        .env("TA_TAKEN", first.port().to_string())
        .spawn()
        .wait();
    assert_eq!(second.status.code(), Some(255), "{second:?}");
    assert_eq!(Connection::open(first.port()).get("/").text(), "hello");
    first.stop();
}

#[test]
fn one_server_object_serves_again_after_it_was_stopped() {
    let mut server = Server::start("restart.php");
    for round in 1..=3 {
        server.wait_for(|server| TcpStream::connect((Ipv4Addr::LOCALHOST, server.port())).is_ok());
        let answer = Connection::open(server.port()).get("/stop");
        assert_eq!(answer.text(), format!("round {round}"));
        assert_eq!(answer.header("connection"), Some("close"));
        if round < 3 {
            server.wait_for_output(&format!("round {round} is over\n"));
        }
    }
    let end = server.wait();
    assert_eq!(end.status.code(), Some(0), "{end:?}");
    assert_eq!(
        end.stdout,
        "round 1 is over\nround 2 is over\nround 3 is over\n"
    );
    assert_eq!(end.stderr, "");
}

#[test]
fn a_restart_finds_its_port_free_although_connections_just_closed() {
    let mut server = Server::start("restart.php");
    for round in 1..=3 {
        server.wait_for(|server| TcpStream::connect((Ipv4Addr::LOCALHOST, server.port())).is_ok());
        // The server closes first: its port is left with connections in TIME_WAIT.
        let mut others: Vec<_> = (0..5).map(|_| Connection::open(server.port())).collect();
        for connection in &mut others {
            assert_eq!(connection.get("/").text(), format!("round {round}"));
        }
        assert_eq!(Connection::open(server.port()).get("/stop").status, 200);
        for connection in &mut others {
            assert!(connection.is_closed());
        }
        if round < 3 {
            server.wait_for_output(&format!("round {round} is over\n"));
        }
    }
    assert_eq!(server.wait().status.code(), Some(0));
}

#[test]
fn two_servers_in_one_process_keep_to_themselves() {
    let second = port::free();
    let mut server = Script::new("two_servers.php")
        .env("TA_SECOND_PORT", second.to_string())
        .start();
    server.wait_for(|_| TcpStream::connect((Ipv4Addr::LOCALHOST, second)).is_ok());
    assert_eq!(Connection::open(server.port()).get("/").text(), "first");
    assert_eq!(Connection::open(second).get("/").text(), "second");

    assert_eq!(Connection::open(server.port()).get("/stop").text(), "first");
    server.wait_for_output("first has stopped\n");
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, server.port())).is_err());
    assert_eq!(
        Connection::open(second).get("/").text(),
        "second",
        "goes on"
    );
    assert_eq!(Connection::open(second).get("/stop").text(), "second");
    let end = server.wait();
    assert_eq!(
        end.stdout,
        "first has stopped\nsecond has stopped\nboth have stopped\n"
    );
    assert_eq!(end.status.code(), Some(0), "{end:?}");
}

#[test]
fn one_signal_stops_all_servers_of_a_process() {
    let second = port::free();
    let mut server = Script::new("two_servers.php")
        .env("TA_SECOND_PORT", second.to_string())
        .start();
    server.wait_for(|_| TcpStream::connect((Ipv4Addr::LOCALHOST, second)).is_ok());
    let end = server.terminate();
    assert_eq!(end.status.code(), Some(0), "{end:?}");
    assert!(end.stdout.ends_with("both have stopped\n"), "{end:?}");
}

#[test]
fn after_the_server_has_stopped_signals_do_what_they_did_before() {
    let mut server = Server::start("signal_after_stop.php");
    assert_eq!(Connection::open(server.port()).get("/").text(), "hello");
    server.signal(Signal::TERM);
    server.wait_for_output("stopped\n");
    thread::sleep(Duration::from_millis(100));
    server.signal(Signal::TERM);
    let end = server.wait();
    assert_eq!(end.status.code(), None, "ended by the signal: {end:?}");
    assert!(!end.stdout.contains("never"), "{end:?}");
}
