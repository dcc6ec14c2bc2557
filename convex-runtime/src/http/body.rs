//! A request body that tells when it leaves.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::sync::watch;

use super::UploadProgress;
use crate::transport::Progress;

/// A body that is asked for only when a connection is there; until then no part of the call has left.
pub(super) struct Tracked {
    data: Option<Bytes>,
    progress: Progress,
}

impl Tracked {
    pub(super) fn new(text: String, progress: Progress) -> Self {
        Self {
            data: Some(text.into()),
            progress,
        }
    }
}

impl Body for Tracked {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.progress.leaves();
        Poll::Ready(self.data.take().map(|data| Ok(Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        self.data.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.data.as_ref().map_or(0, |data| data.len() as u64))
    }
}

/// A file that leaves piece by piece, and tells how much has left.
pub(super) struct Counted {
    rest: Bytes,
    progress: watch::Sender<UploadProgress>,
}

/// The size of a piece.
const PIECE: usize = 64 * 1024;

impl Counted {
    pub(super) fn new(content: Bytes, progress: watch::Sender<UploadProgress>) -> Self {
        Self {
            rest: content,
            progress,
        }
    }
}

impl Body for Counted {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let size = self.rest.len().min(PIECE);
        let piece = self.rest.split_to(size);
        self.progress
            .send_modify(|progress| progress.sent += size as u64);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
