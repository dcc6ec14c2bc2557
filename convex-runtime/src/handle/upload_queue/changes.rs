//! `UploadQueueChanges`: the states of a queue of uploads, one after another.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use tokio::sync::watch;

use super::UploadQueueState;
use crate::transport::BoxFuture;

type Watch = watch::Receiver<UploadQueueState>;

/// A stream of the states of a queue of uploads: the present one first, then each change. Changes
/// that follow each other at once may come as one.
///
/// ```
/// # use convex_runtime::UploadQueue;
/// async fn log(uploads: &UploadQueue<()>) {
///     let mut changes = uploads.changes();
///     while let Some(state) = changes.next().await {
///         println!("{:.0} %", state.progress().fraction() * 100.0);
///     }
/// }
/// ```
pub struct UploadQueueChanges {
    /// None once there is no more.
    next: BoxFuture<Option<Watch>>,
}

impl UploadQueueChanges {
    pub(super) fn new(watch: Watch) -> Self {
        Self {
            next: Box::pin(async { Some(watch) }),
        }
    }

    /// Waits for the next state.
    pub async fn next(&mut self) -> Option<UploadQueueState> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

async fn changed(mut watch: Watch) -> Option<Watch> {
    watch.changed().await.ok().map(|()| watch)
}

impl Stream for UploadQueueChanges {
    type Item = UploadQueueState;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<UploadQueueState>> {
        let Some(mut watch) = ready!(self.next.as_mut().poll(context)) else {
            self.next = Box::pin(async { None });
            return Poll::Ready(None);
        };
        let state = watch.borrow_and_update().clone();
        self.next = Box::pin(changed(watch));
        Poll::Ready(Some(state))
    }
}

impl fmt::Debug for UploadQueueChanges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadQueueChanges").finish_non_exhaustive()
    }
}
