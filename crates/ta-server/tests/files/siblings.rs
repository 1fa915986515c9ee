//! Precompressed files beside the one that was asked for.

use std::os::unix::fs::symlink;

use crate::site::Site;

const FILES: &[(&str, &[u8])] = &[
    ("a.txt", b"identity"),
    ("a.txt.gz", b"gzip"),
    ("a.txt.br", b"brotli"),
    ("a.txt.zst", b"zstd"),
    ("b.txt", b"identity"),
    ("c.png", b"identity"),
    ("d.png", b"identity"),
    ("d.png.gz", b"gzip"),
    ("index.html", b"identity"),
    ("index.html.gz", b"gzip"),
];

#[test]
fn the_sibling_that_the_client_takes_is_sent() {
    let site = Site::mount(FILES, |mount| {
        mount.precompressed(&["gzip", "br", "zstd"]).unwrap();
    });
    for (accept, body) in [
        ("gzip, br, zstd", "zstd"),
        ("gzip, br", "brotli"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip;q=0.1", "gzip"),
        ("*", "zstd"),
        ("*, zstd;q=0", "brotli"),
        ("zstd;q=0", "identity"),
        ("deflate", "identity"),
    ] {
        let answer = site.ask("GET", "/s/a.txt", &format!("Accept-Encoding: {accept}\r\n"));
        assert_eq!(answer.text(), body, "{accept}");
        let coding = match body {
            "brotli" => Some("br"),
            "identity" => None,
            coding => Some(coding),
        };
        assert_eq!(answer.field("content-encoding"), coding, "{accept}");
        assert_eq!(
            answer.field("content-type"),
            Some("text/plain; charset=utf-8")
        );
        assert_eq!(answer.field("vary"), Some("accept-encoding"));
    }
    let gzip = "Accept-Encoding: gzip\r\n";
    let coded = site.ask("GET", "/s/a.txt", gzip);
    assert_ne!(coded.field("etag"), site.get("/s/a.txt").field("etag"));
    let again = format!("{gzip}If-None-Match: {}\r\n", coded.field("etag").unwrap());
    let not_modified = site.ask("GET", "/s/a.txt", &again);
    assert_eq!(
        (not_modified.status, not_modified.field("vary")),
        (304, Some("accept-encoding"))
    );
    assert_eq!(
        site.ask("GET", "/s/", gzip).text(),
        "gzip",
        "the index file has one too"
    );
    // A part of the file itself is what the client knows.
    let range = site.ask(
        "GET",
        "/s/a.txt",
        "Accept-Encoding: gzip\r\nRange: bytes=0-3\r\n",
    );
    assert_eq!((range.status, range.text()), (206, "iden"));
}

#[test]
fn vary_is_said_where_another_client_might_get_something_else() {
    let site = Site::mount(FILES, |mount| {
        mount.precompressed(&["gzip"]).unwrap();
    });
    let gzip = "Accept-Encoding: gzip, br\r\n";
    assert_eq!(
        site.ask("GET", "/s/a.txt", gzip).text(),
        "gzip",
        "only what is enabled"
    );
    assert_eq!(
        site.get("/s/b.txt").field("vary"),
        Some("accept-encoding"),
        "there may be one later"
    );
    assert_eq!(site.ask("GET", "/s/c.png", gzip).field("vary"), None);
    let picture = site.ask("GET", "/s/d.png", gzip);
    assert_eq!(
        (picture.text(), picture.field("vary")),
        ("gzip", Some("accept-encoding"))
    );
    let direct = site.get("/s/a.txt.gz");
    assert_eq!(direct.field("content-type"), Some("application/gzip"));
    assert_eq!(direct.field("content-encoding"), None);

    let off = Site::mount(FILES, |_| {});
    let answer = off.ask("GET", "/s/a.txt", gzip);
    assert_eq!((answer.text(), answer.field("vary")), ("identity", None));
}

#[test]
fn a_sibling_obeys_the_policies() {
    let site = Site::mount(
        &[
            ("a.txt", b"identity"),
            ("b.txt", b"identity"),
            ("b.txt.gz", b"gzip"),
        ],
        |mount| {
            mount.precompressed(&["gzip"]).unwrap();
            mount.hide(&["b.txt.gz"]).unwrap();
        },
    );
    symlink(site.path().join("secret"), site.root().join("a.txt.gz")).unwrap();
    let gzip = "Accept-Encoding: gzip\r\n";
    assert_eq!(site.ask("GET", "/s/a.txt", gzip).text(), "identity");
    assert_eq!(site.ask("GET", "/s/b.txt", gzip).text(), "identity");
}
