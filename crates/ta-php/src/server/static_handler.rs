//! `TrueAsync\StaticHandler`: a directory mounted at a prefix of URLs, as PHP
//! code describes it. What it means is `ta_server::files`'s; a server that the
//! handler is attached to takes a copy.

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::time::Duration;

use ta_server::files::{Dotfiles, Mount, MountError, OnMissing, Symlinks, Tags};

use super::errors::{self, STATIC_DOTFILES, STATIC_ON_MISSING, STATIC_SYMLINKS};
use super::paths;
use crate::zend::call::Call;
use crate::zend::class::{Class, Definition, Function, Param, State, Type, function};
use crate::zend::exception::{Outcome, Thrown};
use crate::zend::ffi;

/// `TrueAsync\StaticHandler`.
pub(crate) static CLASS: Class<StaticHandler> = Class::new();

/// The state of a handler. It refers to no PHP value: no cycles.
pub(crate) struct StaticHandler {
    /// `None` until the constructor has completed.
    mount: RefCell<Option<Mount>>,
    /// It belongs to a server.
    locked: Cell<bool>,
}

impl State for StaticHandler {
    fn class() -> &'static Class<Self> {
        &CLASS
    }

    fn fresh() -> Self {
        Self {
            mount: RefCell::default(),
            locked: Cell::new(false),
        }
    }
}

impl StaticHandler {
    /// Belongs to a server from now on, which gets a copy of what is set.
    pub(crate) fn attach(&self) -> Outcome<Mount> {
        let Some(mount) = self.mount.borrow().clone() else {
            return Err(errors::invalid("StaticHandler was not constructed"));
        };
        if self.locked.replace(true) {
            return Err(errors::runtime(
                "StaticHandler is attached to an HttpServer already",
            ));
        }
        Ok(mount)
    }
}

/// Runs `apply` on a handler that may still be changed.
fn change(
    call: &Call<'_>,
    method: &str,
    apply: impl FnOnce(&mut Mount) -> Result<(), MountError>,
) -> Outcome {
    let this = call.this::<StaticHandler>();
    if this.locked.get() {
        return Err(errors::runtime(
            "Cannot modify StaticHandler after attachment to HttpServer",
        ));
    }
    let changed = match &mut *this.mount.borrow_mut() {
        Some(mount) => apply(mount),
        None => return Err(errors::invalid("StaticHandler was not constructed")),
    };
    changed.map_err(|error| refuse(method, &error.to_string()))?;
    call.give_this();
    Ok(())
}

fn refuse(method: &str, why: &str) -> Thrown {
    errors::invalid(&format!("StaticHandler::{method}(): {why}"))
}

/// The argument at `index`, a string that has to be UTF-8: no name in a URL or
/// pattern is anything else.
fn text(call: &Call<'_>, method: &str, index: u32) -> Outcome<String> {
    let bytes = call.bytes(index)?;
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Err(refuse(method, "the argument must be UTF-8")),
    }
}

/// All arguments.
fn texts(call: &Call<'_>, method: &str) -> Outcome<Vec<String>> {
    (0..call.argc())
        .map(|index| text(call, method, index))
        .collect()
}

fn construct(call: &Call<'_>) -> Outcome {
    call.arity(2, 2)?;
    let prefix = text(call, "__construct", 0)?;
    let root = call.string(1)?;
    let this = call.this::<StaticHandler>();
    if this.mount.borrow().is_some() {
        return Err(errors::runtime("StaticHandler is already constructed"));
    }
    if prefix.contains('\0') || root.as_bytes().contains(&0) {
        return Err(refuse("__construct", "paths must have no NUL in them"));
    }
    if !paths::is_allowed(&root) {
        return Err(refuse(
            "__construct",
            "open_basedir does not allow the root directory",
        ));
    }
    let mount = Mount::new(&prefix, Path::new(OsStr::from_bytes(root.as_bytes())))
        .map_err(|error| refuse("__construct", &error.to_string()))?;
    this.mount.replace(Some(mount));
    Ok(())
}

fn set_index_files(call: &Call<'_>) -> Outcome {
    let names = texts(call, "setIndexFiles")?;
    change(call, "setIndexFiles", |mount| mount.index(&names).map(drop))
}

