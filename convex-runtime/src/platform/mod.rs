//! What the runtime needs of its surroundings: tasks and time. On Tokio, or on a browser's event loop.

#[cfg(not(target_arch = "wasm32"))]
mod tokio;
#[cfg(target_arch = "wasm32")]
mod web;

#[cfg(any(target_arch = "wasm32", feature = "live"))]
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};

#[cfg(all(not(target_arch = "wasm32"), feature = "live"))]
pub(crate) use self::tokio::Timer;
#[cfg(all(not(target_arch = "wasm32"), feature = "http"))]
pub(crate) use self::tokio::random;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use self::tokio::{Moment, is_running, since_epoch, spawn, timeout};
#[cfg(target_arch = "wasm32")]
pub(crate) use web::{Moment, is_running, since_epoch, spawn, timeout};
#[cfg(all(target_arch = "wasm32", feature = "live"))]
pub(crate) use web::{Timer, random};

/// A deadline has passed.
#[derive(Debug)]
pub(crate) struct Elapsed;

/// The output of `future`, unless `stop` ends before.
#[cfg(any(target_arch = "wasm32", feature = "live"))]
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
