//! Which requests a mount takes, what it finds and what it says of it.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, SystemTime};

use ta_server::Settings;
use ta_server::files::{Dotfiles, Files, Mount, Mounted, OnMissing, Symlinks, Tags};

use crate::site::{Fallback, Site, directory};

#[test]
fn a_file_has_type_length_date_and_tag() {
    let site = Site::mount(&[("a.css", b"body {}")], |_| {});
    let answer = site.get("/s/a.css");
    assert_eq!((answer.status, answer.text()), (200, "body {}"));
    assert_eq!(
        answer.field("content-type"),
        Some("text/css; charset=utf-8")
    );
    assert_eq!(answer.field("content-length"), Some("7"));
    assert_eq!(answer.field("accept-ranges"), Some("bytes"));
    assert_eq!(answer.field("cache-control"), None);
    assert_eq!(answer.field("vary"), None);
    assert!(answer.field("last-modified").unwrap().ends_with(" GMT"));
    let tag = answer.field("etag").unwrap();
    let digits = tag.strip_prefix("W/\"").unwrap().strip_suffix('"').unwrap();
    assert!(
        digits.len() == 16
            && digits
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    );

    let head = site.ask("HEAD", "/s/a.css", "");
    let stable = |answer: &crate::client::Answer| {
        let lines = answer.head.lines().filter(|line| !line.starts_with("date"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(stable(&head), stable(&answer));
}

#[test]
fn only_get_and_head_below_the_prefix_are_taken() {
    let site = Site::mount(&[("a", b"a")], |_| {});
    // RFC 9110 §15.5.6
    let post = site.ask("POST", "/s/a", "Content-Length: 0\r\n");
    assert_eq!((post.status, post.field("allow")), (405, Some("GET, HEAD")));
    for target in ["/s", "/", "/sa", "/S/a", "/%73/a"] {
        assert_eq!(site.get(target).status, 404, "{target}");
    }
    let upgrade = "Connection: upgrade\r\nUpgrade: websocket\r\n";
    assert_eq!(site.ask("GET", "/s/a", upgrade).status, 404);
    assert_eq!(
        site.get("http://test/s/a?query").status,
        200,
        "absolute form"
    );
    let missing = site.get("/s/missing");
    assert_eq!((missing.status, missing.text()), (404, "Not Found"));
    assert_eq!(
        missing.field("content-type"),
        Some("text/plain; charset=utf-8")
    );
}

#[test]
fn mounts_are_asked_in_order_and_the_handler_last() {
    let directory = directory(&[
        ("one/a", b"one"),
        ("two/a", b"two"),
        ("two/b", b"two"),
        (".dot", b""),
    ]);
    let root = directory.path().join("root");
    let mut one = Mount::new("/", root.join("one")).unwrap();
    one.on_missing(OnMissing::Next);
    let mut two = Mount::new("/x/", root.join("two")).unwrap();
    two.on_missing(OnMissing::Next);
    let mut last = Mount::new("/", root.join("two")).unwrap();
    last.on_missing(OnMissing::Next);
    let site = Site::serve(directory, Settings::default(), || {
        Mounted::new(Files::open(vec![one, two, last]), Fallback)
    });
    assert_eq!(site.get("/a").text(), "one");
    assert_eq!(site.get("/b").text(), "two");
    assert_eq!(site.get("/x/a").text(), "two");
    assert_eq!(site.get("/nothing").text(), "handler /nothing");
    assert_eq!(
        site.ask("POST", "/a", "Content-Length: 0\r\n").text(),
        "handler /a"
    );
    // What is forbidden is nobody else's either.
    assert_eq!(site.get("/.dot").status, 404);
    assert_eq!(site.get("/../a").status, 404);
    assert_eq!(site.get("/a%00").status, 400);
}

#[test]
fn a_directory_is_its_index_file() {
    let files: &[(&str, &[u8])] = &[
        ("index.html", b"top"),
        ("sub/home.htm", b"sub"),
        ("empty/x", b""),
    ];
    let site = Site::mount(files, |mount| {
        mount.index(&["index.html", "home.htm"]).unwrap();
    });
    let top = site.get("/s/");
    assert_eq!(top.text(), "top");
    assert_eq!(top.field("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(site.get("/s/sub/").text(), "sub");
    assert_eq!(site.get("/s/empty/").status, 404);
    assert_eq!(site.get("/s/index.html/").status, 404);
    let moved = site.get("/s/sub?a=1&b");
    assert_eq!(
        (moved.status, moved.field("location")),
        (301, Some("/s/sub/?a=1&b"))
    );
    assert_eq!(site.get("/s/empty").status, 404, "nothing would be there");
    let bare = Site::mount(files, |mount| {
        mount.index::<&str>(&[]).unwrap();
    });
    assert_eq!(bare.get("/s/").status, 404);
    assert_eq!(bare.get("/s/sub").status, 404);
}

#[test]
fn dotfiles_are_denied_or_served_or_missing() {
    let files: &[(&str, &[u8])] = &[(".env", b"env"), (".git/config", b"git"), ("...", b"dots")];
    for (policy, status, behind) in [
        (Dotfiles::Deny, 404, "Not Found"),
        (Dotfiles::Ignore, 200, "handler"),
        (Dotfiles::Allow, 200, "env"),
    ] {
        let directory = directory(files);
        let mut mount = Mount::new("/", directory.path().join("root")).unwrap();
        mount.dotfiles(policy).on_missing(OnMissing::Next);
        let site = Site::serve(directory, Settings::default(), || {
            Mounted::new(Files::open(vec![mount]), Fallback)
        });
        for target in ["/.env", "/%2eenv"] {
            let answer = site.get(target);
            assert_eq!(answer.status, status, "{policy:?}");
            assert!(
                answer.text().starts_with(behind),
                "{policy:?}: {}",
                answer.text()
            );
        }
        let nested = site.get("/.git/config").text().to_owned();
        assert_eq!(nested == "git", policy == Dotfiles::Allow);
    }
}

#[test]
fn links_obey_the_policy() {
    for (policy, inside) in [
        (Symlinks::Reject, 404),
        (Symlinks::Follow, 200),
        (Symlinks::OwnerMatch, 200),
    ] {
        let site = Site::mount(&[("a", b"a")], |mount| {
            mount.symlinks(policy);
        });
        symlink("a", site.root().join("in")).unwrap();
        symlink(site.path().join("secret"), site.root().join("out")).unwrap();
        assert_eq!(site.get("/s/in").status, inside, "{policy:?}");
        assert_eq!(site.get("/s/out").status, 404, "{policy:?}");
    }
}

#[test]
fn configured_fields_are_sent_and_replace_ours() {
    let site = Site::mount(&[("a.txt", b"a"), ("b.foo", b"b")], |mount| {
        mount.cache_control("max-age=60").unwrap();
        mount.header(b"X-One", b"1").unwrap();
        mount.header(b"Content-Language", b"de").unwrap();
        mount.header(b"Last-Modified", b"never").unwrap();
        mount.media_type("foo", "text/foo").unwrap();
        mount.tags(Tags::Off);
    });
    let answer = site.get("/s/a.txt");
    assert_eq!(answer.field("cache-control"), Some("max-age=60"));
    assert_eq!(answer.field("x-one"), Some("1"));
    assert_eq!(answer.field("last-modified"), Some("never"));
    assert_eq!(answer.field("content-language"), Some("de"));
    assert_eq!(answer.field("etag"), None);
    assert_eq!(answer.head.matches("last-modified").count(), 1);
    assert_eq!(site.get("/s/b.foo").field("content-type"), Some("text/foo"));
    let not_modified = site.ask(
        "GET",
        "/s/a.txt",
        "If-Modified-Since: Tue, 31 Dec 2199 23:59:59 GMT\r\n",
    );
    assert_eq!(not_modified.status, 304);
    assert_eq!(not_modified.field("x-one"), Some("1"));
    assert_eq!(not_modified.field("cache-control"), Some("max-age=60"));
    assert_eq!(not_modified.field("content-language"), None);
    assert_eq!(not_modified.field("content-type"), None);
    assert_eq!(site.get("/s/none").field("x-one"), None);
}

#[test]
fn hidden_files_are_missing() {
    let site = Site::mount(
        &[("a.map", b""), ("b/c.map", b""), ("b/c", b"c")],
        |mount| {
            mount.hide(&["**/*.map"]).unwrap();
        },
    );
    assert_eq!(site.get("/s/a.map").status, 404);
    assert_eq!(site.get("/s/b/c.map").status, 404);
    assert_eq!(site.get("/s/b/%63.map").status, 404);
    assert_eq!(site.get("/s/b/c").status, 200);
}

#[test]
fn the_open_file_cache_sees_changes_when_its_time_is_over() {
    let site = Site::mount(&[("a", b"one")], |mount| {
        mount.open_files(10, Duration::from_millis(300));
    });
    let mut client = site.connect();
    assert_eq!(client.get("/s/a").answer().text(), "one");
    assert_eq!(client.get("/s/b").answer().status, 404);
    let replacement = site.root().join("new");
    fs::write(&replacement, "three").unwrap();
    fs::rename(&replacement, site.root().join("a")).unwrap();
    fs::write(site.root().join("b"), "b").unwrap();
    // What is not there is not remembered.
    assert_eq!(client.get("/s/b").answer().text(), "b");
    let changed = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(30));
        client.get("/s/a").answer().text() == "three"
    });
    assert!(changed);
}

#[test]
fn the_open_file_cache_makes_room_when_descriptors_run_out() {
    // A process of its own, so that nobody else runs out of them.
    const CHILD: &str = "TA_FEW_DESCRIPTORS";
    if std::env::var_os(CHILD).is_none() {
        let name = "mounts::the_open_file_cache_makes_room_when_descriptors_run_out";
        let status = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name])
            .env(CHILD, "1")
            .status();
        assert!(status.unwrap().success());
        return;
    }
    let names: Vec<_> = (0..200).map(|number| number.to_string()).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &b"x"[..])).collect();
    let site = Site::mount(&files, |mount| {
        mount.open_files(1000, Duration::from_secs(60));
    });
    let mut client = site.connect();
    let limit = rustix::process::Rlimit {
        current: Some(100),
        maximum: Some(100),
    };
    rustix::process::setrlimit(rustix::process::Resource::Nofile, limit).unwrap();
    for name in &names {
        assert_eq!(
            client.get(&format!("/s/{name}")).answer().status,
            200,
            "{name}"
        );
    }
}

