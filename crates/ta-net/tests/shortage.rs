//! Running out of descriptors. A process of its own, because the limit is one
//! of the whole process.

use std::io::Read;
use std::net::TcpStream;
use std::os::fd::AsRawFd;
use std::time::{Duration, Instant};

use rustix::process::{Resource, getrlimit, setrlimit};
use ta_net::{BindOptions, Listen, Listener, bind};

#[test]
fn accepting_waits_without_spinning_until_descriptors_are_free_again() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let bound = bind(&[Listen::tcp("127.0.0.1", 0)], &BindOptions::default()).unwrap();
    let address = bound.local_addrs()[0].tcp().unwrap();
    runtime.block_on(async {
        let listener = Listener::register(bound).unwrap().pop().unwrap();
        let mut client = TcpStream::connect(address).unwrap();

        let before = getrlimit(Resource::Nofile);
        let mut short = before;
        // Descriptors are given lowest first: the next one is not allowed.
        let next = std::fs::File::open("/dev/null").unwrap().as_raw_fd();
        short.current = Some(next.try_into().unwrap());
        let busy = cpu_time();
        setrlimit(Resource::Nofile, short).unwrap();
        let waiting = tokio::time::timeout(Duration::from_millis(500), listener.accept()).await;
        setrlimit(Resource::Nofile, before).unwrap();
        let busy = cpu_time() - busy;
        assert!(waiting.is_err(), "there was no descriptor left");
        assert!(
            busy < Duration::from_millis(100),
            "{busy:?} of half a second"
        );

        let start = Instant::now();
        let accepted = tokio::time::timeout(Duration::from_secs(5), listener.accept()).await;
        let (stream, _) = accepted.expect("it goes on by itself").unwrap();
        assert!(start.elapsed() < Duration::from_secs(2));
        drop(stream);
        assert_eq!(client.read(&mut [0]).unwrap(), 0, "the same connection");
    });
}

/// Time this thread has spent on a processor.
fn cpu_time() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let nanos = text.split(' ').next().unwrap().parse().unwrap();
    Duration::from_nanos(nanos)
}
