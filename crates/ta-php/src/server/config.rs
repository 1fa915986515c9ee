//! `TrueAsync\HttpServerConfig`: what a script may set, checked when it is set
//! and frozen when a server is built from it. It holds values and says what
//! they mean for `ta-server`; it has no effects of its own.

mod listeners;
mod numbers;
mod switches;

use std::cell::{Cell, RefCell};
use std::time::Duration;

use ta_server::{Listen, Settings};

use self::listeners::Listener;
use super::bodies::{Bodies, upload_settings};
use super::errors;
use super::log::Log;
use crate::zend::call::Call;
use crate::zend::class::{Class, Definition, Function, Param, State, Type, function};
use crate::zend::exception::Outcome;

/// `TrueAsync\HttpServerConfig`.
pub(crate) static CLASS: Class<Config> = Class::new();

/// The state of a configuration.
///
/// No `get_gc` handler: the only PHP value that is not a string is the log
/// stream, a resource, which is a leaf to the cycle collector.
pub(crate) struct Config {
    locked: Cell<bool>,
    listeners: RefCell<Vec<Listener>>,
    numbers: numbers::Numbers,
    tls: Cell<bool>,
    body_streaming: Cell<bool>,
    auto_await_body: Cell<bool>,
    protocol_detection: Cell<bool>,
    request_scope: Cell<bool>,
    log: Log,
}

impl State for Config {
    fn class() -> &'static Class<Self> {
        &CLASS
    }

    fn fresh() -> Self {
        Self {
            locked: Cell::new(false),
            listeners: RefCell::default(),
            numbers: numbers::Numbers::default(),
            tls: Cell::new(false),
            body_streaming: Cell::new(false),
            auto_await_body: Cell::new(true),
            protocol_detection: Cell::new(false),
            request_scope: Cell::new(true),
            log: Log::off(),
        }
    }
}

impl Config {
    /// From now on every setter throws.
    pub(crate) fn lock(&self) {
        self.locked.set(true);
    }

    /// What the server needs to know to serve.
    pub(crate) fn settings(&self) -> Settings {
        let numbers = &self.numbers;
        let mut settings = Settings::default();
        settings.read_timeout = Some(seconds(&numbers.read_timeout));
        settings.write_timeout = Some(seconds(&numbers.write_timeout));
        settings.keep_alive_timeout = Some(seconds(&numbers.keep_alive_timeout));
        settings.shutdown_timeout = self.shutdown_timeout();
        settings.limits.body = u64::try_from(numbers.max_body_size.get()).unwrap_or_default();
        settings.max_connections = count(&numbers.max_connections);
        settings.max_inflight_requests = match count(&numbers.max_inflight_requests) {
            0 => settings.max_connections.saturating_mul(10),
            set => set,
        };
        settings
    }

    /// The addresses to bind, in the order of declaration.
    pub(crate) fn listen(&self) -> Vec<Listen> {
        self.listeners
            .borrow()
            .iter()
            .map(Listener::to_listen)
            .collect()
    }

    /// Whether a listener was asked to speak TLS.
    pub(crate) fn wants_tls(&self) -> bool {
        self.listeners.borrow().iter().any(Listener::wants_tls)
    }

    pub(crate) fn has_listeners(&self) -> bool {
        !self.listeners.borrow().is_empty()
    }

    /// The accept queue's length. The system takes an `int`, and less than that.
    pub(crate) fn backlog(&self) -> u32 {
        u32::try_from(self.numbers.backlog.get().min(i64::from(i32::MAX))).unwrap_or(1)
    }

    /// How long handlers may go on after a stop; zero cancels them at once.
    pub(crate) fn shutdown_timeout(&self) -> Duration {
        seconds(&self.numbers.shutdown_timeout)
    }

    /// The flags that `HttpResponse::json()` encodes with unless told otherwise.
    pub(crate) fn json_flags(&self) -> i64 {
        self.numbers.json_encode_flags.get()
    }

    /// Bytes that may wait for a client before a stream's writers do.
    pub(crate) fn stream_buffer(&self) -> usize {
        count(&self.numbers.stream_write_buffer_bytes)
    }

