//! `runtime_stats()`: how much of everything there is, and how often it happened.
//!
//! Keys are only ever added, behind those that are there.

use crate::coroutine::scheduler;
use crate::interpose::{self, counters};
use crate::watchdog;
use crate::zend::array::Array;
use crate::zend::call::Call;
use crate::zend::class::{Function, Type, function, register_functions};
use crate::zend::context;
use crate::zend::exception::Outcome;
use crate::zend::ffi::zval;
use crate::zend::value::{self, Str};

static FUNCTIONS: &[Function] = &[function!(
    c"Async\\runtime_stats",
    runtime_stats,
    [],
    Type::ARRAY
)];

pub(super) fn register() -> bool {
    register_functions(FUNCTIONS)
}

fn runtime_stats(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let mut stats = Array::with_capacity(19);
    add_scheduler(&mut stats);
    add_interposition(&mut stats);
    let blocks = watchdog::counts();
    put(&mut stats, "blocks", blocks.blocks);
    put(&mut stats, "longest_block_ms", blocks.longest.as_millis());
    call.give(stats.into_zval());
    Ok(())
}

fn add_scheduler(stats: &mut Array) {
    let scheduler = scheduler();
    let pool = context::pool::stats();
    let queued = scheduler.queued();
    let stack = scheduler.switch().stack_size();
    let rows = [
        ("coroutines_total", scheduler.unfinished()),
        (
            "coroutines_active",
            scheduler.unfinished() - scheduler.suspended(),
        ),
        // Nothing here runs beside coroutines.
        ("microtasks_queue", 0),
        ("coroutine_queue", queued),
        ("resumed_queue", scheduler.resumed()),
        ("fiber_pool_count", pool.idle),
        ("fiber_pool_capacity", pool.capacity),
        ("fiber_pool_min", pool.min),
        ("fiber_stack_size", stack),
        ("fiber_pool_virtual_bytes", pool.idle * stack),
    ];
    for (name, count) in rows {
        put(stats, name, count);
    }
}

fn add_interposition(stats: &mut Array) {
    let obstacle = interpose::obstacle();
    let state = match (interpose::is_active(), &obstacle) {
        (true, _) => "active",
        (false, None) => "idle",
        (false, Some(_)) => "unavailable",
    };
    let text = |text: &str| value::string_zval(Str::new(text.as_bytes()));
    stats.set(&Str::new(b"interposition"), text(state));
    let obstacle = obstacle.map_or_else(zval::new, |obstacle| text(&obstacle));
    stats.set(&Str::new(b"interposition_obstacle"), obstacle);
    let mut waits = Array::with_capacity(16);
    for (kind, count) in counters::by_kind() {
        put(&mut waits, kind, count);
    }
    stats.set(&Str::new(b"hooked_waits"), waits.into_zval());
    put(
        stats,
        "descriptor_waits",
        counters::waiting_on_descriptors(),
    );
    let helpers = ta_interpose::status();
    put(stats, "helper_calls", helpers.helped);
    put(stats, "helper_queue", helpers.queued);
    put(stats, "helper_threads", helpers.helpers);
}

/// A number too large for PHP shows as the largest there is.
fn put(into: &mut Array, key: &str, count: impl TryInto<i64>) {
    let mut number = zval::new();
    number.set_long(count.try_into().unwrap_or(i64::MAX));
    into.set(&Str::new(key.as_bytes()), number);
}
