//! `Async\Channel`: values that go from coroutine to coroutine, in order.
//!
//! The object owns what the channel holds: values go with it, and so does the
//! channel, whoever waits for a future of it.

use std::cell::OnceCell;
use std::rc::Rc;
use std::time::Duration;

use ext_php_rs::ffi as php;
use ta_coro::{CloseReason, Timeouts};

use super::future_class::future_object;
use super::interfaces::AWAITABLE;
use super::{awaitables, errors};
use crate::coroutine::{Awaitable, Php, Runtime, Value, scheduler};
use crate::zend::call::Call;
use crate::zend::class::{
    Class, Definition, Function, Param, Refs, State, Traced, Type, function, references, state_of,
};
use crate::zend::exception::{self, Outcome};
use crate::zend::ffi::{self, zend_object, zval};
use crate::zend::iterator::{self, Element, Iterable, make_iterable};

type Channel = ta_coro::Channel<Php>;

/// `Async\Channel`.
static CHANNEL: Class<Handle> = Class::new();

const TOKEN: Param = Param::optional(
    c"cancellationToken",
    Type::object(c"Async\\Completable").or_null(),
    c"null",
);

static METHODS: &[Function] = &[
    function!(
        c"__construct",
        construct,
        [
            Param::optional(c"capacity", Type::INT, c"0"),
            Param::optional(c"noProducerTimeout", Type::INT, c"0"),
            Param::optional(c"noConsumerTimeout", Type::INT, c"0"),
            Param::optional(c"hardTimeouts", Type::BOOL, c"false"),
        ],
        Type::NONE
    ),
    function!(
        c"send",
        send,
        [Param::new(c"value", Type::MIXED), TOKEN],
        Type::VOID
    ),
    function!(
        c"sendAsync",
        send_async,
        [Param::new(c"value", Type::MIXED)],
        Type::BOOL
    ),
    function!(c"recv", recv, [TOKEN], Type::MIXED),
    function!(c"recvAsync", recv_async, [], Type::object(c"Async\\Future")),
    function!(c"close", close, [], Type::VOID),
    function!(c"isClosed", is_closed, [], Type::BOOL),
    function!(c"capacity", capacity, [], Type::INT),
    function!(c"count", count, [], Type::INT),
    function!(c"isEmpty", is_empty, [], Type::BOOL),
    function!(c"isFull", is_full, [], Type::BOOL),
    function!(
        c"getIterator",
        iterator::get_iterator,
        [],
        Type::object(c"Iterator")
    ),
];

pub(super) fn register() {
    CHANNEL.register_with(
        &Definition {
            methods: METHODS,
            interfaces: &[
                || AWAITABLE.entry(),
                // SAFETY: the engine's interfaces exist for the life of the process.
                || unsafe { php::zend_ce_aggregate },
                // SAFETY: as above.
                || unsafe { php::zend_ce_countable },
            ],
            sealed: true,
            ..Definition::named("Async\\Channel")
        },
        Some(references::<Handle>),
        Some(destroy),
    );
    make_iterable(&CHANNEL);
}

/// State of an `Async\Channel` object.
struct Handle {
    /// Set by the constructor.
    channel: OnceCell<Rc<Channel>>,
}

impl State for Handle {
    fn class() -> &'static Class<Self> {
        &CHANNEL
    }

    fn fresh() -> Self {
        Self {
            channel: OnceCell::new(),
        }
    }
}

impl Handle {
    fn channel(&self) -> Outcome<&Rc<Channel>> {
        self.channel
            .get()
            .ok_or_else(|| errors::misuse("Async\\Channel has not been constructed"))
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // The cycle collector frees the values with the object, though a timer or a
        // future may hold the channel itself.
        if let Some(channel) = self.channel.get() {
            channel.empty();
        }
    }
}

impl Iterable for Handle {
    type Cursor = ();

    fn next(&self, _cursor: &()) -> Outcome<Option<Element>> {
        let channel = self.channel()?;
        Runtime::launch()?;
        let next = channel.next(scheduler());
        let value = next.map_err(exception::throw_object)?;
        Ok(value.map(|value| (zval::new(), value.into_zval())))
    }
}

/// What a channel holds usually leads to whoever holds the channel.
impl Traced for Handle {
    fn trace(&self, refs: &Refs) {
        if let Some(channel) = self.channel.get() {
            channel.inspect(|value| refs.value(value), |error| refs.object(error));
        }
    }
}

