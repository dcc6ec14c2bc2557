//! A request body that tells when it leaves.

use std::{
    fmt,
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::{
    Gauge,
    upload::{Content, PieceError, Pieces},
};
use crate::{Error, transport::Progress};

/// A body that is asked for only when a connection is there; until then no part of the call has
/// left.
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

/// The caller has given up before the connection asked for the body.
#[derive(Debug)]
pub(super) struct GivenUp;

impl fmt::Display for GivenUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the caller has given up")
    }
}

impl std::error::Error for GivenUp {}

impl Body for Tracked {
    type Data = Bytes;
    type Error = GivenUp;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, GivenUp>>> {
        if !self.progress.leaves() {
            // The connection polls this in a task of its own: the request breaks off, and its
            // function does not run.
            return Poll::Ready(Some(Err(GivenUp)));
        }
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
    /// The remaining pieces. The mutex is never contended; it makes the body `Sync`.
    pieces: Option<Mutex<Pieces>>,
    /// The number of bytes left to send.
    left: u64,
    gauge: Gauge,
}

/// The size of a piece.
const PIECE: usize = 64 * 1024;

const OTHER_LENGTH: &str = "the stream has another length than was said";

impl Counted {
    pub(super) fn new((content, size): (Content, u64), gauge: Gauge) -> Result<Self, Error> {
        let (rest, pieces) = match content {
            Content::Whole(rest) => (rest, None),
            Content::Stream(pieces) => (Bytes::new(), Some(Content::take(&pieces)?)),
        };
        Ok(Self {
            rest,
            pieces: pieces.map(Mutex::new),
            left: size,
            gauge,
        })
    }

    /// Has something to send, unless this is the end.
    fn fill(&mut self, context: &mut Context<'_>) -> Poll<Result<(), PieceError>> {
        // Nothing is asked for behind the last byte, so the end is looked for before it leaves.
        while (self.rest.is_empty() || self.rest.len() as u64 == self.left)
            && let Some(pieces) = &mut self.pieces
        {
            let pieces = pieces.get_mut().unwrap_or_else(PoisonError::into_inner);
            match ready!(pieces.as_mut().poll_next(context)).transpose()? {
                Some(piece) if piece.is_empty() => {}
                Some(piece) if self.rest.is_empty() => self.rest = piece,
                Some(_) => return Poll::Ready(Err(OTHER_LENGTH.into())),
                None => self.pieces = None,
            }
        }
        let over = self.rest.len() as u64 > self.left;
        let short = self.rest.is_empty() && self.left > 0;
        Poll::Ready(if over || short {
            Err(OTHER_LENGTH.into())
        } else {
            Ok(())
        })
    }
}

impl Body for Counted {
    type Data = Bytes;
    type Error = PieceError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, PieceError>>> {
        if let Err(error) = ready!(self.fill(context)) {
            return Poll::Ready(Some(Err(error)));
        }
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let size = self.rest.len().min(PIECE);
        let piece = self.rest.split_to(size);
        self.left -= size as u64;
        self.gauge.leave(size as u64);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.pieces.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