    /// How bodies are received.
    pub(super) fn bodies(&self) -> Bodies {
        Bodies {
            streaming: self.body_streaming.get(),
            awaited: self.auto_await_body.get(),
            uploads: upload_settings(),
            timeout: seconds(&self.numbers.read_timeout),
        }
    }

    /// Whether each request has a scope of its own.
    pub(crate) fn scope_per_request(&self) -> bool {
        self.request_scope.get()
    }

    /// Where the server's records go.
    pub(crate) fn log(&self) -> &Log {
        &self.log
    }

    /// Every setter asks this when its arguments have the right types, before
    /// it looks at their values.
    fn unlocked(&self) -> Outcome {
        if self.locked.get() {
            return Err(errors::runtime(
                "Cannot modify HttpServerConfig after server has started",
            ));
        }
        Ok(())
    }
}

/// Settings in seconds are never negative.
fn seconds(setting: &Cell<i64>) -> Duration {
    Duration::from_secs(u64::try_from(setting.get()).unwrap_or_default())
}

/// Settings that count are never negative.
fn count(setting: &Cell<i64>) -> usize {
    usize::try_from(setting.get()).unwrap_or_default()
}

fn construct(call: &Call<'_>) -> Outcome {
    call.arity(0, 2)?;
    let host = call.string_or_null(0)?;
    let port = call.int_or(1, 8080)?;
    let this = call.this::<Config>();
    this.unlocked()?;
    match host {
        Some(host) => this.add_tcp("__construct", host, port, false, listeners::HTTP1_AND_HTTP2),
        None => Ok(()),
    }
}

fn is_locked(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(call.this::<Config>().locked.get());
    Ok(())
}

/// Registers the class.
pub(super) fn register() {
    let definition = Definition {
        methods: METHODS,
        sealed: true,
        ..Definition::named("TrueAsync\\HttpServerConfig")
    };
    CLASS.register(&definition, None);
}

const HOST: Param = Param::new(c"host", Type::STRING);
const PORT: Param = Param::new(c"port", Type::INT);
const TLS: Param = Param::optional(c"tls", Type::BOOL, c"false");
const ENABLE: Param = Param::new(c"enable", Type::BOOL);

const fn int(name: &'static std::ffi::CStr) -> Param {
    Param::new(name, Type::INT)
}

