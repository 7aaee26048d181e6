//! A connection that is closed while its client still sends would be reset, and the client would never read why.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Sleep, sleep},
};

/// How long is read on, and how much, from a client that has been told to stop.
const PATIENCE: Duration = Duration::from_secs(2);
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// A stream that, when it is shut down with something of its client unread, reads on for a moment and throws it away.
///
/// # Source
/// RFC 9112, 9.6: a server that closes at once risks that its last answer is lost to a reset.
pub(crate) struct Lingering {
    stream: TcpStream,
    is_shut: bool,
    read: usize,
    until: Option<Pin<Box<Sleep>>>,
}

impl Lingering {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            is_shut: false,
            read: 0,
            until: None,
        }
    }

    /// Ready when the client has ended, when there is nothing of it, or when it has had enough time.
    fn poll_rest(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let mut scrap = [0; 8 * 1024];
        while self.read < MOST_BYTES {
            let mut rest = ReadBuf::new(&mut scrap);
            match Pin::new(&mut self.stream).poll_read(context, &mut rest) {
                Poll::Ready(Ok(())) if !rest.filled().is_empty() => {
                    self.read += rest.filled().len();
                    self.until.get_or_insert_with(|| Box::pin(sleep(PATIENCE)));
                }
                Poll::Ready(_) => return Poll::Ready(()),
                Poll::Pending => {
                    return match &mut self.until {
                        Some(until) => until.as_mut().poll(context),
                        None => Poll::Ready(()),
                    };
                }
            }
        }
        Poll::Ready(())
    }
}

impl AsyncRead for Lingering {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Lingering {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.is_shut {
            ready!(Pin::new(&mut self.stream).poll_shutdown(context))?;
            self.is_shut = true;
        }
        self.poll_rest(context).map(Ok)
    }
}
