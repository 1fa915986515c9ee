//! Conditions and ranges.

use std::fs;
use std::time::{Duration, SystemTime};

use ta_server::files::{Mount, Tags};

use crate::site::Site;

const TEXT: &[u8] = b"0123456789";

fn site(change: impl FnOnce(&mut Mount)) -> Site {
    let site = Site::mount(&[("a.txt", TEXT), ("empty", b"")], change);
    // Old enough for its date to be a strong validator.
    let modified = SystemTime::now() - Duration::from_secs(100);
    let file = fs::File::options()
        .write(true)
        .open(site.root().join("a.txt"));
    file.unwrap().set_modified(modified).unwrap();
    site
}

#[test]
fn one_range_is_honoured_and_others_are_not() {
    let site = site(|_| {});
    for (range, status, body, content_range) in [
        ("bytes=0-0", 206, "0", Some("bytes 0-0/10")),
        ("bytes=2-4", 206, "234", Some("bytes 2-4/10")),
        ("bytes=7-", 206, "789", Some("bytes 7-9/10")),
        ("bytes=-3", 206, "789", Some("bytes 7-9/10")),
        ("bytes=-30", 206, "0123456789", Some("bytes 0-9/10")),
        ("bytes=5-99", 206, "56789", Some("bytes 5-9/10")),
        ("Bytes=5-5", 206, "5", Some("bytes 5-5/10")),
        // RFC 9110 §15.5.17
        ("bytes=10-", 416, "", Some("bytes */10")),
        ("bytes=99-100", 416, "", Some("bytes */10")),
        ("bytes=-0", 416, "", Some("bytes */10")),
        // RFC 9110 §14.2: these MAY be ignored.
        ("bytes=0-0,2-2", 200, "0123456789", None),
        ("bytes=4-2", 200, "0123456789", None),
        ("bytes=", 200, "0123456789", None),
        ("bytes=a-b", 200, "0123456789", None),
        ("chars=0-0", 200, "0123456789", None),
    ] {
        let answer = site.ask("GET", "/s/a.txt", &format!("Range: {range}\r\n"));
        assert_eq!((answer.status, answer.text()), (status, body), "{range}");
        assert_eq!(answer.field("content-range"), content_range, "{range}");
        let length = body.len().to_string();
        assert_eq!(answer.field("content-length"), Some(&*length), "{range}");
    }
    let repeated = site.ask(
        "GET",
        "/s/a.txt",
        "Range: bytes=0-0\r\nRange: bytes=1-1\r\n",
    );
    assert_eq!(repeated.status, 200);
    // RFC 9110 §14.2: defined for GET only.
    let head = site.ask("HEAD", "/s/a.txt", "Range: bytes=0-0\r\n");
    assert_eq!(
        (head.status, head.field("content-length")),
        (200, Some("10"))
    );
    assert_eq!(
        site.ask("GET", "/s/empty", "Range: bytes=0-\r\n").status,
        416
    );
    assert_eq!(
        site.ask("GET", "/s/empty", "Range: bytes=-5\r\n").status,
        200
    );
}

#[test]
fn a_client_that_has_the_file_is_told_so() {
    let site = site(|mount| {
        mount.cache_control("no-cache").unwrap();
    });
    let first = site.get("/s/a.txt");
    let tag = first.field("etag").unwrap();
    let date = first.field("last-modified").unwrap();
    let opaque = tag.trim_start_matches("W/");
    for (fields, status) in [
        (format!("If-None-Match: {tag}"), 304),
        (format!("If-None-Match: {opaque}"), 304),
        (format!("If-None-Match: \"x\", {tag}"), 304),
        (format!("If-None-Match: \"x\"\r\nIf-None-Match: {tag}"), 304),
        ("If-None-Match: *".to_owned(), 304),
        ("If-None-Match: \"x\"".to_owned(), 200),
        (format!("If-Modified-Since: {date}"), 304),
        (
            "If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT".to_owned(),
            200,
        ),
        (
            "If-Modified-Since: Saturday, 01-Jan-00 00:00:00 GMT".to_owned(),
            200,
        ),
        (
            "If-Modified-Since: Tue Dec 31 23:59:59 2199".to_owned(),
            304,
        ),
        ("If-Modified-Since: yesterday".to_owned(), 200),
        // RFC 9110 §13.2.2: the tag overrules the date.
        (
            format!("If-None-Match: \"x\"\r\nIf-Modified-Since: {date}"),
            200,
        ),
        // A 304 comes before any range.
        (format!("If-None-Match: {tag}\r\nRange: bytes=0-0"), 304),
        // Reading does no harm: these are ignored unless asked for.
        ("If-Match: \"x\"".to_owned(), 200),
        (
            "If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT".to_owned(),
            200,
        ),
    ] {
        let answer = site.ask("GET", "/s/a.txt", &format!("{fields}\r\n"));
        assert_eq!(answer.status, status, "{fields}");
        if status == 304 {
            // RFC 9110 §15.4.5
            for field in ["etag", "last-modified", "cache-control"] {
                assert_eq!(answer.field(field), first.field(field), "{fields}");
            }
            assert_eq!(answer.field("content-length"), None, "{fields}");
        }
    }
    let head = site.ask("HEAD", "/s/a.txt", &format!("If-None-Match: {tag}\r\n"));
    assert_eq!(head.status, 304);
}

#[test]
fn a_range_of_an_old_version_is_not_sent() {
    let weak = site(|_| {});
    let strong = site(|mount| {
        mount.tags(Tags::Strong);
    });
    let ask = |site: &Site, if_range: &str| {
        let fields = format!("Range: bytes=1-2\r\nIf-Range: {if_range}\r\n");
        site.ask("GET", "/s/a.txt", &fields).status
    };
    let first = weak.get("/s/a.txt");
    assert_eq!(ask(&weak, first.field("last-modified").unwrap()), 206);
    // RFC 9110 §13.1.5: weak tags never match.
    assert_eq!(ask(&weak, first.field("etag").unwrap()), 200);
    assert_eq!(ask(&weak, "Sat, 01 Jan 2000 00:00:00 GMT"), 200);
    let tag = strong.get("/s/a.txt").field("etag").unwrap().to_owned();
    assert!(tag.starts_with('"'));
    assert_eq!(ask(&strong, &tag), 206);
    assert_eq!(ask(&strong, "\"x\""), 200);
    fs::write(strong.root().join("a.txt"), "changed!!!").unwrap();
    assert_eq!(ask(&strong, &tag), 200);
}

#[test]
fn preconditions_fail_where_they_are_looked_at() {
    let site = site(|mount| {
        mount.tags(Tags::Strong).preconditions(true);
    });
    let tag = site.get("/s/a.txt").field("etag").unwrap().to_owned();
    for (fields, status) in [
        (format!("If-Match: {tag}"), 200),
        ("If-Match: *".to_owned(), 200),
        // RFC 9110 §15.5.13
        ("If-Match: \"x\"".to_owned(), 412),
        (
            "If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT".to_owned(),
            412,
        ),
        (
            "If-Unmodified-Since: Tue, 31 Dec 2199 23:59:59 GMT".to_owned(),
            200,
        ),
    ] {
        let answer = site.ask("GET", "/s/a.txt", &format!("{fields}\r\n"));
        assert_eq!(answer.status, status, "{fields}");
        assert_eq!(answer.body.is_empty(), status == 412);
    }
}
