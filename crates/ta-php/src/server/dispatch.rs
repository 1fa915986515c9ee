//! From an exchange of the server to a coroutine of PHP code, and back.
//!
//! A request that is complete becomes a coroutine. When nothing is queued before
//! it, it runs at once on the connection's turn of the loop, and a handler that
//! never waits is answered without another turn.

use std::cell::{Cell, RefCell, UnsafeCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use bytes::Bytes;
use ta_http1::{BodyLength, RequestHead};
use ta_server::files::Files;
use ta_server::uploads::Form;
use ta_server::{BodyMode, Exchange, Handler, Reply};

use super::bodies::Bodies;
use super::config::Config;
use super::errors::HTTP_EXCEPTION;
use super::log::{Log, Severity};
use super::request;
use super::response::{self, Response, Terms};
use crate::coroutine::{Body, Coroutine, End, Job, Runtime, Scheduler, Scope, let_go, scheduler};
use crate::zend::call::Callable;
use crate::zend::class::state_of;
use crate::zend::context;
use crate::zend::exception::{self, Description};
use crate::zend::ffi::{self, TaCall, zval};
use crate::zend::value::{self, Obj};

/// What all requests of one `start()` have in common.
pub(crate) struct Dispatch {
    /// Until the server has stopped; none where there are only files.
    handler: RefCell<Option<Rc<Callable>>>,
    config: Obj,
    json_flags: i64,
    /// Bytes that may wait for a client before a stream's writers do.
    stream_buffer: usize,
    bodies: Bodies,
    /// Where the server runs.
    scope: Rc<Scope>,
    /// Each request has a scope of its own below that.
    scope_per_request: bool,
}

impl Dispatch {
    /// `config` is an `HttpServerConfig`.
    pub(crate) fn new(handler: Option<Rc<Callable>>, config: Obj) -> Self {
        // SAFETY: an instance of the class, held by `config`.
        let settings = unsafe { state_of::<Config>(config.as_ptr()) };
        let json_flags = settings.json_flags();
        let stream_buffer = settings.stream_buffer();
        let scope_per_request = settings.scope_per_request();
        let bodies = settings.bodies();
        let scope = scheduler().current_scope();
        scope.body.serves.set(true);
        Self {
            handler: RefCell::new(handler),
            config,
            json_flags,
            stream_buffer,
            bodies,
            scope,
            scope_per_request,
        }
    }

    /// Lets go of the handler, once no request is in flight and none will come. A
    /// coroutine that worked for a request keeps all of this as long as somebody holds
    /// it, and that may be the handler.
    pub(crate) fn release(&self) {
        let Some(handler) = self.handler.take() else {
            return;
        };
        // Usually a cycle through the server, which the collector could not see
        // while the handler was shared with us.
        // SAFETY: the handler is alive; the collector only takes a note.
        unsafe { ffi::ta_gc_suspect_value(handler.value()) }
    }

    /// The scope of a new request.
    fn request_scope(&self) -> Rc<Scope> {
        if self.scope_per_request {
            Scope::for_request(&self.scope)
        } else {
            Rc::clone(&self.scope)
        }
    }

    fn log(&self) -> &Log {
        // SAFETY: an instance of the class, held by `self`.
        unsafe { state_of::<Config>(self.config.as_ptr()) }.log()
    }
}

impl Drop for Dispatch {
    fn drop(&mut self) {
        self.release();
        self.scope.body.serves.set(false);
    }
}

/// Serves requests with files and a PHP handler.
pub(crate) struct PhpHandler {
    dispatch: Rc<Dispatch>,
    /// Asked first.
    files: Option<Files>,
    /// There are only files.
    is_static: bool,
    /// Coroutines that have ended and nobody holds, to serve again.
    idle: RefCell<Vec<Served>>,
}

/// A coroutine that serves requests, one after another.
struct Served {
    coroutine: Rc<Coroutine>,
    request: Rc<Request>,
    scope: Rc<Scope>,
}

/// Idle coroutines kept. One is enough as long as handlers do not wait; of those that do,
/// hundreds end at about the same time.
const KEEP: usize = 1024;

impl PhpHandler {
    pub(crate) fn new(dispatch: Rc<Dispatch>, files: Option<Files>) -> Self {
        let is_static = dispatch.handler.borrow().is_none();
        Self {
            is_static,
            files,
            dispatch,
            idle: RefCell::default(),
        }
    }

    fn admit(&self, scheduler: &Scheduler, exchange: Exchange, form: Option<Box<Form>>) -> Served {
        let idle = self.idle.borrow_mut().pop();
        if let Some(Served {
            coroutine,
            request,
            scope,
        }) = idle
            && let Ok(coroutine) = scheduler.readmit(&scope, coroutine)
        {
            coroutine.body.rewind();
            request.exchange.set(Some(exchange));
            request.form.set(form);
            request.ended.set(false);
            return Served {
                coroutine,
                request,
                scope,
            };
        }
        let request = Rc::new(Request {
            dispatch: Rc::clone(&self.dispatch),
            exchange: Cell::new(Some(exchange)),
            form: Cell::new(form),
            arguments: UnsafeCell::new([value::undef(), value::undef()]),
            response: Cell::new(None),
            waker: Cell::new(None),
            ended: Cell::new(false),
        });
        let job: Rc<dyn Job> = Rc::clone(&request) as _;
        let scope = self.dispatch.request_scope();
        let handler = self.dispatch.handler.borrow();
        let handler = handler.as_ref().expect("no request comes after the last");
        let coroutine = scheduler.admit(&scope, Body::job(handler, job));
        Served {
            coroutine,
            request,
            scope,
        }
    }

    /// Keeps what has ended, unless PHP code still holds the coroutine or a
    /// coroutine of this request goes on.
    fn retire(&self, served: Served) {
        const OURS: usize = 2;
        drop(served.request.exchange.take());
        if self.dispatch.scope_per_request && !self.is_reusable(&served.scope) {
            // Coroutines of the request that go on keep it.
            let Served {
                coroutine,
                request,
                scope,
            } = served;
            context::contained(|| drop((coroutine, request)));
            let_go(scheduler(), scope);
            return;
        }
        let mut idle = self.idle.borrow_mut();
        if idle.len() < KEEP
            && Rc::strong_count(&served.coroutine) == 1
            && Rc::strong_count(&served.request) == OURS
        {
            idle.push(served);
        }
    }

    /// Nobody else holds the scope of a request, and it is as good as new.
    fn is_reusable(&self, scope: &Rc<Scope>) -> bool {
        Rc::strong_count(scope) == 1
            && !scope.is_cancelled()
            && scope.is_safe() == self.dispatch.scope.is_safe()
            && scope.body.is_pristine()
    }
}

impl Handler for PhpHandler {
    fn wants(&self, head: &RequestHead) -> BodyMode {
        self.dispatch.bodies.mode(head)
    }

    async fn handle(&self, mut exchange: Exchange) {
        if let Some(files) = &self.files {
            exchange = match files.serve(exchange).await {
                Ok(()) => return,
                Err(exchange) => exchange,
            };
            if self.is_static {
                files.refuse(&exchange);
                return;
            }
        }
        let mut form = None;
        if let Some(reading) = self.dispatch.bodies.read_form(&mut exchange) {
            let Ok(read) = reading.await else {
                return;
            };
            form = Some(read);
        }
        let Some(runtime) = Runtime::get().filter(|runtime| runtime.has_room().is_ok()) else {
            refuse(&mut exchange);
            return;
        };
        let scheduler = runtime.scheduler();
        let served = self.admit(scheduler, exchange, form);
        scheduler.run_now(&served.coroutine);
        let request = &served.request;
        if !request.ended.get() {
            poll_fn(|cx| {
                if request.ended.get() {
                    return Poll::Ready(());
                }
                request.waker.set(Some(cx.waker().clone()));
                Poll::Pending
            })
            .await;
        }
        self.retire(served);
    }
}

/// What there is of the body of a request without a form.
fn received_body(exchange: &mut Exchange, head: &RequestHead) -> request::Body {
    if head.body_length() != BodyLength::Known(0) {
        let body = exchange.take_body();
        if body.is_empty() {
            return request::Body::Streamed(exchange.incoming());
        }
        return request::Body::Whole(body);
    }
    request::Body::Whole(Bytes::new())
}

/// No coroutine can be made for the request.
fn refuse(exchange: &mut Exchange) {
    let fields: [(&[u8], &[u8]); 2] = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"retry-after", b"1"),
    ];
    let reply = Reply {
        status: 503,
        close: true,
        ..Reply::default()
    };
    // The only error is that nobody waits for the answer any more.
    let _ = exchange.respond_slice(reply, fields, b"Service Unavailable\r\n");
}

