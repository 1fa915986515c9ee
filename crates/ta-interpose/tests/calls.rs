//! What redirected calls do: inside coroutines they suspend, and return what libc does.

#[path = "common/library.rs"]
mod common;

mod calls {
    pub(crate) mod cancel;
    pub(crate) mod closing;
    pub(crate) mod files;
    pub(crate) mod knowing;
    pub(crate) mod processes;
    pub(crate) mod querying;
    pub(crate) mod readiness;
    pub(crate) mod resolving;
    pub(crate) mod signals;
    pub(crate) mod sleeping;
    pub(crate) mod sockets;
    pub(crate) mod splicing;
    pub(crate) mod streams;
    pub(crate) mod support;
}
