//! How the scheduler enters and leaves PHP code, and what it has PHP code hear of.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Instant;

use ta_coro::{Failure, Switch, Turn, Work};

use super::callback::call_each;
use super::{Body, Coroutine, Future, FutureBody, Runtime, Scheduler, Scope, ScopeBody, Value};
use crate::async_api::{self, coroutine_class, errors, scope_class};
use crate::watchdog;
use crate::zend::context;
use crate::zend::exception;
use crate::zend::value::{self, Obj};

/// Enters and leaves coroutines on the engine's contexts.
pub(crate) struct Php {
    /// Bytes of C stack of a new context.
    pub(super) stack_size: Cell<usize>,
}

impl Php {
    /// Bytes of C stack of a new context.
    pub(crate) fn stack_size(&self) -> usize {
        self.stack_size.get()
    }
}

impl Switch for Php {
    type Body = Body;
    type Value = Value;
    type Error = Obj;
    type ScopeBody = ScopeBody;
    type FutureBody = FutureBody;

    fn resume(&self, coroutine: &Rc<Coroutine>) -> Turn<Self> {
        watchdog::code_begins();
        let turn = coroutine.body.resume(self.stack_size.get());
        watchdog::code_ends(coroutine);
        turn
    }

    fn suspend(&self, coroutine: &Rc<Coroutine>) {
        if coroutine.body.is_main() {
            Runtime::get()
                .expect("main is a coroutine of the runtime")
                .run_until_main();
        } else {
            context::suspend();
        }
    }

    fn comes_up(&self, coroutine: &Coroutine, before: usize) {
        coroutine.body.comes_up(before);
    }

    fn now(&self) -> Instant {
        Instant::now()
    }

    fn may_park(&self) -> Result<(), Obj> {
        if Runtime::get().is_none_or(Runtime::is_dying) {
            return Err(exception::exit_object(true));
        }
        if !super::scheduler().is_inside() {
            return Err(errors::async_exception(
                "The operation cannot be executed in the scheduler context",
            ));
        }
        if !context::may_suspend() {
            return Err(errors::async_exception(
                "Cannot suspend here: the engine is loading a class, compiling a file or destroying objects",
            ));
        }
        Ok(())
    }

    fn failure(&self, failure: Failure<Obj>) -> Obj {
        if super::scheduler().is_inside() {
            return errors::from_failure(failure);
        }
        // In the loop's flow nobody else would survive memory_limit.
        let mut made = None;
        context::contained(|| made = Some(errors::from_failure(failure)));
        made.unwrap_or_else(|| exception::exit_object(true))
    }

    fn is_cancellation(&self, error: &Obj) -> bool {
        exception::is_a(error, &async_api::errors::ROOT) || exception::is_exit(error)
    }

    fn chain(&self, error: Obj, previous: Obj) -> Obj {
        // What unwinds a coroutine is not to be caught, whatever else it has failed with.
        if exception::is_exit(&previous) {
            return previous;
        }
        exception::chain(&error, previous);
        error
    }

    fn native(&self, work: Work<Self>, principal: Option<&Rc<Coroutine>>) -> Body {
        let principal = principal.cloned().or_else(|| super::scheduler().current());
        let job = principal.and_then(|principal| principal.body.current_job().cloned());
        Body::native(work, job)
    }

    fn finished(&self, scheduler: &Scheduler, coroutine: &Rc<Coroutine>, _observed: bool) -> bool {
        let body = &coroutine.body;
        if !coroutine.is_started() {
            context::contained(|| body.discard());
        }
        if coroutine
            .outcome()
            .as_ref()
            .is_some_and(|outcome| outcome.as_ref().map_or(true, Value::may_hold_objects))
        {
            body.handle.suspect();
        }
        let callbacks = body.take_finally();
        if body.ended_fatally() {
            context::contained(|| drop(callbacks));
        } else if !callbacks.is_empty() {
            let of = Rc::clone(coroutine);
            let work: Work<Self> = Box::new(move |_| {
                call_each(callbacks, || {
                    vec![value::object_zval(coroutine_class::handle_of(&of))]
                })?;
                Ok(Value::default())
            });
            let parent = coroutine.scope().unwrap_or_else(|| scheduler.main_scope());
            let helper = self.native(work, Some(coroutine));
            scheduler.spawn_front(&Scope::child(&parent), helper);
        }
        if body.is_main() {
            return true;
        }
        body.job_ended()
    }

