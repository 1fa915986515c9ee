//! Forms with files, from the wire to the disk.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use ta_server::uploads::{Boundary, Form, FormError, UploadSettings};
use ta_server::{Exchange, Handler, Listen, Reply, Settings};

use crate::client::{Answer, Client};
use crate::server::TestServer;

/// Reads a form and describes it. `/hold` keeps it until the client is gone.
struct Forms(UploadSettings);

impl Handler for Forms {
    async fn handle(&self, mut exchange: Exchange) {
        let media_type = exchange.request().field("content-type").unwrap_or_default();
        let boundary = Boundary::of(media_type).unwrap().unwrap();
        let read = Form::read(exchange.incoming(), &boundary, &self.0).await;
        let (status, text) = match &read {
            Ok(form) => (200, describe(form)),
            Err(error @ FormError::Body(_)) => (error.status(), format!("body: {error}")),
            Err(error) => (error.status(), error.to_string()),
        };
        let reply = Reply {
            status,
            ..Reply::default()
        };
        let _ = exchange.respond_slice(reply, [], text.as_bytes());
    }
}

fn describe(form: &Form) -> String {
    let mut text = String::new();
    for field in &form.fields {
        let name = String::from_utf8_lossy(&field.name);
        let value = &field.value[..field.value.len().min(20)];
        let value = String::from_utf8_lossy(value);
        writeln!(text, "{name} = {value} ({})", field.value.len()).unwrap();
    }
    for file in &form.files {
        let name = String::from_utf8_lossy(&file.name);
        let filename = String::from_utf8_lossy(&file.filename);
        let content = match &file.content {
            Ok(content) => {
                let bytes = fs::read(content.path()).unwrap();
                assert_eq!(bytes.len() as u64, content.size());
                format!("{} bytes, sum {}", bytes.len(), sum(&bytes))
            }
            Err(error) => format!("error {}", error.code()),
        };
        writeln!(text, "{name}: {filename}: {content}").unwrap();
    }
    text
}

fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(7, |sum, &byte| {
        sum.wrapping_mul(31).wrapping_add(u64::from(byte))
    })
}

/// A directory of the test's own.
struct Directory(PathBuf);

impl Directory {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ta-uploads-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn files(&self) -> usize {
        fs::read_dir(&self.0).unwrap().count()
    }

