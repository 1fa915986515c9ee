//! Slots are written, kept up to date and put back.

#[path = "common/library.rs"]
mod common;

use std::ffi::{CString, c_char, c_int, c_uint, c_void};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use common::coroutines::run;
use common::{Library, call};
use ta_interpose::{Call, State, install, rescan, restore, status};

type Usleep = unsafe extern "C" fn(c_uint) -> c_int;

/// Tables are the whole process's: one test at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn load(name: &str, flags: &[&str], binding: c_int) -> Library {
    Library::load(&Library::build("fixture.c", name, flags), binding)
}

/// Where calls of `library` through a pointer go, and through a table.
fn targets(library: &Library) -> [usize; 2] {
    // SAFETY: the types are those of the fixture; the table has one entry.
    unsafe {
        let pointer: extern "C" fn() -> usize = library.function(c"address_of_usleep");
        let table: extern "C" fn() -> *const usize = library.function(c"address_of_table");
        [pointer(), *table()]
    }
}

/// Whether a call of `library` arrives at a hook.
fn is_redirected(library: &'static Library) -> bool {
    let driver = run(|_| {
        vec![Box::new(|| {
            // SAFETY: the type is that of the fixture.
            let usleep: Usleep = unsafe { library.function(c"call_usleep") };
            // SAFETY: no preconditions.
            assert_eq!(unsafe { usleep(1000) }, 0);
        })]
    });
    driver.waits() == [Call::Sleep]
}

fn forever(library: Library) -> &'static Library {
    Box::leak(Box::new(library))
}

/// How the memory of the library at `path` is protected.
fn protection(path: &Path) -> Vec<String> {
    let path = path.to_str().expect("a path in UTF-8");
    let maps = std::fs::read_to_string("/proc/self/maps").expect("the list of mappings");
    let mut fields: Vec<String> = maps
        .lines()
        .filter(|line| line.ends_with(path))
        .map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" "))
        .collect();
    fields.sort();
    fields
}

#[test]
fn calls_pointers_and_tables_are_redirected_and_put_back() {
    let _alone = alone();
    common::fixture();
    restore();
    let library = forever(load("slots", &["-Wl,-z,relro,-z,now"], libc::RTLD_NOW));
    let plain = [libc::usleep as *const () as usize; 2];
    assert_eq!(targets(library), plain);
    assert!(!is_redirected(library));

    let report = install().expect("calls can be redirected");
    assert!(report.slots > 20, "{report:?}");
    assert!(report.refused.is_empty(), "{report:?}");
    let [pointer, table] = targets(library);
    assert_ne!(pointer, plain[0]);
    assert_eq!(pointer, table);
    let State::Active { slots, refused: 0 } = status().state else {
        panic!("{:?}", status());
    };
    assert!(slots >= report.slots);
    assert!(is_redirected(library));

    assert!(restore() >= report.slots);
    assert_eq!(status().state, State::Idle);
    assert_eq!(targets(library), plain);
    assert!(!is_redirected(library));
}

#[test]
fn doing_it_twice_changes_nothing() {
    let _alone = alone();
    let library = forever(load("twice", &[], libc::RTLD_NOW));
    install().expect("calls can be redirected");
    let targets_before = targets(library);
    assert_eq!(install().expect("calls can be redirected").slots, 0);
    assert_eq!(targets(library), targets_before);
    restore();
    assert_eq!(restore(), 0);
    assert_eq!(targets(library), [libc::usleep as *const () as usize; 2]);
}

#[test]
fn read_only_memory_is_read_only_again() {
    let _alone = alone();
    common::fixture();
    restore();
    let library = forever(load("relro", &["-Wl,-z,relro,-z,now"], libc::RTLD_NOW));
    let before = protection(&library.path);
    assert!(
        before.iter().any(|line| line.ends_with("r--p")),
        "{before:?}"
    );
    install().expect("calls can be redirected");
    assert_eq!(protection(&library.path), before);
    restore();
    assert_eq!(protection(&library.path), before);
}

#[test]
fn objects_that_bind_late_are_redirected_before_they_have() {
    let _alone = alone();
    common::fixture();
    restore();
    let library = forever(load("lazy", &["-Wl,-z,lazy"], libc::RTLD_LAZY));
    install().expect("calls can be redirected");
    assert!(is_redirected(library));
    restore();
    assert!(!is_redirected(library));
}

#[test]
fn what_a_redirected_library_loads_is_redirected_too() {
    let _alone = alone();
    install_with_fixture();
    let path = Library::build("fixture.c", "late", &[]);
    let name = CString::new(path.to_str().expect("UTF-8")).expect("a path");
    let handle = call!(
        c"call_dlopen": fn(*const c_char, c_int) -> *mut c_void;
        name.as_ptr(), libc::RTLD_NOW
    );
    assert!(!handle.is_null());
    assert!(is_redirected(forever(Library::load(&path, libc::RTLD_NOW))));
    restore();
}

#[test]
fn a_rescan_finds_what_was_loaded_otherwise_unless_all_was_put_back() {
    let _alone = alone();
    install_with_fixture();
    let library = forever(load("otherwise", &[], libc::RTLD_NOW));
    assert!(!is_redirected(library));
    assert!(rescan().slots > 0);
    assert!(is_redirected(library));
    restore();
    assert_eq!(rescan().slots, 0);
    assert!(!is_redirected(library));
}

#[test]
fn somebody_elses_function_of_that_name_is_left_alone() {
    let _alone = alone();
    let other = Library::build("other.c", "libother", &[]);
    let other = other.to_str().expect("a path in UTF-8");
    let library = forever(load(
        "user",
        &["-Wl,-z,now", "-Wl,--no-as-needed", other],
        // Its own libraries come first.
        libc::RTLD_NOW | libc::RTLD_DEEPBIND,
    ));
    install_with_fixture();
    // SAFETY: the type is that of the fixture.
    let usleep: Usleep = unsafe { library.function(c"call_usleep") };
    // SAFETY: no preconditions.
    assert_eq!(unsafe { usleep(1) }, 1001);
    restore();
}

fn install_with_fixture() {
    common::fixture();
    install().expect("calls can be redirected");
}
