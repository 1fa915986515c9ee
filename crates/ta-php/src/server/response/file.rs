//! `HttpResponse::sendFile()`: a file in place of a body. The call checks and
//! seals the response; the file is opened and sent when the handler has returned.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use ta_server::Reply;
use ta_server::files::{SendError, SendOptions, send_file as answer_with_file};

use super::{Phase, Response};
use crate::server::{errors, paths, request, send_file};
use crate::zend::call::Call;
use crate::zend::exception::Outcome;
use crate::zend::value::{Obj, Str};

/// A file to be sent, and how.
pub(super) struct Sealed {
    path: PathBuf,
    options: SendOptions,
}

pub(super) fn send(call: &Call<'_>) -> Outcome {
    call.arity(1, 2)?;
    let path = call.string(0)?;
    let options = call.object_or_null(1, send_file::CLASS.entry())?;
    let this = call.this::<Response>();
    if this.phase.get() == Phase::Sealed {
        return Err(errors::runtime(
            "Response is sealed: sendFile already called",
        ));
    }
    this.open()?;
    if this.streams_nothing.get() {
        return Err(errors::runtime(
            "Cannot modify response — headers already committed by write()",
        ));
    }
    let has_body = |body: &Option<Str>| {
        body.as_ref()
            .is_some_and(|body| !body.as_bytes().is_empty())
    };
    if has_body(&this.body.borrow()) {
        return Err(errors::runtime(
            "Response already has a buffered body — sendFile() would discard it",
        ));
    }
    if path.as_bytes().first() != Some(&b'/') || path.as_bytes().contains(&0) {
        return Err(errors::runtime(
            "HttpResponse::sendFile(): the path must be absolute and without NUL",
        ));
    }
    if !paths::is_allowed(&path) {
        return Err(errors::runtime(
            "HttpResponse::sendFile(): open_basedir does not allow the path",
        ));
    }
    let options = match options {
        // SAFETY: the argument is of the class, alive during the call.
        Some(options) => unsafe { send_file::read(options.as_ptr()) },
        None => SendOptions::default(),
    };
    if let Some(status) = options.status
        && (!(200..=599).contains(&status) || matches!(status, 204 | 205 | 304))
    {
        return Err(errors::invalid(
            "HttpResponse::sendFile(): status must be between 200 and 599, and of an answer with a body",
        ));
    }
    options
        .check()
        .map_err(|error| errors::runtime(&format!("HttpResponse::sendFile(): {error}")))?;
    let path = PathBuf::from(OsStr::from_bytes(path.as_bytes()));
    this.file.replace(Some(Box::new(Sealed { path, options })));
    this.phase.set(Phase::Sealed);
    Ok(())
}

impl Response {
    /// The request that this answers, which says what of a file it wants.
    pub(crate) fn answers(&self, request: Obj) {
        self.request.replace(Some(request));
    }

    /// Sends the file, if there is one. Fails when it cannot be sent: then the
    /// client was told so, and this is for the log.
    pub(crate) fn deliver(&self) -> Result<(), SendError> {
        if self.phase.get() != Phase::Sealed {
            return Ok(());
        }
        let (Some(file), Some(request)) = (self.file.take(), self.request.take()) else {
            return Ok(());
        };
        let sent = {
            let exchange = self.exchange.borrow();
            let (reason, fields) = (self.reason.borrow(), self.fields.borrow());
            let Some(exchange) = &*exchange else {
                return Ok(());
            };
            let reply = Reply {
                status: self.status.get(),
                reason: reason.as_ref().map(Str::as_bytes),
                close: self.close.get(),
            };
            // SAFETY: an instance of the class, held by `request`.
            let request =
                unsafe { crate::zend::class::state_of::<request::Request>(request.as_ptr()) };
            answer_with_file(
                exchange,
                request.head(),
                &file.path,
                &file.options,
                reply,
                fields.iter(),
            )
        };
        match sent {
            Ok(()) | Err(SendError::Respond(_)) => {
                self.phase.set(Phase::Ended);
                Ok(())
            }
            Err(SendError::Missing(error)) => {
                self.fail(404, None, b"Not Found");
                Err(SendError::Missing(error))
            }
            Err(error) => {
                self.fail(500, None, b"Internal Server Error");
                Err(error)
            }
        }
    }
}