/// One request on its way through PHP.
struct Request {
    dispatch: Rc<Dispatch>,
    exchange: Cell<Option<Exchange>>,
    /// Read before the coroutine was made.
    form: Cell<Option<Box<Form>>>,
    arguments: UnsafeCell<[zval; 2]>,
    response: Cell<Option<Obj>>,
    waker: Cell<Option<Waker>>,
    ended: Cell<bool>,
}

impl Job for Request {
    fn prepare(&self, call: &mut TaCall) {
        let Some(mut exchange) = self.exchange.take() else {
            return;
        };
        let head = exchange.take_request();
        let body = match self.form.take() {
            Some(form) => request::Body::Form(form),
            None => received_body(&mut exchange, &head),
        };
        let peer = exchange.peer();
        let terms = Terms {
            version: head.version(),
            is_head: head.is_head(),
            takes_trailers: head.accepts_trailers(),
            json_flags: self.dispatch.json_flags,
            buffer: self.dispatch.stream_buffer,
        };
        let response = response::instantiate(exchange, &terms);
        self.response.set(Some(response.clone()));
        let request = request::instantiate(head, body, peer);
        // SAFETY: just made, and held by `response`.
        unsafe { state_of::<Response>(response.as_ptr()) }.answers(request.clone());
        // SAFETY: the array lives in this request, which the coroutine holds; it
        // is written once, here, and then belongs to the context.
        unsafe {
            let arguments = &mut *self.arguments.get();
            arguments[0] = value::object_zval(request);
            arguments[1] = value::object_zval(response);
            call.argv = arguments.as_mut_ptr();
        }
        call.argc = 2;
    }

