//! Children and locks.

use std::ffi::{CStr, c_char, c_int};
use std::os::fd::AsRawFd;
use std::process::{ChildStdin, Command};

use libc::{FILE, pid_t, rusage};
use ta_interpose::Call;

use super::support::*;
use crate::common::call;
use crate::common::coroutines::run;
use crate::common::errno;

#[test]
fn who_waits_for_a_child_lets_others_run() {
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                let (pid, stdin) = shell("read line; exit 3");
                let mut status = 0;
                driver.note("waits");
                assert_eq!(waitpid(pid, &mut status, libc::WNOHANG), 0);
                // SAFETY: takes no pointers; the other coroutine has a pipe of its own.
                let copy = unsafe { libc::fcntl(stdin.as_raw_fd(), libc::F_DUPFD_CLOEXEC, 0) };
                ENDS.with(|ends| ends.set(copy));
                assert_eq!(waitpid(pid, &mut status, 0), pid);
                assert_eq!(libc::WEXITSTATUS(status), 3);
                assert_eq!(waitpid(pid, &mut status, 0), -1);
                assert_eq!(errno(), libc::ECHILD);
                driver.note("has waited");
            }),
            Box::new(move || {
                driver.note("ends it");
                let end = ENDS.with(std::cell::Cell::get);
                assert_eq!(write(end, b"go\n"), 3);
                assert_eq!(close(end), 0);
            }),
        ]
    });
    assert_eq!(driver.notes(), ["waits", "ends it", "has waited"]);
    assert!(driver.waits().contains(&Call::Child));
}

thread_local! {
    static ENDS: std::cell::Cell<c_int> = const { std::cell::Cell::new(-1) };
}

#[test]
fn a_child_that_has_ended_is_not_waited_for() {
    let driver = run(|_| {
        vec![Box::new(move || {
            let (pid, _stdin) = shell("exit 4");
            // SAFETY: zeros are values of all its fields.
            let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
            let flags = libc::WEXITED | libc::WNOWAIT;
            // SAFETY: there is room for the answer.
            let ended =
                unsafe { libc::waitid(libc::P_PID, pid.cast_unsigned(), &raw mut info, flags) };
            assert_eq!(ended, 0);
            let mut status = 0;
            // SAFETY: zeros are values of all its fields.
            let mut usage: rusage = unsafe { std::mem::zeroed() };
            let ended = call!(c"call_wait4":
                fn(pid_t, *mut c_int, c_int, *mut rusage) -> pid_t;
                pid, &raw mut status, 0, &raw mut usage);
            assert_eq!(ended, pid);
            assert_eq!(libc::WEXITSTATUS(status), 4);
        })]
    });
    assert_eq!(driver.waits(), []);
}

#[test]
fn waitid_waits_for_one_child_or_for_any() {
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                let (pid, stdin) = shell("read line; exit 6");
                // SAFETY: takes no pointers.
                let ended = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) } as c_int;
                drop(stdin);
                let ways = [
                    (libc::P_PID, pid.cast_unsigned()),
                    (libc::P_PIDFD, ended.cast_unsigned()),
                    (libc::P_PGID, 0),
                ];
                for (kind, id) in ways {
                    // SAFETY: zeros are values of all its fields.
                    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
                    let flags = libc::WEXITED | libc::WNOWAIT;
                    assert_eq!(waitid(kind, id, &mut info, flags), 0);
                    // SAFETY: filled in by the call.
                    let (child, status) = unsafe { (info.si_pid(), info.si_status()) };
                    assert!((child, status) == (pid, 6) || kind == libc::P_PGID);
                }
                let mut status = 0;
                assert_eq!(waitpid(pid, &mut status, 0), pid);
                assert_eq!(close(ended), 0);
                driver.note("waited");
            }),
            Box::new(move || driver.note("meanwhile")),
        ]
    });
    assert_eq!(driver.notes(), ["meanwhile", "waited"]);
}

