//! `Runtime`: where a client's tasks run.

use std::{future::Future, time::Duration};
#[cfg(not(target_arch = "wasm32"))]
use std::{
    future::poll_fn,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, Waker, ready},
    thread,
};

#[cfg(not(target_arch = "wasm32"))]
use ::tokio::{runtime::Handle, task};

use super::Elapsed;
#[cfg(not(target_arch = "wasm32"))]
use super::alarm::Alarm;

/// The extra time of a call that keeps its limit by itself.
#[cfg(not(target_arch = "wasm32"))]
const GRACE: Duration = Duration::from_millis(500);

/// The runtime of a client's tasks: the one that the user set, otherwise the current one where a
/// task is spawned.
#[derive(Debug, Clone, Default)]
pub(crate) struct Runtime {
    #[cfg(not(target_arch = "wasm32"))]
    fixed: Option<Handle>,
}

#[cfg(not(target_arch = "wasm32"))]
impl Runtime {
    /// The one that the user gave.
    pub(crate) fn fixed(handle: Handle) -> Self {
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
        self.is_fixed().then(|| Overdue {
            alarm: Alarm::after(call.limit().saturating_add(GRACE)),
            call,
        })
    }

    /// Runs a task, where there [is](Self::is_there) a runtime.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        match &self.fixed {
            Some(runtime) => drop(runtime.spawn(task)),
            None => super::spawn(task),
        }
    }

    /// Polls a call for the first time, where it is made: calls begin in that order, and tasks do
    /// not. `None` if it goes on in a task; an error if it panicked.
    pub(crate) fn begin<T>(
        &self,
        call: Pin<&mut (impl Future<Output = T> + Send)>,
    ) -> thread::Result<Option<T>> {
        let _inside = self.fixed.as_ref().map(Handle::enter);
        // The budget of the task that makes many calls would end before they have begun.
        let mut call = pin!(task::unconstrained(call));
        let mut context = Context::from_waker(Waker::noop());
        let first = || match call.as_mut().poll(&mut context) {
            Poll::Ready(ended) => Some(ended),
            Poll::Pending => None,
        };
        catch_unwind(AssertUnwindSafe(first))
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
        let mut call = Box::pin(call);
        if !has_shut_down(runtime)
            && let Some(ended) = self.begin(call.as_mut()).ok()?
        {
            return Some(ended);
        }
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
        if !self.is_fixed() {
            return Ok(running.await);
        }
        // Where this is waited for there may be a runtime without a clock, or none.
        let alarm = Alarm::after(limit.saturating_add(GRACE));
        let rings = poll_fn(|context| alarm.poll(context));
        super::unless(running, rings).await.ok_or(Elapsed)
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
    alarm: Alarm,
}

#[cfg(not(target_arch = "wasm32"))]
impl Overdue {
    /// Waits for the end of the time, and ends the call then.
    pub(crate) fn poll(&self, context: &Context<'_>) -> Poll<()> {
        ready!(self.alarm.poll(context));
        self.call.give_up();
        Poll::Ready(())
    }
}

/// Returns whether tasks of this runtime end before they begin.
#[cfg(not(target_arch = "wasm32"))]
fn has_shut_down(runtime: &Handle) -> bool {
    let task = pin!(task::unconstrained(runtime.spawn(async {})));
    let mut context = Context::from_waker(Waker::noop());
    matches!(task.poll(&mut context), Poll::Ready(Err(_)))
}

/// Ends a task with the future that waits for it.
#[cfg(not(target_arch = "wasm32"))]
struct Aborting<T>(task::JoinHandle<T>);

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