    /// Files go when the request is over, which is not when it is answered.
    fn becomes_empty(&self) {
        let start = Instant::now();
        while self.files() > 0 {
            assert!(start.elapsed() < Duration::from_secs(10), "files are left");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn server(directory: &Directory, change: impl FnOnce(&mut UploadSettings)) -> TestServer {
    let mut uploads = UploadSettings::default();
    uploads.directory.clone_from(&directory.0);
    change(&mut uploads);
    let mut settings = Settings::default();
    settings.limits.body = 100 << 20;
    settings.read_timeout = Some(Duration::from_secs(1));
    TestServer::serve(&Listen::tcp("127.0.0.1", 0), settings, || Forms(uploads))
}

fn field(name: &str, value: &str) -> Vec<u8> {
    format!("--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into()
}

fn file(name: &str, filename: &str, content: &[u8]) -> Vec<u8> {
    let mut part = format!(
        "--XX\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{filename}\"\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\n"
    )
    .into_bytes();
    part.extend_from_slice(content);
    part.extend_from_slice(b"\r\n");
    part
}

fn head(framing: &str) -> String {
    format!(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=XX\r\n{framing}\r\n\r\n"
    )
}

fn send_form(client: &mut Client, parts: &[Vec<u8>]) -> Answer {
    let mut body = parts.concat();
    body.extend_from_slice(b"--XX--\r\n");
    client
        .send(head(&format!("Content-Length: {}", body.len())))
        .send(&body);
    client.answer()
}

fn random(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    (0..length)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u8
        })
        .collect()
}

#[test]
fn fields_stay_in_memory_and_files_go_to_disk() {
    let directory = Directory::new("both");
    let server = server(&directory, |_| {});
    let mut client = Client::connect(server.address);
    let large = random(3_000_000);
    for _ in 0..2 {
        let answer = send_form(
            &mut client,
            &[
                field("a", "1"),
                file("f", "a.txt", b"small"),
                field("long", &"x".repeat(100_000)),
                file("g[]", "b.bin", &large),
                file("empty", "e", b""),
            ],
        );
        let expected = format!(
            "a = 1 (1)\nlong = {} (100000)\nf: a.txt: 5 bytes, sum {}\n\
             g[]: b.bin: 3000000 bytes, sum {}\nempty: e: 0 bytes, sum 7\n",
            "x".repeat(20),
            sum(b"small"),
            sum(&large)
        );
        assert_eq!(answer.text(), expected);
    }
    directory.becomes_empty();
}

#[test]
fn a_form_may_come_in_chunks_of_any_size() {
    let directory = Directory::new("chunks");
    let server = server(&directory, |_| {});
    let mut client = Client::connect(server.address);
    let content = random(300_000);
    let mut body = file("f", "a", &content);
    body.extend_from_slice(b"--XX--");
    for size in [777, 40_000] {
        client.send(head("Transfer-Encoding: chunked"));
        for chunk in body.chunks(size) {
            let mut framed = format!("{:x}\r\n", chunk.len()).into_bytes();
            framed.extend_from_slice(chunk);
            framed.extend_from_slice(b"\r\n");
            client.send(framed);
        }
        client.send("0\r\n\r\n");
        let expected = format!("f: a: 300000 bytes, sum {}\n", sum(&content));
        assert_eq!(client.answer().text(), expected);
    }
}

#[test]
fn files_that_are_not_taken_are_listed_with_their_number() {
    let directory = Directory::new("refused");
    let server = server(&directory, |settings| {
        settings.limits.files = 4;
        settings.limits.file_bytes = 1000;
    });
    let mut client = Client::connect(server.address);
    let answer = send_form(
        &mut client,
        &[
            file("none", "", b""),
            file("large", "l", &random(400_000)),
            file("exact", "e", &[b'x'; 1000]),
            file("up", "../up", b"x"),
            file("root", "/etc/passwd", b"x"),
            file("many", "m", b"x"),
            field("behind", "them"),
        ],
    );
    let expected = format!(
        "behind = them (4)\nnone: : error 4\nlarge: l: error 102\n\
         exact: e: 1000 bytes, sum {}\nup: ../up: error 101\n\
         root: /etc/passwd: error 101\nmany: m: error 100\n",
        sum(&[b'x'; 1000])
    );
    assert_eq!(answer.text(), expected);
    directory.becomes_empty();
}

#[test]
fn without_a_directory_files_are_errors_and_fields_are_not() {
    let directory = Directory::new("missing");
    let server = server(&directory, |settings| settings.directory.push("gone"));
    let mut client = Client::connect(server.address);
    let answer = send_form(
        &mut client,
        &[file("f", "a", &random(400_000)), field("a", "1")],
    );
    assert_eq!(answer.text(), "a = 1 (1)\nf: a: error 6\n");
}

#[test]
fn broken_and_oversized_forms_are_refused() {
    let directory = Directory::new("broken");
    let server = server(&directory, |settings| settings.limits.field_bytes = 1000);
    let refused = |body: &[u8]| {
        let mut client = Client::connect(server.address);
        client
            .send(head(&format!("Content-Length: {}", body.len())))
            .send(body);
        client.answer().status
    };
    assert_eq!(refused(b"no boundary at all"), 400);
    assert_eq!(refused(&field("a", "no end")), 400);
    assert_eq!(refused(&file("f", "a", &random(500_000))), 400);
    assert_eq!(refused(&field("a", &"x".repeat(1001))), 413);
    directory.becomes_empty();
}

#[test]
fn an_upload_that_breaks_off_leaves_nothing_behind() {
    let directory = Directory::new("cut");
    let server = server(&directory, |_| {});
    let mut body = file("f", "a", &random(1_000_000));
    body.truncate(900_000);

    let mut cut = Client::connect(server.address);
    cut.send(head("Content-Length: 2000000"))
        .send(&body)
        .half_close();
    assert_eq!(cut.answer().status, 400);
    directory.becomes_empty();

    let mut gone = Client::connect(server.address);
    gone.send(head("Content-Length: 2000000")).send(&body);
    drop(gone);
    directory.becomes_empty();

    let mut stalled = Client::connect(server.address);
    stalled.send(head("Content-Length: 2000000")).send(&body);
    // RFC 9110 §15.5.9
    assert_eq!(stalled.answer().status, 408);
    directory.becomes_empty();
    server.until(|running| running.in_flight() == 0);
}

#[test]
fn a_server_that_ends_takes_unfinished_uploads_with_it() {
    let directory = Directory::new("abort");
    let server = server(&directory, |_| {});
    let mut client = Client::connect(server.address);
    client
        .send(head("Content-Length: 2000000"))
        .send(file("f", "a", &random(1_000_000)));
    server.until(|running| running.in_flight() == 1);
    drop(server);
    directory.becomes_empty();
}
