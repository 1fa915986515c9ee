//! `res_nsearch` and its kin, with a server of our own.

use std::ffi::{CStr, c_char, c_int};
use std::net::UdpSocket;
use std::os::fd::AsRawFd;
use std::time::Duration;

use ta_interpose::Call;

use crate::common::call;
use crate::common::coroutines::run;

/// What `h_errno` says of a name that does not exist.
const HOST_NOT_FOUND: c_int = 1;

/// A server that answers so many questions, after a while: one TXT record for names
/// that begin with "a", no such name for others.
fn server(questions: usize) -> u16 {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    let port = socket.local_addr().expect("an address").port();
    let patience = Some(Duration::from_secs(10));
    socket.set_read_timeout(patience).expect("a time limit");
    std::thread::spawn(move || {
        for _ in 0..questions {
            let mut packet = vec![0; 512];
            let Ok((length, from)) = socket.recv_from(&mut packet) else {
                return;
            };
            std::thread::sleep(Duration::from_millis(50));
            packet.truncate(length);
            let exists = packet[13] == b'a';
            // Behind the name come type and class; extensions after that are left out.
            let end = 12
                + packet[12..]
                    .iter()
                    .position(|&byte| byte == 0)
                    .expect("a name")
                + 5;
            packet.truncate(end);
            packet[2] = 0x84;
            packet[3] = if exists { 0x80 } else { 0x83 };
            packet[4..12].copy_from_slice(&[0, 1, 0, u8::from(exists), 0, 0, 0, 0]);
            if exists {
                packet.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, 6, 5]);
                packet.extend(b"hello");
            }
            socket.send_to(&packet, from).expect("a client");
        }
    });
    port
}

#[test]
fn who_asks_a_server_lets_others_run_and_gets_its_answer() {
    let port = server(2);
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                let mut answer = [0; 512];
                let found = search(c"a.example", port, &mut answer);
                assert!(answer[..usize::try_from(found).expect("an answer")].ends_with(b"hello"));
                driver.note("answer");
            }),
            Box::new(move || {
                let found = search(c"missing.example", port, &mut [0; 512]);
                assert_eq!(found, -HOST_NOT_FOUND);
            }),
            Box::new(move || driver.note("meanwhile")),
        ]
    });
    assert_eq!(driver.notes(), ["meanwhile", "answer"]);
    assert_eq!(driver.waits(), [Call::Resolve; 2]);
}

#[test]
fn who_is_cancelled_does_not_wait_for_the_answer() {
    let port = server(1);
    run(|driver| {
        vec![
            Box::new(move || {
                assert!(search(c"a.example", port, &mut [0; 512]) < 0);
                driver.recover();
            }),
            Box::new(move || driver.cancel(0)),
        ]
    });
}

#[test]
fn servers_that_are_silent_leave_threads_to_files() {
    const QUESTIONS: usize = 40;
    let silent = UdpSocket::bind("127.0.0.1:0").expect("a socket");
    let port = silent.local_addr().expect("an address").port();
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("silent-{}", std::process::id()));
    let file = std::fs::File::create(&path).expect("a file");
    let fd = file.as_raw_fd();
    let driver = run(|driver| {
        let mut bodies: Vec<Box<dyn FnOnce()>> = Vec::new();
        for _ in 0..QUESTIONS {
            bodies.push(Box::new(move || {
                assert!(search(c"a.example", port, &mut [0; 512]) < 0);
                driver.note("no answer");
                driver.recover();
            }));
        }
        bodies.push(Box::new(move || {
            assert!(ta_interpose::status().queued >= QUESTIONS - 24);
            assert_eq!(call!(c"call_fsync": fn(c_int) -> c_int; fd), 0);
            driver.note("flushed");
            for number in 0..QUESTIONS {
                driver.cancel(number);
            }
        }));
        bodies
    });
    std::fs::remove_file(&path).expect("the file");
    assert_eq!(driver.notes()[0], "flushed");
}

fn search(name: &CStr, port: u16, answer: &mut [u8]) -> c_int {
    call!(c"call_res_nsearch": fn(*const c_char, c_int, *mut u8, c_int) -> c_int;
        name.as_ptr(), port.into(), answer.as_mut_ptr(), answer.len() as c_int)
}
