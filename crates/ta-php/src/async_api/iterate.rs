//! `iterate()`: a callback for each element of something iterable, several at a time.

use std::ops::ControlFlow;

use ta_coro::{Each, Pace, Source};

use crate::coroutine::{Php, Runtime, Scheduler};
use crate::zend::call::{Call, Callable};
use crate::zend::class::{Function, Param, Type, function, register_functions};
use crate::zend::elements::{self, Element, Elements};
use crate::zend::exception::{self, Outcome};
use crate::zend::value::Obj;

static FUNCTIONS: &[Function] = &[function!(
    c"Async\\iterate",
    iterate,
    [
        Param::new(c"iterable", Type::ITERABLE),
        Param::new(c"callback", Type::CALLABLE),
        Param::optional(c"concurrency", Type::INT, c"0"),
        Param::optional(c"cancelPending", Type::BOOL, c"true"),
    ],
    Type::VOID
)];

pub(super) fn register() -> bool {
    register_functions(FUNCTIONS)
}

fn iterate(call: &Call<'_>) -> Outcome {
    call.arity(2, 4)?;
    let iterable = call.copy(0);
    if !elements::is_iterable(&iterable) {
        return Err(call.wrong_type(0, c"must be of type Traversable|array"));
    }
    let callback = Callback(call.callable(1)?);
    let concurrency = usize::try_from(call.int_or(2, 0)?)
        .map_err(|_| call.wrong_value(2, c"must be greater than or equal to 0"))?;
    let pace = Pace {
        concurrency,
        cancel_pending: call.bool_or(3, true)?,
    };
    let runtime = Runtime::launch()?;
    if let Err(obstacle) = runtime.has_room() {
        let message = format!("Cannot create a coroutine: {obstacle}");
        return Err(super::errors::misuse(&message));
    }
    let Some(elements) = Elements::of(&iterable) else {
        return Ok(());
    };
    let elements = elements.map_err(exception::throw_object)?;
    ta_coro::iterate(runtime.scheduler(), elements, callback, pace).map_err(exception::throw_object)
}

impl Source<Php> for Elements {
    type Item = Element;

    fn next(&mut self, _scheduler: &Scheduler) -> Result<Option<Element>, Obj> {
        Elements::next(self)
    }
}

struct Callback(Callable);

impl Each<Php, Element> for Callback {
    fn call(&self, _scheduler: &Scheduler, (key, value): Element) -> Result<ControlFlow<()>, Obj> {
        let returned = self.0.call(vec![value, key])?;
        Ok(if returned.is_false() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        })
    }

    fn has_room(&self) -> bool {
        Runtime::get().is_some_and(|runtime| runtime.has_room().is_ok())
    }
}
