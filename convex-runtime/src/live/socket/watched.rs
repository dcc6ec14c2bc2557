//! `Watched`: a connection that tells whether anything has come, be it a part of a message.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use reqwest::Upgraded;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A connection that tells whether anything has come.
pub(in crate::live) struct Watched {
    connection: Upgraded,
    has_come: bool,
}

impl Watched {
    pub(super) fn new(connection: Upgraded) -> Self {
        Self {
            connection,
            has_come: false,
        }
    }

    /// Returns whether bytes have come since this was asked last.
    pub(super) fn has_come(&mut self) -> bool {
        std::mem::take(&mut self.has_come)
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.connection).poll_read(context, buffer);
        self.has_come |= buffer.filled().len() > before;
        read
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.connection).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.connection).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.connection.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_shutdown(context)
    }
}
