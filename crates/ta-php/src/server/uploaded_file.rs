//! `TrueAsync\UploadedFile`: one file of a form. It owns the temporary file, which
//! goes with it unless it was moved.

use std::cell::RefCell;
use std::ffi::OsStr;
use std::fs::DirBuilder;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use ta_server::uploads::{TempFile, Upload, UploadError};

use crate::coroutine::{Runtime, scheduler};
use crate::zend::call::Call;
use crate::zend::class::{Class, Definition, Function, Param, State, Type, function};
use crate::zend::context;
use crate::zend::exception::{self, Outcome, Thrown};
use crate::zend::ffi::{self, zval};
use crate::zend::value::{Obj, Str};

/// `TrueAsync\UploadedFile`.
static CLASS: Class<UploadedFile> = Class::new();

/// The state of an uploaded file. It refers to no PHP values.
struct UploadedFile {
    filename: Option<Vec<u8>>,
    media_type: Option<Vec<u8>>,
    charset: Option<Vec<u8>>,
    /// `None` on error.
    size: Option<u64>,
    error: u16,
    content: RefCell<Content>,
}

enum Content {
    /// There was an error, or no upload at all.
    None,
    Here(TempFile),
    Moved,
}

/// What applications know a missing file by.
const NO_FILE: u16 = 4;

impl State for UploadedFile {
    fn class() -> &'static Class<Self> {
        &CLASS
    }

    fn fresh() -> Self {
        Self {
            filename: None,
            media_type: None,
            charset: None,
            size: None,
            error: NO_FILE,
            content: RefCell::new(Content::None),
        }
    }
}

/// The object for a file of a form.
pub(super) fn instantiate(upload: Upload) -> Obj {
    let error = upload.content.as_ref().err().copied();
    let content = upload.content.map_or(Content::None, Content::Here);
    let size = match &content {
        Content::Here(file) => Some(file.size()),
        _ => None,
    };
    CLASS.instantiate(UploadedFile {
        filename: Some(upload.filename),
        media_type: upload.media_type,
        charset: upload.charset,
        size,
        error: error.map_or(0, UploadError::code),
        content: RefCell::new(content),
    })
}

fn runtime_exception(message: &str) -> Thrown {
    // SAFETY: the engine's class exists before any extension starts.
    exception::throw(unsafe { ffi::spl_ce_RuntimeException }, message)
}

fn moved() -> Thrown {
    runtime_exception("The uploaded file has already been moved")
}

fn get_stream(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let this = call.this::<UploadedFile>();
    // The name outlives the borrow: opening may run PHP code.
    let path = match &*this.content.borrow() {
        Content::None => return Ok(()),
        Content::Moved => return Err(moved()),
        Content::Here(file) => Str::new(file.path().as_os_str().as_bytes()),
    };
    let mut stream = zval::new();
    // SAFETY: the engine's strings end with a NUL byte; `stream` holds nothing that
    // would be lost.
    let opened =
        unsafe { ffi::ta_open_file((&raw const (*path.as_ptr()).val).cast(), &raw mut stream) };
    if !opened {
        return Err(runtime_exception("The uploaded file cannot be opened"));
    }
    call.give(stream);
    Ok(())
}

fn move_to(call: &Call<'_>) -> Outcome {
    call.arity(1, 2)?;
    let path = call.string(0)?;
    let mode = call.int_or(1, 0o644)?;
    let mode = u32::try_from(mode & 0o7777).unwrap_or(0o644);
    let this = call.this::<UploadedFile>();
    if this.error != 0 {
        let message = format!("Cannot move a file with upload error {}", this.error);
        return Err(runtime_exception(&message));
    }
    match &*this.content.borrow() {
        Content::Here(_) => {}
        Content::Moved => return Err(moved()),
        Content::None => return Err(runtime_exception("There is no temporary file")),
    }
    let target = target_path(&path)?;
    let Content::Here(file) = this.content.replace(Content::Moved) else {
        unreachable!("looked at above; no PHP code ran since");
    };
    let work = {
        let target = target.clone();
        move || relocate(file, &target, mode)
    };
    let result = in_background(work).map_err(exception::throw_object)?;
    result.map_err(|refused| {
        let Refused { file, reason } = refused;
        this.content.replace(Content::Here(file));
        runtime_exception(&format!("{reason} \"{}\"", target.display()))
    })
}

