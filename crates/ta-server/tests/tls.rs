//! HTTP/1 over TLS, seen by a client of rustls on a blocking socket. The
//! certificate is made for the occasion, and is the client's only authority.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use http_body_util::BodyExt;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use ta_server::tls::{CertificateFiles, Tls, TlsOptions};
use ta_server::{Body, FileBody, Incoming, LocalAddr, Server, Settings, handler_fn};
use tokio::sync::oneshot;

/// Longer than anything a passing test waits for.
const PATIENCE: Duration = Duration::from_secs(10);

/// More than any buffer on the way holds.
const LARGE: usize = 12 << 20;

struct TestServer {
    address: SocketAddr,
    client: Arc<ClientConfig>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl TestServer {
    fn start(change: impl FnOnce(&mut Settings)) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let certified = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let path = |name: &str| directory.path().join(name);
        std::fs::write(path("cert.pem"), certified.cert.pem()).unwrap();
        std::fs::write(path("key.pem"), certified.signing_key.serialize_pem()).unwrap();
        let tls = Arc::new(
            Tls::load(TlsOptions {
                certificates: vec![CertificateFiles::new(path("cert.pem"), path("key.pem"))],
                ..TlsOptions::default()
            })
            .unwrap(),
        );
        let mut settings = Settings::default();
        change(&mut settings);
        let (stop, stopped) = oneshot::channel::<()>();
        let (sender, bound) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            Server::builder()
                .listen_tls("127.0.0.1:0", tls)
                .settings(settings)
                .stop_when(async move {
                    // A test that panicked stops it as well.
                    let _ = stopped.await;
                })
                .on_bound(move |addresses| {
                    if let LocalAddr::Tcp(address) = &addresses[0] {
                        sender.send(*address).unwrap();
                    }
                })
                .run(|_| handler_fn(page))
                .unwrap();
        });
        let mut roots = RootCertStore::empty();
        roots.add(certified.cert.der().clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let client = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        Self {
            address: bound.recv_timeout(PATIENCE).unwrap(),
            client: Arc::new(client),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    fn tcp(&self) -> TcpStream {
        let stream = TcpStream::connect_timeout(&self.address, PATIENCE).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    fn connect(&self) -> Client {
        let name = ServerName::try_from("localhost").unwrap();
        let session = ClientConnection::new(Arc::clone(&self.client), name).unwrap();
        Client(StreamOwned::new(session, self.tcp()))
    }

    fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Nobody listens when it has ended already.
            let _ = stop.send(());
        }
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.stop();
        let ended = self.thread.take().unwrap().join();
        assert!(ended.is_ok() || std::thread::panicking());
    }
}

struct Client(StreamOwned<ClientConnection, TcpStream>);

impl Client {
    fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).unwrap();
        self.0.flush().unwrap();
    }

    /// An answer with a declared length: its head and its body.
    fn answer(&mut self) -> (String, Vec<u8>) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.0.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        (head, body)
    }
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|index| (index % 251) as u8).collect()
}

async fn page(request: http::Request<Incoming>) -> http::Response<Body> {
    http::Response::new(match request.uri().path() {
        "/large" => Body::from(pattern(LARGE)),
        "/file" => {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&pattern(LARGE)).unwrap();
            Body::File(FileBody::new(file, 0..LARGE as u64))
        }
        "/echo" => {
            let body = request.into_body().collect().await.unwrap();
            Body::from(body.to_bytes())
        }
        path => Body::from(path.to_owned()),
    })
}

#[test]
fn requests_are_answered_one_after_another() {
    let server = TestServer::start(|_| {});
    let mut client = server.connect();
    for path in ["/a", "/b", "/c"] {
        client.send(format!("GET {path} HTTP/1.1\r\nHost: h\r\n\r\n").as_bytes());
        let (head, body) = client.answer();
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        assert_eq!(body, path.as_bytes());
    }
}

