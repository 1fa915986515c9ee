//! How bytes of files get to the client: small and large, from memory and from
//! disk, to fast and slow readers.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use ta_server::files::{Files, Mount, Mounted, NoHandler};
use ta_server::{Listen, Settings};

use crate::site::{Site, directory};

/// Bytes that tell where they are.
fn content(length: usize) -> Vec<u8> {
    let words = (0_u32..).flat_map(|number| (number.wrapping_mul(2_654_435_761)).to_le_bytes());
    words.take(length).collect()
}

fn site(files: &[(&str, &[u8])], sendfile: bool) -> Site {
    let directory = directory(files);
    let mount = Mount::new("/s/", directory.path().join("root")).unwrap();
    let mut settings = Settings::default();
    settings.sendfile = sendfile;
    Site::serve(directory, settings, || {
        Mounted::new(Files::open(vec![mount]), NoHandler)
    })
}

#[test]
fn files_of_every_size_arrive_whole_also_pipelined() {
    let sizes = [
        0,
        1,
        100,
        4096,
        16_000,
        16_384,
        65_535,
        65_536,
        65_537,
        1 << 20,
        (1 << 20) + 1,
        5_000_000,
    ];
    let files: Vec<_> = sizes
        .iter()
        .map(|&size| (size.to_string(), content(size)))
        .collect();
    let named: Vec<_> = files
        .iter()
        .map(|(name, content)| (&**name, &**content))
        .collect();
    for sendfile in [true, false] {
        let site = site(&named, sendfile);
        let mut client = site.connect();
        for (name, content) in &named {
            let path = format!("/s/{name}");
            client.get_all(&["/s/1", &path, "/s/100", &path]);
            assert_eq!(client.answer().body.len(), 1);
            assert!(client.answer().body == *content, "{name}, {sendfile}");
            assert_eq!(client.answer().body.len(), 100);
            assert!(client.answer().body == *content, "{name}, {sendfile}");
            client.send(format!("HEAD {path} HTTP/1.1\r\nHost: a\r\n\r\n"));
            let head = client.answer_to("HEAD");
            assert_eq!(head.field("content-length"), Some(&**name));
        }
        let old = site
            .connect()
            .send("GET /s/5000000 HTTP/1.0\r\n\r\n")
            .rest();
        assert!(old.ends_with(named.last().unwrap().1));
    }
}

#[test]
fn large_ranges_begin_and_end_where_they_should() {
    let large = content(5_000_000);
    for sendfile in [true, false] {
        let site = site(&[("large", &large)], sendfile);
        for (first, last) in [
            (0, 4_999_999),
            (1, 100_000),
            (4_096, 3_000_000),
            (1_048_575, 2_097_153),
        ] {
            let answer = site.ask(
                "GET",
                "/s/large",
                &format!("Range: bytes={first}-{last}\r\n"),
            );
            assert_eq!(answer.status, 206);
            assert!(answer.body == large[first..=last], "{first}-{last}");
        }
    }
}

#[test]
fn unix_sockets_carry_files_too() {
    let large = content(5_000_000);
    let directory = directory(&[("large", &large)]);
    let socket = directory.path().join("socket");
    let mount = Mount::new("/s/", directory.path().join("root")).unwrap();
    let _site = Site::listen(
        &Listen::unix(socket.clone()),
        directory,
        Settings::default(),
        || Mounted::new(Files::open(vec![mount]), NoHandler),
    );
    let mut client = UnixStream::connect(&socket).unwrap();
    client.write_all(b"GET /s/large HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).unwrap();
    assert!(answer.ends_with(&large));
}

#[test]
fn what_is_not_in_memory_is_read_from_disk() {
    let content = content(3_000_000);
    let files: &[(&str, &[u8])] = &[("large", &content), ("small", &content[..50_000])];
    for sendfile in [true, false] {
        let site = site(files, sendfile);
        for (name, content) in files {
            let file = File::open(site.root().join(name)).unwrap();
            file.sync_all().unwrap();
            // Some file systems do not let go; then this is just another read.
            let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed);
            assert!(site.get(&format!("/s/{name}")).body == *content, "{name}");
        }
    }
}

#[test]
fn a_file_that_shrinks_is_cut_off() {
    const SIZE: u64 = 200_000_000;
    for sendfile in [true, false] {
        let site = site(&[], sendfile);
        let path = site.root().join("sparse");
        File::create(&path).unwrap().set_len(SIZE).unwrap();
        let mut client = site.connect();
        client.get_all(&["/s/sparse", "/s/never"]);
        // More is on the way than any socket holds.
        client.exactly(1_000_000);
        File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_len(1_000_000)
            .unwrap();
        let rest = client.try_rest().unwrap_or_default();
        assert!((rest.len() as u64) < SIZE - 1_000_000);
        assert!(
            !rest.ends_with(b"Not Found"),
            "the next answer must not be taken for the body"
        );
    }
}

#[test]
fn a_fast_reader_of_a_huge_file_does_not_keep_others_waiting() {
    let site = site(&[("small", b"small")], true);
    let huge = File::create(site.root().join("huge")).unwrap();
    huge.set_len(4 << 30).unwrap();
    let mut greedy = site.connect();
    let mut other = site.connect();
    greedy.get("/s/huge");
    greedy.exactly(100_000);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            for _ in 0..2000 {
                greedy.exactly(1 << 20);
            }
            Instant::now()
        });
        let start = Instant::now();
        for _ in 0..20 {
            assert_eq!(other.get("/s/small").answer().text(), "small");
        }
        let others = start.elapsed();
        let all = reader.join().unwrap() - start;
        assert!(others < all / 2, "{others:?} of {all:?}");
    });
}

#[test]
fn a_reader_that_stops_is_given_up() {
    let directory = directory(&[]);
    let huge = File::create(directory.path().join("root/huge")).unwrap();
    huge.set_len(1 << 30).unwrap();
    let mount = Mount::new("/s/", directory.path().join("root")).unwrap();
    let mut settings = Settings::default();
    settings.write_timeout = Some(Duration::from_millis(200));
    let site = Site::serve(directory, settings, || {
        Mounted::new(Files::open(vec![mount]), NoHandler)
    });
    let mut client = site.connect();
    client.get("/s/huge").exactly(100);
    std::thread::sleep(Duration::from_secs(1));
    let rest = client.try_rest().unwrap_or_default();
    assert!(rest.len() < 1 << 29, "{}", rest.len());
}
