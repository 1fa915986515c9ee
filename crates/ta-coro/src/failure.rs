//! What goes wrong in this crate: the causes, from which a [`Switch`](crate::Switch)
//! makes the errors its code sees.

use std::borrow::Cow;

/// Why a channel was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// `close()` was called.
    Explicit,
    /// The channel object went away while somebody waited.
    Disposed,
    /// A receiver starved: nobody sent anything for the time allowed.
    NoProducers,
    /// A sender starved: nobody received anything for the time allowed.
    NoConsumers,
    /// Nothing else could have run any more.
    Deadlock,
    /// The scope that owns the channel has ended.
    ScopeDisposed,
}

/// A cause that becomes an error of the implementation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure<E> {
    /// A coroutine or a future is to stop; the text says why.
    Cancelled(&'static str),
    /// A cancellation token fired, because of this error if it failed.
    OperationCancelled(Option<E>),
    /// A deadline of so many milliseconds passed.
    Timeout(u64),
    /// The API was used in a way it does not allow; the text says what to do.
    Misuse(Cow<'static, str>),
    /// A channel is closed.
    ChannelClosed(CloseReason),
    /// A pool cannot be used; the text says why.
    Pool(&'static str),
    /// A circuit breaker is open.
    ServiceUnavailable,
    /// Several errors at once, oldest first.
    Composite(Vec<E>),
}
