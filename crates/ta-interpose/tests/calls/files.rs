//! Plain files and devices: never a wait, and nothing lost.

use std::io::{Seek, Write};
use std::os::fd::AsRawFd;
use std::path::PathBuf;

use super::support::*;
use crate::common::coroutines::run;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()))
}

#[test]
fn a_file_is_read_from_its_position_to_its_end() {
    let path = path("read");
    let mut file = std::fs::File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .open(&path)
        .expect("a file");
    let written: Vec<u8> = (0..100_000_u32).map(|n| (n % 199) as u8).collect();
    file.write_all(&written).expect("room");
    file.seek(std::io::SeekFrom::Start(3)).expect("a position");
    let fd = file.as_raw_fd();
    let driver = run(|_| {
        vec![Box::new(move || {
            let mut buffer = vec![0; 200_000];
            assert_eq!(read(fd, &mut buffer[..10]), 10);
            assert_eq!(buffer[..10], written[3..13]);
            assert_eq!(read(fd, &mut buffer), 99_987);
            assert!(buffer[..99_987] == written[13..]);
            assert_eq!(read(fd, &mut buffer), 0);
        })]
    });
    std::fs::remove_file(&path).expect("the file");
    assert_eq!(driver.waits(), []);
}

#[test]
fn a_file_is_written_where_it_ends() {
    let path = path("append");
    let file = std::fs::File::options()
        .append(true)
        .create(true)
        .open(&path)
        .expect("a file");
    let fd = file.as_raw_fd();
    let driver = run(|_| {
        vec![Box::new(move || {
            assert_eq!(write(fd, b"one "), 4);
            assert_eq!(write(fd, &[b'x'; 100_000]), 100_000);
        })]
    });
    let content = std::fs::read(&path).expect("the file");
    std::fs::remove_file(&path).expect("the file");
    assert_eq!(content.len(), 100_004);
    assert!(content.starts_with(b"one xxx"));
    assert_eq!(driver.waits(), []);
}

#[test]
fn devices_that_are_always_ready_are_read_and_written_at_once() {
    let null = std::fs::File::options()
        .read(true)
        .write(true)
        .open("/dev/null")
        .expect("the device");
    let fd = null.as_raw_fd();
    let driver = run(|_| {
        vec![Box::new(move || {
            assert_eq!(write(fd, b"nothing"), 7);
            assert_eq!(read(fd, &mut [0; 8]), 0);
        })]
    });
    assert_eq!(driver.waits(), []);
}

#[test]
fn what_is_not_open_cannot_be_read() {
    run(|_| {
        vec![Box::new(move || {
            assert_eq!(read(-1, &mut [0; 8]), -1);
            assert_eq!(crate::common::errno(), libc::EBADF);
            assert_eq!(write(-1, b"x"), -1);
            assert_eq!(crate::common::errno(), libc::EBADF);
            assert_eq!(close(-1), -1);
            assert_eq!(crate::common::errno(), libc::EBADF);
        })]
    });
}