/// Where the script wants it.
fn target_path(path: &Str) -> Outcome<PathBuf> {
    if path.as_bytes().is_empty() {
        return Err(runtime_exception("The target path must not be empty"));
    }
    // SAFETY: the string is live; a new one is returned, or NULL.
    let resolved = unsafe { ffi::ta_target_path(path.as_ptr()) };
    if resolved.is_null() {
        let message = "The target path is invalid, or open_basedir does not allow it";
        return Err(runtime_exception(message));
    }
    // SAFETY: its one reference is ours.
    let resolved = unsafe { Str::adopt(resolved) };
    Ok(Path::new(OsStr::from_bytes(resolved.as_bytes())).to_owned())
}

/// A move that failed.
struct Refused {
    file: TempFile,
    reason: String,
}

/// Does the move. Waits for the disk.
fn relocate(file: TempFile, target: &Path, mode: u32) -> Result<(), Refused> {
    if let Some(directory) = target.parent().filter(|directory| !directory.exists()) {
        let made = DirBuilder::new()
            .recursive(true)
            .mode(0o755)
            .create(directory);
        if let Err(error) = made {
            let reason = format!("Cannot create the directory ({error}) for");
            return Err(Refused { file, reason });
        }
    }
    file.persist(target, mode).map_err(|refused| Refused {
        reason: format!("Cannot move the uploaded file ({}) to", refused.error),
        file: refused.file,
    })
}

/// Has another thread do it while the coroutine waits, where it can. When it is
/// cancelled meanwhile, the work is done all the same.
fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Obj> {
    let runtime = Runtime::get()
        .filter(|_| Runtime::is_usable() && scheduler().is_inside() && context::may_suspend());
    let Some(runtime) = runtime else {
        return Ok(work());
    };
    let done = runtime.wait_for(async { tokio::task::spawn_blocking(work).await })?;
    // Nobody aborts it, so it can only have panicked.
    done.map_err(|_| exception::panicked())
}

fn get_size(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    if let Some(size) = call.this::<UploadedFile>().size {
        call.give_int(i64::try_from(size).unwrap_or(i64::MAX));
    }
    Ok(())
}

fn get_error(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_int(i64::from(call.this::<UploadedFile>().error));
    Ok(())
}

fn give_text(call: &Call<'_>, text: fn(&UploadedFile) -> &Option<Vec<u8>>) -> Outcome {
    call.arity(0, 0)?;
    if let Some(text) = text(call.this::<UploadedFile>()) {
        call.give_bytes(text);
    }
    Ok(())
}

fn get_client_filename(call: &Call<'_>) -> Outcome {
    give_text(call, |file| &file.filename)
}

fn get_client_media_type(call: &Call<'_>) -> Outcome {
    give_text(call, |file| &file.media_type)
}

fn get_client_charset(call: &Call<'_>) -> Outcome {
    give_text(call, |file| &file.charset)
}

/// Forms are received whole before PHP code sees them.
fn is_ready(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(call.this::<UploadedFile>().filename.is_some());
    Ok(())
}

fn is_valid(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(call.this::<UploadedFile>().error == 0);
    Ok(())
}

/// Registers the class.
pub(super) fn register() {
    let definition = Definition {
        methods: METHODS,
        sealed: true,
        ..Definition::named("TrueAsync\\UploadedFile")
    };
    CLASS.register(&definition, None);
}

const METHODS: &[Function] = &[
    function!(c"getStream", get_stream, [], Type::MIXED),
    function!(
        c"moveTo",
        move_to,
        [
            Param::new(c"targetPath", Type::STRING),
            Param::optional(c"mode", Type::INT, c"0644"),
        ],
        Type::VOID
    ),
    function!(c"getSize", get_size, [], Type::INT.or_null()),
    function!(c"getError", get_error, [], Type::INT),
    function!(
        c"getClientFilename",
        get_client_filename,
        [],
        Type::STRING.or_null()
    ),
    function!(
        c"getClientMediaType",
        get_client_media_type,
        [],
        Type::STRING.or_null()
    ),
    function!(
        c"getClientCharset",
        get_client_charset,
        [],
        Type::STRING.or_null()
    ),
    function!(c"isReady", is_ready, [], Type::BOOL),
    function!(c"isValid", is_valid, [], Type::BOOL),
];
