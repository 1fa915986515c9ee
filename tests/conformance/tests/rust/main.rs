//! The table against the Rust server: bodies streamed and buffered, patient and impatient,
//! every write whole and byte by byte.

mod app;

use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use ta_conformance::{Delivery, Need, Subject, Temper, Writes, check, pages};
use ta_server::{BindOptions, Listen, Settings, bind, serve};
use tokio::sync::oneshot;
use tokio::task::LocalSet;

use app::App;

/// A server in a thread of its own.
struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    fn start(delivery: Delivery, temper: Temper) -> Self {
        let mut settings = Settings::default();
        settings.limits.body = pages::BODY_LIMIT as u64;
        if temper == Temper::Impatient {
            settings.read_timeout = Some(Duration::from_secs(pages::READ_TIMEOUT));
            settings.keep_alive_timeout = Some(Duration::from_secs(pages::KEEP_ALIVE_TIMEOUT));
        }
        let (stop, stopped) = oneshot::channel();
        let (bound_at, address) = mpsc::channel();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("an event loop");
            let options = BindOptions {
                backlog: 1024,
                ..BindOptions::default()
            };
            let bound = bind(&[Listen::tcp("127.0.0.1", 0)], &options).expect("a free port");
            let address = bound.local_addrs()[0].tcp().expect("a TCP listener");
            bound_at.send(address).expect("the test waits for it");
            LocalSet::new().block_on(&runtime, async {
                let running = serve(bound, settings, Rc::new(App { delivery })).expect("it serves");
                // An error says that the test is over, too.
                let _ = stopped.await;
                running.abort();
                running.drained().await;
            });
        });
        Self {
            address: address.recv().expect("it binds"),
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take() {
            assert!(thread.join().is_ok() || thread::panicking(), "it panicked");
        }
    }
}

fn play(delivery: Delivery, temper: Temper, writes: Writes) {
    let server = Server::start(delivery, temper);
    let subject = Subject {
        address: server.address,
        delivery,
        temper,
        can: vec![Need::Streams, Need::Trailers],
    };
    let count = check(&subject, writes);
    println!("{count} cases, {delivery:?}, {temper:?}, {writes:?}");
}

#[test]
fn every_case_holds_with_streamed_bodies_and_whole_writes() {
    play(Delivery::Streamed, Temper::Patient, Writes::Whole);
}

#[test]
fn every_case_holds_with_streamed_bodies_byte_by_byte() {
    play(Delivery::Streamed, Temper::Patient, Writes::ByteByByte);
}

#[test]
fn every_case_holds_with_buffered_bodies_and_whole_writes() {
    play(Delivery::Buffered, Temper::Patient, Writes::Whole);
}

#[test]
fn every_case_holds_with_buffered_bodies_byte_by_byte() {
    play(Delivery::Buffered, Temper::Patient, Writes::ByteByByte);
}

#[test]
fn slow_clients_of_streamed_bodies_get_what_the_timers_say() {
    play(Delivery::Streamed, Temper::Impatient, Writes::Whole);
    play(Delivery::Streamed, Temper::Impatient, Writes::ByteByByte);
}

#[test]
fn slow_clients_of_buffered_bodies_get_what_the_timers_say() {
    play(Delivery::Buffered, Temper::Impatient, Writes::Whole);
    play(Delivery::Buffered, Temper::Impatient, Writes::ByteByByte);
}
