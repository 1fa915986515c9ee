//! Forms with files: a `multipart/form-data` body read from the wire into
//! fields in memory and files on disk, with memory bounded whatever the size
//! of the upload. Knows nothing of HTTP versions: it reads an [`Incoming`].
//!
//! Disks may be slow, and the loop must not wait for them. What goes to disk
//! is gathered into batches, each written by a thread of the runtime's blocking
//! pool with one `writev` per run of chunks, straight out of the memory that
//! the socket was read into. While one batch is being written the next is
//! received; when that is full as well, the socket is left unread. A form that
//! fits one batch costs one hop to another thread, a form without files none.
//! (`RWF_NOWAIT` would save the hop where the page cache has room. Few file
//! systems know it for buffered writes: ext4, tmpfs and overlays do not.)

mod spool;
mod temp_file;

use std::future::poll_fn;
use std::path::PathBuf;
use std::pin::Pin;

use bytes::Bytes;
use http_body::Body as _;
use ta_codec::multipart::{FormReader, Item};
use tokio::task::{JoinHandle, spawn_blocking};

use self::spool::{Batch, Done, Spool};
pub use self::temp_file::{PersistError, TempFile};
use crate::incoming::{BodyError, Incoming};
pub use ta_codec::multipart::{Boundary, BoundaryError, Error, FileError, FormLimits};

/// Where uploaded files go, and how much is taken.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UploadSettings {
    /// The directory of the temporary files; the system's by default.
    pub directory: PathBuf,
    /// What the names of temporary files begin with; `upload_` by default.
    pub prefix: String,
    /// Bounds on the form.
    pub limits: FormLimits,
}

impl Default for UploadSettings {
    fn default() -> Self {
        Self {
            directory: std::env::temp_dir(),
            prefix: "upload_".to_owned(),
            limits: FormLimits::default(),
        }
    }
}

/// A form: what was sent as `multipart/form-data`, in the order of its parts.
///
/// ```no_run
/// use ta_server::uploads::{Boundary, Form, UploadSettings};
/// use ta_server::{Body, Incoming, handler_fn};
///
/// let handler = handler_fn(|request: http::Request<Incoming>| async {
///     let (head, body) = request.into_parts();
///     let media_type = head.headers.get("content-type");
///     let boundary = media_type.and_then(|value| Boundary::of(value.as_bytes()).ok()?);
///     let Some(boundary) = boundary else {
///         return http::Response::new(Body::from("not a form"));
///     };
///     match Form::read(body, &boundary, &UploadSettings::default()).await {
///         Ok(form) => http::Response::new(format!("{} files", form.files.len()).into()),
///         Err(error) => {
///             let mut response = http::Response::new(Body::from(error.to_string()));
///             *response.status_mut() = error.status().try_into().unwrap();
///             response
///         }
///     }
/// });
/// # fn is_handler(_: impl ta_server::Handler) {}
/// # is_handler(handler);
/// ```
#[derive(Debug, Default)]
pub struct Form {
    /// Fields that are no files.
    pub fields: Vec<Field>,
    /// Files, also those that were not taken.
    pub files: Vec<Upload>,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// As the client wrote it.
    pub name: Vec<u8>,
    /// The whole value.
    pub value: Bytes,
}

/// A file of a form.
#[derive(Debug)]
pub struct Upload {
    /// The name of the form field.
    pub name: Vec<u8>,
    /// The name of the file as the client gave it: never a path to use
    /// unchecked.
    pub filename: Vec<u8>,
    /// The media type without parameters.
    pub media_type: Option<Vec<u8>>,
    /// The `charset` parameter of the media type.
    pub charset: Option<Vec<u8>>,
    /// Where it is, or why it was not taken.
    pub content: Result<TempFile, UploadError>,
}

/// Why a file was not taken. The rest of the form is not affected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UploadError {
    /// The client's doing.
    #[error(transparent)]
    Refused(#[from] FileError),
    /// No file could be made in the directory for uploads.
    #[error("no temporary file could be made: {0:?}")]
    Create(std::io::ErrorKind),
    /// The file could not be written.
    #[error("the temporary file could not be written: {0:?}")]
    Write(std::io::ErrorKind),
}

impl UploadError {
    /// The number applications know it by; those below 100 are PHP's.
    pub const fn code(self) -> u16 {
        match self {
            Self::Refused(error) => error.code(),
            Self::Create(_) => 6,
            Self::Write(_) => 7,
        }
    }
}

