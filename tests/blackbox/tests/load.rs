//! Seconds of mixed load with every answer checked; `cargo xtask soak` is the long form.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use ta_blackbox::is_full;
use ta_blackbox::load::{self, Kind, Plan};
use ta_blackbox::server::Server;

#[test]
fn mixed_load_gets_every_byte_of_every_answer() {
    let server = Server::start("soak.php");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let tally = runtime.block_on(load::run(Plan {
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, server.port())),
        connections: 64,
        time: Duration::from_secs(if is_full() { 30 } else { 3 }),
        seed: 7,
    }));
    assert_eq!(
        (tally.socket_errors, tally.wrong_answers),
        (0, 0),
        "{:#?}",
        tally.errors
    );
    for kind in Kind::ALL {
        assert!(tally.answered[kind as usize] > 0, "no {kind:?}: {tally:?}");
    }
    server.stop();
}

#[test]
fn the_load_notices_wrong_answers_and_a_server_that_goes_away() {
    // This one answers 404 to most of it, and its /echo is right.
    let server = Server::start("app.php");
    let plan = Plan {
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, server.port())),
        connections: 4,
        time: Duration::from_millis(300),
        seed: 1,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let tally = runtime.block_on(load::run(plan.clone()));
    assert!(tally.wrong_answers > 0, "{tally:?}");
    assert_eq!(tally.socket_errors, 0, "{tally:?}");
    assert!(tally.answered[Kind::Echo as usize] > 0, "{tally:?}");
    server.stop();
    let tally = runtime.block_on(load::run(plan));
    assert!(tally.socket_errors > 0 && tally.total() == 0, "{tally:?}");
}
