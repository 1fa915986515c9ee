//! Names are looked up while others run.

use std::ffi::{CStr, c_char, c_int};
use std::ptr;

use libc::{addrinfo, hostent};
use ta_interpose::Call;

use crate::common::call;
use crate::common::coroutines::run;
use crate::common::errno;

#[test]
fn a_name_is_looked_up_while_others_run() {
    let driver = run(|driver| {
        vec![
            Box::new(move || {
                driver.note("asks");
                let mut found = ptr::null_mut();
                assert_eq!(getaddrinfo(c"localhost", &mut found), 0);
                // SAFETY: a valid list that is ours to free.
                unsafe {
                    assert!([libc::AF_INET, libc::AF_INET6].contains(&(*found).ai_family));
                    libc::freeaddrinfo(found);
                }
                driver.note("knows");
            }),
            Box::new(move || driver.note("meanwhile")),
        ]
    });
    assert_eq!(driver.notes(), ["asks", "meanwhile", "knows"]);
    assert!(driver.waits().iter().all(|wait| *wait == Call::Resolve));
}

#[test]
fn an_address_is_no_name() {
    let driver = run(|_| {
        vec![Box::new(move || {
            for address in [c"127.0.0.1", c"::1"] {
                let mut found = ptr::null_mut();
                assert_eq!(getaddrinfo(address, &mut found), 0);
                // SAFETY: a list that is ours to free.
                unsafe { libc::freeaddrinfo(found) };
            }
        })]
    });
    assert_eq!(driver.waits(), []);
}

#[test]
fn what_cannot_be_found_says_so() {
    run(|_| {
        vec![Box::new(move || {
            let mut found = ptr::null_mut();
            // Longer than a name can be: nobody is asked.
            let name = std::ffi::CString::new("x".repeat(300)).expect("a string");
            assert_ne!(getaddrinfo(&name, &mut found), 0);
            assert!(found.is_null());
        })]
    });
}

#[test]
fn who_does_not_want_to_know_any_more_leaves_the_thread_alone() {
    run(|driver| {
        vec![
            Box::new(move || {
                let mut found = ptr::null_mut();
                assert_eq!(getaddrinfo(c"localhost", &mut found), libc::EAI_SYSTEM);
                assert_eq!(errno(), libc::ECANCELED);
                assert_eq!(getaddrinfo(c"localhost", &mut found), libc::EAI_SYSTEM);
                driver.recover();
                assert_eq!(getaddrinfo(c"localhost", &mut found), 0);
                // SAFETY: a list that is ours to free.
                unsafe { libc::freeaddrinfo(found) };
            }),
            Box::new(move || driver.cancel(0)),
        ]
    });
}

#[test]
fn an_entry_comes_in_the_buffer_of_who_asks() {
    let driver = run(|_| {
        vec![Box::new(move || {
            let mut storage = [0_u8; 4097];
            for offset in [0, 1] {
                let buffer = &mut storage[offset..];
                // SAFETY: zeros are values of all its fields.
                let mut entry: hostent = unsafe { std::mem::zeroed() };
                let (status, result) = gethostbyname(c"localhost", &mut entry, buffer);
                assert_eq!(status, 0);
                assert!(ptr::eq(result, &raw const entry));
                let held = buffer.as_ptr_range();
                assert!(held.contains(&entry.h_name.cast_const().cast::<u8>()));
                // SAFETY: an entry that was found; its parts lie in the buffer.
                unsafe {
                    assert_eq!(CStr::from_ptr(entry.h_name), c"localhost");
                    let first = *entry.h_addr_list;
                    assert!(held.contains(&first.cast_const().cast::<u8>()));
                    assert_eq!(entry.h_length, 4);
                    assert_eq!(*first.cast::<[u8; 4]>(), [127, 0, 0, 1]);
                }
            }
            // SAFETY: zeros are values of all its fields.
            let mut entry: hostent = unsafe { std::mem::zeroed() };
            let (status, result) = gethostbyname(c"localhost", &mut entry, &mut [0; 4]);
            assert_eq!(status, libc::ERANGE);
            assert!(result.is_null());
        })]
    });
    assert!(driver.waits().contains(&Call::Resolve));
}

#[test]
fn the_name_of_an_address_comes_where_it_is_wanted() {
    let driver = run(|_| {
        vec![Box::new(move || {
            // SAFETY: zeros are values of all its fields.
            let mut address: libc::sockaddr_in = unsafe { std::mem::zeroed() };
            address.sin_family = libc::AF_INET as libc::sa_family_t;
            address.sin_addr.s_addr = u32::from(std::net::Ipv4Addr::LOCALHOST).to_be();
            let mut names = [[0_u8; 64]; 2];
            let [node, service] = &mut names;
            let ask = |room: u32, flags: c_int, node: &mut [u8; 64], service: &mut [u8; 64]| {
                call!(c"call_getnameinfo":
                    fn(*const libc::sockaddr, u32, *mut u8, u32, *mut u8, u32, c_int) -> c_int;
                    (&raw const address).cast(), size_of_val(&address) as u32,
                    node.as_mut_ptr(), room, service.as_mut_ptr(), 64, flags)
            };
            assert_eq!(ask(64, libc::NI_NUMERICSERV, node, service), 0);
            assert!(node[0].is_ascii_alphabetic());
            assert_eq!(&service[..2], b"0\0");
            assert_eq!(ask(1, 0, node, service), libc::EAI_OVERFLOW);
            assert_eq!(ask(64, libc::NI_NUMERICHOST, node, service), 0);
            assert_eq!(&node[..10], b"127.0.0.1\0");
        })]
    });
    assert_eq!(driver.waits(), [Call::Resolve; 2]);
}

fn getaddrinfo(name: &CStr, found: &mut *mut addrinfo) -> c_int {
    call!(c"call_getaddrinfo":
        fn(*const c_char, *const c_char, *const addrinfo, *mut *mut addrinfo) -> c_int;
        name.as_ptr(), ptr::null(), ptr::null(), ptr::from_mut(found))
}

fn gethostbyname(name: &CStr, entry: &mut hostent, buffer: &mut [u8]) -> (c_int, *const hostent) {
    let mut result = ptr::null_mut();
    let mut reason = 0;
    let status = call!(c"call_gethostbyname_r":
        fn(*const c_char, *mut hostent, *mut c_char, usize, *mut *mut hostent, *mut c_int)
            -> c_int;
        name.as_ptr(), ptr::from_mut(entry), buffer.as_mut_ptr().cast(), buffer.len(),
        &raw mut result, &raw mut reason);
    (status, result)
}
