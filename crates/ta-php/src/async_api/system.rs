//! `available_parallelism()`, `loadavg()`, `cpu_usage()` and `CpuSnapshot`: what
//! the machine has and what is used of it.
//!
//! Reading the numbers is the business of `counters`; here they become PHP values.
//! Percentages are of the whole machine, cores are cores' worth of time.

use std::cell::Cell;
use std::sync::OnceLock;

use counters::{Counters, load_averages};

use crate::zend::array::Array;
use crate::zend::call::Call;
use crate::zend::class::{
    Class, Definition, Function, PRIVATE, Property, STATIC_METHOD, Slot, State, Type, function,
    register_functions,
};
use crate::zend::exception::Outcome;
use crate::zend::ffi::zval;
use crate::zend::value::Str;

mod counters;

static CPU_SNAPSHOT: Class<CpuSnapshot> = Class::new();

/// The snapshot's properties, in the order of [`Counters::in_order`].
static SLOTS: [Slot; 6] = [const { Slot::new() }; 6];

static PROPERTIES: &[Property] = &[
    Property::readonly(c"wallNs", Type::INT, &SLOTS[0]),
    Property::readonly(c"processUserNs", Type::INT, &SLOTS[1]),
    Property::readonly(c"processSystemNs", Type::INT, &SLOTS[2]),
    Property::readonly(c"systemIdleNs", Type::INT, &SLOTS[3]),
    Property::readonly(c"systemBusyNs", Type::INT, &SLOTS[4]),
    Property::readonly(c"cpuCount", Type::INT, &SLOTS[5]),
];

static METHODS: &[Function] = &[
    function!(c"__construct", construct, [], Type::NONE, PRIVATE),
    function!(
        c"now",
        now,
        [],
        Type::object(c"Async\\CpuSnapshot"),
        STATIC_METHOD
    ),
];

static FUNCTIONS: &[Function] = &[
    function!(
        c"Async\\available_parallelism",
        available_parallelism,
        [],
        Type::INT
    ),
    function!(c"Async\\cpu_usage", cpu_usage, [], Type::ARRAY),
    function!(c"Async\\loadavg", loadavg, [], Type::ARRAY.or_null()),
];

pub(super) fn register() -> bool {
    CPU_SNAPSHOT.register(
        &Definition {
            methods: METHODS,
            properties: PROPERTIES,
            sealed: true,
            ..Definition::named("Async\\CpuSnapshot")
        },
        None,
    );
    register_functions(FUNCTIONS)
}

thread_local! {
    /// What `cpu_usage()` saw last in this request.
    static PREVIOUS: Cell<Option<Counters>> = const { Cell::new(None) };
}

/// A request starts: its first `cpu_usage()` has nothing to compare with.
pub(crate) fn request_started() {
    PREVIOUS.set(None);
}

/// All that a snapshot knows is in its properties.
struct CpuSnapshot;

impl State for CpuSnapshot {
    fn class() -> &'static Class<Self> {
        &CPU_SNAPSHOT
    }

    fn fresh() -> Self {
        Self
    }
}

/// Private, and nothing to reflection either.
fn construct(_call: &Call<'_>) -> Outcome {
    Ok(())
}

fn now(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let snapshot = CPU_SNAPSHOT.instantiate(CpuSnapshot);
    for (slot, value) in SLOTS.iter().zip(Counters::read().in_order()) {
        let mut property = zval::new();
        property.set_long(i64::try_from(value).unwrap_or(i64::MAX));
        // SAFETY: the object is new and of the class that declares the property.
        unsafe { slot.fill(&snapshot, property) };
    }
    call.give_object(snapshot);
    Ok(())
}

fn available_parallelism(call: &Call<'_>) -> Outcome {
    /// Asked once: affinity and quota can change, the answer must not.
    static CPUS: OnceLock<usize> = OnceLock::new();
    call.arity(0, 0)?;
    let cpus = *CPUS.get_or_init(|| std::thread::available_parallelism().map_or(1, usize::from));
    call.give_int(i64::try_from(cpus).unwrap_or(i64::MAX));
    Ok(())
}

fn loadavg(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give(load_averages_zval());
    Ok(())
}

fn cpu_usage(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    let now = Counters::read();
    let usage = PREVIOUS
        .replace(Some(now))
        .map_or_else(Default::default, |before| now.since(&before));
    let mut cpus = zval::new();
    cpus.set_long(i64::try_from(now.cpus).unwrap_or(i64::MAX));
    let mut result = Array::with_capacity(6);
    for (key, value) in [
        ("process_cores", float(usage.process_cores)),
        ("process_percent", float(usage.process_percent)),
        ("system_percent", float(usage.system_percent)),
        ("cpu_count", cpus),
        ("interval_sec", float(usage.seconds)),
        ("loadavg", load_averages_zval()),
    ] {
        result.set(&Str::new(key.as_bytes()), value);
    }
    call.give(result.into_zval());
    Ok(())
}

fn load_averages_zval() -> zval {
    let Some(averages) = load_averages() else {
        return zval::new();
    };
    let mut list = Array::with_capacity(averages.len());
    for average in averages {
        list.push(float(average));
    }
    list.into_zval()
}

fn float(value: f64) -> zval {
    let mut result = zval::new();
    result.set_double(value);
    result
}
