//! A file that is gone when nobody wants it any more, unless it is moved to a
//! place of its own. Only its owner can read it.

use std::fs::{self, File, OpenOptions, Permissions};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tokio::runtime::Handle;

/// Names tried before giving up: somebody has put files in our way.
const TRIES: usize = 16;

/// Deleting a larger file may take a while: every block of it is given back.
const LARGE: u64 = 1 << 20;

/// A temporary file, complete and closed. Dropping it deletes it.
#[derive(Debug)]
pub struct TempFile {
    /// Empty once it was moved.
    path: PathBuf,
    size: u64,
}

/// A file could not be moved to where it should go.
#[derive(Debug, thiserror::Error)]
#[error("{error}")]
pub struct PersistError {
    /// What the system says.
    #[source]
    pub error: io::Error,
    /// The file, where it was.
    pub file: TempFile,
}

impl TempFile {
    /// Makes an empty one, open for writing.
    pub(super) fn create(directory: &Path, prefix: &str) -> io::Result<(Self, File)> {
        let mut result = Err(io::ErrorKind::AlreadyExists.into());
        for _ in 0..TRIES {
            // Keyed by the system's randomness; exclusive creation makes sure.
            let random = RandomState::new().build_hasher().finish();
            let path = directory.join(format!("{prefix}{random:016x}"));
            let mut options = OpenOptions::new();
            result = options.write(true).create_new(true).mode(0o600).open(&path);
            match &result {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                _ => return result.map(|file| (Self { path, size: 0 }, file)),
            }
        }
        result.map(|file| (Self::nowhere(), file))
    }

    fn nowhere() -> Self {
        Self {
            path: PathBuf::new(),
            size: 0,
        }
    }

    pub(super) fn grow(&mut self, bytes: u64) {
        self.size += bytes;
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Opens it for reading.
    ///
    /// # Errors
    /// The system's.
    pub fn open(&self) -> io::Result<File> {
        File::open(&self.path)
    }

    /// Moves it to `target`, replacing what is there, with the permissions
    /// `mode`: by renaming, or by a copy where that is on another file system.
    /// `target` never names a file that is not complete. Waits for the disk.
    ///
    /// # Errors
    /// The system's, with the file.
    pub fn persist(mut self, target: &Path, mode: u32) -> Result<(), PersistError> {
        match self.try_persist(target, mode) {
            Ok(()) => Ok(()),
            Err(error) => Err(PersistError { error, file: self }),
        }
    }

    fn try_persist(&mut self, target: &Path, mode: u32) -> io::Result<()> {
        // Whoever waits for the target may take it at once, so it has its mode before its
        // name; and as long as it has not, it is its owner's alone.
        let mut file = self.open()?;
        file.set_permissions(Permissions::from_mode(mode))?;
        match fs::rename(&self.path, target) {
            Ok(()) => {
                self.path = PathBuf::new();
                return Ok(());
            }
            Err(error) => {
                file.set_permissions(Permissions::from_mode(0o600))?;
                if error.kind() != io::ErrorKind::CrossesDevices {
                    return Err(error);
                }
            }
        }
        let directory = target.parent().unwrap_or(Path::new(""));
        let (mut copy, mut writer) = Self::create(directory, ".upload_")?;
        io::copy(&mut file, &mut writer)?;
        drop(writer);
        fs::set_permissions(&copy.path, Permissions::from_mode(mode))?;
        fs::rename(&copy.path, target)?;
        copy.path = PathBuf::new();
        Ok(())
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        if self.path.as_os_str().is_empty() {
            return;
        }
        let remains = Remains(std::mem::take(&mut self.path));
        if self.size > LARGE
            && let Ok(runtime) = Handle::try_current()
        {
            // Dropped with the closure even if it never runs.
            runtime.spawn_blocking(move || drop(remains));
        }
    }
}

/// A name that is to be removed.
struct Remains(PathBuf);

impl Drop for Remains {
    fn drop(&mut self) {
        // Somebody may have been quicker.
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn file(content: &[u8]) -> TempFile {
        let (mut file, mut writer) = TempFile::create(&std::env::temp_dir(), "ta-test-").unwrap();
        writer.write_all(content).unwrap();
        file.grow(content.len() as u64);
        file
    }

    #[test]
    fn it_is_its_owners_alone_and_goes_when_it_is_dropped() {
        let file = file(b"content");
        let path = file.path().to_owned();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read(&path).unwrap(), b"content");
        drop(file);
        assert!(!path.exists());
    }

    #[test]
    fn a_large_one_goes_although_the_runtime_ends() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let mut file = file(b"");
        file.grow(LARGE + 1);
        let path = file.path().to_owned();
        runtime.block_on(async { drop(file) });
        drop(runtime);
        assert!(!path.exists());
    }

    #[test]
    fn a_moved_one_stays_with_the_mode_asked_for() {
        let target = std::env::temp_dir().join(format!("ta-moved-{}", std::process::id()));
        fs::write(&target, "what was there").unwrap();
        file(b"moved").persist(&target, 0o640).unwrap();
        let mode = fs::metadata(&target).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        assert_eq!(fs::read(&target).unwrap(), b"moved");
        fs::remove_file(target).unwrap();
    }

    #[test]
    fn another_file_system_gets_a_copy() {
        let other = Path::new("/dev/shm");
        let target = other.join(format!("ta-copied-{}", std::process::id()));
        if fs::write(&target, "").is_err() {
            return;
        }
        let file = file(b"copied");
        let path = file.path().to_owned();
        file.persist(&target, 0o600).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"copied");
        assert!(!path.exists());
        fs::remove_file(target).unwrap();
    }

    #[test]
    fn one_that_cannot_be_moved_is_given_back() {
        let failed = file(b"x")
            .persist(Path::new("/no/such/directory/x"), 0o600)
            .unwrap_err();
        assert_eq!(failed.error.kind(), io::ErrorKind::NotFound);
        assert!(failed.file.path().exists());
    }
}
