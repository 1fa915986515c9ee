//! Files that a handler sends.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use ta_server::files::{Disposition, SendError, SendOptions, send_file};
use ta_server::{Exchange, Handler, Reply, Settings};

use crate::site::{Site, directory};

type Fields = &'static [(&'static str, &'static str)];

/// Sends the file that the path names, as the test says.
struct Sender {
    root: PathBuf,
    options: SendOptions,
    status: u16,
    fields: Fields,
}

impl Handler for Sender {
    async fn handle(&self, mut exchange: Exchange) {
        let head = exchange.take_request();
        let path = self.root.join(head.path().trim_start_matches('/'));
        let fields = self
            .fields
            .iter()
            .map(|(name, value)| (name.as_bytes(), value.as_bytes()));
        let reply = Reply {
            status: self.status,
            ..Reply::default()
        };
        let sent = send_file(&exchange, &head, &path, &self.options, reply, fields);
        let text = match sent {
            Ok(()) => return,
            Err(SendError::Missing(_)) => "missing",
            Err(SendError::Unreadable(_)) => "unreadable",
            Err(SendError::Option(_)) => "option",
            Err(error) => panic!("{error}"),
        };
        exchange
            .respond_slice(Reply::default(), [], text.as_bytes())
            .unwrap();
    }
}

const FILES: &[(&str, &[u8])] = &[
    ("a.txt", b"0123456789"),
    ("a.txt.gz", b"gzip"),
    ("dir/x", b""),
    ("large", &[7; 300_000]),
];

fn site(change: impl FnOnce(&mut SendOptions)) -> Site {
    site_with(200, &[], change)
}

fn site_with(status: u16, fields: Fields, change: impl FnOnce(&mut SendOptions)) -> Site {
    let directory = directory(FILES);
    let root = directory.path().join("root");
    let mut options = SendOptions::default();
    change(&mut options);
    Site::serve(directory, Settings::default(), move || Sender {
        root,
        options,
        status,
        fields,
    })
}

