//! The table. Each file below is one chapter; a case cites the RFC section it stands for and,
//! where ours says more, the section of our specification (`request §6.3`).

mod bodiless;
mod chunked;
mod endings;
mod expect;
mod fields;
mod framing;
mod hosts;
mod limits;
mod persistence;
mod pipelining;
mod request_line;
mod responses;
mod targets;
mod timers;
mod unread;
mod versions;

use crate::case::{Case, case};

/// Every case there is.
#[must_use]
pub fn table() -> Vec<Case> {
    [
        request_line::cases(),
        targets::cases(),
        versions::cases(),
        hosts::cases(),
        fields::cases(),
        framing::cases(),
        chunked::cases(),
        limits::cases(),
        expect::cases(),
        persistence::cases(),
        pipelining::cases(),
        bodiless::cases(),
        responses::cases(),
        unread::cases(),
        endings::cases(),
        timers::cases(),
    ]
    .concat()
}

/// A request that is refused for what it is: name, rule, bytes, status.
type Refused = (&'static str, &'static str, &'static str, u16);

/// Cases that are single requests to be refused.
fn refused(table: &[Refused]) -> impl Iterator<Item = Case> {
    table
        .iter()
        .map(|&(name, rule, bytes, status)| case(name, rule).send(bytes).refused(status))
}

/// A request without body that asks for `target`.
fn get(target: &str) -> String {
    format!("GET {target} HTTP/1.1\r\nHost: h\r\n\r\n")
}

/// A request of these field lines and bytes behind the head.
fn post(target: &str, lines: &[&str], body: &str) -> String {
    let lines: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    format!("POST {target} HTTP/1.1\r\nHost: h\r\n{lines}\r\n{body}")
}

/// A request with a chunked body, as it stands on the wire.
fn chunks(target: &str, body: &str) -> String {
    post(target, &["Transfer-Encoding: chunked"], body)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::table;

    #[test]
    fn the_table_is_as_large_as_promised_and_no_case_is_there_twice() {
        let table = table();
        assert!(table.len() >= 250, "{}", table.len());
        let mut names = HashSet::new();
        for case in &table {
            assert!(names.insert(&case.name), "{:?} is there twice", case.name);
        }
    }

    #[test]
    fn every_case_names_a_section() {
        for case in table() {
            assert!(case.rule.contains('§'), "{:?}: {:?}", case.name, case.rule);
        }
    }
}
