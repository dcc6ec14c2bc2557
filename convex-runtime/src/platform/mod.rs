//! Tasks and time, on Tokio or on a browser's event loop.

#[cfg(not(target_arch = "wasm32"))]
mod alarm;
mod runtime;
#[cfg(not(target_arch = "wasm32"))]
mod tokio;
#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(feature = "live")]
use std::time::Duration;
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

pub(crate) use runtime::Runtime;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use runtime::{GiveUp, Overdue};

#[cfg(all(not(target_arch = "wasm32"), feature = "live"))]
pub(crate) use self::tokio::Timer;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use self::tokio::{Moment, is_running, since_epoch, spawn, timeout};
#[cfg(all(target_arch = "wasm32", feature = "live"))]
pub(crate) use web::Timer;
#[cfg(target_arch = "wasm32")]
pub(crate) use web::{Moment, is_running, since_epoch, spawn, timeout};

/// Longer than any program runs. Times further away than that cannot be expressed.
#[cfg(feature = "live")]
const FOREVER: Duration = Duration::from_secs(60 * 60 * 24 * 365 * 30);

/// The moment after so much time from now on.
#[cfg(feature = "live")]
pub(crate) fn after(time: Duration) -> Moment {
    Moment::now() + time.min(FOREVER)
}

/// A number from the operating system, each time: a process that was forked off has others.
///
/// Where the system has none, which no supported one does, calls go on with the clock.
#[cfg(feature = "http")]
pub(crate) fn random() -> u64 {
    getrandom::u64().unwrap_or_else(|_| {
        let now = since_epoch();
        now.as_secs().rotate_left(30) ^ u64::from(now.subsec_nanos())
    })
}

/// A deadline has passed.
#[derive(Debug)]
pub(crate) struct Elapsed;

/// Runs code of users, such as a waker or the drop of a value. Its panics end nothing else.
#[cfg(feature = "live")]
pub(crate) fn guarded(run: impl FnOnce()) {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    if catch_unwind(AssertUnwindSafe(run)).is_err() {
        tracing::error!(target: "convex::handle", "a waker or the drop of a value panicked");
    }
}

/// The output of `future`, unless `stop` ends before.
pub(crate) async fn unless<F: Future>(future: F, stop: impl Future) -> Option<F::Output> {
    let (mut future, mut stop) = (pin!(future), pin!(stop));
    poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        stop.as_mut().poll(context).map(|_| None)
    })
    .await
}

/// Lets others run first.
#[cfg(feature = "live")]
pub(crate) async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
