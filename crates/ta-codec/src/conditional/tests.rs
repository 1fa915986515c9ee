//! RFC 9110 §13 as a table.

use super::*;

const EARLY: &[u8] = b"Sun, 06 Nov 1994 08:49:36 GMT";
const EXACT: &[u8] = b"Sun, 06 Nov 1994 08:49:37 GMT";
const LATE: &[u8] = b"Sun, 06 Nov 1994 08:49:38 GMT";

/// Modified half a second after [`EXACT`].
fn modified() -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(784_111_777_500)
}

fn outcome(conditions: Conditions<'_>, is_get: bool, etag: &str) -> Outcome {
    let current = Validators {
        etag: ETag::parse(etag.as_bytes()),
        last_modified: Some(modified()),
    };
    conditions.evaluate(is_get, Some(&current))
}

fn if_match(list: &str) -> Conditions<'_> {
    Conditions {
        if_match: Some(list.as_bytes()),
        ..Conditions::default()
    }
}

fn if_none_match(list: &str) -> Conditions<'_> {
    Conditions {
        if_none_match: Some(list.as_bytes()),
        ..Conditions::default()
    }
}

#[test]
fn no_condition_lets_everything_through() {
    let none = Conditions::default();
    assert_eq!(outcome(none, true, "\"1\""), Outcome::Proceed);
    assert_eq!(none.evaluate(false, None), Outcome::Proceed);
}

#[test]
fn if_match_needs_the_very_representation() {
    // RFC 9110 §13.1.1: strong comparison.
    for (list, etag, expected) in [
        ("\"1\"", "\"1\"", Outcome::Proceed),
        ("\"0\", \"1\"", "\"1\"", Outcome::Proceed),
        ("*", "\"1\"", Outcome::Proceed),
        (" * ", "", Outcome::Proceed),
        ("\"0\"", "\"1\"", Outcome::PreconditionFailed),
        ("W/\"1\"", "\"1\"", Outcome::PreconditionFailed),
        ("\"1\"", "W/\"1\"", Outcome::PreconditionFailed),
        ("\"1\"", "", Outcome::PreconditionFailed),
        ("1", "\"1\"", Outcome::PreconditionFailed),
        ("", "\"1\"", Outcome::PreconditionFailed),
    ] {
        for is_get in [true, false] {
            assert_eq!(outcome(if_match(list), is_get, etag), expected, "{list}");
        }
    }
    assert_eq!(
        if_match("*").evaluate(false, None),
        Outcome::PreconditionFailed
    );
}

#[test]
fn if_none_match_spares_the_client_what_it_has() {
    // RFC 9110 §13.1.2: weak comparison; 304 to GET and HEAD, 412 to others.
    for (list, etag, known) in [
        ("\"1\"", "\"1\"", true),
        ("W/\"1\"", "\"1\"", true),
        ("\"0\",W/\"1\"", "W/\"1\"", true),
        ("*", "\"1\"", true),
        ("*", "", true),
        ("\"0\"", "\"1\"", false),
        ("\"1", "\"1\"", false),
        ("\"1\"", "", false),
    ] {
        let expected = |answer| if known { answer } else { Outcome::Proceed };
        let conditions = if_none_match(list);
        assert_eq!(
            outcome(conditions, true, etag),
            expected(Outcome::NotModified),
            "{list}"
        );
        assert_eq!(
            outcome(conditions, false, etag),
            expected(Outcome::PreconditionFailed),
            "{list}"
        );
    }
    assert_eq!(if_none_match("*").evaluate(false, None), Outcome::Proceed);
}

#[test]
fn if_modified_since_compares_whole_seconds_and_only_for_get() {
    // RFC 9110 §13.1.3.
    for (date, expected) in [
        (EARLY, Outcome::Proceed),
        (EXACT, Outcome::NotModified),
        (LATE, Outcome::NotModified),
        (b"Sunday, 06-Nov-94 08:49:37 GMT", Outcome::NotModified),
        (b"Sun Nov  6 08:49:37 1994", Outcome::NotModified),
        (b"yesterday", Outcome::Proceed),
        (b"", Outcome::Proceed),
    ] {
        let conditions = Conditions {
            if_modified_since: Some(date),
            ..Conditions::default()
        };
        assert_eq!(outcome(conditions, true, ""), expected);
        assert_eq!(outcome(conditions, false, ""), Outcome::Proceed);
        let undated = Validators::default();
        assert_eq!(conditions.evaluate(true, Some(&undated)), Outcome::Proceed);
    }
}

#[test]
fn if_unmodified_since_refuses_what_changed_later() {
    // RFC 9110 §13.1.4.
    for (date, expected) in [
        (EARLY, Outcome::PreconditionFailed),
        (EXACT, Outcome::Proceed),
        (LATE, Outcome::Proceed),
        (&b"tomorrow"[..], Outcome::Proceed),
    ] {
        let conditions = Conditions {
            if_unmodified_since: Some(date),
            ..Conditions::default()
        };
        for is_get in [true, false] {
            assert_eq!(outcome(conditions, is_get, ""), expected);
        }
        let undated = Validators::default();
        assert_eq!(conditions.evaluate(true, Some(&undated)), Outcome::Proceed);
    }
}

#[test]
fn tags_come_before_dates_and_matching_before_not_matching() {
    // RFC 9110 §13.2.2: with If-Match, If-Unmodified-Since is ignored; with If-None-Match,
    // If-Modified-Since.
    let conditions = Conditions {
        if_match: Some(b"\"1\""),
        if_unmodified_since: Some(EARLY),
        ..Conditions::default()
    };
    assert_eq!(outcome(conditions, true, "\"1\""), Outcome::Proceed);
    let conditions = Conditions {
        if_none_match: Some(b"\"0\""),
        if_modified_since: Some(LATE),
        ..Conditions::default()
    };
    assert_eq!(outcome(conditions, true, "\"1\""), Outcome::Proceed);
    let conditions = Conditions {
        if_match: Some(b"\"0\""),
        if_none_match: Some(b"\"1\""),
        ..Conditions::default()
    };
    assert_eq!(
        outcome(conditions, true, "\"1\""),
        Outcome::PreconditionFailed
    );
    let conditions = Conditions {
        if_match: Some(b"\"1\""),
        if_none_match: Some(b"\"1\""),
        ..Conditions::default()
    };
    assert_eq!(outcome(conditions, true, "\"1\""), Outcome::NotModified);
}
