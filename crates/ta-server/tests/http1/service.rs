//! Handlers over `http` types, and the whole server around them.

use std::convert::Infallible;
use std::sync::mpsc;
use std::time::Duration;

use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::BodyExt;
use ta_server::{Body, Incoming, Listen, Server, ServerError, Settings, Workers, handler_fn};

use crate::client::Client;
use crate::server::TestServer;

async fn describe(request: Request<Incoming>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let mut text = format!("{} {} {:?}\n", parts.method, parts.uri, parts.version);
    for (name, value) in &parts.headers {
        text += &format!("{name}={}\n", value.to_str().unwrap());
    }
    let body = body.collect().await.unwrap().to_bytes();
    text += std::str::from_utf8(&body).unwrap();
    let mut response = Response::new(Body::from(text));
    if parts.uri.path() == "/teapot" {
        *response.status_mut() = StatusCode::IM_A_TEAPOT;
        response
            .headers_mut()
            .insert("x-kind", "green".parse().unwrap());
        response
            .headers_mut()
            .insert("connection", "close".parse().unwrap());
    }
    response
}

fn start() -> TestServer {
    TestServer::serve(&Listen::tcp("127.0.0.1", 0), Settings::default(), || {
        handler_fn(describe)
    })
}

#[test]
fn a_request_has_its_parts_and_its_fields_in_order() {
    let server = start();
    let mut client = Client::connect(server.address);
    for round in 0..3 {
        client.send(format!(
            "POST /a/b?c={round} HTTP/1.1\r\nHost: h\r\nX-One: 1\r\nCookie: a=b\r\n\
             X-One: 2\r\nContent-Length: 4\r\n\r\nbody"
        ));
        let answer = client.answer();
        assert_eq!(
            answer.text(),
            format!(
                "POST /a/b?c={round} HTTP/1.1\nhost=h\nx-one=1\nx-one=2\ncookie=a=b\n\
                 content-length=4\nbody"
            )
        );
    }
    client.send("PROPFIND http://h/p HTTP/1.0\r\n\r\n");
    assert_eq!(client.answer().text(), "PROPFIND http://h/p HTTP/1.0\n");
}

#[test]
fn a_response_gives_status_fields_and_fate() {
    let server = start();
    let mut client = Client::connect(server.address);
    let answer = client.get("/teapot").answer();
    assert_eq!(answer.status, 418);
    assert_eq!(answer.field("x-kind"), Some("green"));
    assert!(answer.closes());
    assert_eq!(client.rest(), b"");
}

#[test]
fn fields_of_one_request_do_not_leak_into_the_next() {
    let server = TestServer::serve(&Listen::tcp("127.0.0.1", 0), Settings::default(), || {
        handler_fn(|request: Request<Incoming>| async move {
            let mut response = Response::new(request.headers().len().to_string());
            let mut fields = HeaderMap::new();
            fields.insert("x-a", "1".parse().unwrap());
            *response.headers_mut() = fields;
            response
        })
    });
    let mut client = Client::connect(server.address);
    for _ in 0..3 {
        client.send("GET / HTTP/1.1\r\nHost: h\r\nA: 1\r\nB: 2\r\n\r\n");
        assert_eq!(client.answer().text(), "3");
        assert_eq!(client.get("/").answer().text(), "1");
    }
}

#[test]
fn many_fields_survive_while_older_requests_are_kept() {
    // Requests keep slices of a shared buffer; holding all of them must not
    // let a later request overwrite an earlier one.
    let server = TestServer::serve(&Listen::tcp("127.0.0.1", 0), Settings::default(), || {
        let kept = std::cell::RefCell::new(Vec::<HeaderMap>::new());
        handler_fn(move |request: Request<Incoming>| {
            kept.borrow_mut().push(request.headers().clone());
            let intact = kept
                .borrow()
                .iter()
                .enumerate()
                .all(|(index, fields)| fields["x-number"] == index.to_string().as_str());
            async move { Response::new(intact.to_string()) }
        })
    });
    let mut client = Client::connect(server.address);
    for number in 0..200 {
        let filler = "f".repeat(number * 7 % 900);
        client.send(format!(
            "GET / HTTP/1.1\r\nHost: h\r\nX-Number: {number}\r\nX-Filler: {filler}\r\n\r\n"
        ));
        assert_eq!(client.answer().text(), "true");
    }
}

#[test]
fn a_whole_server_runs_on_several_threads_and_stops() {
    let (send, receive) = mpsc::channel();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = std::thread::spawn(move || {
        Server::builder()
            .listen("127.0.0.1:0")
            .workers(Workers::Count(3.try_into().unwrap()))
            .on_bound(move |addresses| send.send(addresses[0].tcp().unwrap()).unwrap())
            .stop_when(async {
                let _ = stopped.await;
            })
            .run(|worker| {
                handler_fn(
                    move |_: Request<Incoming>| async move { Response::new(worker.to_string()) },
                )
            })
    });
    let address = receive.recv_timeout(Duration::from_secs(10)).unwrap();
    let mut seen = [false; 3];
    for _ in 0..200 {
        let answer = Client::connect(address).get("/").answer();
        seen[answer.text().parse::<usize>().unwrap()] = true;
    }
    assert_eq!(seen, [true; 3], "the system spreads connections");
    stop.send(()).unwrap();
    running.join().unwrap().unwrap();
    assert!(std::net::TcpStream::connect(address).is_err());
}

#[test]
fn a_whole_server_says_why_it_does_not_start() {
    let handler = |_| handler_fn(async |_: Request<Incoming>| Response::new(Body::Empty));
    let nothing: Result<(), _> = Server::builder().run(handler);
    assert!(matches!(nothing, Err(ServerError::NoListener)));
    let wrong = Server::builder().listen("nonsense").run(handler);
    let text = wrong.unwrap_err().to_string();
    assert!(text.starts_with("cannot listen on `nonsense`: "), "{text}");
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    for workers in [Workers::One, Workers::PerCore] {
        let taken = Server::builder()
            .listen(&address)
            .workers(workers)
            .run(handler);
        assert!(matches!(taken, Err(ServerError::Bind(_))));
    }
}

#[test]
fn a_stop_that_takes_too_long_is_cut_short() {
    let (send, receive) = mpsc::channel();
    let mut settings = Settings::default();
    settings.shutdown_timeout = Duration::from_millis(50);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = std::thread::spawn(move || {
        Server::builder()
            .listen("127.0.0.1:0")
            .settings(settings)
            .on_bound(move |addresses| send.send(addresses[0].tcp().unwrap()).unwrap())
            .stop_when(async {
                let _ = stopped.await;
            })
            .run(|_| {
                handler_fn(|_: Request<Incoming>| async {
                    std::future::pending::<Infallible>().await;
                    Response::new(Body::Empty)
                })
            })
    });
    let address = receive.recv_timeout(Duration::from_secs(10)).unwrap();
    let mut client = Client::connect(address);
    client.get("/");
    std::thread::sleep(Duration::from_millis(50));
    stop.send(()).unwrap();
    running.join().unwrap().unwrap();
    assert_eq!(client.try_rest().unwrap_or_default(), b"");
}
