//! Unix listening sockets: path length, leftovers of a crashed server, and the
//! removal of the file at the end.

use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, MetadataExt};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use socket2::{Domain, SockAddr, Socket as RawSocket, Type};

use super::{BindOptions, Socket};
use crate::{BindError, Listen};

/// `sizeof(sun_path)` without the terminating NUL.
const PATH_LIMIT: usize = if cfg!(target_os = "linux") { 107 } else { 103 };

pub(super) fn bind(
    listen: &Listen,
    path: &Path,
    options: &BindOptions,
) -> Result<Socket, BindError> {
    if path.as_os_str().as_bytes().len() > PATH_LIMIT {
        return Err(BindError::PathTooLong {
            listen: listen.clone(),
        });
    }
    open(path, options).map_err(|source| BindError::Bind {
        listen: listen.clone(),
        source,
    })
}

fn open(path: &Path, options: &BindOptions) -> io::Result<Socket> {
    let address = SockAddr::unix(path)?;
    let socket = RawSocket::new(Domain::UNIX, Type::STREAM, None)?;
    match socket.bind(&address) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse && is_leftover(path, &address)? => {
            fs::remove_file(path)?;
            socket.bind(&address)?;
        }
        result => result?,
    }
    // From here on the file is ours, whatever fails next.
    let file = SocketFile::new(path)?;
    socket.listen(i32::try_from(options.backlog).unwrap_or(i32::MAX))?;
    socket.set_nonblocking(true)?;
    Ok(Socket::Unix(UnixListener::from(socket), Arc::new(file)))
}

/// Whether the path is a socket that nobody listens on any more.
fn is_leftover(path: &Path, address: &SockAddr) -> io::Result<bool> {
    if !fs::symlink_metadata(path)?.file_type().is_socket() {
        return Ok(false);
    }
    let probe = RawSocket::new(Domain::UNIX, Type::STREAM, None)?;
    // A live server with a full queue would make a blocking connect wait.
    probe.set_nonblocking(true)?;
    match probe.connect(address) {
        Err(error) => Ok(error.kind() == io::ErrorKind::ConnectionRefused),
        Ok(()) => Ok(false),
    }
}

/// The file of a listening Unix socket; removes it when dropped by the process
/// that made it, unless somebody else's file has taken its place.
#[derive(Debug)]
pub(crate) struct SocketFile {
    path: PathBuf,
    identity: (u64, u64),
    owner: u32,
}

impl SocketFile {
    fn new(path: &Path) -> io::Result<Self> {
        let metadata = fs::symlink_metadata(path)?;
        Ok(Self {
            path: path.to_owned(),
            identity: (metadata.dev(), metadata.ino()),
            owner: std::process::id(),
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        // A forked worker that ends must not take the parent's socket away.
        if self.owner != std::process::id() {
            return;
        }
        let ours = fs::symlink_metadata(&self.path)
            .is_ok_and(|metadata| (metadata.dev(), metadata.ino()) == self.identity);
        if ours {
            // A file that cannot be removed is a leftover for the next start,
            // which knows what to do with it.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::net::{UnixListener, UnixStream};
    use std::path::PathBuf;

    use crate::{BindError, BindOptions, Listen, bind};

    fn path(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("ta-net-{}-{name}", std::process::id()))
    }

    #[test]
    fn a_long_path_is_refused_by_name() {
        let error = bind(
            &[Listen::unix("/".to_owned() + &"x".repeat(107))],
            &BindOptions::default(),
        )
        .unwrap_err();
        assert!(matches!(error, BindError::PathTooLong { .. }));
        assert_eq!(error.to_string(), "Unix socket path too long");
    }

    #[test]
    fn a_leftover_socket_file_is_replaced_and_removed_at_the_end() {
        let path = path("leftover");
        drop(UnixListener::bind(&path).unwrap());
        assert!(path.exists());
        let bound = bind(&[Listen::unix(&path)], &BindOptions::default()).unwrap();
        UnixStream::connect(&path).unwrap();
        drop(bound);
        assert!(!path.exists());
    }

    #[test]
    fn a_socket_that_answers_is_in_use() {
        let path = path("alive");
        let bound = bind(&[Listen::unix(&path)], &BindOptions::default()).unwrap();
        let error = bind(&[Listen::unix(&path)], &BindOptions::default()).unwrap_err();
        assert!(error.to_string().contains("in use"), "{error}");
        assert!(path.exists(), "the first server keeps its file");
        drop(bound);
    }

    #[test]
    fn a_plain_file_is_never_deleted() {
        let path = path("plain");
        std::fs::write(&path, "precious").unwrap();
        assert!(bind(&[Listen::unix(&path)], &BindOptions::default()).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"precious");
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn a_file_that_took_the_place_of_ours_stays() {
        let path = path("replaced");
        let bound = bind(&[Listen::unix(&path)], &BindOptions::default()).unwrap();
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, "other").unwrap();
        drop(bound);
        assert!(path.exists());
        std::fs::remove_file(&path).unwrap();
    }

    #[test]
    fn siblings_keep_the_file_until_the_last_is_gone() {
        let path = path("sibling");
        let bound = bind(&[Listen::unix(&path)], &BindOptions::default()).unwrap();
        let sibling = bound.sibling().unwrap();
        drop(bound);
        assert!(path.exists());
        drop(sibling);
        assert!(!path.exists());
    }
}
