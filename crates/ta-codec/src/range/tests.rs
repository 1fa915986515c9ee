//! RFC 9110 §14 as tables.

use std::time::UNIX_EPOCH;

use super::*;

const MANY: Limits = Limits { ranges: 5, gap: 0 };

fn range(start: u64, end: u64) -> ByteRange {
    ByteRange { start, end }
}

#[track_caller]
fn assert_one(field: &str, length: u64, start: u64, end: u64) {
    let selection = select(field.as_bytes(), length, Limits::default());
    assert_eq!(selection, Selection::One(range(start, end)), "{field}");
}

#[test]
fn a_range_is_cut_to_what_there_is() {
    // RFC 9110 §14.1.2.
    assert_one("bytes=0-499", 10_000, 0, 500);
    assert_one("bytes=500-999", 10_000, 500, 1000);
    assert_one("bytes=-500", 10_000, 9500, 10_000);
    assert_one("bytes=9500-", 10_000, 9500, 10_000);
    assert_one("bytes=0-0", 10_000, 0, 1);
    assert_one("bytes=-1", 10_000, 9999, 10_000);
    assert_one("bytes=0-99999", 10_000, 0, 10_000);
    assert_one("bytes=-99999", 10_000, 0, 10_000);
}

#[test]
fn case_blanks_and_empty_elements_do_not_matter() {
    assert_one("Bytes=0-1", 10, 0, 2);
    assert_one("bytes= 0-1", 10, 0, 2);
    assert_one("bytes=, 0-1 ,", 10, 0, 2);
}

#[test]
fn numbers_beyond_64_bits_are_very_large() {
    assert_one("bytes=0-99999999999999999999", 10, 0, 10);
    assert_one("bytes=-99999999999999999999", 10, 0, 10);
    assert_one("bytes=5-18446744073709551615", u64::MAX, 5, u64::MAX);
    assert_eq!(
        select(b"bytes=99999999999999999999-", 10, Limits::default()),
        Selection::Unsatisfiable
    );
}

#[test]
fn what_is_no_byte_range_is_ignored() {
    // RFC 9110 §14.2: a server MUST ignore an unknown unit and MAY ignore the rest.
    for field in [
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=-",
        "bytes=a-b",
        "bytes=1",
        "bytes=2-1",
        "bytes=1-2-3",
        "bytes=+1-2",
        "bytes=1 - 2",
        "bytes=0x1-2",
        "lines=0-1",
        "=0-1",
        "bytes:0-1",
        "bytes=0-1;x",
        "bytes=0-1, bytes=2-3",
        "bytes=0-1 2-3",
        "none",
    ] {
        assert_eq!(
            select(field.as_bytes(), 10, MANY),
            Selection::Whole,
            "{field}"
        );
    }
}

#[test]
fn what_lies_beyond_the_end_is_unsatisfiable() {
    for (field, length) in [
        ("bytes=10-", 10),
        ("bytes=10-20", 10),
        ("bytes=-0", 10),
        ("bytes=0-", 0),
        ("bytes=-0", 0),
    ] {
        let selection = select(field.as_bytes(), length, Limits::default());
        assert_eq!(selection, Selection::Unsatisfiable, "{field}");
    }
    assert_eq!(
        select(b"bytes=10-,-0,20-30", 10, MANY),
        Selection::Unsatisfiable
    );
}

#[test]
fn the_end_of_nothing_is_all_of_it() {
    assert_eq!(select(b"bytes=-5", 0, Limits::default()), Selection::Whole);
}

#[test]
fn several_ranges_need_leave() {
    assert_eq!(
        select(b"bytes=0-0,5-5", 10, Limits::default()),
        Selection::Whole
    );
    assert_eq!(
        select(b"bytes=5-5,0-0,99-", 10, MANY),
        Selection::Many(vec![range(5, 6), range(0, 1)])
    );
    assert_eq!(
        select(b"bytes=0-0,2-2,4-4,6-6,8-8,9-9", 10, MANY),
        Selection::Whole
    );
    // One that is left over is an ordinary answer.
    assert_eq!(
        select(b"bytes=99-,0-0", 10, MANY),
        Selection::One(range(0, 1))
    );
}

#[test]
fn ranges_that_overlap_or_almost_touch_become_one() {
    // RFC 9110 §15.3.7.2.
    let joined = |field: &str, gap| select(field.as_bytes(), 1000, Limits { ranges: 9, gap });
    assert_eq!(joined("bytes=0-9,5-14", 0), Selection::One(range(0, 15)));
    assert_eq!(joined("bytes=0-9,10-19", 0), Selection::One(range(0, 20)));
    assert_eq!(
        joined("bytes=0-9,11-19", 0),
        Selection::Many(vec![range(0, 10), range(11, 20)])
    );
    assert_eq!(joined("bytes=0-9,11-19", 1), Selection::One(range(0, 20)));
    // A late one bridges two early ones and takes the place of the first.
    assert_eq!(
        joined("bytes=500-509,100-109,0-9,5-104", 0),
        Selection::Many(vec![range(500, 510), range(0, 110)])
    );
    assert_eq!(
        joined("bytes=0-,0-,0-,-1", 0),
        Selection::One(range(0, 1000))
    );
}

#[test]
fn content_range_shows_the_last_byte_and_the_length() {
    // RFC 9110 §14.4.
    assert_eq!(
        range(0, 500).content_range(1234).to_string(),
        "bytes 0-499/1234"
    );
    assert_eq!(unsatisfied_range(1234).to_string(), "bytes */1234");
    assert_eq!(range(3, 5).len(), 2);
}

#[test]
fn if_range_needs_a_strong_validator() {
    // RFC 9110 §13.1.5, §8.8.2.2.
    const DATE: &[u8] = b"Sun, 06 Nov 1994 08:49:37 GMT";
    let modified = UNIX_EPOCH + Duration::from_millis(784_111_777_900);
    let later = modified + Duration::from_secs(60);
    let with = |etag: &'static [u8]| Validators {
        etag: ETag::parse(etag),
        last_modified: Some(modified),
    };
    for (field, current, expected) in [
        (&b"\"1\""[..], with(b"\"1\""), true),
        (b"\"0\"", with(b"\"1\""), false),
        (b"W/\"1\"", with(b"\"1\""), false),
        (b"\"1\"", with(b"W/\"1\""), false),
        (b"\"1\"", with(b""), false),
        (b"\"0\", \"1\"", with(b"\"1\""), false),
        (b"*", with(b"\"1\""), false),
        (DATE, with(b"\"1\""), true),
        (b"Sunday, 06-Nov-94 08:49:37 GMT", with(b""), true),
        (b"Sun, 06 Nov 1994 08:49:36 GMT", with(b""), false),
        (b"Sun, 06 Nov 1994 08:49:38 GMT", with(b""), false),
        (DATE, Validators::default(), false),
        (b"", with(b""), false),
    ] {
        let found = applies(field, &current, later);
        assert_eq!(found, expected, "{}", field.escape_ascii());
    }
    // In the second it was written in, a file may change again.
    assert!(!applies(DATE, &with(b""), modified));
    assert!(applies(
        DATE,
        &with(b""),
        modified + Duration::from_millis(100)
    ));
}