const METHODS: &[Function] = &[
    function!(
        c"__construct",
        construct,
        [
            Param::optional(c"host", Type::STRING.or_null(), c"null"),
            Param::optional(c"port", Type::INT, c"8080"),
        ],
        Type::NONE
    ),
    function!(
        c"addListener",
        listeners::add_listener,
        [HOST, PORT, TLS],
        Type::STATIC
    ),
    function!(
        c"addHttp1Listener",
        listeners::add_http1_listener,
        [HOST, PORT, TLS],
        Type::STATIC
    ),
    function!(
        c"addUnixListener",
        listeners::add_unix_listener,
        [Param::new(c"path", Type::STRING)],
        Type::STATIC
    ),
    function!(c"getListeners", listeners::get_listeners, [], Type::ARRAY),
    function!(
        c"setBacklog",
        numbers::set_backlog,
        [int(c"backlog")],
        Type::STATIC
    ),
    function!(c"getBacklog", numbers::get_backlog, [], Type::INT),
    function!(
        c"setMaxConnections",
        numbers::set_max_connections,
        [int(c"maxConnections")],
        Type::STATIC
    ),
    function!(
        c"getMaxConnections",
        numbers::get_max_connections,
        [],
        Type::INT
    ),
    function!(
        c"setMaxInflightRequests",
        numbers::set_max_inflight_requests,
        [int(c"n")],
        Type::STATIC
    ),
    function!(
        c"getMaxInflightRequests",
        numbers::get_max_inflight_requests,
        [],
        Type::INT
    ),
    function!(
        c"setReadTimeout",
        numbers::set_read_timeout,
        [int(c"timeout")],
        Type::STATIC
    ),
    function!(c"getReadTimeout", numbers::get_read_timeout, [], Type::INT),
    function!(
        c"setWriteTimeout",
        numbers::set_write_timeout,
        [int(c"timeout")],
        Type::STATIC
    ),
    function!(
        c"getWriteTimeout",
        numbers::get_write_timeout,
        [],
        Type::INT
    ),
    function!(
        c"setKeepAliveTimeout",
        numbers::set_keep_alive_timeout,
        [int(c"timeout")],
        Type::STATIC
    ),
    function!(
        c"getKeepAliveTimeout",
        numbers::get_keep_alive_timeout,
        [],
        Type::INT
    ),
    function!(
        c"setShutdownTimeout",
        numbers::set_shutdown_timeout,
        [int(c"timeout")],
        Type::STATIC
    ),
    function!(
        c"getShutdownTimeout",
        numbers::get_shutdown_timeout,
        [],
        Type::INT
    ),
    function!(
        c"setMaxBodySize",
        numbers::set_max_body_size,
        [int(c"bytes")],
        Type::STATIC
    ),
    function!(c"getMaxBodySize", numbers::get_max_body_size, [], Type::INT),
    function!(
        c"setJsonEncodeFlags",
        numbers::set_json_encode_flags,
        [int(c"flags")],
        Type::STATIC
    ),
    function!(
        c"getJsonEncodeFlags",
        numbers::get_json_encode_flags,
        [],
        Type::INT
    ),
    function!(
        c"setStreamWriteBufferBytes",
        numbers::set_stream_write_buffer_bytes,
        [int(c"bytes")],
        Type::STATIC
    ),
    function!(
        c"getStreamWriteBufferBytes",
        numbers::get_stream_write_buffer_bytes,
        [],
        Type::INT
    ),
    function!(
        c"setWriteBufferSize",
        numbers::set_write_buffer_size,
        [int(c"size")],
        Type::STATIC
    ),
    function!(
        c"getWriteBufferSize",
        numbers::get_write_buffer_size,
        [],
        Type::INT
    ),
    function!(
        c"enableHttp2",
        switches::enable_http2,
        [ENABLE],
        Type::STATIC
    ),
    function!(c"isHttp2Enabled", switches::is_absent, [], Type::BOOL),
    function!(
        c"enableWebSocket",
        switches::enable_web_socket,
        [ENABLE],
        Type::STATIC
    ),
    function!(c"isWebSocketEnabled", switches::is_absent, [], Type::BOOL),
    function!(
        c"enableProtocolDetection",
        switches::enable_protocol_detection,
        [ENABLE],
        Type::STATIC
    ),
    function!(
        c"isProtocolDetectionEnabled",
        switches::is_protocol_detection_enabled,
        [],
        Type::BOOL
    ),
    function!(
        c"setRequestScope",
        switches::set_request_scope,
        [Param::new(c"enable", Type::BOOL)],
        Type::STATIC
    ),
    function!(
        c"isRequestScope",
        switches::is_request_scope,
        [],
        Type::BOOL
    ),
    function!(
        c"setBodyStreamingEnabled",
        switches::set_body_streaming_enabled,
        [Param::new(c"enabled", Type::BOOL)],
        Type::STATIC
    ),
    function!(
        c"isBodyStreamingEnabled",
        switches::is_body_streaming_enabled,
        [],
        Type::BOOL
    ),
    function!(
        c"setAutoAwaitBody",
        switches::set_auto_await_body,
        [ENABLE],
        Type::STATIC
    ),
    function!(
        c"isAutoAwaitBodyEnabled",
        switches::is_auto_await_body_enabled,
        [],
        Type::BOOL
    ),
    function!(c"enableTls", switches::enable_tls, [ENABLE], Type::STATIC),
    function!(c"isTlsEnabled", switches::is_tls_enabled, [], Type::BOOL),
    function!(
        c"setLogSeverity",
        switches::set_log_severity,
        [Param::new(
            c"level",
            Type::object(c"TrueAsync\\LogSeverity")
        )],
        Type::STATIC
    ),
    function!(
        c"getLogSeverity",
        switches::get_log_severity,
        [],
        Type::object(c"TrueAsync\\LogSeverity")
    ),
    function!(
        c"setLogStream",
        switches::set_log_stream,
        [Param::new(c"stream", Type::MIXED)],
        Type::STATIC
    ),
    function!(c"getLogStream", switches::get_log_stream, [], Type::MIXED),
    function!(c"isLocked", is_locked, [], Type::BOOL),
];
