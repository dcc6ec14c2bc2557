//! Uploads: a file on its way to an upload URL.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use reqwest::{Url, header::CONTENT_TYPE};
use tokio::sync::watch;

use super::{HttpTransport, exchange};
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
    pub(super) content: Bytes,
    pub(super) content_type: Arc<str>,
}

/// How much of a file has left.
///
/// ```
/// use convex_runtime::UploadProgress;
///
/// assert_eq!(UploadProgress::default().fraction(), 0.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct UploadProgress {
    /// Bytes that were handed to the connection.
    pub sent: u64,
    /// Bytes of the file.
    pub total: u64,
}

impl UploadFile {
    /// A file that is in memory, and what it is, such as `image/png`.
    pub fn new(content: impl Into<Bytes>, content_type: impl Into<Arc<str>>) -> Self {
        Self {
            content: content.into(),
            content_type: content_type.into(),
        }
    }

    /// Its size in bytes.
    pub fn size(&self) -> u64 {
        self.content.len() as u64
    }

    /// What it is.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }
}

impl UploadProgress {
    /// Between 0 and 1; 0 for an empty file that has not left.
    pub fn fraction(self) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "nobody sees the last bits of a progress bar"
        )]
        match self.total {
            0 => 0.0,
            total => self.sent as f64 / total as f64,
        }
    }
}

impl HttpTransport {
    /// Sends a file to an upload URL; what it is stored as.
    pub(crate) async fn upload(
        &self,
        url: &str,
        file: UploadFile,
        progress: watch::Sender<UploadProgress>,
    ) -> Result<Id<StorageFile>, Error> {
        let url =
            Url::parse(url).map_err(|_| Error::invalid_response(None, "the upload URL is none"))?;
        let request = self
            .shared
            .http
            .post(url)
            .header(CONTENT_TYPE, &*file.content_type);
        let (status, text) = exchange::upload(request, file.content, progress).await?;
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