#[test]
fn requests_that_came_in_one_record_are_all_answered() {
    let server = TestServer::start(|_| {});
    let mut client = server.connect();
    // The second is incomplete, and the third comes with its end.
    client.send(b"GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\n");
    assert_eq!(client.answer().1, b"/1");
    client.send(b"Host: h\r\n\r\nGET /3 HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_eq!(client.answer().1, b"/2");
    assert_eq!(client.answer().1, b"/3");
}

#[test]
fn large_bodies_arrive_whole_in_both_directions_through_a_small_buffer() {
    let server = TestServer::start(|settings| {
        settings.tls_buffer = 17_408;
        settings.limits.body = LARGE as u64;
    });
    let mut client = server.connect();
    for path in ["/large", "/file"] {
        client.send(format!("GET {path} HTTP/1.1\r\nHost: h\r\n\r\n").as_bytes());
        // It fills every buffer meanwhile.
        std::thread::sleep(Duration::from_millis(100));
        assert!(client.answer().1 == pattern(LARGE), "{path}");
    }
    let head = format!("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: {LARGE}\r\n\r\n");
    client.send(head.as_bytes());
    client.send(&pattern(LARGE));
    assert!(client.answer().1 == pattern(LARGE));
}

#[test]
fn the_end_is_announced_in_tls() {
    let server = TestServer::start(|_| {});
    let mut client = server.connect();
    client.send(b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    client.answer();
    // Without a close_notify this is an error (RFC 8446 §6.1).
    assert_eq!(client.0.read(&mut [0]).unwrap(), 0);
}

#[test]
fn a_refused_request_has_its_answer_and_an_announced_end() {
    let server = TestServer::start(|_| {});
    let mut client = server.connect();
    client.send(b"NONSENSE / HTTP/1.1\r\nHost: h\r\n\r\n");
    let (head, _) = client.answer();
    assert!(head.starts_with("HTTP/1.1 501 "), "{head}");
    assert_eq!(client.0.read(&mut [0]).unwrap(), 0);
}

#[test]
fn an_idle_connection_ends_in_good_order_when_the_server_stops() {
    let mut server = TestServer::start(|_| {});
    let mut client = server.connect();
    client.send(b"GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
    client.answer();
    server.stop();
    assert_eq!(client.0.read(&mut [0]).unwrap(), 0);
}

#[test]
fn a_client_that_never_shakes_hands_is_given_up() {
    let server = TestServer::start(|settings| {
        settings.read_timeout = Some(Duration::from_millis(100));
    });
    let mut silent = server.tcp();
    assert_eq!(silent.read(&mut [0]).unwrap(), 0);
}

#[test]
fn clear_text_is_answered_by_an_alert_and_hurts_nobody_else() {
    let server = TestServer::start(|_| {});
    let mut plain = server.tcp();
    plain
        .write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        .unwrap();
    let mut answer = Vec::new();
    match plain.read_to_end(&mut answer) {
        Ok(_) => {}
        Err(error) => assert_eq!(error.kind(), io::ErrorKind::ConnectionReset),
    }
    // RFC 8446 §5.1, §6: a record of type alert (21), fatal (2).
    assert_eq!((answer[0], answer[5]), (21, 2), "{answer:?}");
    let mut client = server.connect();
    client.send(b"GET /ok HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_eq!(client.answer().1, b"/ok");
}

#[test]
fn a_client_that_vanishes_in_the_middle_of_a_record_hurts_nobody_else() {
    let server = TestServer::start(|_| {});
    let mut client = server.connect();
    client.send(b"GET /first HTTP/1.1\r\nHost: h\r\n\r\n");
    client.answer();
    // The header of a record, and nothing of what it announces.
    client.0.sock.write_all(&[23, 3, 3, 0x40, 0]).unwrap();
    drop(client);
    let mut other = server.connect();
    other.send(b"GET /other HTTP/1.1\r\nHost: h\r\n\r\n");
    assert_eq!(other.answer().1, b"/other");
}
