//! `Execution`: the result of one call, to be awaited or not.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
};

use tokio::sync::oneshot;

#[cfg(not(target_arch = "wasm32"))]
use crate::platform::Overdue;
use crate::{Error, platform, transport::BoxFuture};

/// A call that has started. Awaiting it returns its own result, independent of other calls.
///
/// The call runs on its own: dropping this stops watching it, and the handle's state and callbacks
/// follow all the same.
///
/// ```
/// # use convex_runtime::{CallHandle, Error};
/// async fn both(summarize: &CallHandle<(), String>) -> Result<(String, String), Error> {
///     let (first, second) = (summarize.execute(()), summarize.execute(())); // both are on their way
///     Ok((first.await?, second.await?))
/// }
/// ```
#[must_use = "the call is on its way, but its result is not looked at; `dispatch` says so"]
pub struct Execution<Returns> {
    result: oneshot::Receiver<Result<Returns, Error>>,
    /// The call, where it could not start yet. The lock is never contended; an execution can be
    /// shared between threads.
    parked: Option<Mutex<BoxFuture<()>>>,
    /// The end of its time, where it runs on a runtime that may not run.
    #[cfg(not(target_arch = "wasm32"))]
    overdue: Option<Overdue>,
}

impl<Returns> Execution<Returns> {
    pub(super) fn new(result: oneshot::Receiver<Result<Returns, Error>>) -> Self {
        Self {
            result,
            parked: None,
            #[cfg(not(target_arch = "wasm32"))]
            overdue: None,
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn ending(self, overdue: Option<Overdue>) -> Self {
        Self { overdue, ..self }
    }

    /// One that starts when it is polled where a runtime is.
    pub(super) fn parked(
        result: oneshot::Receiver<Result<Returns, Error>>,
        call: BoxFuture<()>,
    ) -> Self {
        Self {
            parked: Some(Mutex::new(call)),
            ..Self::new(result)
        }
    }
}

impl<Returns> Future for Execution<Returns> {
    type Output = Result<Returns, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(call) = self.parked.take() {
            if !platform::is_running() {
                // Dropped, it ends for the handle too.
                return Poll::Ready(Err(Error::NO_RUNTIME));
            }
            platform::spawn(call.into_inner().unwrap_or_else(PoisonError::into_inner));
        }
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(overdue) = &self.overdue
            && overdue.poll(context).is_ready()
        {
            // It has ended, and says so.
            self.overdue = None;
        }
        Pin::new(&mut self.result)
            .poll(context)
            .map(|result| result.unwrap_or(Err(Error::DROPPED)))
    }
}

impl<Returns> fmt::Debug for Execution<Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Execution").finish_non_exhaustive()
    }
}
