//! What test coroutines fail with.

use std::fmt;

use ta_coro::Failure;

/// An error, or a request to stop, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Error {
    /// Something went wrong: it has to be told to somebody.
    Broken(&'static str),
    /// A cancellation made by a test.
    Stop(&'static str),
    /// What the crate under test made.
    Made(Box<Failure<Self>>),
    /// The first with the second as what came before it.
    Chained(Box<Self>, Box<Self>),
}

/// A failure called `name`.
pub(crate) fn broken(name: &'static str) -> Error {
    Error::Broken(name)
}

/// A cancellation called `name`.
pub(crate) fn stop(name: &'static str) -> Error {
    Error::Stop(name)
}

/// What the machine makes of `failure`.
pub(crate) fn made(failure: Failure<Error>) -> Error {
    Error::Made(Box::new(failure))
}

impl Error {
    /// `self` with `previous` as what came before it.
    pub(crate) fn after(self, previous: Self) -> Self {
        Self::Chained(Box::new(self), Box::new(previous))
    }

    pub(crate) fn is_cancellation(&self) -> bool {
        match self {
            Self::Broken(_) => false,
            Self::Stop(_) => true,
            Self::Made(failure) => matches!(
                **failure,
                Failure::Cancelled(_) | Failure::OperationCancelled(_)
            ),
            Self::Chained(error, _) => error.is_cancellation(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(name) | Self::Stop(name) => f.write_str(name),
            Self::Made(failure) => match &**failure {
                Failure::Cancelled(text) | Failure::Pool(text) => f.write_str(text),
                Failure::Misuse(text) => f.write_str(text),
                Failure::OperationCancelled(None) => f.write_str("operation cancelled"),
                Failure::OperationCancelled(Some(cause)) => {
                    write!(f, "operation cancelled ({cause})")
                }
                Failure::Timeout(milliseconds) => write!(f, "timeout after {milliseconds}"),
                Failure::ChannelClosed(reason) => write!(f, "channel closed ({reason:?})"),
                Failure::ServiceUnavailable => f.write_str("service unavailable"),
                Failure::Composite(errors) => {
                    f.write_str("composite (")?;
                    for (index, error) in errors.iter().enumerate() {
                        let separator = if index == 0 { "" } else { ", " };
                        write!(f, "{separator}{error}")?;
                    }
                    f.write_str(")")
                }
                other => write!(f, "{other:?}"),
            },
            Self::Chained(error, previous) => write!(f, "{error} after {previous}"),
        }
    }
}
