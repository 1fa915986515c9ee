//! The exception classes of the `TrueAsync` namespace, and the enums that have
//! no better home. Plain subclasses of the engine's own, so file, line, trace
//! and constructor are the engine's. Nothing here decides when to throw.

use crate::zend::class::{
    Class, Definition, Type, declare_readonly, register_int_enum, register_string_enum,
};
use crate::zend::exception::{Thrown, throw_class};
use crate::zend::ffi::zend_class_entry;

/// `HttpServerException`: the catch-all.
pub(crate) static BASE: Class<()> = Class::new();
/// `HttpServerRuntimeException`: not possible in the current state.
pub(crate) static RUNTIME: Class<()> = Class::new();
/// `HttpServerInvalidArgumentException`: a value outside its documented range.
pub(crate) static INVALID_ARGUMENT: Class<()> = Class::new();
/// `HttpServerConnectionException`: reserved.
pub(crate) static CONNECTION: Class<()> = Class::new();
/// `HttpServerProtocolException`: reserved.
pub(crate) static PROTOCOL: Class<()> = Class::new();
/// `HttpServerTimeoutException`: reserved.
pub(crate) static TIMEOUT: Class<()> = Class::new();
/// `HttpException`: a cancellation that carries a status for the client.
pub(crate) static HTTP_EXCEPTION: Class<()> = Class::new();

static WEB_SOCKET: Class<()> = Class::new();
static WEB_SOCKET_CLOSED: Class<()> = Class::new();
static WEB_SOCKET_BACKPRESSURE: Class<()> = Class::new();
static WEB_SOCKET_CONCURRENT_READ: Class<()> = Class::new();
static ROOM_DELIVERY: Class<()> = Class::new();

/// `SendFileDisposition`.
pub(crate) static SEND_FILE_DISPOSITION: Class<()> = Class::new();
/// `StaticOnMissing`.
pub(crate) static STATIC_ON_MISSING: Class<()> = Class::new();
/// `StaticDotfiles`.
pub(crate) static STATIC_DOTFILES: Class<()> = Class::new();
/// `StaticSymlinks`.
pub(crate) static STATIC_SYMLINKS: Class<()> = Class::new();
static WEB_SOCKET_CLOSE_CODE: Class<()> = Class::new();

/// Throws `HttpServerRuntimeException`.
#[cold]
pub(crate) fn runtime(message: &str) -> Thrown {
    throw_class(&RUNTIME, message)
}

/// Throws `HttpServerInvalidArgumentException`.
#[cold]
pub(crate) fn invalid(message: &str) -> Thrown {
    throw_class(&INVALID_ARGUMENT, message)
}

/// Registers the tree. `async_cancellation` is the parent of `HttpException`,
/// which therefore is no `Exception`: `catch (\Exception)` must not swallow it.
pub(crate) fn register(async_cancellation: *mut zend_class_entry) {
    // SAFETY: the engine's classes exist before any extension starts.
    let exception = unsafe { ext_php_rs::ffi::zend_ce_exception };
    open(&BASE, "TrueAsync\\HttpServerException", exception);
    let leaves = [
        (&RUNTIME, "TrueAsync\\HttpServerRuntimeException"),
        (
            &INVALID_ARGUMENT,
            "TrueAsync\\HttpServerInvalidArgumentException",
        ),
        (&CONNECTION, "TrueAsync\\HttpServerConnectionException"),
        (&PROTOCOL, "TrueAsync\\HttpServerProtocolException"),
        (&TIMEOUT, "TrueAsync\\HttpServerTimeoutException"),
        (&ROOM_DELIVERY, "TrueAsync\\RoomDeliveryException"),
    ];
    for (class, name) in leaves {
        last(class, name, BASE.entry());
    }
    declare_readonly(&ROOM_DELIVERY, c"delivered", Type::INT);
    declare_readonly(&ROOM_DELIVERY, c"pending", Type::INT);

    open(&WEB_SOCKET, "TrueAsync\\WebSocketException", BASE.entry());
    let leaves = [
        (&WEB_SOCKET_CLOSED, "TrueAsync\\WebSocketClosedException"),
        (
            &WEB_SOCKET_BACKPRESSURE,
            "TrueAsync\\WebSocketBackpressureException",
        ),
        (
            &WEB_SOCKET_CONCURRENT_READ,
            "TrueAsync\\WebSocketConcurrentReadException",
        ),
    ];
    for (class, name) in leaves {
        last(class, name, WEB_SOCKET.entry());
    }
    declare_readonly(&WEB_SOCKET_CLOSED, c"closeCode", Type::INT);
    declare_readonly(&WEB_SOCKET_CLOSED, c"closeReason", Type::STRING);

    open(
        &HTTP_EXCEPTION,
        "TrueAsync\\HttpException",
        async_cancellation,
    );
    register_enums();
}

/// A class that user code may extend.
fn open(class: &Class<()>, name: &'static str, parent: *mut zend_class_entry) {
    let definition = Definition {
        parent: Some(parent),
        closed: true,
        ..Definition::named(name)
    };
    class.register_plain(&definition);
}

/// A final class.
fn last(class: &Class<()>, name: &'static str, parent: *mut zend_class_entry) {
    let definition = Definition {
        parent: Some(parent),
        closed: true,
        is_final: true,
        ..Definition::named(name)
    };
    class.register_plain(&definition);
}

fn register_enums() {
    register_string_enum(
        &SEND_FILE_DISPOSITION,
        c"TrueAsync\\SendFileDisposition",
        &[(c"INLINE", "inline"), (c"ATTACHMENT", "attachment")],
    );
    register_int_enum(
        &STATIC_ON_MISSING,
        c"TrueAsync\\StaticOnMissing",
        &[(c"NOT_FOUND", 0), (c"NEXT", 1)],
    );
    register_int_enum(
        &STATIC_DOTFILES,
        c"TrueAsync\\StaticDotfiles",
        &[(c"DENY", 0), (c"ALLOW", 1), (c"IGNORE", 2)],
    );
    register_int_enum(
        &STATIC_SYMLINKS,
        c"TrueAsync\\StaticSymlinks",
        &[(c"REJECT", 0), (c"FOLLOW", 1), (c"OWNER_MATCH", 2)],
    );
    // RFC 6455 §7.4.1 and the IANA registry of close codes.
    register_int_enum(
        &WEB_SOCKET_CLOSE_CODE,
        c"TrueAsync\\WebSocketCloseCode",
        &[
            (c"NORMAL", 1000),
            (c"GOING_AWAY", 1001),
            (c"PROTOCOL_ERROR", 1002),
            (c"UNSUPPORTED_DATA", 1003),
            (c"NO_STATUS", 1005),
            (c"ABNORMAL_CLOSURE", 1006),
            (c"INVALID_FRAME_PAYLOAD", 1007),
            (c"POLICY_VIOLATION", 1008),
            (c"MESSAGE_TOO_BIG", 1009),
            (c"MANDATORY_EXTENSION", 1010),
            (c"INTERNAL_SERVER_ERROR", 1011),
            (c"TLS_HANDSHAKE", 1015),
        ],
    );
}
