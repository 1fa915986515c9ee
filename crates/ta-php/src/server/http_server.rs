//! `TrueAsync\HttpServer`: start, serve, stop.

use std::cell::{Cell, RefCell, UnsafeCell};
use std::ffi::c_int;
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use ta_server::{BindOptions, Running, bind, serve};
use tokio::sync::Notify;

use super::config::Config;
use super::dispatch::{Dispatch, PhpHandler};
use super::errors::RUNTIME;
use super::log::Severity;
use super::signals::StopSignals;
use crate::async_api::errors as async_errors;
use crate::coroutine::Runtime;
use crate::zend::call::{Call, Callable};
use crate::zend::class::{
    Class, Definition, Function, Param, STATIC_METHOD, State, Type, function, state_of,
};
use crate::zend::exception::{self, Outcome, Thrown};
use crate::zend::ffi::{HashTable, zend_object, zval};
use crate::zend::value::{self, Obj};

static CLASS: Class<HttpServer> = Class::new();

const CONFIG: Type = Type::object(c"TrueAsync\\HttpServerConfig");

static METHODS: &[Function] = &[
    function!(
        c"__construct",
        construct,
        [Param::new(c"config", CONFIG)],
        Type::NONE
    ),
    function!(c"isHttp2", is_http2, [], Type::BOOL, STATIC_METHOD),
    function!(c"isHttp3", is_http3, [], Type::BOOL, STATIC_METHOD),
    function!(
        c"addHttpHandler",
        add_http_handler,
        [Param::new(c"handler", Type::CALLABLE)],
        Type::STATIC
    ),
    function!(c"start", start, [], Type::BOOL),
    function!(c"stop", stop, [], Type::BOOL),
    function!(c"isRunning", is_running, [], Type::BOOL),
    function!(c"getConfig", get_config, [], CONFIG),
];

pub(super) fn register() {
    CLASS.register(
        &Definition {
            methods: METHODS,
            sealed: true,
            ..Definition::named("TrueAsync\\HttpServer")
        },
        Some(trace),
    );
}

/// State of an `HttpServer` object.
pub(crate) struct HttpServer {
    config: RefCell<Option<Obj>>,
    handler: RefCell<Option<Rc<Callable>>>,
    /// Set from binding to the end of `start()`.
    active: RefCell<Option<Active>>,
    /// Where `trace` lays out what the object refers to. Never dropped: the
    /// references belong to the fields above.
    traced: UnsafeCell<[std::mem::ManuallyDrop<zval>; 2]>,
}

#[derive(Clone)]
struct Active {
    running: Running,
    stop: Rc<Notify>,
    stopped: Rc<Cell<bool>>,
}

impl State for HttpServer {
    fn class() -> &'static Class<Self> {
        &CLASS
    }

    fn fresh() -> Self {
        let unset = || std::mem::ManuallyDrop::new(value::undef());
        Self {
            config: RefCell::default(),
            handler: RefCell::default(),
            active: RefCell::default(),
            traced: UnsafeCell::new([unset(), unset()]),
        }
    }
}

/// Closures usually capture the server they are registered with.
unsafe extern "C" fn trace(
    object: *mut zend_object,
    table: *mut *mut zval,
    count: *mut c_int,
) -> *mut HashTable {
    // SAFETY: the engine passes an object of our class and two places to write
    // to; it reads the table before anything else happens to the object.
    unsafe {
        let server = state_of::<HttpServer>(object);
        let traced = server.traced.get().cast::<zval>();
        let mut length = 0;
        // A running server shares the handler with its dispatch: then the reference
        // is not this object's alone, and must not be counted off it.
        if let Some(handler) = &*server.handler.borrow()
            && Rc::strong_count(handler) == 1
        {
            traced.write(std::ptr::read(handler.value()));
            length += 1;
        }
        if let Some(config) = &*server.config.borrow() {
            // Not counted: the collector only looks at what we hold.
            let mut shown = zval::new();
            shown.value.obj = config.as_ptr();
            shown.u1.type_info = ext_php_rs::ffi::IS_OBJECT_EX;
            traced.add(length).write(shown);
            length += 1;
        }
        *table = traced;
        *count = length as c_int;
    }
    std::ptr::null_mut()
}

fn runtime_error(message: &str) -> Thrown {
    exception::throw_class(&RUNTIME, message)
}

fn construct(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let config = call.object(0, Config::class().entry())?;
    let server = call.this::<HttpServer>();
    if server.config.borrow().is_some() {
        return Err(runtime_error("HttpServer is already constructed"));
    }
    // SAFETY: the argument is an instance of the class, alive during the call.
    unsafe {
        state_of::<Config>(config).lock();
        server.config.replace(Some(Obj::share(config)));
    }
    Ok(())
}

fn is_http2(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(false);
    Ok(())
}

fn is_http3(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(false);
    Ok(())
}

fn add_http_handler(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let handler = call.callable(0)?;
    let server = call.this::<HttpServer>();
    if server.active.borrow().is_some() {
        return Err(runtime_error(
            "Cannot add handlers while the server is running",
        ));
    }
    // The old one is dropped with no borrow held: its destructors are PHP code.
    let previous = server.handler.replace(Some(Rc::new(handler)));
    drop(previous);
    call.give_this();
    Ok(())
}

fn is_running(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(call.this::<HttpServer>().active.borrow().is_some());
    Ok(())
}