#[test]
fn a_command_is_read_and_its_end_waited_for() {
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                let stream = popen(c"echo output; exec >&-; sleep 0.1; exit 5", c"r");
                let mut buffer = [0; 16];
                assert_eq!(read(fileno(stream), &mut buffer), 7);
                assert_eq!(&buffer[..7], b"output\n");
                assert_eq!(read(fileno(stream), &mut buffer), 0);
                driver.note("closes");
                let status = pclose(stream);
                assert!(libc::WIFEXITED(status));
                assert_eq!(libc::WEXITSTATUS(status), 5);
                driver.note("closed");
            }),
            Box::new(move || {
                while driver.notes() != ["closes"] {
                    assert_eq!(usleep(1000), 0);
                }
                driver.note("meanwhile");
            }),
        ]
    });
    assert_eq!(driver.notes(), ["closes", "meanwhile", "closed"]);
}

#[test]
fn a_command_is_written_to() {
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("written-{}", std::process::id()));
    let command = std::ffi::CString::new(format!("cat > '{}'", path.display())).expect("a path");
    run(|_| {
        vec![Box::new(move || {
            let stream = popen(&command, c"w");
            assert_eq!(write(fileno(stream), b"input"), 5);
            assert_eq!(pclose(stream), 0);
        })]
    });
    let written = std::fs::read(&path).expect("the file");
    std::fs::remove_file(&path).expect("the file");
    assert_eq!(written, b"input");
}

#[test]
fn a_command_that_cannot_be_had_is_refused() {
    run(|_| {
        vec![Box::new(move || {
            assert!(popen(c"true", c"neither").is_null());
            assert_eq!(errno(), libc::EINVAL);
            let stream = popen(c"exec /does/not/exist 2>/dev/null", c"r");
            assert_eq!(libc::WEXITSTATUS(pclose(stream)), 127);
        })]
    });
}

#[test]
fn a_lock_is_waited_for_and_does_not_keep_its_holder_from_running() {
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("lock-{}", std::process::id()));
    let files = [0; 6].map(|_| std::fs::File::create(&path).expect("a file"));
    let fds = files.each_ref().map(AsRawFd::as_raw_fd);
    let driver = run(|driver| {
        let mut bodies: Vec<Box<dyn FnOnce()>> = vec![Box::new(move || {
            assert_eq!(flock(fds[0], libc::LOCK_EX), 0);
            assert_eq!(usleep(20_000), 0);
            driver.note("unlocks");
            assert_eq!(flock(fds[0], libc::LOCK_UN), 0);
        })];
        bodies.extend(fds[1..].iter().map(|&fd| -> Box<dyn FnOnce()> {
            Box::new(move || {
                assert_eq!(flock(fd, libc::LOCK_EX | libc::LOCK_NB), -1);
                assert_eq!(errno(), libc::EWOULDBLOCK);
                assert_eq!(flock(fd, libc::LOCK_EX), 0);
                driver.note("has it");
                assert_eq!(usleep(1000), 0);
                assert_eq!(flock(fd, libc::LOCK_UN), 0);
            })
        }));
        bodies
    });
    std::fs::remove_file(&path).expect("the file");
    let mut expected = vec!["unlocks"];
    expected.extend(["has it"; 5]);
    assert_eq!(driver.notes(), expected);
}

#[test]
fn those_who_wait_for_a_lock_get_it_in_the_order_in_which_they_came() {
    const NAMES: [&str; 6] = ["1", "2", "3", "4", "5", "6"];
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("queue-{}", std::process::id()));
    let files = [0; 7].map(|_| std::fs::File::create(&path).expect("a file"));
    let fds = files.each_ref().map(AsRawFd::as_raw_fd);
    let driver = run(|driver| {
        let mut bodies: Vec<Box<dyn FnOnce()>> = vec![Box::new(move || {
            assert_eq!(flock(fds[0], libc::LOCK_EX), 0);
            assert_eq!(usleep(100_000), 0);
            assert_eq!(flock(fds[0], libc::LOCK_UN), 0);
        })];
        bodies.extend(fds[1..].iter().zip(NAMES).zip(0..).map(
            |((&fd, name), at)| -> Box<dyn FnOnce()> {
                Box::new(move || {
                    // With pauses that grow, the fourth would look first.
                    assert_eq!(usleep(1 + at * 13_000), 0);
                    assert_eq!(flock(fd, libc::LOCK_EX), 0);
                    driver.note(name);
                    assert_eq!(usleep(3000), 0);
                    assert_eq!(flock(fd, libc::LOCK_UN), 0);
                })
            },
        ));
        bodies
    });
    std::fs::remove_file(&path).expect("the file");
    assert_eq!(driver.notes(), NAMES);
}

