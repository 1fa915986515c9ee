//! How the bodies of requests are received: what the configuration says, and
//! forms with files, which are parsed before any PHP code sees them.

use std::ffi::{CStr, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

use ta_http1::{BodyLength, RequestHead};
use ta_server::uploads::{Boundary, Form, FormError, UploadSettings};
use ta_server::{BodyError, BodyMode, Exchange, Reply};

use crate::zend::ffi;

/// What the names of temporary files begin with.
const PREFIX: &str = "trueasync_upload_";

/// From this length on a body is streamed, where the configuration has any
/// streamed.
const STREAMED: u64 = 64 * 1024;

/// How bodies are received.
pub(super) struct Bodies {
    /// Large bodies are for `readBody()`.
    pub(super) streaming: bool,
    /// Handlers start when the body is complete.
    pub(super) awaited: bool,
    pub(super) uploads: UploadSettings,
    /// Time for a form to arrive, as for every request that is received whole.
    pub(super) timeout: Duration,
}

impl Bodies {
    /// How the body of this request, which has one, is received.
    pub(super) fn mode(&self, head: &RequestHead) -> BodyMode {
        let at_once = if self.streaming {
            match head.body_length() {
                BodyLength::Known(length) => length >= STREAMED,
                BodyLength::Unknown => true,
            }
        } else {
            !self.awaited
        };
        if at_once || boundary(head).is_some() {
            BodyMode::Stream
        } else {
            BodyMode::Whole
        }
    }

    /// Reads the form of a request, if it has one. Boxed: few have, and every
    /// connection carries the future of its handler.
    pub(super) fn read_form<'a>(&'a self, exchange: &'a mut Exchange) -> Option<Reading<'a>> {
        let head = exchange.request();
        if head.body_length() == BodyLength::Known(0) {
            return None;
        }
        let boundary = boundary(head)?;
        Some(Box::pin(async move {
            let reading = Form::read(exchange.incoming(), &boundary, &self.uploads);
            let read = tokio::time::timeout(self.timeout, reading).await;
            let read = read.unwrap_or(Err(FormError::Body(BodyError::Timeout)));
            read.map(Box::new).map_err(|error| refuse(exchange, error))
        }))
    }
}

/// A form on its way. `Err` when it was not to be had, and the client has its answer.
pub(super) type Reading<'a> = Pin<Box<dyn Future<Output = Result<Box<Form>, ()>> + 'a>>;

/// The boundary of the multipart form in the body. A body that claims to be one and
/// has no usable boundary is like any other.
pub(super) fn boundary(head: &RequestHead) -> Option<Boundary> {
    Boundary::of(head.field("content-type")?).ok().flatten()
}

fn refuse(exchange: &mut Exchange, error: FormError) {
    if matches!(error, FormError::Body(BodyError::Reset | BodyError::Gone)) {
        return;
    }
    let status = error.status();
    let reply = Reply {
        status,
        close: true,
        ..Reply::default()
    };
    let fields: [(&[u8], &[u8]); 1] = [(b"content-type", b"text/plain; charset=utf-8")];
    let text = format!("{}\r\n", ta_http1::reason_phrase(status));
    // The only error is that nobody waits for the answer any more.
    let _ = exchange.respond_slice(reply, fields, text.as_bytes());
}

/// Where uploads go, by the ini settings of this request.
pub(super) fn upload_settings() -> UploadSettings {
    let mut settings = UploadSettings::default();
    // SAFETY: a request is active; the text is the engine's and NUL-terminated.
    let directory = unsafe { CStr::from_ptr(ffi::ta_upload_directory()) };
    settings.directory = Path::new(OsStr::from_bytes(directory.to_bytes())).to_owned();
    PREFIX.clone_into(&mut settings.prefix);
    settings
}
