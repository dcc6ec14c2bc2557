//! Uploads: a file on its way to an upload URL.

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;

use super::{Gauge, HttpTransport, Method, Outgoing, exchange};
use crate::{Error, Id, StorageFile, Tape, transport::Reply};

/// A file to be uploaded.
///
/// ```
/// use convex_runtime::UploadFile;
///
/// let file = UploadFile::new(b"hello".to_vec(), "text/plain");
/// assert_eq!(file.size(), 5);
/// ```
#[derive(Clone)]
pub struct UploadFile {
    content: Content,
    size: u64,
    content_type: Arc<str>,
}

/// The content of a file.
#[derive(Clone)]
pub(super) enum Content {
    Whole(Bytes),
    /// None once it is being sent.
    Stream(Arc<Mutex<Option<Pieces>>>),
}

/// A file, piece by piece.
pub(super) type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, PieceError>> + Send>>;

pub(super) type PieceError = Box<dyn std::error::Error + Send + Sync>;

impl UploadFile {
    /// Creates a file from bytes in memory, with a content type such as `image/png`.
    pub fn new(content: impl Into<Bytes>, content_type: impl Into<Arc<str>>) -> Self {
        let content: Bytes = content.into();
        Self {
            size: content.len() as u64,
            content: Content::Whole(content),
            content_type: content_type.into(),
        }
    }

    /// Creates a file of `size` bytes that is read while it is sent; it can be uploaded once. If
    /// the stream fails or has another length, the upload fails. In a browser, the stream is read
    /// before it is sent.
    ///
    /// ```
    /// use convex_runtime::UploadFile;
    /// # fn pieces() -> impl futures_core::Stream<Item = Result<Vec<u8>, std::io::Error>> + Send + 'static {
    /// #     futures_util::stream::iter([Ok(vec![1, 2]), Ok(vec![3])])
    /// # }
    ///
    /// let file = UploadFile::stream(pieces(), 3, "video/mp4");
    /// assert_eq!(file.size(), 3);
    /// ```
    pub fn stream<S, Piece, E>(stream: S, size: u64, content_type: impl Into<Arc<str>>) -> Self
    where
        S: Stream<Item = Result<Piece, E>> + Send + 'static,
        Piece: Into<Bytes>,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let mut stream = Box::pin(stream);
        let pieces = PollFn(move |context: &mut Context<'_>| {
            let piece = std::task::ready!(stream.as_mut().poll_next(context));
            Poll::Ready(piece.map(|piece| piece.map(Into::into).map_err(Into::into)))
        });
        Self {
            content: Content::Stream(Arc::new(Mutex::new(Some(Box::pin(pieces))))),
            size,
            content_type: content_type.into(),
        }
    }

    /// Returns the size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The content and its size.
    pub(super) fn into_content(self) -> (Content, u64) {
        (self.content, self.size)
    }

    /// Returns the content type.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }
}

/// A stream of what a function gives.
struct PollFn<F>(F);

impl<T, F: FnMut(&mut Context<'_>) -> Poll<Option<T>> + Unpin> Stream for PollFn<F> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        (self.0)(context)
    }
}

impl Content {
    /// The stream, for the one who sends it.
    pub(super) fn take(pieces: &Mutex<Option<Pieces>>) -> Result<Pieces, Error> {
        let taken = pieces.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.ok_or_else(|| Error::configuration("a stream can be uploaded once"))
    }
}

impl HttpTransport {
    /// Sends a file to an upload URL; what it is stored as.
    pub(crate) async fn upload(
        &self,
        url: &str,
        file: UploadFile,
        gauge: Gauge,
    ) -> Result<Id<StorageFile>, Error> {
        if super::address::origin(url).is_none() {
            return Err(Error::invalid_response(None, "the upload URL is none"));
        }
        let mut headers = self.shared.headers_for(url);
        if !super::is_value(&file.content_type) {
            return Err(Error::configuration(
                "the content type holds characters that a header cannot",
            ));
        }
        headers.push(("content-type".to_owned(), file.content_type.to_string()));
        let request = Outgoing {
            method: Method::Post,
            url: url.to_owned(),
            headers,
        };
        let (status, text) = exchange::upload(
            (&self.shared.wire, request),
            (file.content, file.size, gauge),
            self.shared.max_message,
        )
        .await?;
        if status != 200 {
            // The answer is that of a call that was refused.
            return Err(Reply::from_http(status, &text).err().unwrap_or_else(|| {
                Error::invalid_response(Some(status), "the upload was not accepted")
            }));
        }
        let id = Tape::parse(&text)
            .ok()
            .and_then(|tape| Some(Id::new(tape.root().get("storageId")?.as_str()?)));
        id.ok_or_else(|| {
            Error::invalid_response(Some(status), "the answer to an upload has no `storageId`")
        })
    }
}

impl fmt::Debug for UploadFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadFile")
            .field("size", &self.size())
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}
