//! `Host`: there exactly once, and the name of a host.

use crate::case::{Case, case, says};

/// Values that are no host with an optional port.
const BAD: &[(&str, &str)] = &[
    ("an empty Host", ""),
    ("a Host of blanks", " \t "),
    ("a Host with user information", "u@h"),
    ("a Host with a slash", "h/"),
    ("a Host with a query", "h?q"),
    ("a Host with a fragment", "h#f"),
    ("a Host of two, by a comma", "a,b"),
    ("a Host of two, by a comma and a space", "a, b"),
    ("a Host with a space", "a b"),
    ("a Host with a tab", "a\tb"),
    ("a Host with a scheme", "http://h"),
    ("a Host with a backslash", "a\\b"),
    ("a Host with quotes", "\"h\""),
    ("a Host with a byte beyond ASCII", "h\u{e9}"),
    ("a Host with a port that is no number", "h:http"),
    ("a Host with two ports", "h:80:80"),
    ("a Host that is only a port", ":80"),
    ("a Host with an open bracket", "[::1"),
    ("a Host with a closing bracket alone", "::1]"),
    ("a Host with an IPv6 address without brackets", "::1"),
    ("a Host with words behind a bracket", "[::1]x"),
    ("a Host with a name in brackets", "[localhost]"),
    ("a Host with a bracket inside", "a[b]"),
    ("a Host with a broken percent-encoding", "a%zz"),
    ("a Host with an unfinished percent-encoding", "a%4"),
];

const GOOD: &[(&str, &str)] = &[
    ("a Host", "example.com"),
    ("a Host with a port", "example.com:8080"),
    ("a Host with an empty port", "example.com:"),
    ("a Host in capitals", "EXAMPLE.com"),
    ("a Host with an IPv4 address", "127.0.0.1:80"),
    ("a Host with an IPv6 address", "[2001:db8::1]"),
    (
        "a Host with an IPv6 address and a port",
        "[::ffff:127.0.0.1]:443",
    ),
    ("a Host with an address of the future", "[v7.a:b]"),
    ("a Host with an underscore", "my_host"),
    ("a Host with a percent-encoded byte", "caf%C3%A9.example"),
    ("a Host with sub-delimiters", "a!$&'()*+;=b"),
    ("a Host with a final dot", "example.com."),
];

pub(super) fn cases() -> Vec<Case> {
    let bad = BAD.iter().map(|(name, value)| {
        case(*name, "RFC 9112 §3.2, RFC 3986 §3.2.2; request §6.3")
            .send(format!("GET / HTTP/1.1\r\nHost: {value}\r\n\r\n"))
            .refused(400)
    });
    let good = GOOD.iter().map(|(name, value)| {
        case(*name, "RFC 9110 §7.2, RFC 3986 §3.2.2")
            .send(format!("GET / HTTP/1.1\r\nHost: {value}\r\n\r\n"))
            .answer(says([&format!("host={value}")]))
    });
    let others = [
        case("no Host in HTTP/1.1", "RFC 9112 §3.2; request §6.3")
            .send("GET / HTTP/1.1\r\nAccept: */*\r\n\r\n")
            .refused(400),
        case("no field at all in HTTP/1.1", "RFC 9112 §3.2; request §6.3")
            .send("GET / HTTP/1.1\r\n\r\n")
            .refused(400),
        case("no Host in HTTP/1.0", "RFC 9112 §3.2; request §6.3")
            .send("GET / HTTP/1.0\r\n\r\n")
            .answer(says(["method=GET"]).lacks("host="))
            .closed(),
        case("an empty Host in HTTP/1.0", "RFC 9112 §3.2; request §6.3")
            .send("GET / HTTP/1.0\r\nHost:\r\n\r\n")
            .refused(400),
        case("Host twice, different", "RFC 9112 §3.2; request §6.3")
            .send("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
            .refused(400),
        case("Host twice, the same", "RFC 9112 §3.2; request §6.3")
            .send("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n")
            .refused(400),
        case(
            "Host twice in different letters and apart",
            "RFC 9112 §3.2; request §6.3",
        )
        .send("GET / HTTP/1.1\r\nhOsT: a\r\nX: y\r\nHOST: a\r\n\r\n")
        .refused(400),
        case("Host twice in HTTP/1.0", "RFC 9112 §3.2; request §6.3")
            .send("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n")
            .refused(400),
        case("Host as the last of many fields", "RFC 9112 §3.2")
            .send("GET / HTTP/1.1\r\nA: 1\r\nB: 2\r\nHost: h\r\n\r\n")
            .answer(says(["host=h", "a=1", "b=2"])),
        case("a Host between blanks", "RFC 9112 §5.1")
            .send("GET / HTTP/1.1\r\nHost:\t h \t\r\n\r\n")
            .answer(says(["host=h"])),
    ];
    bad.chain(good).chain(others).collect()
}
