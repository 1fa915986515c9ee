//! What of a form goes to disk: gathered in the loop, written elsewhere. Here
//! is only the order of things; who runs a batch where is the caller's matter.

use std::fs::File;
use std::io::{self, IoSlice, Write};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use super::temp_file::TempFile;
use super::{UploadError, UploadSettings};

/// Bytes from which a batch is worth a hop to another thread. Two of them are
/// what an upload holds in memory: one being written, one being received.
const BATCH: usize = 128 * 1024;

/// Chunks in one `writev`; the system takes 1024.
const RUN: usize = 64;

/// Chunks of a batch at most, so that a client that trickles does not fill the
/// memory with tiny ones.
const CHUNKS: usize = 1024;

/// Gathers batches.
pub(super) struct Spool {
    place: Arc<Place>,
    /// The file that goes on in the next batch.
    open: Option<Open>,
    steps: Vec<Step>,
    bytes: usize,
    /// A file is being received.
    begun: bool,
}

/// Where files are made.
struct Place {
    directory: Box<Path>,
    prefix: String,
}

enum Step {
    /// A file begins: the one with this number in the form.
    Begin(usize),
    Data(Bytes),
    End,
    /// The file is not wanted after all.
    Abandon,
}

/// A file being written, or why it cannot be.
pub(super) struct Open {
    index: usize,
    file: Result<(TempFile, File), UploadError>,
}

/// Work for a thread that may wait for the disk.
pub(super) struct Batch {
    place: Arc<Place>,
    open: Option<Open>,
    steps: Vec<Step>,
}

/// What came of a batch.
pub(super) struct Done {
    /// Files that are complete.
    pub(super) files: Vec<(usize, Result<TempFile, UploadError>)>,
    /// The one that is not, for [`Spool::reopen`].
    pub(super) open: Option<Open>,
}

impl Spool {
    pub(super) fn new(settings: &UploadSettings) -> Self {
        Self {
            place: Arc::new(Place {
                directory: settings.directory.as_path().into(),
                prefix: settings.prefix.clone(),
            }),
            open: None,
            steps: Vec::new(),
            bytes: 0,
            begun: false,
        }
    }

    pub(super) fn begin(&mut self, index: usize) {
        self.begun = true;
        self.steps.push(Step::Begin(index));
    }

    pub(super) fn data(&mut self, data: Bytes) {
        self.bytes += data.len();
        self.steps.push(Step::Data(data));
    }

    pub(super) fn end(&mut self) {
        self.begun = false;
        self.steps.push(Step::End);
    }

    /// Forgets the file being received, if one is.
    pub(super) fn abandon(&mut self) {
        if std::mem::take(&mut self.begun) {
            self.steps.push(Step::Abandon);
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.bytes >= BATCH || self.steps.len() >= CHUNKS
    }

    pub(super) fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// What has gathered. The next must not be taken before this one is done.
    pub(super) fn take(&mut self) -> Batch {
        self.bytes = 0;
        Batch {
            place: Arc::clone(&self.place),
            open: self.open.take(),
            steps: std::mem::take(&mut self.steps),
        }
    }

    /// Goes on with the file that the last batch left open.
    pub(super) fn reopen(&mut self, open: Option<Open>) {
        self.open = open;
    }
}

impl Batch {
    /// Does it. Errors belong to their file.
    pub(super) fn run(self) -> Done {
        let mut files = Vec::new();
        let mut open = self.open;
        let mut steps = &self.steps[..];
        while let Some((step, mut rest)) = steps.split_first() {
            match step {
                Step::Begin(index) => {
                    open = Some(Open {
                        index: *index,
                        file: TempFile::create(&self.place.directory, &self.place.prefix)
                            .map_err(|error| UploadError::Create(error.kind())),
                    });
                }
                Step::Data(_) => {
                    let run = steps.iter().take(RUN).map_while(Step::data);
                    let count = run.clone().count();
                    if let Some(open) = &mut open {
                        open.write(run);
                    }
                    rest = &steps[count..];
                }
                Step::End => {
                    if let Some(Open { index, file }) = open.take() {
                        files.push((index, file.map(|(file, _)| file)));
                    }
                }
                Step::Abandon => open = None,
            }
            steps = rest;
        }
        Done { files, open }
    }
}

impl Step {
    fn data(&self) -> Option<&Bytes> {
        match self {
            Self::Data(data) => Some(data),
            _ => None,
        }
    }
}

impl Open {
    /// Writes chunks; the file is given up when that fails.
    fn write<'a>(&mut self, chunks: impl Iterator<Item = &'a Bytes>) {
        let Ok((temporary, file)) = &mut self.file else {
            return;
        };
        let mut slices = [IoSlice::new(&[]); RUN];
        let mut count = 0;
        let mut bytes = 0;
        for chunk in chunks {
            slices[count] = IoSlice::new(chunk);
            count += 1;
            bytes += chunk.len() as u64;
        }
        match write_all(file, &mut slices[..count]) {
            Ok(()) => temporary.grow(bytes),
            Err(error) => self.file = Err(UploadError::Write(error.kind())),
        }
    }
}

fn write_all(file: &mut File, mut slices: &mut [IoSlice<'_>]) -> io::Result<()> {
    while !slices.is_empty() {
        match file.write_vectored(slices) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => IoSlice::advance_slices(&mut slices, count),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_written_is_deleted_and_the_others_are_not() {
        let mut spool = Spool::new(&UploadSettings::default());
        let directory = &spool.place.directory;
        let (temporary, _) = TempFile::create(directory, "ta-test-").unwrap();
        let path = temporary.path().to_owned();
        // Stands for a full disk: a file that takes nothing.
        let unwritable = temporary.open().unwrap();
        spool.reopen(Some(Open {
            index: 0,
            file: Ok((temporary, unwritable)),
        }));
        for _ in 0..3 {
            spool.data(Bytes::from_static(b"lost"));
        }
        spool.end();
        spool.begin(1);
        spool.data(Bytes::from_static(b"kept"));
        spool.end();
        let done = spool.take().run();
        assert!(done.open.is_none());
        assert!(matches!(&done.files[0], (0, Err(UploadError::Write(_)))));
        let (index, content) = &done.files[1];
        assert_eq!((*index, content.as_ref().unwrap().size()), (1, 4));
        assert!(!path.exists());
    }
}
