//! Uploads: what they cost in memory, and what curl makes of forms.

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use ta_blackbox::curl::curl;
use ta_blackbox::server::{Script, Server};
use ta_blackbox::wire::{Connection, get};
use ta_blackbox::{is_full, memory, pattern};

const MIB: usize = 1 << 20;

/// A directory of the test's own, with one for temporary files in it.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ta-blackbox-{name}-{}", std::process::id()));
        fs::create_dir_all(path.join("tmp")).unwrap();
        Self(path)
    }

    fn serve(&self) -> Server {
        let temporary = self.0.join("tmp");
        let server = Script::new("uploads.php")
            .ini(&format!("upload_tmp_dir={}", temporary.display()))
            .env("TA_UPLOADS", self.0.as_os_str())
            .start();
        // What the first request makes is not what an upload costs.
        let mut connection = Connection::open(server.port());
        for _ in 0..10 {
            assert_eq!(connection.get("/").text(), "hello");
        }
        server
    }

    /// Large files are deleted by a thread.
    fn is_left_empty(&self) {
        let started = Instant::now();
        while fs::read_dir(self.0.join("tmp")).unwrap().count() > 0 {
            assert!(
                started.elapsed() < Duration::from_secs(10),
                "files are left"
            );
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn part(name: &str) -> String {
    format!(
        "--XX\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"f.bin\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    )
}

/// Sends a form with `count` files of `size` bytes each.
fn send_form(connection: &mut Connection, count: usize, size: usize) {
    let part = part("f[]");
    let length = count * (part.len() + size + 2) + "--XX--".len();
    connection.send(format!(
        "POST /sizes HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=XX\r\n\
         Content-Length: {length}\r\n\r\n"
    ));
    let block = pattern(7, MIB);
    for _ in 0..count {
        connection.send(&part);
        for _ in 0..size / MIB {
            connection.send(&block);
        }
        connection.send("\r\n");
    }
    connection.send("--XX--");
}

/// How much more memory the server held at its worst during `work`.
fn growth(server: &Server, work: impl FnOnce()) -> u64 {
    let before = memory::resident(server.pid());
    memory::forget_peak(server.pid());
    work();
    memory::peak(server.pid()).saturating_sub(before)
}

fn assert_growth(what: &str, grown: u64, allowed: usize) {
    println!("{what}: {} KiB more at the worst", grown / 1024);
    assert!(grown < allowed as u64, "{what}: {grown} bytes more");
}

#[test]
fn a_huge_form_takes_little_memory() {
    let directory = Directory::new("form");
    let server = directory.serve();
    // The largest file there may be, as many as there may be; and one more.
    let (count, size) = if is_full() {
        (21, 100 * MIB)
    } else {
        (5, 51 * MIB)
    };
    let grown = growth(&server, || {
        let mut connection = Connection::open(server.port());
        send_form(&mut connection, count, size);
        let taken = count.min(20) * size;
        let answer: Value = serde_json::from_slice(&connection.response().body).unwrap();
        assert_eq!(answer, json!([taken, count]));
    });
    assert_growth("form", grown, 32 * MIB);
    directory.is_left_empty();
    server.stop();
}

#[test]
fn a_huge_streamed_body_takes_little_memory() {
    let directory = Directory::new("read");
    let server = directory.serve();
    let size = if is_full() { 2048 * MIB } else { 256 * MIB };
    let block = pattern(3, MIB);
    let grown = growth(&server, || {
        let mut connection = Connection::open(server.port());
        connection.send(format!(
            "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: {size}\r\n\r\n"
        ));
        for _ in 0..size / MIB {
            connection.send(&block);
        }
        assert_eq!(connection.response().text(), size.to_string());
        connection.send("POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        for _ in 0..size / MIB / 4 {
            connection.send(format!("{MIB:x}\r\n"));
            connection.send(&block);
            connection.send("\r\n");
        }
        connection.send("0\r\n\r\n");
        assert_eq!(connection.response().text(), (size / 4).to_string());
    });
    assert_growth("readBody()", grown, 32 * MIB);
    server.stop();
}

#[test]
fn fifty_forms_at_a_time_take_little_memory_and_hold_up_nobody() {
    let directory = Directory::new("fifty");
    let server = directory.serve();
    let (clients, size) = (50, if is_full() { 20 * MIB } else { 6 * MIB });
    let grown = growth(&server, || {
        thread::scope(|scope| {
            for _ in 0..clients {
                scope.spawn(|| {
                    let mut connection = Connection::open(server.port());
                    send_form(&mut connection, 1, size);
                    let answer: Value =
                        serde_json::from_slice(&connection.response().body).unwrap();
                    assert_eq!(answer, json!([size, 1]));
                });
            }
            let mut other = Connection::open(server.port());
            for _ in 0..20 {
                other.send(get("/"));
                assert_eq!(other.response().text(), "hello");
                thread::sleep(Duration::from_millis(10));
            }
        });
    });
    assert_growth("50 forms", grown, 64 * MIB);
    directory.is_left_empty();
    server.stop();
}

#[test]
fn curl_uploads_files_with_any_name() {
    let directory = Directory::new("curl");
    let server = directory.serve();
    let names = [
        "plain.txt",
        "with space.txt",
        "quote\"d.txt",
        "semi;colon=.txt",
        "ünï – 日本.txt",
        "back\\slash.txt",
        "percent%41.txt",
    ];
    let mut arguments = vec![
        "--form-string".to_owned(),
        "title=a title; x=\"y\"".to_owned(),
    ];
    for (number, name) in names.iter().enumerate() {
        let path = directory.0.join(name);
        fs::write(&path, pattern(number as u32, 10_000 * number)).unwrap();
        let path = path
            .to_str()
            .unwrap()
            .replace('\\', "\\\\")
            .replace('"', "\\\"");
        arguments.extend(["-F".to_owned(), format!("f[]=@\"{path}\"")]);
    }
    let empty = directory.0.join("empty");
    fs::write(&empty, "").unwrap();
    arguments.extend([
        "-F".to_owned(),
        format!("empty=@{};type=image/png", empty.display()),
        "-F".to_owned(),
        "list[a][]=1".to_owned(),
    ]);
    arguments.push(server.url("/form"));
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let answer: Value = serde_json::from_slice(&curl(&arguments).stdout).unwrap();
    assert_eq!(
        answer["post"],
        json!({"title": "a title; x=\"y\"", "list": {"a": ["1"]}})
    );
    let files = answer["files"]["f"].as_array().unwrap();
    assert_eq!(files.len(), names.len());
    for (number, (file, name)) in files.iter().zip(names).enumerate() {
        // curl writes quotes as %22, as browsers do, or with a backslash.
        let sent = base64(file["name"].as_str().unwrap()).replace("%22", "\"");
        assert_eq!(sent.replace("\\\\", "\\"), name);
        assert_eq!(
            (&file["size"], &file["error"]),
            (&json!(10_000 * number), &json!(0))
        );
    }
    let empty = &answer["files"]["empty"];
    assert_eq!((&empty["size"], &empty["error"]), (&json!(0), &json!(0)));
    assert_eq!(empty["type"], "image/png");
    directory.is_left_empty();
    server.stop();
}

#[test]
fn a_file_that_is_moved_stays() {
    let directory = Directory::new("keep");
    let server = directory.serve();
    let content = pattern(1, 3 * MIB);
    let source = directory.0.join("source");
    fs::write(&source, &content).unwrap();
    let form = format!("f=@{}", source.display());
    curl(&["-F", &form, &server.url("/keep")]);
    assert!(fs::read(directory.0.join("kept/here")).unwrap() == content);
    directory.is_left_empty();
    server.stop();
}

/// Decodes base64 without depending on anything.
fn base64(text: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().filter(|&byte| byte != b'=') {
        let digit = DIGITS.iter().position(|&one| one == byte).unwrap();
        bits = bits << 6 | digit as u32;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    String::from_utf8(bytes).unwrap()
}