#[test]
fn a_lock_is_handed_on_without_looking_for_it_at_intervals() {
    const ROUNDS: usize = 50;
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("handed-{}", std::process::id()));
    let files = [0; 4].map(|_| std::fs::File::create(&path).expect("a file"));
    let fds = files.each_ref().map(AsRawFd::as_raw_fd);
    let driver = run(|_| {
        let body = |fd| -> Box<dyn FnOnce()> {
            Box::new(move || {
                for _ in 0..ROUNDS {
                    assert_eq!(flock(fd, libc::LOCK_EX), 0);
                    assert_eq!(usleep(1), 0);
                    assert_eq!(flock(fd, libc::LOCK_UN), 0);
                }
            })
        };
        fds.map(body).into()
    });
    std::fs::remove_file(&path).expect("the file");
    let waits = driver.waits();
    let waits = waits
        .iter()
        .filter(|&&call| call == ta_interpose::Call::Lock);
    // One for each lock but the first, and a few for the other processes' turns.
    assert!(waits.count() < 4 * ROUNDS * 3 / 2, "{:?}", driver.waits());
}

#[test]
fn coroutines_that_hand_a_lock_on_for_ever_leave_it_to_other_processes_at_times() {
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("processes-{}", std::process::id()));
    let files = [0; 4].map(|_| std::fs::File::create(&path).expect("a file"));
    let fds = files.each_ref().map(AsRawFd::as_raw_fd);
    let name = std::ffi::CString::new(path.to_str().expect("a name")).expect("a name");
    // SAFETY: the child makes system calls only, and does not come back.
    let child = unsafe {
        let child = libc::fork();
        if child == 0 {
            let own = libc::open(name.as_ptr(), libc::O_RDONLY);
            for _ in 0..20 {
                if libc::flock(own, libc::LOCK_EX) != 0 {
                    libc::_exit(1);
                }
                libc::flock(own, libc::LOCK_UN);
            }
            libc::_exit(0);
        }
        child
    };
    let ended = std::rc::Rc::new(std::cell::Cell::new(None));
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(30);
    run(|_| {
        let body = |fd| -> Box<dyn FnOnce()> {
            let ended = std::rc::Rc::clone(&ended);
            Box::new(move || {
                while ended.get().is_none() && std::time::Instant::now() < limit {
                    assert_eq!(flock(fd, libc::LOCK_EX), 0);
                    assert_eq!(usleep(200), 0);
                    assert_eq!(flock(fd, libc::LOCK_UN), 0);
                    let mut status = 0;
                    // SAFETY: there is room for the status; our own child.
                    if unsafe { libc::waitpid(child, &raw mut status, libc::WNOHANG) } == child {
                        ended.set(Some(status));
                    }
                }
            })
        };
        fds.map(body).into()
    });
    std::fs::remove_file(&path).expect("the file");
    if ended.get().is_none() {
        // SAFETY: our own child, not waited for yet.
        unsafe { libc::kill(child, libc::SIGKILL) };
    }
    assert_eq!(ended.get(), Some(0));
}

