//! The six functions that wait for several things: `await_any_or_fail()` and its kin.
//!
//! What counts, what is thrown and what becomes of the losers is said by [`Rules`]; here
//! the triggers come in from PHP, and the outcomes go back under their keys.

use ta_coro::{Counted, Gather, Rules};

use super::awaitables;
use crate::coroutine::{Runtime, scheduler};
use crate::zend::call::Call;
use crate::zend::class::{Function, Param, Type, function, register_functions};
use crate::zend::elements::{Elements, is_iterable};
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::zval;

mod feed;
mod keys;
mod results;

use results::{Gathered, Order};

const TRIGGERS: Param = Param::new(c"triggers", Type::ITERABLE);
const COUNT: Param = Param::new(c"count", Type::INT);
const TOKEN: Param = Param::optional(
    c"cancellation",
    Type::object(c"Async\\Awaitable").or_null(),
    c"null",
);
const PRESERVE_ORDER: Param = Param::optional(c"preserveKeyOrder", Type::BOOL, c"true");
const FILL_NULL: Param = Param::optional(c"fillNull", Type::BOOL, c"false");

static FUNCTIONS: &[Function] = &[
    function!(
        c"Async\\await_any_or_fail",
        any_or_fail,
        [TRIGGERS, TOKEN],
        Type::MIXED
    ),
    function!(
        c"Async\\await_first_success",
        first_success,
        [TRIGGERS, TOKEN],
        Type::MIXED
    ),
    function!(
        c"Async\\await_all_or_fail",
        all_or_fail,
        [TRIGGERS, TOKEN, PRESERVE_ORDER],
        Type::ARRAY
    ),
    function!(
        c"Async\\await_all",
        all,
        [TRIGGERS, TOKEN, PRESERVE_ORDER, FILL_NULL],
        Type::ARRAY
    ),
    function!(
        c"Async\\await_any_of_or_fail",
        any_of_or_fail,
        [COUNT, TRIGGERS, TOKEN, PRESERVE_ORDER],
        Type::ARRAY
    ),
    function!(
        c"Async\\await_any_of",
        any_of,
        [COUNT, TRIGGERS, TOKEN, PRESERVE_ORDER, FILL_NULL],
        Type::ARRAY
    ),
];

pub(super) fn register() -> bool {
    register_functions(FUNCTIONS)
}

/// All, however they settle; who is left behind is stopped.
const ALL: Rules = Rules {
    need: usize::MAX,
    counted: Counted::Settled,
    fail_fast: false,
    drain: true,
};

fn any_or_fail(call: &Call<'_>) -> Outcome {
    call.arity(1, 2)?;
    let rules = Rules {
        need: 1,
        fail_fast: true,
        drain: false,
        ..ALL
    };
    let gathered = gather(call, 0, rules)?;
    call.give(gathered.first());
    Ok(())
}

fn first_success(call: &Call<'_>) -> Outcome {
    call.arity(1, 2)?;
    let rules = Rules {
        need: 1,
        counted: Counted::Successes,
        ..ALL
    };
    let gathered = gather(call, 0, rules)?;
    call.give(gathered.first_and_errors());
    Ok(())
}

fn all_or_fail(call: &Call<'_>) -> Outcome {
    call.arity(1, 3)?;
    // Checked, but every key has a value: they come in the order they went in.
    call.bool_or(2, true)?;
    let rules = Rules {
        fail_fast: true,
        ..ALL
    };
    let gathered = gather(call, 0, rules)?;
    call.give(gathered.values(Order::Filled));
    Ok(())
}

fn all(call: &Call<'_>) -> Outcome {
    call.arity(1, 4)?;
    let order = order(call, 2)?;
    let gathered = gather(call, 0, ALL)?;
    call.give(gathered.values_and_errors(order));
    Ok(())
}

fn any_of_or_fail(call: &Call<'_>) -> Outcome {
    call.arity(2, 4)?;
    let need = count(call)?;
    let order = order(call, 3)?;
    if !is_iterable(&call.copy(1)) {
        return Err(call.wrong_type(1, c"must be of type Traversable|array"));
    }
    if need == 0 {
        awaitables::any_token(call, 2)?;
        call.give(Gathered::default().values(order));
        return Ok(());
    }
    let rules = Rules {
        need,
        fail_fast: true,
        drain: false,
        ..ALL
    };
    let gathered = gather(call, 1, rules)?;
    call.give(gathered.values(order));
    Ok(())
}

fn any_of(call: &Call<'_>) -> Outcome {
    call.arity(2, 5)?;
    let need = count(call)?;
    let order = order(call, 3)?;
    let rules = match need {
        0 => ALL,
        need => Rules {
            need,
            counted: Counted::Successes,
            ..ALL
        },
    };
    let gathered = gather(call, 1, rules)?;
    call.give(gathered.values_and_errors(order));
    Ok(())
}

/// How many triggers the caller asks for.
fn count(call: &Call<'_>) -> Outcome<usize> {
    usize::try_from(call.int(0)?)
        .map_err(|_| call.wrong_value(0, c"must be greater than or equal to 0"))
}

/// What `preserveKeyOrder` at `index`, and `fillNull` behind it, ask for.
fn order(call: &Call<'_>, index: u32) -> Outcome<Order> {
    let preserve = call.bool_or(index, true)?;
    Ok(if call.bool_or(index + 1, false)? {
        Order::Filled
    } else if preserve {
        Order::Input
    } else {
        Order::Completion
    })
}

/// Waits for the triggers at `index`, until the token behind them fires.
fn gather(call: &Call<'_>, index: u32, rules: Rules) -> Outcome<Gathered> {
    let token = awaitables::any_token(call, index + 1)?;
    let runtime = Runtime::launch()?;
    let elements = elements(&call.copy(index))?;
    match elements {
        Elements::Array(array) => {
            let (keys, triggers) = feed::known(array).map_err(exception::throw_object)?;
            let scheduler = scheduler();
            let gather = Gather::new(scheduler, rules, token);
            for trigger in triggers {
                gather.add(scheduler, trigger);
            }
            gather.complete(scheduler);
            let settled = gather.wait(scheduler);
            settled.map(|settled| Gathered::new(keys, settled))
        }
        Elements::Object(source) => {
            // Nobody knows what will come: nothing is stopped that was not asked for.
            let rules = Rules {
                drain: false,
                ..rules
            };
            feed::walked(runtime, source, Gather::new(scheduler(), rules, token))
        }
    }
    .map_err(exception::throw_object)
}

fn elements(triggers: &zval) -> Outcome<Elements> {
    match Elements::of(triggers) {
        Some(elements) => elements.map_err(exception::throw_object),
        None => Err(super::errors::misuse(
            "Expected parameter 'iterable' to be an array or an object implementing Traversable",
        )),
    }
}
