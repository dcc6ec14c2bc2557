//! `Changes`: the states of a handle, one after another.

use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;
use tokio::sync::watch;

use super::CallState;
use crate::transport::BoxFuture;

/// A stream of a handle's states: the one of now first, then each change. Changes that follow each
/// other at once may come as one.
///
/// It ends when the handle and its clones are gone and no call is on its way.
///
/// ```
/// # use convex_runtime::CallHandle;
/// async fn log(summarize: &CallHandle<(), String>) {
///     let mut changes = summarize.changes();
///     while let Some(state) = changes.next().await {
///         println!("{}", state.status());
///     }
/// }
/// ```
pub struct Changes<Returns> {
    next: BoxFuture<Option<Change<Returns>>>,
}

/// A state, and what tells the next one.
type Change<Returns> = (CallState<Returns>, watch::Receiver<CallState<Returns>>);

impl<Returns: Send + Sync + 'static> Changes<Returns> {
    pub(super) fn new(mut receiver: watch::Receiver<CallState<Returns>>) -> Self {
        receiver.mark_changed();
        Self {
            next: Box::pin(next(receiver)),
        }
    }

    /// Waits for the next state.
    pub async fn next(&mut self) -> Option<CallState<Returns>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

async fn next<Returns>(
    mut receiver: watch::Receiver<CallState<Returns>>,
) -> Option<Change<Returns>> {
    receiver.changed().await.ok()?;
    let state = receiver.borrow_and_update().clone();
    Some((state, receiver))
}

impl<Returns: Send + Sync + 'static> Stream for Changes<Returns> {
    type Item = CallState<Returns>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<CallState<Returns>>> {
        let change = std::task::ready!(self.next.as_mut().poll(context));
        let Some((state, receiver)) = change else {
            self.next = Box::pin(std::future::ready(None));
            return Poll::Ready(None);
        };
        self.next = Box::pin(next(receiver));
        Poll::Ready(Some(state))
    }
}

impl<Returns> fmt::Debug for Changes<Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes").finish_non_exhaustive()
    }
}
