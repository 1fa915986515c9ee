//! The listeners of a configuration: adding them, listing them. Hosts are not
//! resolved and sockets not opened here; what is unusable fails when a server
//! starts.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use ta_server::Listen;

use super::Config;
use crate::server::{errors, names};
use crate::zend::array::Array;
use crate::zend::call::Call;
use crate::zend::exception::Outcome;
use crate::zend::ffi::zval;
use crate::zend::value::{Str, string_zval};

/// So many TCP and Unix listeners at most, together.
const MOST: usize = 16;

/// What may be spoken on a listener, as `getListeners()` shows it.
type Mask = i64;
const HTTP1: Mask = 1;
const HTTP2: Mask = 2;
pub(super) const HTTP1_AND_HTTP2: Mask = HTTP1 | HTTP2;

/// One declared listener.
#[derive(Clone)]
pub(super) enum Listener {
    Tcp {
        host: Str,
        port: u16,
        tls: bool,
        mask: Mask,
    },
    Unix {
        path: Str,
    },
}

impl Listener {
    pub(super) fn to_listen(&self) -> Listen {
        match self {
            // A host that is no UTF-8 is no host: it fails when it is resolved.
            Self::Tcp { host, port, .. } => {
                Listen::tcp(String::from_utf8_lossy(host.as_bytes()), *port)
            }
            Self::Unix { path } => Listen::unix(Path::new(OsStr::from_bytes(path.as_bytes()))),
        }
    }

    /// Whether it was asked to speak TLS.
    pub(super) fn wants_tls(&self) -> bool {
        matches!(self, Self::Tcp { tls: true, .. })
    }

    /// The row of `getListeners()`.
    fn to_row(&self) -> zval {
        let mut row = Array::with_capacity(5);
        let mut set = |key: &str, value: zval| row.set(&names::string(key.as_bytes()), value);
        match self {
            Self::Tcp {
                host,
                port,
                tls,
                mask,
            } => {
                set("type", text(b"tcp"));
                set("host", string_zval(host.clone()));
                set("port", number(i64::from(*port)));
                set("tls", boolean(*tls));
                set("protocol_mask", number(*mask));
            }
            Self::Unix { path } => {
                set("type", text(b"unix"));
                set("path", string_zval(path.clone()));
                set("protocol_mask", number(HTTP1_AND_HTTP2));
            }
        }
        row.into_zval()
    }
}

impl Config {
    /// Checks and adds a TCP listener for `method`, which the message names.
    pub(super) fn add_tcp(
        &self,
        method: &str,
        host: Str,
        port: i64,
        tls: bool,
        mask: Mask,
    ) -> Outcome {
        if host.as_bytes().is_empty() {
            return Err(errors::invalid(&format!(
                "HttpServerConfig::{method}(): host must not be empty"
            )));
        }
        let port = match u16::try_from(port) {
            Ok(port) if port != 0 => port,
            _ => {
                return Err(errors::invalid(&format!(
                    "HttpServerConfig::{method}(): port must be between 1 and 65535, {port} given"
                )));
            }
        };
        self.add(
            method,
            Listener::Tcp {
                host,
                port,
                tls,
                mask,
            },
        )
    }

    fn add(&self, method: &str, listener: Listener) -> Outcome {
        let mut listeners = self.listeners.borrow_mut();
        if listeners.len() < MOST {
            listeners.push(listener);
            return Ok(());
        }
        drop(listeners);
        Err(errors::invalid(&format!(
            "HttpServerConfig::{method}(): a configuration holds at most {MOST} TCP and Unix \
             listeners"
        )))
    }
}

fn add_over_tcp(call: &Call<'_>, method: &str, mask: Mask) -> Outcome {
    call.arity(2, 3)?;
    let host = call.string(0)?;
    let port = call.int(1)?;
    let tls = call.bool_or(2, false)?;
    let this = call.this::<Config>();
    this.unlocked()?;
    this.add_tcp(method, host, port, tls, mask)?;
    call.give_this();
    Ok(())
}

pub(super) fn add_listener(call: &Call<'_>) -> Outcome {
    add_over_tcp(call, "addListener", HTTP1_AND_HTTP2)
}

pub(super) fn add_http1_listener(call: &Call<'_>) -> Outcome {
    add_over_tcp(call, "addHttp1Listener", HTTP1)
}

pub(super) fn add_unix_listener(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let path = call.string(0)?;
    let this = call.this::<Config>();
    this.unlocked()?;
    if path.as_bytes().is_empty() {
        return Err(errors::invalid(
            "HttpServerConfig::addUnixListener(): path must not be empty",
        ));
    }
    this.add("addUnixListener", Listener::Unix { path })?;
    call.give_this();
    Ok(())
}

pub(super) fn get_listeners(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    // A copy: the engine's allocator may jump out, and must not leave a borrow behind.
    let listeners = call.this::<Config>().listeners.borrow().clone();
    let mut rows = Array::with_capacity(listeners.len());
    for listener in &listeners {
        rows.push(listener.to_row());
    }
    call.give(rows.into_zval());
    Ok(())
}

fn text(value: &[u8]) -> zval {
    string_zval(names::string(value))
}

fn number(value: i64) -> zval {
    let mut result = zval::new();
    result.set_long(value);
    result
}

fn boolean(value: bool) -> zval {
    let mut result = zval::new();
    result.set_bool(value);
    result
}
