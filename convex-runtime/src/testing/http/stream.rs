//! `WireStream`: a TCP stream whose sending side can be closed from elsewhere.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

/// Closes the sending side of a [`WireStream`].
#[derive(Debug, Clone, Default)]
pub(in crate::testing) struct Valve {
    is_closed: Arc<AtomicBool>,
}

impl Valve {
    /// Closes the sending side: the client sees the end of the stream, and the server still reads.
    pub(in crate::testing) fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
    }
}

#[derive(Debug)]
pub(super) struct WireStream {
    stream: TcpStream,
    valve: Valve,
}

impl WireStream {
    pub(super) fn new(stream: TcpStream, valve: Valve) -> Self {
        Self { stream, valve }
    }

    fn is_closed(&self) -> bool {
        self.valve.is_closed.load(Ordering::SeqCst)
    }
}

impl AsyncRead for WireStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for WireStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_closed() {
            // Shutting down twice fails, and changes nothing.
            let _already_closed = ready!(Pin::new(&mut self.stream).poll_shutdown(context));
            return Poll::Ready(Ok(bytes.len()));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.is_closed() {
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