fn get_config(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    match &*call.this::<HttpServer>().config.borrow() {
        Some(config) => {
            call.give_object(config.clone());
            Ok(())
        }
        None => Err(runtime_error("HttpServer was not constructed")),
    }
}

fn stop(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let active = call.this::<HttpServer>().active.borrow().clone();
    if let Some(active) = active {
        active.request_stop();
    }
    call.give_bool(true);
    Ok(())
}

impl Active {
    /// Closes the listeners and wakes `start()`.
    fn request_stop(&self) {
        if !self.stopped.replace(true) {
            self.running.stop();
            self.stop.notify_one();
        }
    }
}

fn start(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let server = call.this::<HttpServer>();
    if server.active.borrow().is_some() {
        return Err(runtime_error("Server is already running"));
    }
    let Some(handler) = server.handler.borrow().clone() else {
        return Err(runtime_error(
            "No HTTP handler registered. Call addHttpHandler(), addHttp2Handler(), \
             addGrpcHandler(), or addStaticHandler() first",
        ));
    };
    let config = match &*server.config.borrow() {
        Some(config) => config.clone(),
        None => return Err(runtime_error("HttpServer was not constructed")),
    };
    // SAFETY: `config` is an instance of the class and keeps it alive.
    let settings = unsafe { state_of::<Config>(config.as_ptr()) };
    if !settings.has_listeners() {
        return Err(runtime_error(
            "No listeners configured. Use HttpServerConfig::addListener()",
        ));
    }
    let runtime = Runtime::launch()?;
    if settings.wants_tls() {
        // Never a socket that speaks clear text where TLS was asked for.
        return Err(runtime_error(
            "Cannot start a TLS listener: this build has no TLS; add the listener without it",
        ));
    }
    let options = BindOptions {
        backlog: settings.backlog(),
        ..BindOptions::default()
    };
    let bound =
        bind(&settings.listen(), &options).map_err(|error| runtime_error(&error.to_string()))?;
    let log = settings.log();
    let dispatch = Rc::new(Dispatch::new(handler, config.clone()));
    let handler = Rc::new(PhpHandler::new(Rc::clone(&dispatch)));
    let (running, signals) = runtime
        .within(|| {
            let running = serve(bound, settings.settings(), handler).map_err(|e| e.to_string())?;
            let signals = StopSignals::watch().map_err(|e| e.to_string())?;
            Ok((running, signals))
        })
        .map_err(|error: String| runtime_error(&format!("Cannot start the server: {error}")))?;

    let active = Active {
        running,
        stop: Rc::default(),
        stopped: Rc::default(),
    };
    server.active.replace(Some(active.clone()));
    let max = settings.settings().max_connections;
    log.record(
        Severity::Info,
        format!(
            "server.start backlog={} max_connections={max}",
            settings.backlog()
        )
        .as_bytes(),
    );
    let ended = run(runtime, &active, &signals, &dispatch, settings);
    server.active.replace(None);
    log.record(Severity::Info, b"server.stop reason=stop");
    ended.map_err(exception::throw_object)?;
    call.give_bool(true);
    Ok(())
}

/// How often a stop that ran out of grace looks whether the handlers have ended.
const POLL: Duration = Duration::from_millis(10);
/// How long answers may take to go out after that.
const LAST_ANSWERS: Duration = Duration::from_secs(1);

/// Serves until a stop is asked for, then drains. A cancellation of the caller
/// stops the server too, and is passed on once it has drained.
fn run(
    runtime: &Runtime,
    active: &Active,
    signals: &StopSignals,
    dispatch: &Rc<Dispatch>,
    settings: &Config,
) -> Result<(), Obj> {
    let seen = signals.received();
    let interrupted = runtime.wait_for(async {
        tokio::select! {
            () = active.stop.notified() => {}
            () = signals.more_than(seen) => {}
        }
    });
    active.request_stop();

    let grace = settings.shutdown_timeout();
    let seen = signals.received();
    let drained = runtime.wait_for(async {
        let patience = pin!(tokio::time::sleep(grace));
        tokio::select! {
            biased;
            () = active.running.drained() => true,
            () = patience => false,
            () = signals.more_than(seen) => false,
        }
    });
    if !matches!(drained, Ok(true)) {
        cancel_requests(runtime, dispatch);
        let ended = runtime.wait_for(async {
            while active.running.in_flight() > 0 {
                tokio::time::sleep(POLL).await;
            }
            // The last answers get a moment to go out; a client that does not
            // read, or never completes its request, does not hold the stop up.
            let patience = pin!(tokio::time::sleep(LAST_ANSWERS));
            tokio::select! {
                biased;
                () = active.running.drained() => {}
                () = patience => {}
            }
        });
        active.running.abort();
        if ended.is_ok() {
            // Connections drop at their next turn; nothing is left to wait for.
            let _ = runtime.wait_for(active.running.drained());
        }
    }
    interrupted.and(drained.map(drop))
}

/// Grace is over: handlers still at work are cancelled, so that their `finally`
/// blocks run, and answer with an error.
fn cancel_requests(runtime: &Runtime, dispatch: &Rc<Dispatch>) {
    let owner = Rc::as_ptr(dispatch).cast();
    for coroutine in runtime.scheduler().coroutines() {
        let body = &coroutine.body;
        if body.is_job() && body.current_job().is_some_and(|job| job.owner() == owner) {
            let reason = async_errors::cancellation("The server is shutting down");
            runtime.scheduler().cancel(&coroutine, reason);
        }
    }
}
