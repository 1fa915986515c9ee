//! Many requests at a time in one process.

use std::time::{Duration, Instant};

use ta_blackbox::memory;
use ta_blackbox::server::{Script, Server};
use ta_blackbox::wire::{Connection, get};

#[test]
fn a_hundred_waits_of_300_ms_take_less_than_two_seconds() {
    let server = Server::start("app.php");
    let mut connections: Vec<_> = (0..100).map(|_| Connection::open(server.port())).collect();
    let started = Instant::now();
    for connection in &mut connections {
        connection.send(get("/delay?ms=300"));
    }
    for connection in &mut connections {
        assert_eq!(connection.response().text(), "slept 300");
    }
    let took = started.elapsed();
    assert!(
        took >= Duration::from_millis(300) && took < Duration::from_secs(2),
        "{took:?}"
    );
    server.stop();
}

#[test]
fn a_quick_request_does_not_wait_for_a_slow_one() {
    let server = Server::start("app.php");
    let mut slow = Connection::open(server.port());
    slow.send(get("/delay?ms=1000"));
    std::thread::sleep(Duration::from_millis(50));
    let started = Instant::now();
    assert_eq!(Connection::open(server.port()).get("/").text(), "hello");
    assert!(started.elapsed() < Duration::from_millis(500));
    assert_eq!(slow.response().text(), "slept 1000");
    server.stop();
}

#[test]
fn answers_come_in_the_order_of_their_waits() {
    let server = Server::start("app.php");
    let times = [300, 100, 200];
    let mut connections: Vec<_> = times
        .into_iter()
        .map(|ms| {
            let mut connection = Connection::open(server.port());
            connection.send(get(&format!("/delay?ms={ms}")));
            (ms, connection)
        })
        .collect();
    connections.sort_by_key(|(ms, _)| *ms);
    let started = Instant::now();
    for (ms, connection) in &mut connections {
        assert_eq!(connection.response().text(), format!("slept {ms}"));
        assert!(started.elapsed() < Duration::from_millis(*ms + 500));
    }
    server.stop();
}

#[test]
fn a_coroutine_spawned_by_a_handler_outlives_its_request() {
    let server = Server::start("app.php");
    let mut connection = Connection::open(server.port());
    assert_eq!(connection.get("/spawn?ms=200").text(), "spawned");
    assert_eq!(connection.get("/spawned").text(), "0");
    drop(connection);
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(Connection::open(server.port()).get("/spawned").text(), "1");
    server.stop();
}

#[test]
fn requests_beyond_the_cap_of_coroutines_are_refused_and_nothing_breaks() {
    let server = Script::new("app.php")
        .ini("true_async.max_coroutines=50")
        .start();
    let mut connections: Vec<_> = (0..200).map(|_| Connection::open(server.port())).collect();
    for connection in &mut connections {
        connection.send(get("/delay?ms=300"));
    }
    let (mut served, mut refused) = (0, 0);
    for connection in &mut connections {
        let answer = connection.response();
        match answer.status {
            200 => {
                assert_eq!(answer.text(), "slept 300");
                served += 1;
            }
            503 => {
                assert_eq!(answer.header("retry-after"), Some("1"));
                refused += 1;
            }
            _ => panic!("{answer:?}"),
        }
    }
    assert_eq!(served + refused, 200);
    // Main is one of the fifty.
    assert!((40..=50).contains(&served), "{served} were served");
    let mut connection = Connection::open(server.port());
    assert_eq!(
        connection.get("/").text(),
        "hello",
        "the cap is a cap, not an end"
    );
    server.stop();
}

#[test]
fn spawning_beyond_the_cap_is_an_exception() {
    let server = Script::new("app.php")
        .ini("true_async.max_coroutines=50")
        .start();
    let mut connection = Connection::open(server.port());
    for _ in 0..3 {
        let answer = connection.get("/spawn-many?count=200");
        assert!(
            answer.text().starts_with("refused after 4"),
            "{}",
            answer.text()
        );
    }
    assert_eq!(connection.get("/spawn-many?count=20").text(), "made 20");
    server.stop();
}

#[test]
fn ten_thousand_coroutines_in_one_request_work() {
    // Each has a VM stack of its own, which counts against the limit.
    let server = Script::new("app.php").ini("memory_limit=1G").start();
    let mut connection = Connection::open(server.port());
    let answer = connection.get("/spawn-many?count=10000");
    assert_eq!((answer.status, answer.text()), (200, "made 10000"));
    assert_eq!(connection.get("/").text(), "hello");
    server.stop();
}

#[test]
fn more_waiting_requests_than_memory_for_them_are_refused_and_the_server_lives() {
    let server = Script::new("app.php")
        .ini("memory_limit=16M")
        .ini("display_errors=0")
        .ini("log_errors=0")
        .start();
    let mut connections: Vec<_> = (0..4_000)
        .map(|_| Connection::open(server.port()))
        .collect();
    for connection in &mut connections {
        connection.send(get("/delay?ms=2000"));
    }
    let mut served = 0;
    for connection in &mut connections {
        let answer = connection.response();
        match answer.status {
            200 => served += 1,
            500 | 503 => {}
            _ => panic!("{answer:?}"),
        }
    }
    assert!(served >= 100, "{served} were served");
    drop(connections);
    assert_eq!(Connection::open(server.port()).get("/").text(), "hello");
    server.stop();
}

#[test]
fn a_request_that_spawns_more_than_the_memory_holds_harms_only_itself() {
    let server = Script::new("app.php")
        .ini("memory_limit=16M")
        .ini("display_errors=0")
        .ini("log_errors=0")
        .start();
    let mut waiting = Connection::open(server.port());
    waiting.send(get("/delay?ms=1000"));
    std::thread::sleep(Duration::from_millis(100));
    let answer = Connection::open(server.port()).get("/spawn-many?count=10000");
    assert!(matches!(answer.status, 200 | 500), "{answer:?}");
    assert_eq!(waiting.response().text(), "slept 1000");
    assert_eq!(Connection::open(server.port()).get("/").text(), "hello");
    server.stop();
}

#[test]
fn connections_that_go_away_leave_no_descriptors_behind() {
    let server = Server::start("app.php");
    assert_eq!(Connection::open(server.port()).get("/").text(), "hello");
    std::thread::sleep(Duration::from_millis(100));
    let before = memory::descriptors(server.pid());
    for round in 0..300 {
        let mut connection = Connection::open(server.port());
        match round % 3 {
            0 => connection.send(get("/delay?ms=30")),
            1 => connection.send("GET / HTTP/1.1\r\nhost"),
            _ => {
                connection.send(get("/pattern?seed=1&length=3000000"));
            }
        }
        // Dropped with the answer on its way.
    }
    let deadline = Instant::now() + Duration::from_secs(10);
    while memory::descriptors(server.pid()) > before {
        assert!(
            Instant::now() < deadline,
            "{} descriptors, {before} before",
            memory::descriptors(server.pid())
        );
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(Connection::open(server.port()).get("/").text(), "hello");
    server.stop();
}
