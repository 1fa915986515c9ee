//! Handlers that end badly: the damage stays with their request.

use std::time::Duration;

use ta_blackbox::curl::curl;
use ta_blackbox::server::{Script, Server};
use ta_blackbox::wire::{Connection, Response, get};
use ta_blackbox::{is_full, memory};

fn assert_plain_500(answer: &Response) {
    assert_eq!(
        (answer.status, answer.reason.as_str()),
        (500, "Internal Server Error")
    );
    assert_eq!(answer.text(), "Internal Server Error");
    let kind = answer.header("content-type");
    assert_eq!(kind, Some("text/plain; charset=utf-8"));
    assert_eq!(
        answer.header("x-lost"),
        None,
        "fields of the handler are discarded"
    );
}

#[test]
fn an_uncaught_exception_is_a_500_that_does_not_tell_its_message() {
    let server = Server::start("app.php");
    let answer = curl(&["--include", &server.url("/throw")]);
    assert!(
        answer
            .text()
            .starts_with("HTTP/1.1 500 Internal Server Error\r\n")
    );
    assert!(!answer.text().contains("secret"), "{}", answer.text());
    server.stop();
}

#[test]
fn an_http_exception_gives_its_status_and_message() {
    let server = Server::start("app.php");
    let answer = curl(&["--include", &server.url("/http-exception")]);
    assert!(
        answer.text().starts_with("HTTP/1.1 418 no coffee here\r\n"),
        "{}",
        answer.text()
    );
    assert!(answer.text().ends_with("\r\n\r\nno coffee here"));
    let answer = curl(&["--write-out", "%{http_code}", &server.url("/nowhere")]);
    assert!(answer.text().ends_with("404"), "{}", answer.text());
    server.stop();
}

#[test]
fn the_connection_stays_usable_after_every_kind_of_failure() {
    let server = Server::start("app.php");
    let mut connection = Connection::open(server.port());
    for path in [
        "/throw",
        "/exit",
        "/fatal",
        "/compile-error",
        "/oom",
        "/recurse",
    ] {
        assert_plain_500(&connection.get(path));
        assert_eq!(connection.get("/").text(), "hello", "after {path}");
    }
    // Fatal errors are reported on the server's side.
    let end = server.terminate();
    assert_eq!(end.status.code(), Some(0), "{end:?}");
    assert!(end.stdout.contains("Fatal error: "), "{end:?}");
}

/// `path` fails while another request waits in `Async\delay`, which must end as if nothing had happened.
fn others_finish(path: &str) {
    let server = Server::start("app.php");
    let mut waiting = Connection::open(server.port());
    waiting.send(get("/delay?ms=800"));
    // So that it is waiting for certain.
    std::thread::sleep(Duration::from_millis(150));
    let mut failing = Connection::open(server.port());
    for _ in 0..3 {
        assert_plain_500(&failing.get(path));
    }
    assert_eq!(waiting.response().text(), "slept 800");
    assert_eq!(waiting.get("/").text(), "hello");
    let end = server.terminate();
    assert_eq!(end.status.code(), Some(0), "{end:?}");
    assert!(
        end.stdout.contains("bool(true)\n"),
        "start() returned: {end:?}"
    );
}

#[test]
fn exit_in_one_request_leaves_a_waiting_one_alone() {
    others_finish("/exit");
}

#[test]
fn a_fatal_error_in_one_request_leaves_a_waiting_one_alone() {
    others_finish("/fatal");
}

#[test]
fn a_compile_error_in_one_request_leaves_a_waiting_one_alone() {
    others_finish("/compile-error");
}

#[test]
fn exhausted_memory_in_one_request_leaves_a_waiting_one_alone() {
    others_finish("/oom");
}

#[test]
fn endless_recursion_in_one_request_leaves_a_waiting_one_alone() {
    others_finish("/recurse");
}

#[test]
fn destructors_of_waiting_requests_still_run_after_a_fatal_error() {
    let server = Server::start("app.php");
    let mut waiting = Connection::open(server.port());
    waiting.send(get("/destructor?ms=300"));
    std::thread::sleep(Duration::from_millis(100));
    assert_plain_500(&Connection::open(server.port()).get("/fatal"));
    assert_eq!(waiting.response().text(), "with a destructor");
    let end = server.terminate();
    assert!(end.stdout.contains("destructor has run\n"), "{end:?}");
}

#[test]
fn fatal_errors_at_the_same_time_all_get_their_answer() {
    let server = Server::start("app.php");
    let mut connections: Vec<_> = (0..20).map(|_| Connection::open(server.port())).collect();
    for (number, connection) in connections.iter_mut().enumerate() {
        let path = ["/late-fatal?ms=50", "/delay?ms=80", "/exit", "/oom"][number % 4];
        connection.send(get(path));
    }
    for (number, connection) in connections.iter_mut().enumerate() {
        let answer = connection.response();
        match number % 4 {
            1 => assert_eq!(answer.text(), "slept 80"),
            _ => assert_plain_500(&answer),
        }
    }
    let end = server.terminate();
    assert_eq!(end.status.code(), Some(0), "{end:?}");
}

#[test]
fn a_fatal_error_in_a_spawned_coroutine_is_its_requests_own() {
    let server = Server::start("app.php");
    let mut waiting = Connection::open(server.port());
    waiting.send(get("/delay?ms=300"));
    std::thread::sleep(Duration::from_millis(50));
    let mut failing = Connection::open(server.port());
    failing.send(get("/spawn-fatal"));
    assert_eq!(failing.response().text(), "spawned");
    assert_eq!(waiting.response().text(), "slept 300");
    assert_eq!(failing.get("/").text(), "hello");
    let end = server.terminate();
    assert_eq!(end.status.code(), Some(0), "{end:?}");
}

/// The same failure `count` times; how many bytes the process grew per failure after the first tenth.
fn growth(path: &str, count: u64) -> u64 {
    let server = Script::new("app.php")
        .ini("display_errors=0")
        .ini("log_errors=0")
        .start();
    let mut warm = 0;
    let mut waiting = Connection::open(server.port());
    let mut connection = Connection::open(server.port());
    for number in 0..count {
        if number == count / 10 {
            warm = memory::resident(server.pid());
        }
        if number % 100 == 0 {
            waiting.send(get("/delay?ms=5"));
        }
        assert_plain_500(&connection.get(path));
        if number % 100 == 99 {
            assert_eq!(waiting.response().text(), "slept 5");
        }
    }
    let grown = memory::resident(server.pid()).saturating_sub(warm);
    server.stop();
    println!("{path}: {grown} bytes over {count}");
    grown / (count - count / 10)
}

/// The engine itself loses about 2 KiB per fatal error.
fn does_not_pile_up(path: &str) {
    let count = if is_full() { 10_000 } else { 500 };
    let grown = growth(path, count);
    assert!(grown <= 4 * 1024, "{grown} bytes per failure");
}

#[test]
fn out_of_memory_errors_do_not_pile_up_in_memory() {
    does_not_pile_up("/fatal");
}

#[test]
fn errors_of_the_user_do_not_pile_up_in_memory() {
    does_not_pile_up("/user-error");
}

#[test]
fn compile_errors_do_not_pile_up_in_memory() {
    does_not_pile_up("/compile-error");
}

#[test]
fn exits_do_not_pile_up_in_memory() {
    does_not_pile_up("/exit");
}

#[test]
fn exceptions_do_not_pile_up_in_memory() {
    does_not_pile_up("/throw");
}
