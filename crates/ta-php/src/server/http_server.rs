//! `TrueAsync\HttpServer`: start, serve, stop.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;
use std::time::Duration;

use ta_server::files::{Files, Mount};
use ta_server::{BindOptions, Running, bind, serve};
use tokio::sync::Notify;

use super::config::Config;
use super::dispatch::{Dispatch, PhpHandler};
use super::errors;
use super::journal;
use super::log::Severity;
use super::signals::StopSignals;
use super::static_handler::{self, StaticHandler};
use crate::async_api::errors as async_errors;
use crate::coroutine::Runtime;
use crate::interpose;
use crate::zend::call::{Call, Callable};
use crate::zend::class::{
    Class, Definition, Function, Param, Refs, STATIC_METHOD, State, Traced, Type, function,
    references, state_of,
};
use crate::zend::exception::{self, Outcome};
use crate::zend::value::Obj;

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
    function!(
        c"addStaticHandler",
        add_static_handler,
        [Param::new(
            c"handler",
            Type::object(c"TrueAsync\\StaticHandler")
        )],
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
        Some(references::<HttpServer>),
    );
}

/// State of an `HttpServer` object.
pub(crate) struct HttpServer {
    config: RefCell<Option<Obj>>,
    handler: RefCell<Option<Rc<Callable>>>,
    /// In the order in which they are asked.
    mounts: RefCell<Vec<Mount>>,
    /// Set from binding to the end of `start()`.
    active: RefCell<Option<Active>>,
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
        Self {
            config: RefCell::default(),
            handler: RefCell::default(),
            mounts: RefCell::default(),
            active: RefCell::default(),
        }
    }
}

/// Closures usually capture the server they are registered with.
impl Traced for HttpServer {
    fn trace(&self, refs: &Refs) {
        // A running server shares the handler with its dispatch: then the reference
        // is not this object's alone, and must not be counted off it.
        if let Some(handler) = &*self.handler.borrow()
            && Rc::strong_count(handler) == 1
        {
            refs.callable(handler);
        }
        if let Some(config) = &*self.config.borrow() {
            refs.object(config);
        }
    }
}

fn construct(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let config = call.object(0, Config::class().entry())?;
    let server = call.this::<HttpServer>();
    if server.config.borrow().is_some() {
        return Err(errors::runtime("HttpServer is already constructed"));
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
        return Err(errors::runtime(
            "Cannot add handlers while the server is running",
        ));
    }
    // The old one is dropped with no borrow held: its destructors are PHP code.
    let previous = server.handler.replace(Some(Rc::new(handler)));
    drop(previous);
    call.give_this();
    Ok(())
}

fn add_static_handler(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let handler = call.object(0, static_handler::CLASS.entry())?;
    let server = call.this::<HttpServer>();
    if server.active.borrow().is_some() {
        return Err(errors::runtime(
            "Cannot add static handler while server is running",
        ));
    }
    // SAFETY: the argument is an instance of the class, alive during the call.
    let mount = unsafe { state_of::<StaticHandler>(handler) }.attach()?;
    server.mounts.borrow_mut().push(mount);
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
        None => Err(errors::runtime("HttpServer was not constructed")),
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
        return Err(errors::runtime("Server is already running"));
    }
    let handler = server.handler.borrow().clone();
    let mounts = server.mounts.borrow().clone();
    if handler.is_none() && mounts.is_empty() {
        return Err(errors::runtime(
            "No HTTP handler registered. Call addHttpHandler(), addHttp2Handler(), \
             addGrpcHandler(), or addStaticHandler() first",
        ));
    }
    let config = match &*server.config.borrow() {
        Some(config) => config.clone(),
        None => return Err(errors::runtime("HttpServer was not constructed")),
    };
    // SAFETY: `config` is an instance of the class and keeps it alive.
    let settings = unsafe { state_of::<Config>(config.as_ptr()) };
    if !settings.has_listeners() {
        return Err(errors::runtime(
            "No listeners configured. Use HttpServerConfig::addListener()",
        ));
    }
    let runtime = Runtime::launch()?;
    if settings.wants_tls() {
        // Never a socket that speaks clear text where TLS was asked for.
        return Err(errors::runtime(
            "Cannot start a TLS listener: this build has no TLS; add the listener without it",
        ));
    }
    let options = BindOptions {
        backlog: settings.backlog(),
        ..BindOptions::default()
    };
    let bound =
        bind(&settings.listen(), &options).map_err(|error| errors::runtime(&error.to_string()))?;
    let log = settings.log();
    let dispatch = Rc::new(Dispatch::new(handler, config.clone()));
    let files = (!mounts.is_empty()).then(|| Files::open(mounts));
    let handler = Rc::new(PhpHandler::new(Rc::clone(&dispatch), files));
    let (running, signals) = runtime
        .within(|| {
            let running = serve(bound, settings.settings(), handler).map_err(|e| e.to_string())?;
            let signals = StopSignals::watch().map_err(|e| e.to_string())?;
            Ok((running, signals))
        })
        .map_err(|error: String| errors::runtime(&format!("Cannot start the server: {error}")))?;

    let active = Active {
        running,
        stop: Rc::default(),
        stopped: Rc::default(),
    };
    server.active.replace(Some(active.clone()));
    journal::open(&config);
    let max = settings.settings().max_connections;
    log.record(
        Severity::Info,
        format!(
            "server.start backlog={} max_connections={max}",
            settings.backlog()
        )
        .as_bytes(),
    );
    if let Some(obstacle) = interpose::obstacle() {
        let line = interpose::obstacle_in_words(&obstacle);
        log.record(Severity::Warn, line.as_bytes());
    }
    let ended = run(runtime, &active, &signals, &dispatch, settings);
    server.active.replace(None);
    journal::close(&config);
    if active.running.in_flight() == 0 {
        dispatch.release();
    }
    let reason: &[u8] = match &ended {
        Ok(Stop::Asked) => b"server.stop reason=stop",
        Ok(Stop::Signal) | Err(_) => b"server.stop reason=shutdown",
    };
    log.record(Severity::Info, reason);
    ended.map_err(exception::throw_object)?;
    call.give_bool(true);
    Ok(())
}

/// Why a server stopped serving.
enum Stop {
    Asked,
    Signal,
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
) -> Result<Stop, Obj> {
    let seen = signals.received();
    let interrupted = runtime.wait_for(async {
        tokio::select! {
            () = active.stop.notified() => Stop::Asked,
            () = signals.more_than(seen) => Stop::Signal,
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
    let drained = drained.map(drop);
    interrupted.and_then(|stop| drained.map(|()| stop))
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
