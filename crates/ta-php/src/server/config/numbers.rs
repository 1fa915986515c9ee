//! The integer settings: default, range, setter and getter of each. Only their
//! storage and their limits live here; what they do is said in `settings()`.

use std::cell::Cell;
use std::ops::RangeInclusive;

use super::Config;
use crate::server::errors;
use crate::zend::call::Call;
use crate::zend::exception::Outcome;

/// The integer settings.
pub(super) struct Numbers {
    pub(super) backlog: Cell<i64>,
    /// 0 is no cap.
    pub(super) max_connections: Cell<i64>,
    /// 0 is derived from `max_connections`.
    pub(super) max_inflight_requests: Cell<i64>,
    /// Seconds.
    pub(super) read_timeout: Cell<i64>,
    /// Seconds; 0 is never.
    pub(super) write_timeout: Cell<i64>,
    /// Seconds.
    pub(super) keep_alive_timeout: Cell<i64>,
    /// Seconds; 0 is at once.
    pub(super) shutdown_timeout: Cell<i64>,
    /// Bytes.
    pub(super) max_body_size: Cell<i64>,
    /// `JSON_*` constants of PHP.
    pub(super) json_encode_flags: Cell<i64>,
    /// Bytes that may wait for a client before a stream's writers do.
    pub(super) stream_write_buffer_bytes: Cell<i64>,
    /// Bytes; stored for compatibility, without effect.
    pub(super) write_buffer_size: Cell<i64>,
}

impl Default for Numbers {
    fn default() -> Self {
        const JSON_UNESCAPED_SLASHES: i64 = 64;
        const JSON_UNESCAPED_UNICODE: i64 = 256;
        Self {
            backlog: Cell::new(128),
            max_connections: Cell::new(0),
            max_inflight_requests: Cell::new(0),
            read_timeout: Cell::new(30),
            write_timeout: Cell::new(30),
            keep_alive_timeout: Cell::new(5),
            shutdown_timeout: Cell::new(5),
            max_body_size: Cell::new(10 << 20),
            json_encode_flags: Cell::new(JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES),
            stream_write_buffer_bytes: Cell::new(256 << 10),
            write_buffer_size: Cell::new(64 << 10),
        }
    }
}

const U32_MAX: i64 = u32::MAX as i64;

/// A setter: `name` and `unit` are for the message of a refusal.
fn set(
    call: &Call<'_>,
    setting: fn(&Numbers) -> &Cell<i64>,
    name: &str,
    range: RangeInclusive<i64>,
    unit: &str,
) -> Outcome {
    call.arity(1, 1)?;
    let value = call.int(0)?;
    let this = call.this::<Config>();
    this.unlocked()?;
    if !range.contains(&value) {
        return Err(errors::invalid(&refusal(name, &range, unit, value)));
    }
    setting(&this.numbers).set(value);
    call.give_this();
    Ok(())
}

#[cold]
fn refusal(name: &str, range: &RangeInclusive<i64>, unit: &str, value: i64) -> String {
    let (min, max) = (range.start(), range.end());
    if *max == i64::MAX {
        format!("HttpServerConfig: {name} must be at least {min}{unit}, {value} given")
    } else {
        format!("HttpServerConfig: {name} must be between {min} and {max}{unit}, {value} given")
    }
}

fn get(call: &Call<'_>, setting: fn(&Numbers) -> &Cell<i64>) -> Outcome {
    call.arity(0, 0)?;
    call.give_int(setting(&call.this::<Config>().numbers).get());
    Ok(())
}

macro_rules! settings {
    ($($set:ident $get:ident $field:ident $name:literal $range:expr, $unit:literal;)*) => {
        $(
            pub(super) fn $set(call: &Call<'_>) -> Outcome {
                set(call, |numbers| &numbers.$field, $name, $range, $unit)
            }

            pub(super) fn $get(call: &Call<'_>) -> Outcome {
                get(call, |numbers| &numbers.$field)
            }
        )*
    };
}

settings! {
    set_backlog get_backlog backlog "backlog" 1..=i64::MAX, "";
    set_max_connections get_max_connections max_connections "maxConnections" 0..=i64::MAX, "";
    set_max_inflight_requests get_max_inflight_requests max_inflight_requests
        "maxInflightRequests" 0..=i64::MAX, "";
    set_read_timeout get_read_timeout read_timeout "readTimeout" 1..=U32_MAX, " seconds";
    set_write_timeout get_write_timeout write_timeout "writeTimeout" 0..=U32_MAX, " seconds";
    set_keep_alive_timeout get_keep_alive_timeout keep_alive_timeout
        "keepAliveTimeout" 1..=U32_MAX, " seconds";
    set_shutdown_timeout get_shutdown_timeout shutdown_timeout
        "shutdownTimeout" 0..=U32_MAX, " seconds";
    set_max_body_size get_max_body_size max_body_size "maxBodySize" 1024..=16 << 30, " bytes";
    set_json_encode_flags get_json_encode_flags json_encode_flags
        "jsonEncodeFlags" 0..=U32_MAX, "";
    set_stream_write_buffer_bytes get_stream_write_buffer_bytes stream_write_buffer_bytes
        "streamWriteBufferBytes" 4096..=4 << 20, " bytes";
    set_write_buffer_size get_write_buffer_size write_buffer_size
        "writeBufferSize" 1024..=i64::MAX, " bytes";
}
