//! Bodies that handlers push, and what they say ahead of an answer.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use bytes::Bytes;
use ta_server::{BodyWriter, Exchange, Handler, Listen, Reply, RespondError, Settings, WriteError};
use tokio::sync::Notify;

use crate::client::Client;
use crate::server::TestServer;

const MARK: usize = 64 * 1024;

type Field = (&'static [u8], &'static [u8]);

thread_local! {
    /// What the server's handlers wrote down.
    static NOTES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    /// What they wait for.
    static GO: Rc<Notify> = Rc::default();
}

fn note(what: impl std::fmt::Debug) {
    NOTES.with_borrow_mut(|notes| notes.push(format!("{what:?}")));
}

fn start() -> TestServer {
    start_with(|_| {})
}

fn start_with(change: impl FnOnce(&mut Settings)) -> TestServer {
    let mut settings = Settings::default();
    change(&mut settings);
    TestServer::serve(&Listen::tcp("127.0.0.1", 0), settings, || Pushes)
}

impl TestServer {
    fn go(&self) {
        self.ask(|_| GO.with(|go| go.notify_one()));
    }

    /// The notes, once there are so many.
    fn notes(&self, count: usize) -> Vec<String> {
        for _ in 0..2000 {
            let notes = self.ask(|_| NOTES.with_borrow(Clone::clone));
            if notes.len() >= count {
                return notes;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("not {count} notes in 10 s");
    }
}

struct Pushes;

impl Handler for Pushes {
    async fn handle(&self, mut exchange: Exchange) {
        let head = exchange.take_request();
        let mut parts = head.path()[1..].split('/');
        let page = parts.next().unwrap_or_default();
        let mut number = || parts.next().and_then(|text| text.parse::<u64>().ok());
        let (count, length) = (number().unwrap_or(1), number());
        if page == "hints" {
            hints(&mut exchange);
            return;
        }
        let writer = begin(&mut exchange, length);
        match page {
            "count" => {
                for _ in 0..count {
                    writer.push_slice(b"piece\n").unwrap();
                }
                let trailers: [Field; 2] = [(b"checksum", b"abc"), (b"content-length", b"1")];
                note(writer.finish(trailers));
            }
            "large" => {
                let data = Bytes::from(vec![b'l'; 100_000]);
                for _ in 0..count {
                    writer.room(MARK).await.unwrap();
                    writer.push_slice(b"<").unwrap();
                    writer.push(data.clone()).unwrap();
                    writer.push(Bytes::new()).unwrap();
                    writer.push_slice(b">").unwrap();
                }
                writer.finish([]).unwrap();
            }
            "wait" => {
                writer.push_slice(b"early").unwrap();
                wait().await;
                writer.push_slice(b"late").unwrap();
                writer.finish([]).unwrap();
            }
            "too-long" => {
                note(writer.push_slice(b"far too much for so little"));
                writer.push_slice(b"12345").unwrap();
                note(writer.push(Bytes::from_static(b"6")));
                writer.finish([]).unwrap();
            }
            "abort" => {
                writer.push_slice(b"early").unwrap();
                writer.abort();
                wait().await;
                note("the handler went on");
            }
            "forget" => {
                // Moved into a task that outlives the handler.
                writer.push_slice(b"early").unwrap();
                drop(tokio::task::spawn_local(async move {
                    wait().await;
                    note(writer.push_slice(b"too late"));
                }));
            }
            "panic" => {
                writer.push_slice(b"early").unwrap();
                panic!("on purpose");
            }
            "elsewhere" => {
                let pushing = tokio::task::spawn_local(async move {
                    for _ in 0..count {
                        tokio::task::yield_now().await;
                        writer.push_slice(b"piece\n").unwrap();
                    }
                    writer.finish([]).unwrap();
                });
                pushing.await.unwrap();
            }
            "flood" => {
                let data = Bytes::from(vec![b'f'; 30_000]);
                let result = async {
                    for _ in 0..count {
                        writer.room(MARK).await?;
                        assert!(writer.queued() < MARK);
                        writer.push(data.clone())?;
                    }
                    Ok::<_, WriteError>(())
                };
                note(result.await);
                note(writer.check());
                note(writer.has_room(MARK));
                note(writer.finish([]));
            }
            "turns" => turns(writer, count).await,
            page => panic!("no page {page}"),
        }
    }
}

fn begin(exchange: &mut Exchange, length: Option<u64>) -> BodyWriter {
    let fields: [Field; 1] = [(b"x-stream", b"yes")];
    let writer = exchange.start(Reply::default(), fields, length).unwrap();
    let second = exchange.respond_slice(Reply::default(), [], b"no");
    assert_eq!(second, Err(RespondError::Answered));
    writer
}

async fn wait() {
    GO.with(Rc::clone).notified().await;
}

fn hints(exchange: &mut Exchange) {
    let links: [[Field; 2]; 2] = [
        [
            (b"link", b"</a.css>; rel=preload"),
            (b"connection", b"close"),
        ],
        [(b"link", b"</b.js>; rel=preload"), (b"x-more", b"1")],
    ];
    for fields in links {
        note(exchange.inform(103, fields));
    }
    note(exchange.inform(200, []));
    exchange
        .respond_slice(Reply::default(), [], b"final")
        .unwrap();
    note(exchange.inform(103, []));
}

/// Several push at once, each waiting for its turn; one gives up its place.
async fn turns(writer: BodyWriter, count: u64) {
    let writer = Rc::new(writer);
    // Until the client reads, there is no room.
    writer.push(Bytes::from(vec![b'x'; 30_000_000])).unwrap();
    let order = Rc::new(RefCell::new(Vec::new()));
    let mut tasks = Vec::new();
    for index in 0..count {
        let (writer, order) = (Rc::clone(&writer), Rc::clone(&order));
        tasks.push(tokio::task::spawn_local(async move {
            let room = writer.room(1000);
            if index == 1 {
                // It stands in line, and leaves.
                let left = tokio::time::timeout(Duration::from_millis(1), room).await;
                assert!(left.is_err());
                return;
            }
            room.await.unwrap();
            order.borrow_mut().push(index);
            writer.push(Bytes::from(vec![b'y'; 1000])).unwrap();
        }));
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    note("in line");
    for task in tasks {
        task.await.unwrap();
    }
    note(order.borrow());
    Rc::into_inner(writer).unwrap().finish([]).unwrap();
}

#[test]
fn pushed_pieces_are_chunks_or_a_declared_length() {
    let server = start();
    let mut client = Client::connect(server.address);
    let chunked = client.get("/count/1000").answer();
    assert_eq!(chunked.field("transfer-encoding"), Some("chunked"));
    assert_eq!(chunked.field("x-stream"), Some("yes"));
    assert_eq!(chunked.text(), "piece\n".repeat(1000));
    assert_eq!(chunked.trailers, "");
    let declared = client.get("/count/1000/6000").answer();
    assert_eq!(declared.field("content-length"), Some("6000"));
    assert_eq!(declared.text(), "piece\n".repeat(1000));
    let empty = client.get("/count/0").answer();
    assert_eq!(empty.text(), "");
    let empty = client.get("/count/0/0").answer();
    assert_eq!(empty.field("content-length"), Some("0"));
}

#[test]
fn one_piece_is_one_chunk() {
    let server = start();
    let mut client = Client::connect(server.address);
    client.send("GET /count/2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    let raw = String::from_utf8(client.try_rest().unwrap()).unwrap();
    let body = raw.split_once("\r\n\r\n").unwrap().1;
    assert_eq!(body, "6\r\npiece\n\r\n6\r\npiece\n\r\n0\r\n\r\n");
}

#[test]
fn pushed_trailers_go_to_clients_that_asked_and_hold_nothing_forbidden() {
    let server = start();
    let mut client = Client::connect(server.address);
    client.send("GET /count/1 HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n\r\n");
    assert_eq!(client.answer().trailers, "checksum: abc\r\n");
}

#[test]
fn a_10_client_gets_pushed_pieces_until_the_connection_closes() {
    let server = start();
    let mut client = Client::connect(server.address);
    client.send("GET /count/3 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    let answer = client.answer();
    assert!(answer.closes());
    assert_eq!(answer.field("transfer-encoding"), None);
    assert_eq!(answer.text(), "piece\n".repeat(3));
    // With a length it may stay.
    let mut client = Client::connect(server.address);
    for _ in 0..2 {
        client.send("GET /count/3/18 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assert_eq!(client.answer().text(), "piece\n".repeat(3));
    }
}

#[test]
fn nothing_is_pushed_to_a_head_request() {
    let server = start();
    let mut client = Client::connect(server.address);
    for path in ["/count/3", "/count/3/18"] {
        client.send(format!("HEAD {path} HTTP/1.1\r\nHost: a\r\n\r\n"));
        let answer = client.answer_to("HEAD");
        assert_eq!(answer.status, 200);
    }
    assert_eq!(client.get("/count/1").answer().text(), "piece\n");
}

#[test]
fn large_pieces_and_small_ones_keep_their_order() {
    let server = start();
    let mut client = Client::connect(server.address);
    let body = client.get("/large/20").answer().body;
    let expected = format!("<{}>", "l".repeat(100_000)).repeat(20);
    assert!(body == expected.as_bytes());
}

#[test]
fn a_piece_is_on_its_way_while_the_handler_waits() {
    let server = start();
    let mut client = Client::connect(server.address);
    client.get("/wait");
    client.until(b"\r\n\r\n5\r\nearly\r\n");
    server.go();
    assert_eq!(client.until(b"0\r\n\r\n"), b"4\r\nlate\r\n0\r\n\r\n");
}

#[test]
fn a_declared_length_is_held_to_the_byte() {
    let server = start();
    let mut client = Client::connect(server.address);
    let answer = client.get("/too-long/1/5").answer();
    assert_eq!(answer.text(), "12345");
    let notes = server.notes(2);
    assert_eq!(notes[0], "Err(TooLong { excess: 21 })");
    assert_eq!(notes[1], "Err(TooLong { excess: 1 })");
    client.get_all(&["/count/1/7", "/never"]);
    let rest = client.try_rest().unwrap_or_default();
    assert!(!rest.ends_with(b"never"));
    assert_eq!(server.notes(3)[2], "Err(TooShort { missing: 1 })");
}

#[test]
fn an_aborted_answer_is_cut_off_before_the_handler_ends() {
    let server = start();
    let mut client = Client::connect(server.address);
    client.get_all(&["/abort", "/never"]);
    let rest = String::from_utf8(client.try_rest().unwrap()).unwrap();
    assert!(rest.ends_with("5\r\nearly\r\n"), "{rest}");
    server.go();
    assert_eq!(server.notes(1), ["\"the handler went on\""]);
}

#[test]
fn an_aborted_answer_without_an_end_of_its_own_is_reset() {
    let server = start();
    let mut client = Client::connect(server.address);
    client.send("GET /abort HTTP/1.0\r\n\r\n");
    client.until(b"early");
    server.go();
    assert!(client.try_rest().is_err(), "an orderly end looks whole");
}

#[test]
fn a_body_nobody_finishes_is_cut_off() {
    let server = start();
    for path in ["/forget", "/panic"] {
        let mut client = Client::connect(server.address);
        client.get(path);
        let rest = client.try_rest().unwrap_or_default();
        assert!(!rest.ends_with(b"0\r\n\r\n"));
    }
    server.go();
    assert_eq!(server.notes(1), ["Err(Over)"]);
}

#[test]
fn whoever_has_the_writer_may_push() {
    let server = start();
    let mut client = Client::connect(server.address);
    let answer = client.get("/elsewhere/50").answer();
    assert_eq!(answer.text(), "piece\n".repeat(50));
    assert_eq!(client.get("/count/1").answer().text(), "piece\n");
}

#[test]
fn a_client_that_leaves_wakes_the_writer() {
    let server = start();
    let mut client = Client::connect(server.address);
    client.get("/flood/100000");
    client.until(b"\r\n\r\n");
    drop(client);
    let gone = "Err(Disconnected)";
    assert_eq!(server.notes(4), [gone, gone, "false", gone]);
    server.until(|running| running.connections() == 0);
}

#[test]
fn a_client_that_takes_nothing_wakes_the_writer() {
    let server = start_with(|settings| settings.write_timeout = Some(Duration::from_millis(100)));
    let mut client = Client::connect(server.address);
    client.get("/flood/100000");
    let stalled = "Err(Stalled)";
    assert_eq!(server.notes(4), [stalled, stalled, "false", stalled]);
    server.until(|running| running.connections() == 0);
}

#[test]
fn a_stopped_server_wakes_the_writer() {
    let server = start();
    let mut client = Client::connect(server.address);
    client.get("/forget");
    client.until(b"early");
    server.ask(ta_server::Running::abort);
    server.until(|running| running.connections() == 0);
    server.go();
    assert_eq!(server.notes(1), ["Err(Over)"]);
}

#[test]
fn writers_have_their_turns_in_the_order_in_which_they_came() {
    let server = start();
    let mut client = Client::connect(server.address);
    client.get("/turns/6");
    server.notes(1);
    assert_eq!(client.answer().body.len(), 30_005_000);
    assert_eq!(server.notes(2)[1], "[0, 2, 3, 4, 5]");
}

#[test]
fn hints_come_before_the_answer_and_frame_nothing() {
    // RFC 9110 §15.2, RFC 8297.
    let server = start();
    let mut client = Client::connect(server.address);
    client.get("/hints");
    for expected in [
        "HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nlink: </b.js>; rel=preload\r\nx-more: 1\r\n\r\n",
    ] {
        assert_eq!(client.until(b"\r\n\r\n"), expected.as_bytes());
    }
    let answer = client.answer();
    assert!(!answer.closes());
    assert_eq!(answer.text(), "final");
    let notes = ["Ok(true)", "Ok(true)", "Ok(false)", "Err(Answered)"];
    assert_eq!(server.notes(4), notes);

    let mut old = Client::connect(server.address);
    old.send("GET /hints HTTP/1.0\r\n\r\n");
    assert_eq!(old.answer().text(), "final");
    assert_eq!(server.notes(8)[4], "Ok(false)");
}