fn disable_index(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    change(call, "disableIndex", |mount| {
        mount.index::<&str>(&[]).map(drop)
    })
}

fn set_on_missing(call: &Call<'_>) -> Outcome {
    let value = case(call, &STATIC_ON_MISSING)?;
    change(call, "setOnMissing", |mount| {
        mount.on_missing(if value == 0 {
            OnMissing::NotFound
        } else {
            OnMissing::Next
        });
        Ok(())
    })
}

fn enable_precompressed(call: &Call<'_>) -> Outcome {
    let codings = texts(call, "enablePrecompressed")?;
    change(call, "enablePrecompressed", |mount| {
        mount.precompressed(&codings).map(drop)
    })
}

fn disable_precompressed(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    change(call, "disablePrecompressed", |mount| {
        mount.not_precompressed();
        Ok(())
    })
}

fn set_dotfile_policy(call: &Call<'_>) -> Outcome {
    let value = case(call, &STATIC_DOTFILES)?;
    change(call, "setDotfilePolicy", |mount| {
        mount.dotfiles(match value {
            1 => Dotfiles::Allow,
            2 => Dotfiles::Ignore,
            _ => Dotfiles::Deny,
        });
        Ok(())
    })
}

fn set_symlink_policy(call: &Call<'_>) -> Outcome {
    let value = case(call, &STATIC_SYMLINKS)?;
    change(call, "setSymlinkPolicy", |mount| {
        mount.symlinks(match value {
            1 => Symlinks::Follow,
            2 => Symlinks::OwnerMatch,
            _ => Symlinks::Reject,
        });
        Ok(())
    })
}

/// The value of the enum case that is the only argument.
fn case(call: &Call<'_>, class: &Class<()>) -> Outcome<i64> {
    call.arity(1, 1)?;
    let case = call.object(0, class.entry())?;
    // SAFETY: a case of an enum backed by int, which the frame keeps alive.
    Ok(unsafe { ffi::ta_enum_value(case) })
}

fn hide(call: &Call<'_>) -> Outcome {
    let globs = texts(call, "hide")?;
    change(call, "hide", |mount| mount.hide(&globs).map(drop))
}

fn set_etag_enabled(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let enabled = call.bool(0)?;
    change(call, "setEtagEnabled", |mount| {
        mount.tags(if enabled { Tags::Weak } else { Tags::Off });
        Ok(())
    })
}

fn set_cache_control(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let value = text(call, "setCacheControl", 0)?;
    change(call, "setCacheControl", |mount| {
        mount.cache_control(&value).map(drop)
    })
}

fn set_open_file_cache(call: &Call<'_>) -> Outcome {
    call.arity(1, 2)?;
    let entries = call.int(0)?;
    let seconds = call.int_or(1, 60)?;
    let bounded = |value: i64| {
        u32::try_from(value)
            .ok()
            .filter(|value| i32::try_from(*value).is_ok())
    };
    let (Some(entries), Some(seconds)) = (bounded(entries), bounded(seconds)) else {
        return Err(refuse(
            "setOpenFileCache",
            "both numbers must be between 0 and 2147483647",
        ));
    };
    change(call, "setOpenFileCache", |mount| {
        // It fits: Linux has 32 bits at least.
        mount.open_files(entries as usize, Duration::from_secs(seconds.into()));
        Ok(())
    })
}

fn disable_open_file_cache(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    change(call, "disableOpenFileCache", |mount| {
        mount.open_files(0, Duration::ZERO);
        Ok(())
    })
}

fn set_header(call: &Call<'_>) -> Outcome {
    call.arity(2, 2)?;
    let (name, value) = (call.bytes(0)?, call.bytes(1)?);
    change(call, "setHeader", |mount| {
        mount.header(name, value).map(drop)
    })
}

fn set_browse_enabled(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let enabled = call.bool(0)?;
    change(call, "setBrowseEnabled", |mount| {
        mount.browse(enabled);
        Ok(())
    })
}

