//! What moves bytes inside of the kernel, which cannot be told to stop before it blocks.

use std::ffi::{c_int, c_uint};
use std::fs::File;
use std::os::fd::{AsRawFd, RawFd};
use std::path::PathBuf;
use std::ptr;

use super::support::*;
use crate::common::call;
use crate::common::coroutines::run;
use crate::common::errno;

fn sendfile(to: RawFd, from: RawFd, position: Option<&mut libc::off_t>, length: usize) -> isize {
    call!(c"call_sendfile": fn(c_int, c_int, *mut libc::off_t, usize) -> isize;
        to, from, position.map_or(ptr::null_mut(), ptr::from_mut), length)
}

fn splice(from: RawFd, to: RawFd, length: usize) -> isize {
    call!(c"call_splice": fn(c_int, c_int, usize, c_uint) -> isize; from, to, length, 0)
}

fn file_of(name: &str, content: &[u8]) -> (File, PathBuf) {
    let path =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    std::fs::write(&path, content).expect("room");
    (File::open(&path).expect("the file"), path)
}

fn stop_blocking(fd: RawFd) {
    // SAFETY: takes no pointers.
    let result = unsafe { libc::fcntl(fd, libc::F_SETFL, libc::O_NONBLOCK) };
    assert_eq!(result, 0);
}

#[test]
fn who_could_be_held_up_by_another_hears_that_it_cannot_be_done() {
    let (file, path) = file_of("sendfile", b"content");
    let (fd, pair, piped) = (file.as_raw_fd(), sockets(libc::SOCK_STREAM), pipe());
    let ([socket, peer], [reader, writer]) = (pair.ends(), piped.ends());
    // Outside of coroutines it is done.
    assert_eq!(sendfile(socket, fd, Some(&mut 0), 7), 7);
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                for result in [
                    sendfile(socket, fd, None, 7),
                    sendfile(writer, fd, Some(&mut 0), 7),
                    splice(peer, writer, 7),
                    splice(reader, socket, 7),
                ] {
                    assert_eq!((result, errno()), (-1, libc::EINVAL));
                }
                assert_eq!((sendfile(-1, fd, None, 7), errno()), (-1, libc::EBADF));
                driver.note("refused");
            }),
            Box::new(move || driver.note("meanwhile")),
        ]
    });
    std::fs::remove_file(path).expect("the file");
    // Nothing was taken, and nobody had to wait.
    let mut buffer = [0; 16];
    assert_eq!(read(peer, &mut buffer), 7);
    // SAFETY: takes no pointers.
    assert_eq!(unsafe { libc::lseek(fd, 0, libc::SEEK_CUR) }, 0);
    assert_eq!(driver.notes(), ["refused", "meanwhile"]);
    assert_eq!(driver.waits(), []);
}

#[test]
fn what_does_not_block_is_done_by_the_kernel() {
    let (file, path) = file_of("unhindered", b"content");
    let (copy, copied) = {
        let (_, path) = file_of("unhindered-copy", b"");
        let file = File::options().write(true).open(&path).expect("the file");
        (file, path)
    };
    let (fd, copy_fd, pair, piped) = (
        file.as_raw_fd(),
        copy.as_raw_fd(),
        sockets(libc::SOCK_STREAM),
        pipe(),
    );
    let ([socket, peer], [reader, writer]) = (pair.ends(), piped.ends());
    for end in [socket, peer, reader, writer] {
        stop_blocking(end);
    }
    run(|_| {
        vec![Box::new(move || {
            assert_eq!(sendfile(copy_fd, fd, Some(&mut 0), 7), 7);
            assert_eq!(sendfile(socket, fd, None, 100), 7);
            assert_eq!(splice(peer, writer, 100), 7);
            assert_eq!(splice(reader, socket, 4), 4);
            assert_eq!(splice(reader, socket, 100), 3);
            assert_eq!((splice(reader, socket, 1), errno()), (-1, libc::EAGAIN));
        })]
    });
    assert_eq!(std::fs::read(&copied).expect("the file"), b"content");
    for path in [path, copied] {
        std::fs::remove_file(path).expect("the file");
    }
}

#[test]
fn a_cancelled_coroutine_begins_none() {
    let (file, path) = file_of("cancelled-sendfile", b"content");
    let (fd, pair) = (file.as_raw_fd(), sockets(libc::SOCK_STREAM));
    let [socket, _] = pair.ends();
    let driver = run(|driver| {
        vec![Box::new(move || {
            driver.cancel(0);
            assert_eq!(
                (sendfile(socket, fd, None, 7), errno()),
                (-1, libc::ECANCELED)
            );
            driver.note("refused");
        })]
    });
    std::fs::remove_file(path).expect("the file");
    assert_eq!(driver.notes(), ["refused"]);
}
