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

/// Fatal errors of all kinds, `count` of them; memory is looked at after the first tenth.
fn many_fatals(count: usize) -> (u64, u64) {
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
        if number % 500 == 0 {
            waiting.send(get("/delay?ms=20"));
        }
        let path = match number % 100 {
            0 => "/oom",
            1..10 => "/exit",
            10..20 => "/compile-error",
            _ => "/fatal",
        };
        // A worker may be replaced meanwhile, which must not cost an answer.
        let answer = connection.get(path);
        assert_plain_500(&answer);
        if answer.header("connection") == Some("close") {
            connection = Connection::open(server.port());
        }
        if number % 500 == 499 {
            assert_eq!(waiting.response().text(), "slept 20");
        }
    }
    let end = memory::resident(server.pid());
    server.stop();
    (warm, end)
}

#[test]
fn fatal_errors_do_not_pile_up_in_memory() {
    // The engine leaks about 2 KiB per fatal error; 10,000 of them are 20 MiB.
    let (count, most) = if is_full() {
        (10_000, 48 * 1024 * 1024)
    } else {
        (500, 16 * 1024 * 1024)
    };
    let (warm, end) = many_fatals(count);
    assert!(
        end <= warm + most,
        "from {warm} to {end} bytes over {count} fatal errors"
    );
}