    fn complete(&self, end: End<'_>) {
        let Some(object) = self.response.take() else {
            return;
        };
        // SAFETY: made by `response::instantiate`, and held by `object`.
        let response = unsafe { state_of::<Response>(object.as_ptr()) };
        match end {
            End::Returned => {
                if let Err(error) = response.deliver() {
                    let line = format!("sendFile(): {error}");
                    self.dispatch.log().record(Severity::Warn, line.as_bytes());
                }
                response.finish();
            }
            End::Threw(error) => self.answer_error(response, error),
            End::Exited => self.answer_abrupt(response, "exit() was called in a request handler"),
            End::Fatal => {
                self.answer_abrupt(response, "a fatal error ended a request handler");
            }
        }
        response.detach();
    }

    fn ended(&self) {
        self.ended.set(true);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    fn unhandled(&self, error: &Obj) {
        self.log(
            &exception::describe(error),
            "uncaught in a coroutine of a request",
        );
    }

    fn owner(&self) -> *const () {
        Rc::as_ptr(&self.dispatch).cast()
    }
}

impl Request {
    /// What leaves a handler becomes the answer. Only the text of an
    /// `HttpException` was meant for the client.
    fn answer_error(&self, response: &Response, error: &Obj) {
        let description = exception::describe(error);
        let status = u16::try_from(description.code)
            .ok()
            .filter(|code| (400..600).contains(code));
        let status = status.unwrap_or(500);
        let for_client = exception::is_a(error, &HTTP_EXCEPTION);
        // What was thrown because of that is no news.
        let client_left = for_client && response.lost_its_client();
        let sent = if for_client && !description.message.is_empty() {
            response.fail(status, Some(&description.message), &description.message)
        } else {
            response.fail(status, None, ta_http1::reason_phrase(status).as_bytes())
        };
        if client_left {
            return;
        }
        if !sent {
            self.log(
                &description,
                "uncaught in a request handler after the response had begun",
            );
        } else if !for_client && !exception::is_a(error, &crate::async_api::errors::ROOT) {
            self.log(&description, "uncaught in a request handler");
        }
    }

    fn answer_abrupt(&self, response: &Response, what: &str) {
        response.fail(500, None, ta_http1::reason_phrase(500).as_bytes());
        self.dispatch.log().record(Severity::Warn, what.as_bytes());
    }

    fn log(&self, error: &Description, what: &str) {
        if self.dispatch.log().admits(Severity::Error) {
            let line = format!(
                "{} {what}: {} in {}:{}",
                error.class,
                String::from_utf8_lossy(&error.message),
                String::from_utf8_lossy(&error.file),
                error.line
            );
            self.dispatch.log().record(Severity::Error, line.as_bytes());
        }
    }
}
