//! Paths that try to get out. Nothing outside the root is ever sent, whatever
//! they are made of.

use std::fs;
use std::os::unix::fs::symlink;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use ta_server::files::{Dotfiles, Symlinks};

use crate::site::Site;

/// Ways to write a dot, a slash and what some servers took for one.
const DOTS: &[&str] = &[
    "..",
    "%2e%2e",
    ".%2e",
    "%2E.",
    "%252e%252e",
    "%c0%ae%c0%ae",
    "%e0%80%ae%e0%80%ae",
    "..%00",
    "%uff0e%uff0e",
];
const SLASHES: &[&str] = &[
    "/",
    "%2f",
    "%2F",
    "%5c",
    "%252f",
    "%c0%af",
    "%e0%80%af",
    "%c1%9c",
    "//",
    "/./",
    ";/",
];

#[test]
fn no_way_to_write_it_leads_out_of_the_root() {
    for policy in [Symlinks::Reject, Symlinks::Follow, Symlinks::OwnerMatch] {
        let site = Site::mount(&[("sub/file", b"file"), ("file", b"file")], |mount| {
            mount
                .symlinks(policy)
                .dotfiles(Dotfiles::Allow)
                .browse(true);
        });
        let secret = site.path().join("secret");
        let secret = secret.to_str().unwrap();
        let mut client = site.connect();
        let mut tried = 0;
        let mut refused = |path: &str| {
            let answer = client.get(path).answer();
            assert!(
                matches!(answer.status, 400 | 404),
                "{path}: {}",
                answer.status
            );
            assert!(
                !String::from_utf8_lossy(&answer.body).contains("SECRET"),
                "{path}"
            );
            tried += 1;
        };
        for dots in DOTS {
            for slash in SLASHES {
                for start in ["", "sub/", "sub/file/", "nothing/", "./"] {
                    refused(&format!("/s/{start}{dots}{slash}secret"));
                    refused(&format!("/s/{start}{dots}{slash}{dots}{slash}secret"));
                }
                refused(&format!("/s/{dots}{slash}root{slash}{dots}{slash}secret"));
                refused(&format!("/s/{dots}{slash}"));
            }
            refused(&format!("/s/{dots}"));
        }
        for path in [
            format!("/s/{secret}"),
            format!("/s{secret}x/../{secret}"),
            format!("/s/%2f{secret}"),
            format!("/s/file:{secret}"),
            "/s//etc/passwd".to_owned(),
            "/s/%00".to_owned(),
            "/s/file%00.html".to_owned(),
            "/s/..%5c..%5csecret".to_owned(),
            format!("/s/{}secret", "../".repeat(300)),
            format!("/s/{}secret", "sub/../".repeat(100)),
            format!("/s/{}", "a/".repeat(257)),
            format!("/s/{}", "x".repeat(5000)),
            format!("/s/{}", "%78".repeat(1000)),
            "/s/%".to_owned(),
            "/s/%zz".to_owned(),
            "/s/%2".to_owned(),
            "/s/proc/self/environ".to_owned(),
        ] {
            refused(&path);
        }
        assert!(tried > 1000);
        assert_eq!(
            client.get("/s/file").answer().text(),
            "file",
            "it serves all the while"
        );
    }
}

/// A client of the whole server while names are swapped under it.
#[test]
fn no_race_with_renames_leads_out_of_the_root() {
    for policy in [Symlinks::Reject, Symlinks::Follow, Symlinks::OwnerMatch] {
        let site = Site::mount(&[("file", b"file"), ("dir/file", b"file")], |mount| {
            mount.symlinks(policy).precompressed(&["gzip"]).unwrap();
        });
        let root = site.root();
        fs::create_dir(site.path().join("outside")).unwrap();
        fs::write(site.path().join("outside/file"), "TOP SECRET").unwrap();
        symlink("../secret", root.join("evil")).unwrap();
        symlink("../outside", root.join("evil-dir")).unwrap();
        symlink(site.path().join("secret"), root.join("file.gz")).unwrap();
        let over = AtomicBool::new(false);
        let served = std::thread::scope(|scope| {
            scope.spawn(|| {
                let swap = |one: &str, other: &str| {
                    let flags = rustix::fs::RenameFlags::EXCHANGE;
                    let at = rustix::fs::CWD;
                    rustix::fs::renameat_with(at, root.join(one), at, root.join(other), flags)
                        .unwrap();
                };
                while !over.load(Ordering::Relaxed) {
                    swap("file", "evil");
                    swap("dir", "evil-dir");
                }
            });
            let _over = Over(&over);
            let mut client = site.connect();
            let end = Instant::now() + Duration::from_millis(500);
            let mut served = 0;
            while Instant::now() < end {
                for path in ["/s/file", "/s/dir/file"] {
                    client.send(format!(
                        "GET {path} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n"
                    ));
                    let answer = client.answer();
                    match answer.status {
                        200 => assert_eq!(answer.text(), "file"),
                        404 => {}
                        status => panic!("{status}"),
                    }
                    served += u32::from(answer.status == 200);
                }
            }
            served
        });
        assert!(served > 0, "{policy:?}");
    }
}

/// Tells another thread to end, also when a test fails.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
