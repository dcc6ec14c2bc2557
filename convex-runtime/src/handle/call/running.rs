//! `Running`: a call of a handle, until it ends.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::oneshot;

use super::{Shared, replace};
#[cfg(not(target_arch = "wasm32"))]
use crate::{CallContext, platform::GiveUp};
use crate::{
    Error,
    handle::machine::{Settled, Ticket},
    transport::Progress,
};

/// A call on its way, which ends once.
pub(super) struct Running<Args, Returns> {
    shared: Arc<Shared<Args, Returns>>,
    args: Arc<Args>,
    progress: Progress,
    /// The time that it may take.
    #[cfg_attr(
        target_arch = "wasm32",
        expect(dead_code, reason = "calls keep their time by themselves")
    )]
    limit: Duration,
    /// None once it has ended.
    open: Mutex<Option<Open<Returns>>>,
}

/// A call that has not ended, and its caller.
pub(super) type Open<Returns> = (Ticket, oneshot::Sender<Result<Returns, Error>>);

impl<Args, Returns> Running<Args, Returns> {
    pub(super) fn new(
        shared: &Arc<Shared<Args, Returns>>,
        (args, limit): (Args, Duration),
        open: Option<Open<Returns>>,
    ) -> Arc<Self> {
        Arc::new(Self {
            shared: Arc::clone(shared),
            args: Arc::new(args),
            progress: Progress::default(),
            limit,
            open: Mutex::new(open),
        })
    }

    pub(super) fn args(&self) -> &Arc<Args> {
        &self.args
    }

    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    fn end(&self, outcome: Result<Returns, Error>)
    where
        Returns: Clone,
    {
        let outcome = outcome.map(Arc::new).map_err(Arc::new);
        let Some((settled, caller)) = self.settle(&outcome) else {
            return;
        };
        let result = match settled {
            Settled::Retired => Err(Error::IdentityChanged),
            // The state holds the data too, unless this call was overtaken.
            _ => match outcome {
                Ok(data) => Ok(Arc::unwrap_or_clone(data)),
                Err(error) => Err(Arc::unwrap_or_clone(error)),
            },
        };
        // The caller may have gone.
        let _ = caller.send(result);
    }

    fn fail(&self, error: Error) {
        if let Some((settled, caller)) = self.settle(&Err(Arc::new(error.clone()))) {
            let _ = caller.send(Err(match settled {
                Settled::Retired => Error::IdentityChanged,
                _ => error,
            }));
        }
    }

    fn settle(
        &self,
        outcome: &Result<Arc<Returns>, Arc<Error>>,
    ) -> Option<(Settled, oneshot::Sender<Result<Returns, Error>>)> {
        let open = self
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let (ticket, caller) = open?;
        let mut settled = Settled::Overtaken;
        replace(&self.shared.state, |state| {
            settled = state.settle(ticket, outcome.as_ref());
        });
        if settled == Settled::Committed {
            let outcome = outcome.as_deref().map_err(|error| &**error);
            self.shared
                .callbacks
                .run(self.shared.function.path, outcome, &self.args);
        }
        Some((settled, caller))
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<Args, Returns> GiveUp for Running<Args, Returns>
where
    Args: Send + Sync,
    Returns: Send + Sync,
{
    fn limit(&self) -> Duration {
        self.limit
    }

    fn give_up(&self) {
        let error = Error::timeout(self.progress.give_up(), self.limit);
        let (path, place) = (self.shared.function.path, self.shared.client.place());
        self.fail(error.about(|| CallContext::new(path, place)));
    }
}

/// Ends a call with its task, be it that the runtime drops it.
pub(super) struct Ends<Args, Returns> {
    running: Arc<Running<Args, Returns>>,
    /// The error that it ends with when it is dropped.
    pub(super) dropped: Error,
}

impl<Args, Returns> Ends<Args, Returns> {
    pub(super) fn new(running: &Arc<Running<Args, Returns>>) -> Self {
        Self {
            running: Arc::clone(running),
            dropped: Error::DROPPED,
        }
    }

    pub(super) fn end(&self, outcome: Result<Returns, Error>)
    where
        Returns: Clone,
    {
        self.running.end(outcome);
    }
}

impl<Args, Returns> Drop for Ends<Args, Returns> {
    fn drop(&mut self) {
        self.running.fail(self.dropped.clone());
    }
}
