//! Plain files and devices: no wait where none is needed, and nothing lost or mixed up
//! where one is.

use std::ffi::c_int;
use std::fs::File;
use std::io::{Seek, Write};
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use ta_interpose::Call;

use super::support::*;
use crate::common::call;
use crate::common::coroutines::run;
use crate::common::errno;

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
            assert_eq!(errno(), libc::EBADF);
            assert_eq!(write(-1, b"x"), -1);
            assert_eq!(errno(), libc::EBADF);
            assert_eq!(close(-1), -1);
            assert_eq!(errno(), libc::EBADF);
        })]
    });
}

/// A file whose writes have to reach the disk.
fn synchronous(name: &str) -> (File, PathBuf) {
    let path = path(name);
    let file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .custom_flags(libc::O_DSYNC)
        .open(&path)
        .expect("a file");
    (file, path)
}

#[test]
fn big_writes_and_those_that_reach_the_disk_let_others_run() {
    let (synchronous, first) = synchronous("dsync");
    let second = path("big");
    let file = File::create(&second).expect("a file");
    let fds = [synchronous.as_raw_fd(), file.as_raw_fd()];
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                driver.note("small");
                assert_eq!(write(fds[0], b"small"), 5);
                driver.note("big");
                assert_eq!(write(fds[1], &vec![b'b'; 2 << 20]), 2 << 20);
                driver.note("written");
            }),
            Box::new(move || driver.note("meanwhile")),
        ]
    });
    let content = [&first, &second].map(|path| std::fs::read(path).expect("the file"));
    for path in [first, second] {
        std::fs::remove_file(path).expect("the file");
    }
    assert_eq!(content[0], b"small");
    assert!(content[1].len() == 2 << 20 && content[1].iter().all(|&byte| byte == b'b'));
    assert_eq!(driver.notes(), ["small", "meanwhile", "big", "written"]);
    assert!(driver.waits().iter().all(|call| *call == Call::Write));
}

#[test]
fn calls_on_one_file_keep_their_order_whatever_descriptor_they_come_by() {
    const EACH: usize = 4;
    let (file, path) = synchronous("order");
    let copy = file.try_clone().expect("a descriptor");
    let fds = [file.as_raw_fd(), copy.as_raw_fd()];
    run(|driver| {
        (0..EACH)
            .map(|number| -> Box<dyn FnOnce()> {
                Box::new(move || {
                    let line = [b'a' + number as u8; 100];
                    assert_eq!(write(fds[number % 2], &line), 100);
                    driver.note("written");
                })
            })
            .chain([Box::new(move || {
                // Behind all of them, since they began before.
                assert_eq!(lseek(fds[0], 0, libc::SEEK_CUR), 100 * EACH as i64);
                assert_eq!(lseek(fds[0], 50, libc::SEEK_SET), 50);
                let mut buffer = [0; 100];
                assert_eq!(read(fds[1], &mut buffer), 100);
                assert_eq!(buffer[..50], [b'a'; 50]);
                assert_eq!(buffer[50..], [b'b'; 50]);
                assert_eq!(driver.notes().len(), EACH);
            }) as Box<dyn FnOnce()>])
            .collect()
    });
    let content = std::fs::read(&path).expect("the file");
    std::fs::remove_file(&path).expect("the file");
    let expected: Vec<u8> = (0..EACH)
        .flat_map(|number| [b'a' + number as u8; 100])
        .collect();
    assert_eq!(content, expected);
}

#[test]
fn flushing_and_giving_up_much_let_others_run() {
    let path = path("flush");
    let mut file = File::create(&path).expect("a file");
    file.write_all(b"content").expect("room");
    let fd = file.as_raw_fd();
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                assert_eq!(call!(c"call_fsync": fn(c_int) -> c_int; fd), 0);
                assert_eq!(call!(c"call_fdatasync": fn(c_int) -> c_int; fd), 0);
                assert_eq!(ftruncate(fd, 64 << 20), 0);
                assert_eq!(driver.waits(), [Call::Flush; 2]);
                assert_eq!(ftruncate(fd, 3), 0);
                assert_eq!(ftruncate(fd, 1), 0);
                driver.note("flushed");
            }),
            Box::new(move || driver.note("meanwhile")),
        ]
    });
    let content = std::fs::read(&path).expect("the file");
    std::fs::remove_file(&path).expect("the file");
    assert_eq!(content, b"c");
    assert_eq!(driver.notes(), ["meanwhile", "flushed"]);
    assert_eq!(driver.waits(), [Call::Flush; 3]);
}

#[test]
fn what_cannot_be_flushed_or_written_says_so() {
    let pipe = pipe();
    let [out, into] = pipe.ends();
    let readable = File::open("/proc/self/exe").expect("a file");
    let fd = readable.as_raw_fd();
    run(|_| {
        vec![Box::new(move || {
            assert_eq!(call!(c"call_fsync": fn(c_int) -> c_int; into), -1);
            assert_eq!(errno(), libc::EINVAL);
            assert_eq!(call!(c"call_fsync": fn(c_int) -> c_int; -1), -1);
            assert_eq!(errno(), libc::EBADF);
            assert_eq!(lseek(out, 0, libc::SEEK_CUR), -1);
            assert_eq!(errno(), libc::ESPIPE);
            assert_eq!(ftruncate(fd, 0), -1);
            assert_eq!(errno(), libc::EINVAL);
            // From the helper, too.
            assert_eq!(write(fd, &vec![0; 2 << 20]), -1);
            assert_eq!(errno(), libc::EBADF);
        })]
    });
}