#[test]
fn a_file_is_sent_like_one_of_a_mount() {
    let site = site(|_| {});
    let answer = site.get("/a.txt");
    assert_eq!((answer.status, answer.text()), (200, "0123456789"));
    assert_eq!(
        answer.field("content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert_eq!(answer.field("vary"), Some("accept-encoding"));
    assert_eq!(answer.field("content-disposition"), None);
    let tag = answer.field("etag").unwrap();
    assert_eq!(
        site.ask("GET", "/a.txt", &format!("If-None-Match: {tag}\r\n"))
            .status,
        304
    );
    assert_eq!(
        site.ask("GET", "/a.txt", "Range: bytes=3-4\r\n").text(),
        "34"
    );
    let gzip = site.ask("GET", "/a.txt", "Accept-Encoding: gzip\r\n");
    assert_eq!(
        (gzip.text(), gzip.field("content-encoding")),
        ("gzip", Some("gzip"))
    );
    assert_eq!(site.get("/nothing").text(), "missing");
    assert_eq!(site.get("/a.txt/x").text(), "missing");
    assert_eq!(site.get("/dir").text(), "unreadable");
}

#[test]
fn everything_can_be_switched_off() {
    let site = site(|options| {
        options.tags = ta_server::files::Tags::Off;
        options.last_modified = false;
        options.ranges = false;
        options.precompressed = false;
        options.conditional = false;
        options.content_type = Some(b"x/y".to_vec());
        options.cache_control = Some(b"no-store".to_vec());
        options.disposition = Disposition::Attachment;
        options.download_name = Some("ü.txt".as_bytes().to_vec());
    });
    let fields = "Range: bytes=0-0\r\nIf-None-Match: *\r\nAccept-Encoding: gzip\r\n";
    let answer = site.ask("GET", "/a.txt", fields);
    assert_eq!((answer.status, answer.text()), (200, "0123456789"));
    for absent in [
        "etag",
        "last-modified",
        "accept-ranges",
        "vary",
        "content-encoding",
    ] {
        assert_eq!(answer.field(absent), None, "{absent}");
    }
    assert_eq!(answer.field("content-type"), Some("x/y"));
    assert_eq!(answer.field("cache-control"), Some("no-store"));
    let disposition = answer.field("content-disposition").unwrap();
    assert_eq!(
        disposition,
        "attachment; filename=\"_.txt\"; filename*=UTF-8''%C3%BC.txt"
    );
}

#[test]
fn what_the_handler_says_holds() {
    const FIELDS: Fields = &[
        ("content-type", "text/mine"),
        ("etag", "\"mine\""),
        ("vary", "cookie"),
        ("content-length", "1"),
        ("x-a", "b"),
    ];
    let site = site_with(200, FIELDS, |_| {});
    let answer = site.get("/a.txt");
    assert_eq!(answer.field("content-type"), Some("text/mine"));
    assert_eq!(answer.field("etag"), Some("\"mine\""));
    assert_eq!(answer.field("x-a"), Some("b"));
    assert_eq!(answer.field("content-length"), Some("10"));
    assert!(answer.head.contains("vary: cookie") && answer.head.contains("vary: accept-encoding"));
    let not_modified = site.ask("GET", "/a.txt", "If-None-Match: \"mine\"\r\n");
    assert_eq!(
        (not_modified.status, not_modified.field("content-length")),
        (304, None)
    );
    // A strong tag of the handler's own makes ranges safe.
    let range = site.ask(
        "GET",
        "/a.txt",
        "Range: bytes=0-0\r\nIf-Range: \"mine\"\r\n",
    );
    assert_eq!(range.status, 206);
}

#[test]
fn an_error_page_is_sent_whole() {
    let site = site_with(404, &[], |_| {});
    let answer = site.ask("GET", "/a.txt", "Range: bytes=0-0\r\nIf-None-Match: *\r\n");
    // RFC 9110 §13.2.1, §14.2
    assert_eq!((answer.status, answer.text()), (404, "0123456789"));
    let created = site_with(200, &[], |options| options.status = Some(201));
    assert_eq!(created.get("/a.txt").status, 201);
    assert_eq!(
        created.ask("GET", "/a.txt", "If-None-Match: *\r\n").status,
        304
    );
    assert_eq!(
        created.ask("GET", "/a.txt", "Range: bytes=99-\r\n").status,
        416
    );
}

#[test]
fn a_text_that_would_end_its_line_is_refused() {
    for change in [
        (|options: &mut SendOptions| options.content_type = Some(b"a\r\nb".to_vec()))
            as fn(&mut SendOptions),
        |options| options.cache_control = Some(b"a\0".to_vec()),
        |options| options.download_name = Some(b"a\nb".to_vec()),
    ] {
        assert_eq!(site(change).get("/a.txt").text(), "option");
    }
}

#[test]
fn a_file_is_deleted_when_all_of_it_was_sent() {
    let site = site(|options| options.delete = true);
    let exists = |name: &str| site.root().join(name).exists();
    assert_eq!(site.ask("HEAD", "/a.txt", "").status, 200);
    assert_eq!(
        site.ask("GET", "/a.txt", "Range: bytes=0-0\r\n").status,
        206
    );
    assert_eq!(
        site.ask("GET", "/a.txt", "If-None-Match: *\r\n").status,
        304
    );
    std::thread::sleep(Duration::from_millis(50));
    assert!(exists("a.txt"));
    for name in ["a.txt", "large", "dir/x"] {
        assert_eq!(site.get(&format!("/{name}")).status, 200);
        let end = Instant::now() + Duration::from_secs(5);
        while exists(name) && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(!exists(name), "{name}");
    }
    // A client that does not take all of it leaves the file where it is.
    let path = site.root().join("huge");
    fs::File::create(&path).unwrap().set_len(1 << 30).unwrap();
    site.connect().get("/huge").exactly(1000);
    std::thread::sleep(Duration::from_millis(200));
    assert!(path.exists());
}
