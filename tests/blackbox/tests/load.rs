//! Seconds of mixed load with every answer checked; `cargo xtask soak` is the long form.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use ta_blackbox::census::Census;
use ta_blackbox::clients;
use ta_blackbox::is_full;
use ta_blackbox::load::{self, Kind, Mix, Plan, Tally};
use ta_blackbox::server::{self, Script, Server};
use ta_blackbox::wire::Connection;
use tokio::runtime::Runtime;

fn plan(port: u16, connections: usize, time: Duration) -> Plan {
    Plan {
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        connections,
        time,
        seed: 7,
        mix: Mix::Http,
    }
}

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// Not a byte was wrong, and no connection lost.
fn expect_no_fault(tally: &Tally, server: &Server) {
    assert_eq!(
        (tally.socket_errors, tally.wrong_answers),
        (0, 0),
        "{:#?}\n{}",
        tally.errors,
        server.stderr()
    );
}

#[test]
fn mixed_load_gets_every_byte_of_every_answer() {
    let server = Server::start("soak.php");
    let time = Duration::from_secs(if is_full() { 30 } else { 3 });
    let tally = runtime().block_on(load::run(plan(server.port(), 64, time)));
    expect_no_fault(&tally, &server);
    assert_eq!(tally.unanswered(Mix::Http), [], "{tally:?}");
    server.stop();
}

#[test]
fn fatal_errors_amid_the_load_cost_the_others_not_a_byte() {
    let server = Script::new("soak.php")
        .ini("display_errors=0")
        .ini("log_errors=0")
        .start();
    let port = server.port();
    let until = Instant::now() + Duration::from_secs(3);
    let failing = std::thread::spawn(move || {
        let mut count = 0;
        let mut connection = Connection::open(port);
        while Instant::now() < until {
            for path in ["/fatal", "/exit"] {
                let answer = connection.get(path);
                assert_eq!(
                    (answer.status, answer.text()),
                    (500, "Internal Server Error")
                );
                count += 1;
            }
        }
        count
    });
    let tally = runtime().block_on(load::run(plan(port, 32, Duration::from_secs(3))));
    let fatals = failing.join().expect("every failure is answered");
    assert!(fatals > 20, "{fatals} fatal errors prove nothing");
    expect_no_fault(&tally, &server);
    server.stop();
}

#[test]
fn a_crowd_of_coroutines_behind_every_answer_leaves_none_behind() {
    let server = Server::start("coroutines.php");
    let before = Census::take(&server);
    let plan = Plan {
        mix: Mix::Coroutines,
        ..plan(server.port(), 32, Duration::from_secs(3))
    };
    let tally = runtime().block_on(load::run(plan));
    expect_no_fault(&tally, &server);
    assert_eq!(tally.unanswered(Mix::Coroutines), [], "{tally:?}");
    assert_eq!(before.settled(&server), before);
    server.stop();
}

#[test]
fn accidents_among_phps_clients_cost_the_others_not_a_byte() {
    let missing = clients::missing(&server::php(), &clients::MODULES);
    if !missing.is_empty() {
        eprintln!("skipped: this PHP lacks {}", missing.join(", "));
        return;
    }
    let server = Script::new("clients.php").with_clients().with_jit().start();
    let plan = Plan {
        mix: Mix::Clients,
        ..plan(server.port(), 16, Duration::from_secs(5))
    };
    let tally = runtime().block_on(load::run(plan));
    expect_no_fault(&tally, &server);
    assert!(tally.total() > 100, "{tally:?}");
    server.stop();
}

#[test]
fn the_load_notices_wrong_answers_and_a_server_that_goes_away() {
    // This one answers 404 to most of it, and its /echo is right.
    let server = Server::start("app.php");
    let plan = plan(server.port(), 4, Duration::from_millis(300));
    let runtime = runtime();
    let tally = runtime.block_on(load::run(plan.clone()));
    assert!(tally.wrong_answers > 0, "{tally:?}");
    assert_eq!(tally.socket_errors, 0, "{tally:?}");
    assert!(tally.answered[Kind::Echo] > 0, "{tally:?}");
    server.stop();
    let tally = runtime.block_on(load::run(plan));
    assert!(tally.socket_errors > 0 && tally.total() == 0, "{tally:?}");
}