fn set_mime_type(call: &Call<'_>) -> Outcome {
    call.arity(2, 2)?;
    let extension = text(call, "setMimeType", 0)?;
    let media = text(call, "setMimeType", 1)?;
    change(call, "setMimeType", |mount| {
        mount.media_type(&extension, &media).map(drop)
    })
}

fn get_url_prefix(call: &Call<'_>) -> Outcome {
    get(call, |mount| mount.prefix().as_bytes().to_vec())
}

fn get_root_directory(call: &Call<'_>) -> Outcome {
    get(call, |mount| mount.root().as_os_str().as_bytes().to_vec())
}

fn get(call: &Call<'_>, value: fn(&Mount) -> Vec<u8>) -> Outcome {
    call.arity(0, 0)?;
    // Out of the cell: the engine's allocator may jump out.
    let found = call
        .this::<StaticHandler>()
        .mount
        .borrow()
        .as_ref()
        .map(value);
    call.give_bytes(&found.unwrap_or_default());
    Ok(())
}

fn is_locked(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(call.this::<StaticHandler>().locked.get());
    Ok(())
}

/// Registers the class.
pub(super) fn register() {
    let definition = Definition {
        methods: METHODS,
        sealed: true,
        ..Definition::named("TrueAsync\\StaticHandler")
    };
    CLASS.register(&definition, None);
}

const fn string(name: &'static CStr) -> Param {
    Param::new(name, Type::STRING)
}

const ENABLED: Param = Param::new(c"enabled", Type::BOOL);

const METHODS: &[Function] = &[
    function!(
        c"__construct",
        construct,
        [string(c"urlPrefix"), string(c"rootDirectory")],
        Type::NONE
    ),
    function!(
        c"setIndexFiles",
        set_index_files,
        [Param::variadic(c"files", Type::STRING)],
        Type::STATIC
    ),
    function!(c"disableIndex", disable_index, [], Type::STATIC),
    function!(
        c"setOnMissing",
        set_on_missing,
        [Param::new(
            c"mode",
            Type::object(c"TrueAsync\\StaticOnMissing")
        )],
        Type::STATIC
    ),
    function!(
        c"enablePrecompressed",
        enable_precompressed,
        [Param::variadic(c"encodings", Type::STRING)],
        Type::STATIC
    ),
    function!(
        c"disablePrecompressed",
        disable_precompressed,
        [],
        Type::STATIC
    ),
    function!(
        c"setDotfilePolicy",
        set_dotfile_policy,
        [Param::new(
            c"policy",
            Type::object(c"TrueAsync\\StaticDotfiles")
        )],
        Type::STATIC
    ),
    function!(
        c"setSymlinkPolicy",
        set_symlink_policy,
        [Param::new(
            c"policy",
            Type::object(c"TrueAsync\\StaticSymlinks")
        )],
        Type::STATIC
    ),
    function!(
        c"hide",
        hide,
        [Param::variadic(c"globs", Type::STRING)],
        Type::STATIC
    ),
    function!(c"setEtagEnabled", set_etag_enabled, [ENABLED], Type::STATIC),
    function!(
        c"setCacheControl",
        set_cache_control,
        [string(c"value")],
        Type::STATIC
    ),
    function!(
        c"setOpenFileCache",
        set_open_file_cache,
        [
            Param::new(c"maxEntries", Type::INT),
            Param::optional(c"ttlSeconds", Type::INT, c"60"),
        ],
        Type::STATIC
    ),
    function!(
        c"disableOpenFileCache",
        disable_open_file_cache,
        [],
        Type::STATIC
    ),
    function!(
        c"setHeader",
        set_header,
        [string(c"name"), string(c"value")],
        Type::STATIC
    ),
    function!(
        c"setBrowseEnabled",
        set_browse_enabled,
        [ENABLED],
        Type::STATIC
    ),
    function!(
        c"setMimeType",
        set_mime_type,
        [string(c"extension"), string(c"contentType")],
        Type::STATIC
    ),
    function!(c"getUrlPrefix", get_url_prefix, [], Type::STRING),
    function!(c"getRootDirectory", get_root_directory, [], Type::STRING),
    function!(c"isLocked", is_locked, [], Type::BOOL),
];
