//! The settings that are no numbers: flags that are only stored, placeholders
//! that point to the method that does it, and the log's threshold and target.

use super::Config;
use crate::server::errors;
use crate::server::log::{SEVERITY, Severity};
use crate::zend::call::Call;
use crate::zend::exception::Outcome;
use crate::zend::ffi::{self, zval};

/// A setter of a flag; `apply` gets the value of an unlocked configuration.
fn set(call: &Call<'_>, apply: fn(&Config, bool) -> Outcome) -> Outcome {
    call.arity(1, 1)?;
    let value = call.bool(0)?;
    let this = call.this::<Config>();
    this.unlocked()?;
    apply(this, value)?;
    call.give_this();
    Ok(())
}

fn get(call: &Call<'_>, flag: fn(&Config) -> bool) -> Outcome {
    call.arity(0, 0)?;
    call.give_bool(flag(call.this::<Config>()));
    Ok(())
}

pub(super) fn enable_tls(call: &Call<'_>) -> Outcome {
    set(call, |config, value| {
        config.tls.set(value);
        Ok(())
    })
}

pub(super) fn is_tls_enabled(call: &Call<'_>) -> Outcome {
    get(call, |config| config.tls.get())
}

pub(super) fn enable_protocol_detection(call: &Call<'_>) -> Outcome {
    set(call, |config, value| {
        config.protocol_detection.set(value);
        Ok(())
    })
}

pub(super) fn is_protocol_detection_enabled(call: &Call<'_>) -> Outcome {
    get(call, |config| config.protocol_detection.get())
}

pub(super) fn set_request_scope(call: &Call<'_>) -> Outcome {
    set(call, |config, value| {
        config.request_scope.set(value);
        Ok(())
    })
}

pub(super) fn is_request_scope(call: &Call<'_>) -> Outcome {
    get(call, |config| config.request_scope.get())
}

pub(super) fn set_body_streaming_enabled(call: &Call<'_>) -> Outcome {
    set(call, |config, value| {
        config.body_streaming.set(value);
        Ok(())
    })
}

pub(super) fn is_body_streaming_enabled(call: &Call<'_>) -> Outcome {
    get(call, |config| config.body_streaming.get())
}

pub(super) fn set_auto_await_body(call: &Call<'_>) -> Outcome {
    set(call, |config, value| {
        config.auto_await_body.set(value);
        Ok(())
    })
}

pub(super) fn is_auto_await_body_enabled(call: &Call<'_>) -> Outcome {
    get(call, |config| config.auto_await_body.get())
}

pub(super) fn enable_http2(call: &Call<'_>) -> Outcome {
    set(call, |_, value| {
        placeholder(
            value,
            "Use addHttp2Listener() / addHttp2Handler() to enable HTTP/2",
        )
    })
}

pub(super) fn enable_web_socket(call: &Call<'_>) -> Outcome {
    set(call, |_, value| {
        placeholder(value, "Use addWebSocketHandler() to enable WebSocket")
    })
}

fn placeholder(enabled: bool, instead: &str) -> Outcome {
    if enabled {
        Err(errors::runtime(instead))
    } else {
        Ok(())
    }
}

/// The getter of a placeholder: always false.
pub(super) fn is_absent(call: &Call<'_>) -> Outcome {
    get(call, |_| false)
}

pub(super) fn set_log_severity(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    let case = call.object(0, SEVERITY.entry())?;
    let this = call.this::<Config>();
    this.unlocked()?;
    // SAFETY: the engine checked the class; the frame keeps the argument alive.
    this.log.set_threshold(unsafe { Severity::of_case(case) });
    call.give_this();
    Ok(())
}

pub(super) fn get_log_severity(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give_object(call.this::<Config>().log.threshold().case());
    Ok(())
}

pub(super) fn set_log_stream(call: &Call<'_>) -> Outcome {
    call.arity(1, 1)?;
    // SAFETY: the argument is live while the frame is.
    let value = unsafe { &*call.raw(0) }.dereference();
    let this = call.this::<Config>();
    this.unlocked()?;
    let stream = if value.is_null() {
        None
    } else {
        // SAFETY: as above; the check only reads.
        if !unsafe { ffi::ta_is_stream(std::ptr::from_ref(value).cast_mut()) } {
            return Err(errors::invalid(
                "HttpServerConfig: logStream must be an open stream resource or null",
            ));
        }
        Some(value.shallow_clone())
    };
    this.log.set_stream(stream);
    call.give_this();
    Ok(())
}

pub(super) fn get_log_stream(call: &Call<'_>) -> Outcome {
    call.arity(0, 0)?;
    call.give(
        call.this::<Config>()
            .log
            .stream()
            .unwrap_or_else(zval::null),
    );
    Ok(())
}
