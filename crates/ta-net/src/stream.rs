//! One accepted connection, whatever carries it. Reads and writes; it never
//! buffers.

use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::BufMut;
use rustix::net::{SendAncillaryBuffer, SendFlags, sendmsg};
use socket2::SockRef;
use tokio::io::{AsyncReadExt, AsyncWrite, Interest};
use tokio::net::{TcpStream, UnixStream};

/// A connection. Further carriers (TLS) become further variants.
#[derive(Debug)]
#[non_exhaustive]
pub enum Stream {
    /// TCP, with `TCP_NODELAY`.
    Tcp(TcpStream),
    /// A Unix stream socket.
    Unix(UnixStream),
}

impl Stream {
    /// Waits until a read would find bytes, the end or an error. Needs no
    /// buffer, and costs no system call.
    ///
    /// # Errors
    /// Only when the runtime shuts down.
    pub fn poll_read_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Tcp(stream) => stream.poll_read_ready(cx),
            Self::Unix(stream) => stream.poll_read_ready(cx),
        }
    }

    /// Reads at most `limit` bytes into the spare room behind `buffer`'s
    /// content. Returns how many; 0 is the end of the stream (or a `limit` of
    /// 0).
    ///
    /// # Errors
    /// The system's.
    pub fn poll_read(
        &mut self,
        buffer: &mut Vec<u8>,
        limit: usize,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        // tokio's own read marks the socket as not readable after a short
        // read, so waiting for the next request costs no failing `recv`.
        let mut limited = buffer.limit(limit);
        match self {
            Self::Tcp(stream) => poll_once(stream.read_buf(&mut limited), cx),
            Self::Unix(stream) => poll_once(stream.read_buf(&mut limited), cx),
        }
    }

    /// Writes some of `data`.
    ///
    /// # Errors
    /// The system's.
    pub fn poll_write(&mut self, data: &[u8], cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        match self {
            Self::Tcp(stream) => Pin::new(stream).poll_write(cx, data),
            Self::Unix(stream) => Pin::new(stream).poll_write(cx, data),
        }
    }

    /// Writes some of the parts, in order.
    ///
    /// # Errors
    /// The system's.
    pub fn poll_write_vectored(
        &mut self,
        parts: &[IoSlice<'_>],
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        match self {
            Self::Tcp(stream) => Pin::new(stream).poll_write_vectored(cx, parts),
            Self::Unix(stream) => Pin::new(stream).poll_write_vectored(cx, parts),
        }
    }

    /// Like [`poll_write_vectored`](Self::poll_write_vectored), and lets the
    /// system hold back an incomplete packet, because more follows at once.
    ///
    /// # Errors
    /// The system's.
    pub fn poll_write_more(
        &mut self,
        parts: &[IoSlice<'_>],
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        let flags = SendFlags::MORE | SendFlags::NOSIGNAL;
        self.poll_output(cx, |socket| {
            Ok(sendmsg(
                socket,
                parts,
                &mut SendAncillaryBuffer::default(),
                flags,
            )?)
        })
    }

    /// Sends at most `count` bytes of `file` from `*offset` on, without a copy
    /// in this process, and moves `*offset`. Returns how many; 0 is the end of
    /// the file (or a `count` of 0). Blocks while pages of the file are read
    /// from disk.
    ///
    /// # Errors
    /// The system's; `InvalidInput` for files it can only copy.
    pub fn poll_send_file(
        &mut self,
        file: impl AsFd,
        offset: &mut u64,
        count: usize,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        // Since Linux 4.3 sendfile may stop anywhere: a short count does not
        // mean that the socket is full. Only `WouldBlock` does, which is what
        // takes the readiness away.
        self.poll_output(cx, |socket| {
            Ok(rustix::fs::sendfile(
                socket,
                file.as_fd(),
                Some(&mut *offset),
                count,
            )?)
        })
    }

    /// Tries `write` whenever the socket may take something.
    fn poll_output(
        &self,
        cx: &mut Context<'_>,
        mut write: impl FnMut(BorrowedFd<'_>) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        loop {
            let tried = match self {
                Self::Tcp(stream) => {
                    ready!(stream.poll_write_ready(cx))?;
                    stream.try_io(Interest::WRITABLE, || write(stream.as_fd()))
                }
                Self::Unix(stream) => {
                    ready!(stream.poll_write_ready(cx))?;
                    stream.try_io(Interest::WRITABLE, || write(stream.as_fd()))
                }
            };
            match tried {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                tried => return Poll::Ready(tried),
            }
        }
    }

    /// Tells the peer that nothing more will be written; reading goes on.
    ///
    /// # Errors
    /// The system's, for instance when the peer is gone already.
    pub fn shutdown_write(&self) -> io::Result<()> {
        self.socket().shutdown(std::net::Shutdown::Write)
    }

    /// Makes the close to come a reset, so that the peer cannot take a cut-off
    /// stream for a complete one. Without effect on Unix sockets, which have
    /// no reset.
    pub fn reset_on_close(&self) {
        // Refused only for sockets that are dead already.
        let _ = self.socket().set_linger(Some(std::time::Duration::ZERO));
    }

    /// Asks the system itself, past the readiness known to the runtime,
    /// whether bytes have arrived that nobody has read. One system call.
    pub fn has_input(&self) -> bool {
        let mut byte = [MaybeUninit::uninit()];
        self.socket().peek(&mut byte).is_ok_and(|count| count > 0)
    }

    fn socket(&self) -> SockRef<'_> {
        match self {
            Self::Tcp(stream) => SockRef::from(stream),
            Self::Unix(stream) => SockRef::from(stream),
        }
    }
}

/// Polls a future that keeps nothing between polls.
fn poll_once<F: Future>(future: F, cx: &mut Context<'_>) -> Poll<F::Output> {
    std::pin::pin!(future).poll(cx)
}
