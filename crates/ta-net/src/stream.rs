//! One accepted connection, whatever carries it. Reads and writes; what is
//! buffered on the way are TLS records.

use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};

use bytes::BufMut;
use rustix::net::{SendAncillaryBuffer, SendFlags, sendmsg};
use rustls::ServerConfig;
use socket2::SockRef;
use tokio::io::{AsyncBufRead, AsyncReadExt, AsyncWrite, Interest};
use tokio::net::{TcpStream, UnixStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// A connection. Further carriers become further variants.
#[derive(Debug)]
#[non_exhaustive]
pub enum Stream {
    /// TCP, with `TCP_NODELAY`.
    Tcp(TcpStream),
    /// A Unix stream socket.
    Unix(UnixStream),
    /// TLS over TCP, after the handshake. Boxed: its state is large, and most
    /// of what holds a stream may hold another kind.
    Tls(Box<TlsStream<TcpStream>>),
}

impl Stream {
    /// Makes the server's side of a TLS handshake. How long that may take is
    /// the caller's business. `buffer` bounds what is held on its way to the
    /// client, in bytes; a record more is held at times.
    ///
    /// # Errors
    /// What the client did wrong, of which it was told by an alert, or the
    /// system's; `Unsupported` for all but TCP.
    pub async fn accept_tls(self, config: Arc<ServerConfig>, buffer: usize) -> io::Result<Self> {
        let Self::Tcp(stream) = self else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let limited =
            |session: &mut rustls::ServerConnection| session.set_buffer_limit(Some(buffer));
        let stream = TlsAcceptor::from(config)
            .accept_with(stream, limited)
            .await?;
        Ok(Self::Tls(Box::new(stream)))
    }

    /// What was agreed on by ALPN (RFC 7301).
    pub fn alpn(&self) -> Option<&[u8]> {
        match self {
            Self::Tls(stream) => stream.get_ref().1.alpn_protocol(),
            _ => None,
        }
    }

    /// Waits until a read would find bytes, the end or an error. Needs no
    /// buffer of the caller's. Costs no system call, except that TLS has to
    /// read to know.
    ///
    /// # Errors
    /// When the runtime shuts down; with TLS, those of reading.
    pub fn poll_read_ready(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Tcp(stream) => stream.poll_read_ready(cx),
            Self::Unix(stream) => stream.poll_read_ready(cx),
            // Counts what came in one record with what was read before.
            Self::Tls(stream) => match ready!(Pin::new(stream).poll_fill_buf(cx)) {
                Ok(_) => Poll::Ready(Ok(())),
                Err(error) => Poll::Ready(end_of_tls(error).map(|_| ())),
            },
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
            Self::Tls(stream) => match ready!(poll_once(stream.read_buf(&mut limited), cx)) {
                Err(error) => Poll::Ready(end_of_tls(error)),
                read => Poll::Ready(read),
            },
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
            Self::Tls(stream) => Pin::new(stream).poll_write(cx, data),
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
            Self::Tls(stream) => Pin::new(stream).poll_write_vectored(cx, parts),
        }
    }

    /// Gets out what was accepted by a write but not taken by the system: TLS
    /// records, of which a write may leave some behind.
    ///
    /// # Errors
    /// The system's.
    pub fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self {
            Self::Tcp(_) | Self::Unix(_) => Poll::Ready(Ok(())),
            Self::Tls(stream) => Pin::new(stream).poll_flush(cx),
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
        if matches!(self, Self::Tls(_)) {
            return self.poll_write_vectored(parts, cx);
        }
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
    /// The system's; `InvalidInput` for files it can only copy; `Unsupported`
    /// with TLS.
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
                Self::Tls(_) => return Poll::Ready(Err(io::ErrorKind::Unsupported.into())),
            };
            match tried {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                tried => return Poll::Ready(tried),
            }
        }
    }

    /// Tells the peer that nothing more will be written; reading goes on. What
    /// was written should have been [flushed](Self::poll_flush).
    ///
    /// # Errors
    /// The system's, for instance when the peer is gone already.
    pub fn shutdown_write(&mut self) -> io::Result<()> {
        let Self::Tls(stream) = self else {
            return self.socket().shutdown(std::net::Shutdown::Write);
        };
        // RFC 8446 §6.1: close_notify first. It fits into a socket that has
        // taken all before it; where it does not, nobody is listening.
        let mut cx = Context::from_waker(Waker::noop());
        match Pin::new(stream).poll_shutdown(&mut cx) {
            Poll::Ready(result) => result,
            Poll::Pending => self.socket().shutdown(std::net::Shutdown::Write),
        }
    }

    /// Says goodbye where the protocol has a word for it, before the stream is
    /// dropped.
    pub fn finish(&mut self) {
        if matches!(self, Self::Tls(_)) {
            // A peer that is gone already misses nothing.
            let _ = self.shutdown_write();
        }
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
            Self::Tls(stream) => SockRef::from(stream.get_ref().0),
        }
    }
}

/// The peer closed the connection without saying so in TLS. For us that is an
/// end like any other: whatever may come over a [`Stream`] has a frame of its
/// own, in which a part that is missing shows.
fn end_of_tls(error: io::Error) -> io::Result<usize> {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Ok(0),
        _ => Err(error),
    }
}

/// Polls a future that keeps nothing between polls.
fn poll_once<F: Future>(future: F, cx: &mut Context<'_>) -> Poll<F::Output> {
    std::pin::pin!(future).poll(cx)
}