#[test]
fn a_file_from_the_future_or_before_1970_has_a_sane_date() {
    let site = Site::mount(&[("future", b""), ("past", b"")], |_| {});
    let open = |name| {
        fs::File::options()
            .write(true)
            .open(site.root().join(name))
            .unwrap()
    };
    let far = SystemTime::now() + Duration::from_secs(1 << 32);
    open("future").set_modified(far).unwrap();
    open("past")
        .set_modified(SystemTime::UNIX_EPOCH - Duration::from_secs(5))
        .unwrap();
    let future = site.get("/s/future");
    let date = httpdate::parse_http_date(future.field("last-modified").unwrap()).unwrap();
    assert!(date <= SystemTime::now());
    let past = site.get("/s/past");
    assert_eq!(
        past.field("last-modified"),
        Some("Thu, 01 Jan 1970 00:00:00 GMT")
    );
}

#[test]
fn a_listing_shows_what_would_be_served() {
    let files: &[(&str, &[u8])] = &[
        ("sub/<b>&\"'.txt", b"1"),
        ("sub/javascript:alert(1)", b""),
        ("sub/b", b"12345"),
        ("sub/.hidden", b""),
        ("sub/secret.key", b""),
        ("sub/dir/x", b""),
        ("indexed/index.html", b"index"),
    ];
    let site = Site::mount(files, |mount| {
        mount.browse(true).hide(&["**/*.key"]).unwrap();
    });
    symlink("b", site.root().join("sub/link")).unwrap();
    assert_eq!(site.get("/s/sub").field("location"), Some("/s/sub/"));
    let listing = site.get("/s/sub/");
    assert_eq!(
        listing.field("content-type"),
        Some("text/html; charset=utf-8")
    );
    let page = listing.text();
    assert!(
        page.contains("<a href=\"%3Cb%3E%26%22%27.txt\">&lt;b&gt;&amp;&quot;&#39;.txt</a>"),
        "{page}"
    );
    assert!(
        page.contains("href=\"javascript%3Aalert%281%29\""),
        "{page}"
    );
    assert!(
        page.contains("<a href=\"b\">b</a></td><td>5</td>"),
        "{page}"
    );
    let [directory, file] = ["dir/\"", "\"b\""].map(|name| page.find(name).unwrap());
    assert!(directory < file, "directories first");
    for absent in [".hidden", "secret.key", "link"] {
        assert!(!page.contains(absent), "{absent}");
    }
    assert!(page.contains("href=\"../\""));
    assert!(
        !site.get("/s/").text().contains("../"),
        "nothing above the root"
    );
    assert_eq!(site.get("/s/indexed/").text(), "index");
    assert_eq!(site.get("/s/nothing/").status, 404);
    assert_eq!(
        site.ask("HEAD", "/s/sub/", "").field("content-length"),
        listing.field("content-length")
    );
}