    fn is_beyond(&self, coroutine: &Coroutine, scope: &Scope) -> bool {
        scope.body.serves.get() && coroutine.body.current_job().is_some()
    }

    fn has_handler(&self, scope: &Scope, from_child: bool) -> bool {
        let body = &scope.body;
        body.on_error.borrow().is_some() || (from_child && body.on_child_error.borrow().is_some())
    }

    fn handle(
        &self,
        scope: &Rc<Scope>,
        from_child: bool,
        coroutine: &Rc<Coroutine>,
        error: Obj,
    ) -> Result<(), Obj> {
        let mut error = error;
        let child = scope.body.on_child_error.borrow().clone();
        let own = scope.body.on_error.borrow().clone();
        for handler in child.filter(|_| from_child).into_iter().chain(own) {
            let arguments = vec![
                value::object_zval(scope_class::handle_of(scope)),
                value::object_zval(coroutine_class::handle_of(coroutine)),
                value::object_zval(error.clone()),
            ];
            match handler.call(arguments) {
                Ok(_) => return Ok(()),
                Err(failed) if exception::is_exit(&failed) => return Err(failed),
                // A failure and a cancellation meet: the failure is the news.
                Err(failed) if self.is_cancellation(&failed) => exception::chain(&error, failed),
                Err(failed) => {
                    exception::chain(&failed, error);
                    error = failed;
                }
            }
        }
        Err(error)
    }

    fn unhandled(&self, _scheduler: &Scheduler, coroutine: &Rc<Coroutine>, error: Obj) {
        let body = &coroutine.body;
        if exception::is_exit(&error) {
            context::contained(|| drop(error));
        } else if let Some(job) = body.current_job() {
            context::contained(|| job.unhandled(&error));
        } else if !body.handle.exists()
            && let Some(runtime) = Runtime::get()
        {
            context::contained(|| runtime.fail(error));
        }
    }

    fn scope_ended(&self, scheduler: &Scheduler, scope: &Rc<Scope>) {
        let callbacks = scope.body.finally.take();
        if callbacks.is_empty() && !scope.body.has_handlers() {
            return;
        }
        if Runtime::prepare().is_err() {
            // The request has ended: nothing can run them any more.
            drop(exception::take());
            context::contained(|| drop(callbacks));
            return;
        }
        let of = Rc::clone(scope);
        let work: Work<Self> = Box::new(move |scheduler| {
            let called = call_each(callbacks, || {
                vec![value::object_zval(scope_class::handle_of(&of))]
            });
            let ended = match (called, scheduler.current()) {
                (Err(error), Some(current)) if of.body.on_error.borrow().is_some() => {
                    scheduler.switch().handle(&of, false, &current, error)
                }
                (called, _) => called,
            };
            // No error comes here any more, and a handler may hold what holds the
            // scope, in a way that the cycle collector does not see.
            context::shielded(|| of.body.drop_handlers());
            ended.map(|()| Value::default())
        });
        // The scope itself takes nobody any more.
        let above = scope
            .parent()
            .cloned()
            .unwrap_or_else(|| scheduler.main_scope());
        let helper = self.native(work, None);
        scheduler.spawn_front(&above, helper);
    }

    fn leave_scope(&self, scheduler: &Scheduler, scope: Rc<Scope>) {
        super::scope::let_go(scheduler, scope);
    }

    fn future_settles(&self, future: &Future) -> bool {
        future.body.settles(future.is_chained())
    }
}