#[test]
fn waits_for_locks_and_children_can_be_cancelled() {
    let path = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("cancelled-lock-{}", std::process::id()));
    let files = [0; 2].map(|_| std::fs::File::create(&path).expect("a file"));
    let fds = files.each_ref().map(AsRawFd::as_raw_fd);
    run(|driver| {
        vec![
            Box::new(move || {
                assert_eq!(flock(fds[0], libc::LOCK_EX), 0);
                assert_eq!(flock(fds[1], libc::LOCK_EX), -1);
                assert_eq!(errno(), libc::ECANCELED);
                driver.recover();
            }),
            Box::new(move || {
                let (pid, stdin) = shell("read line");
                let mut status = 0;
                assert_eq!(waitpid(pid, &mut status, 0), -1);
                assert_eq!(errno(), libc::ECANCELED);
                driver.recover();
                drop(stdin);
                assert_eq!(waitpid(pid, &mut status, 0), pid);
            }),
            Box::new(move || {
                let stream = popen(c"read line", c"w");
                assert_eq!(pclose(popen(c"sleep 0.05", c"r")), -1);
                assert_eq!(errno(), libc::ECANCELED);
                driver.recover();
                assert!(pclose(stream) >= 0);
            }),
            Box::new(move || {
                for number in 0..3 {
                    driver.cancel(number);
                }
            }),
        ]
    });
    std::fs::remove_file(&path).expect("the file");
}

#[test]
fn a_forked_child_blocks_and_leaves_the_waits_to_its_parent() {
    let pair = sockets(libc::SOCK_STREAM);
    let [reader, writer] = pair.ends();
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                assert_eq!(recv(reader, &mut [0; 8], 0), 1);
                driver.note("received");
            }),
            Box::new(move || {
                // Found before: a child of a process with threads must not look it up.
                // SAFETY: the types are those of the fixture.
                let (usleep, close): (
                    unsafe extern "C" fn(u32) -> c_int,
                    unsafe extern "C" fn(c_int) -> c_int,
                ) = unsafe {
                    let fixture = crate::common::fixture();
                    (
                        fixture.function(c"call_usleep"),
                        fixture.function(c"call_close"),
                    )
                };
                let waits = driver.waits().len();
                // SAFETY: the child makes system calls only, and does not come back.
                let child = unsafe { libc::fork() };
                if child == 0 {
                    // SAFETY: as above.
                    unsafe {
                        let plain = usleep(1) == 0 && close(reader) == 0;
                        libc::_exit(c_int::from(!plain || driver.waits().len() != waits));
                    }
                }
                let mut status = -1;
                assert_eq!(waitpid(child, &mut status, 0), child);
                assert_eq!(status, 0);
                driver.note("sends");
                assert_eq!(send(writer, b"x"), 1);
            }),
        ]
    });
    assert_eq!(driver.notes(), ["sends", "received"]);
}

#[expect(clippy::zombie_processes, reason = "the tests wait for it")]
fn shell(script: &str) -> (pid_t, ChildStdin) {
    let mut child = Command::new("/bin/sh")
        .args(["-c", script])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("a shell");
    let stdin = child.stdin.take().expect("a pipe");
    (child.id().cast_signed(), stdin)
}

fn waitpid(child: pid_t, status: &mut c_int, options: c_int) -> pid_t {
    call!(c"call_waitpid": fn(pid_t, *mut c_int, c_int) -> pid_t;
        child, std::ptr::from_mut(status), options)
}

fn waitid(kind: libc::idtype_t, id: libc::id_t, info: &mut libc::siginfo_t, flags: c_int) -> c_int {
    call!(c"call_waitid":
        fn(libc::idtype_t, libc::id_t, *mut libc::siginfo_t, c_int) -> c_int;
        kind, id, std::ptr::from_mut(info), flags)
}

fn popen(command: &CStr, mode: &CStr) -> *mut FILE {
    call!(c"call_popen": fn(*const c_char, *const c_char) -> *mut FILE;
        command.as_ptr(), mode.as_ptr())
}

fn pclose(stream: *mut FILE) -> c_int {
    call!(c"call_pclose": fn(*mut FILE) -> c_int; stream)
}

fn fileno(stream: *mut FILE) -> c_int {
    assert!(!stream.is_null());
    // SAFETY: an open stream.
    unsafe { libc::fileno(stream) }
}

fn flock(fd: c_int, operation: c_int) -> c_int {
    call!(c"call_flock": fn(c_int, c_int) -> c_int; fd, operation)
}
