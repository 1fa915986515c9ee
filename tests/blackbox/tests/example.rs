//! `examples/db.php`: three services at once, and what becomes of it when they are absent.

use std::time::Instant;

use serde_json::Value;
use ta_blackbox::wire::{Connection, Response};
use ta_blackbox::{clients, port, server};

/// Each part of the answer, and the extension it takes.
const PARTS: [(&str, &str); 3] = [("mysql", "pdo_mysql"), ("http", "curl"), ("redis", "redis")];

fn json(response: &Response) -> Value {
    assert_eq!(response.header("content-type"), Some("application/json"));
    serde_json::from_slice(&response.body).expect("JSON")
}

/// What a part failed with because this PHP has no extension for it.
fn lack(extension: &str) -> Option<String> {
    let missing = !clients::missing(&server::php(), &[extension]).is_empty();
    missing.then(|| format!("PHP lacks the extension {extension}"))
}

#[test]
fn three_services_take_as_long_as_the_slowest_of_them() {
    // The services exist: without them the next test would be all there is.
    for variable in ["TA_MYSQL_PORT", "TA_HTTP_PORT", "TA_REDIS_PORT"] {
        clients::port(variable);
    }
    let server = server::Script::example("db.php").with_clients().start();
    let mut connection = Connection::open(server.port());
    // The first request establishes the connections.
    connection.get("/?delay=0");
    let asked = Instant::now();
    let response = connection.get("/?delay=0.5");
    let took = asked.elapsed();
    let answer = json(&response);

    let mut lacks = 0;
    for (part, extension) in PARTS {
        let part = &answer[part];
        if let Some(lack) = lack(extension) {
            assert_eq!(part["error"], lack.as_str(), "{answer}");
            lacks += 1;
            continue;
        }
        assert!(!part["value"].is_null(), "{answer}");
        assert!(part["ms"].as_f64().expect("a number") > 450.0, "{answer}");
    }
    assert_eq!(response.status, if lacks > 0 { 503 } else { 200 });
    if lacks == 0 {
        assert_eq!(answer["http"]["value"], "delayed 0.5");
        assert_eq!(answer["redis"]["value"].as_u64().map(|n| n > 0), Some(true));
        let total = answer["total_ms"].as_f64().expect("a number");
        let sum = answer["sum_ms"].as_f64().expect("a number");
        assert!(total < sum * 0.7, "{answer}");
        // The client's own clock agrees.
        assert!(took.as_secs_f64() * 1e3 < sum, "{took:?}: {answer}");
    }
    server.stop();
}

#[test]
fn more_requests_than_connections_are_all_answered() {
    let server = server::Script::example("db.php").with_clients().start();
    let port = server.port();
    let expected = if PARTS.iter().any(|(_, extension)| lack(extension).is_some()) {
        503
    } else {
        200
    };
    // 16 connections to each service: the last requests wait for one.
    let clients: Vec<_> = (0..40)
        .map(|_| std::thread::spawn(move || Connection::open(port).get("/?delay=0.1").status))
        .collect();
    for client in clients {
        assert_eq!(client.join().expect("an answer"), expected);
    }
    server.stop();
}

#[test]
fn a_service_that_is_absent_costs_its_own_part_only() {
    let http = clients::port("TA_HTTP_PORT");
    let server = server::Script::example("db.php")
        .with_clients()
        .env("TA_MYSQL_PORT", port::free().to_string())
        .env("TA_REDIS_PORT", "")
        .env("TA_HTTP_PORT", http.to_string())
        .start();
    let response = Connection::open(server.port()).get("/?delay=0");
    let answer = json(&response);
    assert_eq!(response.status, 503);
    let error = |part: &str| answer[part]["error"].as_str().map(str::to_owned);
    let mysql = lack("pdo_mysql");
    assert_eq!(
        error("mysql"),
        Some(mysql.unwrap_or_else(|| "SQLSTATE[HY000] [2002] Connection refused".into())),
    );
    let redis = lack("redis").unwrap_or_else(|| "TA_REDIS_PORT is not set".into());
    assert_eq!(error("redis"), Some(redis));
    match lack("curl") {
        None => assert_eq!(answer["http"]["value"], "delayed 0"),
        lack => assert_eq!(error("http"), lack),
    }
    server.stop();
}

#[test]
fn a_delay_that_is_none_is_the_clients_fault() {
    let server = server::Script::example("db.php").with_clients().start();
    for bad in ["x", "-1", "1e9", "nan"] {
        let response = Connection::open(server.port()).get(&format!("/?delay={bad}"));
        assert_eq!(
            (response.status, response.text()),
            (400, "delay is a number of seconds, 0 to 3"),
            "{bad}"
        );
    }
    server.stop();
}