#[test]
fn a_cold_read_waits_for_the_disk_and_reads_the_same() {
    const SIZE: usize = 3 << 20;
    let path = path("cold");
    let written: Vec<u8> = (0..SIZE as u32).map(|n| (n % 251) as u8).collect();
    std::fs::write(&path, &written).expect("room");
    let mut file = File::open(&path).expect("the file");
    file.sync_all().expect("a disk");
    // SAFETY: takes no pointers.
    let dropped = unsafe { libc::posix_fadvise(file.as_raw_fd(), 0, 0, libc::POSIX_FADV_DONTNEED) };
    assert_eq!(dropped, 0);
    file.seek(std::io::SeekFrom::Start(10)).expect("a position");
    let fd = file.as_raw_fd();
    let is_cold = is_cold(fd);
    let driver = run(|_| {
        vec![Box::new(move || {
            let mut buffer = vec![0; SIZE];
            assert_eq!(read(fd, &mut buffer), SIZE as isize - 10);
            assert!(buffer[..SIZE - 10] == written[10..]);
            assert_eq!(read(fd, &mut buffer), 0);
        })]
    });
    std::fs::remove_file(&path).expect("the file");
    // File systems in memory have nothing that is cold, and not all can tell.
    assert_eq!(driver.waits().is_empty(), !is_cold);
    assert!(driver.waits().iter().all(|call| *call == Call::Read));
}

/// Whether reading would have to wait for the disk.
fn is_cold(fd: RawFd) -> bool {
    let mut byte = 0_u8;
    let buffer = libc::iovec {
        iov_base: (&raw mut byte).cast(),
        iov_len: 1,
    };
    // SAFETY: there is room for a byte.
    let result = unsafe { libc::preadv2(fd, &raw const buffer, 1, 0, libc::RWF_NOWAIT) };
    result == -1 && errno() == libc::EAGAIN
}

#[test]
fn a_cancelled_write_is_over_when_its_coroutine_goes_on() {
    let (file, path) = synchronous("cancelled");
    let fd = file.as_raw_fd();
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                assert_eq!(write(fd, &[b'x'; 4096]), 4096);
                driver.note("over");
                // SAFETY: takes no pointers.
                assert_eq!(unsafe { libc::lseek(fd, 0, libc::SEEK_CUR) }, 4096);
                driver.recover();
            }),
            Box::new(move || driver.cancel(0)),
        ]
    });
    std::fs::remove_file(&path).expect("the file");
    assert_eq!(driver.notes(), ["over"]);
}

#[test]
fn a_big_file_is_copied_while_others_run() {
    const SIZE: usize = 2 << 20;
    let names = [path("copied"), path("copy")];
    std::fs::write(&names[0], vec![b'c'; SIZE]).expect("room");
    let from = File::open(&names[0]).expect("the file");
    let to = File::create(&names[1]).expect("a file");
    let fds = [from.as_raw_fd(), to.as_raw_fd()];
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                let mut copied = 0;
                while copied < SIZE {
                    let more = call!(c"call_copy_file_range": fn(c_int, c_int, usize) -> isize;
                        fds[0], fds[1], SIZE);
                    assert!(more > 0, "{}", errno());
                    copied += more as usize;
                }
                driver.note("copied");
            }),
            Box::new(move || driver.note("meanwhile")),
        ]
    });
    let copy = std::fs::read(&names[1]).expect("the file");
    for name in names {
        std::fs::remove_file(name).expect("the file");
    }
    assert!(copy.len() == SIZE && copy.iter().all(|&byte| byte == b'c'));
    assert_eq!(driver.notes(), ["meanwhile", "copied"]);
}

#[test]
fn a_forked_child_has_helpers_of_its_own() {
    let (file, path) = synchronous("forked");
    let fd = file.as_raw_fd();
    run(|_| {
        vec![Box::new(move || {
            assert_eq!(write(fd, b"parent"), 6);
        })]
    });
    for _ in 0..20 {
        // SAFETY: the child only looks at numbers, and does not come back.
        let child = unsafe { libc::fork() };
        if child == 0 {
            let status = ta_interpose::status();
            let idle = status.helpers == 0 && status.queued == 0;
            // SAFETY: no preconditions.
            unsafe { libc::_exit(c_int::from(!idle)) };
        }
        let mut status = -1;
        // SAFETY: the status can be written to.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        assert_eq!(status, 0);
    }
    std::fs::remove_file(&path).expect("the file");
}

fn lseek(fd: RawFd, offset: i64, whence: c_int) -> i64 {
    call!(c"call_lseek": fn(c_int, i64, c_int) -> i64; fd, offset, whence)
}

fn ftruncate(fd: RawFd, length: i64) -> c_int {
    call!(c"call_ftruncate": fn(c_int, i64) -> c_int; fd, length)
}