/// The last reference goes. Futures of values may still wait: nobody will send any.
unsafe extern "C" fn destroy(object: *mut zend_object) {
    // SAFETY: the engine destroys an object of our class, which is still whole.
    let (channel, is_in_use) = unsafe {
        (
            state_of::<Handle>(object).channel.get(),
            ffi::ta_destroyed_in_use(object),
        )
    };
    // At the end of the script the engine destroys what others still use: coroutines
    // may go on after that.
    if let Some(channel) = channel
        && !is_in_use
        && Runtime::is_usable()
    {
        channel.close(scheduler(), CloseReason::Disposed);
    }
}

/// What an `Async\Channel` stands for.
///
/// # Safety
/// `object` is live.
pub(super) unsafe fn awaitable_of(object: *mut zend_object) -> Option<Awaitable> {
    // SAFETY: the caller vouches for the object; the class was checked.
    unsafe {
        if !ffi::ta_instance_of(object, CHANNEL.entry()) {
            return None;
        }
        let channel = state_of::<Handle>(object).channel.get()?;
        Some(Rc::clone(channel) as Awaitable)
    }
}

/// The channel of a method without parameters.
fn this<'a>(call: &Call<'a>) -> Outcome<&'a Rc<Channel>> {
    call.arity(0, 0)?;
    call.this::<Handle>().channel()
}

fn construct(call: &Call<'_>) -> Outcome {
    call.arity(0, 4)?;
    let capacity = number(call, 0)?;
    let no_producer = number(call, 1)?;
    let no_consumer = number(call, 2)?;
    let timeouts = Timeouts {
        no_producer: Duration::from_millis(no_producer.into()),
        no_consumer: Duration::from_millis(no_consumer.into()),
        hard: call.bool_or(3, false)?,
    };
    let handle = call.this::<Handle>();
    if handle.channel.get().is_some() {
        return Err(errors::misuse(
            "Async\\Channel has been constructed already",
        ));
    }
    let scope = scheduler().current_scope();
    handle
        .channel
        .get_or_init(|| Channel::new(&scope, capacity as usize, timeouts));
    Ok(())
}

/// A number at `index`, 0 by default.
fn number(call: &Call<'_>, index: u32) -> Outcome<u32> {
    let number = call.int_or(index, 0)?;
    match i32::try_from(number) {
        Ok(0..) => Ok(number as u32),
        _ => Err(call.wrong_value(index, c"must be between 0 and 2147483647")),
    }
}

fn send(call: &Call<'_>) -> Outcome {
    call.arity(1, 2)?;
    let token = awaitables::token(call, 1)?;
    let channel = call.this::<Handle>().channel()?;
    Runtime::launch()?;
    channel
        .send(scheduler(), value(call), token.as_ref())
        .map_err(exception::throw_object)
}

fn send_async(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let channel = call.this::<Handle>().channel()?;
    call.give_bool(channel.try_send(scheduler(), value(call)));
    Ok(())
}

/// The first argument.
fn value(call: &Call<'_>) -> Value {
    // SAFETY: an argument of the running call is alive.
    Value::from_zval(unsafe { (*call.raw(0)).shallow_clone() })
}

fn recv(call: &Call<'_>) -> Outcome {
    call.arity(0, 1)?;
    let token = awaitables::token(call, 0)?;
    let channel = call.this::<Handle>().channel()?;
    Runtime::launch()?;
    let value = channel
        .recv(scheduler(), token.as_ref())
        .map_err(exception::throw_object)?;
    call.give(value.into_zval());
    Ok(())
}

fn recv_async(call: &Call<'_>) -> Outcome {
    let future = this(call)?.recv_later(scheduler(), |channel| channel.look_again(scheduler()));
    call.give_object(future_object(&future));
    Ok(())
}

fn close(call: &Call<'_>) -> Outcome {
    this(call)?.close(scheduler(), CloseReason::Explicit);
    Ok(())
}

fn is_closed(call: &Call<'_>) -> Outcome {
    call.give_bool(this(call)?.closed().is_some());
    Ok(())
}

fn capacity(call: &Call<'_>) -> Outcome {
    give_size(call, this(call)?.capacity())
}

fn count(call: &Call<'_>) -> Outcome {
    give_size(call, this(call)?.len())
}

fn give_size(call: &Call<'_>, size: usize) -> Outcome {
    call.give_int(i64::try_from(size).unwrap_or(i64::MAX));
    Ok(())
}

fn is_empty(call: &Call<'_>) -> Outcome {
    call.give_bool(this(call)?.is_empty());
    Ok(())
}

fn is_full(call: &Call<'_>) -> Outcome {
    call.give_bool(this(call)?.is_full());
    Ok(())
}
