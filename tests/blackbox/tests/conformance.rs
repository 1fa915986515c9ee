//! HTTP/1.1 to the letter: the table of `ta-conformance` against `php conformance.php`.

use std::net::{Ipv4Addr, SocketAddr};

use ta_blackbox::server::{Script, Server};
use ta_conformance::{Delivery, Need, Subject, Temper, Writes, check, pages};

fn start(temper: Temper) -> Server {
    let script = Script::new("conformance.php").env("TA_MAX_BODY", pages::BODY_LIMIT.to_string());
    match temper {
        Temper::Patient => script,
        Temper::Impatient => script
            .env("TA_READ_TIMEOUT", pages::READ_TIMEOUT.to_string())
            .env(
                "TA_KEEP_ALIVE_TIMEOUT",
                pages::KEEP_ALIVE_TIMEOUT.to_string(),
            ),
    }
    .start()
}

fn play(temper: Temper, writes: Writes) {
    let server = start(temper);
    let subject = Subject {
        address: SocketAddr::from((Ipv4Addr::LOCALHOST, server.port())),
        delivery: Delivery::Buffered,
        temper,
        can: vec![Need::Streams, Need::Trailers],
    };
    let count = check(&subject, writes);
    println!("{count} cases, {temper:?}, {writes:?}");
    // The pages that fail on purpose may be told on stderr.
    let end = server.terminate();
    assert_eq!(end.status.code(), Some(0), "{end:?}");
}

#[test]
fn every_case_holds_with_whole_writes() {
    play(Temper::Patient, Writes::Whole);
}

#[test]
fn every_case_holds_byte_by_byte() {
    play(Temper::Patient, Writes::ByteByByte);
}

#[test]
fn slow_clients_get_what_the_timers_say() {
    play(Temper::Impatient, Writes::Whole);
    play(Temper::Impatient, Writes::ByteByByte);
}
