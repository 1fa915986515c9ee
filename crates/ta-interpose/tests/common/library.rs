//! The C library whose calls are redirected, and how to call it.

#![allow(
    dead_code,
    unused_macros,
    unused_imports,
    reason = "each test program uses a part"
)]

pub(crate) mod coroutines;

use std::ffi::{CStr, CString, c_int, c_void};
use std::mem;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// A library that was compiled for the tests.
pub(crate) struct Library {
    handle: *mut c_void,
    pub(crate) path: PathBuf,
}

// SAFETY: handles may be used by any thread, and libraries are never closed.
unsafe impl Send for Library {}
// SAFETY: as above.
unsafe impl Sync for Library {}

impl Library {
    /// Compiles `source`, a file beside this one's directory, to a library called
    /// `name`.
    pub(crate) fn build(source: &str, name: &str, flags: &[&str]) -> PathBuf {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("ta-interpose-{}", std::process::id()));
        std::fs::create_dir_all(&directory).expect("a directory for libraries");
        let path = directory.join(format!("{name}.so"));
        let source = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests")
            .join(source);
        let status = Command::new("cc")
            .args([
                "-shared",
                "-fPIC",
                "-O2",
                "-D_FORTIFY_SOURCE=2",
                "-Wall",
                "-Werror",
            ])
            .args(["-Wno-deprecated-declarations", "-Wno-unused-result", "-o"])
            .arg(&path)
            .arg(source)
            .args(flags)
            .status()
            .expect("a C compiler");
        assert!(status.success(), "the fixture does not compile");
        path
    }

    /// Loads the library at `path`.
    pub(crate) fn load(path: &Path, flags: c_int) -> Self {
        let name = CString::new(path.to_str().expect("a path in UTF-8")).expect("a path");
        // SAFETY: the libraries of the tests run no code when loaded.
        let handle = unsafe { libc::dlopen(name.as_ptr(), flags) };
        assert!(!handle.is_null(), "{} is not loaded", path.display());
        Self {
            handle,
            path: path.to_owned(),
        }
    }

    /// The function called `name`.
    ///
    /// # Safety
    /// `F` is the type of a pointer to it.
    pub(crate) unsafe fn function<F: Copy>(&self, name: &CStr) -> F {
        // SAFETY: the handle is open, the name terminated.
        let address = unsafe { libc::dlsym(self.handle, name.as_ptr()) };
        assert!(!address.is_null(), "{name:?} is missing");
        assert_eq!(size_of::<F>(), size_of_val(&address));
        // SAFETY: the caller's: a pointer to a function of that type.
        unsafe { mem::transmute_copy(&address) }
    }
}

/// The library with everything in it, its calls redirected.
pub(crate) fn fixture() -> &'static Library {
    static FIXTURE: OnceLock<Library> = OnceLock::new();
    FIXTURE.get_or_init(|| {
        let path = Library::build("fixture.c", "fixture", &["-Wl,-z,relro,-z,now"]);
        let library = Library::load(&path, libc::RTLD_NOW);
        let report = ta_interpose::install().expect("calls can be redirected");
        assert!(report.slots > 0);
        library
    })
}

/// Calls the function of the fixture that has the given type.
macro_rules! call {
    ($name:tt : fn($($argument:ty),*) -> $result:ty; $($value:expr),* $(,)?) => {{
        // SAFETY: the types are those of the fixture, the arguments valid for the call.
        unsafe {
            let function: unsafe extern "C" fn($($argument),*) -> $result =
                $crate::common::fixture().function($name);
            function($($value),*)
        }
    }};
}

pub(crate) use call;

/// What the last call left.
pub(crate) fn errno() -> c_int {
    std::io::Error::last_os_error()
        .raw_os_error()
        .expect("an errno")
}