/// Why there is no form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormError {
    /// The body did not arrive.
    #[error(transparent)]
    Body(#[from] BodyError),
    /// The body is no form, or one beyond the limits.
    #[error(transparent)]
    Form(#[from] Error),
}

impl FormError {
    /// The HTTP status to answer with.
    pub fn status(self) -> u16 {
        match self {
            Self::Body(BodyError::Refused(refusal)) => refusal.status(),
            Self::Body(BodyError::Timeout) => 408,
            Self::Body(_) => 400,
            Self::Form(error) => error.status(),
        }
    }
}

impl Form {
    /// Reads a form from the wire. Nothing of it is left behind when the
    /// future is dropped.
    ///
    /// # Errors
    /// [`FormError`]; files received so far are deleted.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub async fn read(
        mut body: Incoming,
        boundary: &Boundary,
        settings: &UploadSettings,
    ) -> Result<Self, FormError> {
        let mut builder = Builder::new(boundary, settings);
        let mut writing = None;
        while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
            let Ok(chunk) = frame?.into_data() else {
                continue;
            };
            builder.push(chunk)?;
            if builder.spool.is_full() {
                builder.settle(writing.take()).await;
                writing = Some(write(builder.spool.take()));
            }
        }
        builder.settle(writing).await;
        if !builder.spool.is_empty() {
            let last = write(builder.spool.take());
            builder.settle(Some(last)).await;
        }
        Ok(builder.finish()?)
    }

    /// Takes apart a form that is in memory. It writes the files before it
    /// returns.
    ///
    /// # Errors
    /// It is no form, or one beyond the limits.
    pub fn parse(
        body: Bytes,
        boundary: &Boundary,
        settings: &UploadSettings,
    ) -> Result<Self, Error> {
        let mut builder = Builder::new(boundary, settings);
        builder.push(body)?;
        let done = builder.spool.take().run();
        builder.put(done);
        builder.finish()
    }
}

/// Writes a batch where waiting is allowed.
fn write(batch: Batch) -> JoinHandle<Done> {
    spawn_blocking(|| batch.run())
}

/// A form being read.
struct Builder {
    reader: FormReader,
    form: Form,
    spool: Spool,
}

impl Builder {
    fn new(boundary: &Boundary, settings: &UploadSettings) -> Self {
        Self {
            reader: FormReader::new(boundary, settings.limits),
            form: Form::default(),
            spool: Spool::new(settings),
        }
    }

    fn push(&mut self, mut chunk: Bytes) -> Result<(), Error> {
        while let Some(item) = self.reader.next(&mut chunk)? {
            match item {
                Item::Field(value) => {
                    let name = self.reader.part().name().to_vec();
                    self.form.fields.push(Field {
                        name,
                        value: lone(value),
                    });
                }
                Item::File(verdict) => self.begin(verdict),
                Item::FileData(data) => self.spool.data(data),
                Item::FileEnd(Ok(_)) => self.spool.end(),
                Item::FileEnd(Err(error)) => self.refuse(error),
                Item::End => {}
            }
        }
        Ok(())
    }

    fn begin(&mut self, verdict: Result<(), FileError>) {
        let part = self.reader.part();
        self.form.files.push(Upload {
            name: part.name().to_vec(),
            filename: part.filename().unwrap_or_default().to_vec(),
            media_type: part.media_type().map(<[u8]>::to_vec),
            charset: part.charset().map(std::borrow::Cow::into_owned),
            // Until it is written.
            content: Err(UploadError::Write(std::io::ErrorKind::UnexpectedEof)),
        });
        if verdict.is_ok() {
            self.spool.begin(self.form.files.len() - 1);
        }
    }

    /// The file of the part that ends now is void.
    fn refuse(&mut self, error: FileError) {
        self.spool.abandon();
        if let Some(file) = self.form.files.last_mut() {
            file.content = Err(error.into());
        }
    }

    async fn settle(&mut self, writing: Option<JoinHandle<Done>>) {
        let Some(writing) = writing else { return };
        // Otherwise the runtime is shutting down, and nobody will see the form.
        if let Ok(done) = writing.await {
            self.put(done);
        }
    }

    fn put(&mut self, done: Done) {
        for (index, content) in done.files {
            self.form.files[index].content = content;
        }
        self.spool.reopen(done.open);
    }

    fn finish(self) -> Result<Form, Error> {
        self.reader.finish()?;
        Ok(self.form)
    }
}

/// A value that keeps no more than about itself in memory: it may be a small
/// slice of a large chunk.
fn lone(value: Bytes) -> Bytes {
    const LARGE: usize = 16 * 1024;
    if value.len() < LARGE {
        Bytes::copy_from_slice(&value)
    } else {
        value
    }
}
