//! `Runtime`: where a client's tasks run.

use std::{future::Future, time::Duration};
#[cfg(not(target_arch = "wasm32"))]
use std::{
    sync::Arc,
    task::{Context, Poll, ready},
};

use super::Elapsed;
#[cfg(not(target_arch = "wasm32"))]
use super::Timer;

/// The extra time of a call that keeps its limit by itself.
#[cfg(not(target_arch = "wasm32"))]
const GRACE: Duration = Duration::from_millis(500);

/// The runtime of a client's tasks: the one that the user set, otherwise the current one where a
/// task is spawned.
#[derive(Debug, Clone, Default)]
pub(crate) struct Runtime {
    #[cfg(not(target_arch = "wasm32"))]
    fixed: Option<::tokio::runtime::Handle>,
}

#[cfg(not(target_arch = "wasm32"))]
impl Runtime {
    /// The one that the user gave.
    pub(crate) fn fixed(handle: ::tokio::runtime::Handle) -> Self {
        Self {
            fixed: Some(handle),
        }
    }

    /// Returns whether tasks can be spawned here.
    pub(crate) fn is_there(&self) -> bool {
        self.fixed.is_some() || super::is_running()
    }

    /// Returns whether tasks run on a runtime that the user set.
    pub(crate) fn is_fixed(&self) -> bool {
        self.fixed.is_some()
    }

    /// The end of the time of a call that runs on the runtime that the user set, for who waits
    /// elsewhere.
    pub(crate) fn overdue(&self, call: Arc<dyn GiveUp>) -> Option<Overdue> {
        self.is_fixed().then_some(Overdue { call, timer: None })
    }

    /// Runs a task, where there [is](Self::is_there) a runtime.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        match &self.fixed {
            Some(runtime) => drop(runtime.spawn(task)),
            None => super::spawn(task),
        }
    }

    /// Runs a call to its end: here, or on the runtime that was given. None when that has shut
    /// down.
    async fn run<T: Send + 'static>(
        &self,
        call: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        let Some(runtime) = &self.fixed else {
            return Some(call.await);
        };
        let mut task = Aborting(runtime.spawn(call));
        (&mut task.0).await.ok()
    }

    /// Runs a call as [`run`](Self::run) does. `Err` if it has not ended by `limit`: calls keep
    /// their limits, so the runtime that was given is not running.
    pub(crate) async fn run_within<T: Send + 'static>(
        &self,
        limit: Duration,
        call: impl Future<Output = T> + Send + 'static,
    ) -> Result<Option<T>, Elapsed> {
        let running = self.run(call);
        // Without a runtime there is no clock.
        if self.fixed.is_some() && super::is_running() {
            let limit = limit.saturating_add(GRACE);
            return super::timeout(limit, running).await;
        }
        Ok(running.await)
    }
}

/// A call that may be given up by who waits for it.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) trait GiveUp: Send + Sync {
    /// The time that the call may take.
    fn limit(&self) -> Duration;

    /// Ends the call, whose time is over.
    fn give_up(&self);
}

/// The end of the time that a call on another runtime may take, as who waits for it keeps it: the
/// other one may not run.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) struct Overdue {
    call: Arc<dyn GiveUp>,
    /// Begins when it is first asked where there is a clock.
    timer: Option<super::Timer>,
}

#[cfg(not(target_arch = "wasm32"))]
impl Overdue {
    /// Waits for the end of the time, and ends the call then.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if !super::is_running() {
            return Poll::Pending;
        }
        let limit = self.call.limit().saturating_add(GRACE);
        let timer = self
            .timer
            .get_or_insert_with(|| Timer::new(super::after(limit)));
        ready!(timer.poll(context));
        self.call.give_up();
        Poll::Ready(())
    }
}

/// Ends a task with the future that waits for it.
#[cfg(not(target_arch = "wasm32"))]
struct Aborting<T>(::tokio::task::JoinHandle<T>);

#[cfg(not(target_arch = "wasm32"))]
impl<T> Drop for Aborting<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[cfg(target_arch = "wasm32")]
#[expect(clippy::unused_self, reason = "a browser has one event loop")]
impl Runtime {
    pub(crate) fn is_there(&self) -> bool {
        true
    }

    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + 'static) {
        super::spawn(task);
    }

    pub(crate) async fn run_within<T>(
        &self,
        _: Duration,
        call: impl Future<Output = T>,
    ) -> Result<Option<T>, Elapsed> {
        Ok(Some(call.await))
    }
}
