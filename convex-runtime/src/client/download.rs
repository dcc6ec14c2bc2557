//! `Download`: a stored file, read piece by piece.

use std::{
    fmt,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;
use tokio::sync::watch;

use super::{
    Client,
    body::Body,
    request::{Waits, within},
};
use crate::{Error, FromConvex, FunctionKind, Query, ToConvex, transport::Progress};

impl Client {
    /// Downloads the file at a URL, such as one that `ctx.storage.getUrl(..)` has returned. The
    /// client's token does not go along: such a URL is a secret of its own.
    ///
    /// ```no_run
    /// # use convex_runtime::{Client, Error};
    /// # async fn example(client: &Client, url: &str) -> Result<(), Error> {
    /// let mut photo = client.download(url).await?;
    /// let progress = photo.progress();
    /// while let Some(piece) = photo.chunk().await {
    ///     println!("{} bytes: {:?}", piece?.len(), progress.borrow().fraction());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns [`Error::Transport`] or [`Error::Timeout`] if there is no answer, and
    /// [`Error::Protocol`] if there is no file.
    pub fn download(
        &self,
        url: &str,
    ) -> impl Future<Output = Result<Download, Error>> + Send + use<> {
        let (client, url) = (self.clone(), url.to_owned());
        async move {
            let runner = client.clone();
            let limit = (client.deadline_of(FunctionKind::Action), &Waits::for_any());
            runner.run(limit, client.open_file(url)).await
        }
    }

    /// Downloads the file whose URL a query returns; `None` where the query returns none, as
    /// `ctx.storage.getUrl(..)` does for a file that was deleted.
    ///
    /// ```
    /// # use convex_runtime::{Client, Error, Id, Query, StorageFile, ToConvex};
    /// #[derive(ToConvex)]
    /// struct UrlArgs { file: Id<StorageFile> }
    ///
    /// const URL: Query<UrlArgs, Option<String>> = Query::new("files:url");
    ///
    /// async fn size(client: &Client, file: Id<StorageFile>) -> Result<Option<u64>, Error> {
    ///     let file = client.download_from(URL, UrlArgs { file }).await?;
    ///     Ok(file.and_then(|file| file.size()))
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the query, and as [`download`](Self::download).
    pub async fn download_from<A: ToConvex, R: FromConvex + Into<Option<String>>>(
        &self,
        query: Query<A, R>,
        args: A,
    ) -> Result<Option<Download>, Error> {
        let url: Option<String> = self.query(query, args).await?.into();
        match url {
            Some(url) => self.download(&url).await.map(Some),
            None => Ok(None),
        }
    }

    async fn open_file(self, url: String) -> Result<Download, Error> {
        let after = self.deadline_of(FunctionKind::Action);
        let progress = Progress::default();
        let opening = pin!(self.http()?.download(&url));
        let (head, incoming) = within(after, &progress, opening).await?;
        if head.status != 200 {
            let text = "there is no file at this URL";
            return Err(Error::invalid_response(Some(head.status), text));
        }
        let total = head.header("content-length");
        let total = total.and_then(|length| length.parse().ok());
        Ok(Download {
            content_type: head.header("content-type").map(str::to_owned),
            progress: watch::Sender::new(DownloadProgress { received: 0, total }),
            body: Body::new(&self, incoming, after),
        })
    }
}

/// A file that is being downloaded, by [`Client::download`]: a stream of its pieces.
///
/// Each piece has as long as the client's deadline for actions. Dropping it ends the download.
pub struct Download {
    content_type: Option<String>,
    progress: watch::Sender<DownloadProgress>,
    body: Body,
}

impl Download {
    /// Returns the size in bytes, if the server says it.
    pub fn size(&self) -> Option<u64> {
        self.progress.borrow().total
    }

    /// Returns the content type, if the server says it.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Returns the progress as a watch channel.
    pub fn progress(&self) -> watch::Receiver<DownloadProgress> {
        self.progress.subscribe()
    }

    /// Waits for the next piece; `None` at the end and after an error.
    pub async fn chunk(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Reads the rest of the file into memory, up to
    /// [`ClientBuilder::max_message`](crate::ClientBuilder::max_message).
    ///
    /// # Errors
    ///
    /// Returns [`Error::Transport`] or [`Error::Timeout`] if the connection fails, and
    /// [`Error::Protocol`] if the file is too long.
    pub async fn bytes(self) -> Result<Bytes, Error> {
        let progress = self.progress;
        self.body.whole(|bytes| took(&progress, bytes)).await
    }
}

fn took(progress: &watch::Sender<DownloadProgress>, bytes: usize) {
    progress.send_modify(|progress| progress.received += bytes as u64);
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(self.body.poll_chunk(context));
        if let Some(Ok(piece)) = &piece {
            took(&self.progress, piece.len());
        }
        Poll::Ready(piece)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("content_type", &self.content_type)
            .field("progress", &*self.progress.borrow())
            .finish_non_exhaustive()
    }
}

/// The progress of a download.
///
/// ```
/// use convex_runtime::DownloadProgress;
///
/// assert_eq!(DownloadProgress::default().fraction(), None, "the size is not known");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct DownloadProgress {
    /// The number of bytes that have arrived.
    pub received: u64,
    /// The size of the file in bytes, if the server says it.
    pub total: Option<u64>,
}

impl DownloadProgress {
    /// Returns the fraction that has arrived, between 0 and 1; `None` if the size is not known.
    pub fn fraction(self) -> Option<f64> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "nobody sees the last bits of a progress bar"
        )]
        match self.total? {
            0 => None,
            total => Some(self.received as f64 / total as f64),
        }
    }
}
