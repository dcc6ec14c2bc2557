//! Tasks and time of a browser's event loop, which always runs.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
    time::Duration,
};

use gloo_timers::future::TimeoutFuture;
use tokio::sync::oneshot;
use wasm_bindgen_futures::spawn_local;
pub(crate) use web_time::Instant as Moment;

use super::Elapsed;

/// Longer than any call; browsers take longer timers for none at all.
const LONGEST: u32 = i32::MAX as u32;

pub(crate) fn is_running() -> bool {
    true
}

pub(crate) fn spawn(task: impl Future<Output = ()> + 'static) {
    spawn_local(task);
}

/// The timer lives in a task of its own, as it cannot move between threads and calls can. It goes when nobody waits any more.
pub(crate) async fn timeout<F: Future>(after: Duration, future: F) -> Result<F::Output, Elapsed> {
    let (mut sender, rings) = oneshot::channel::<()>();
    let milliseconds = u32::try_from(after.as_millis())
        .unwrap_or(LONGEST)
        .min(LONGEST);
    spawn_local(async move {
        let rang = unless(TimeoutFuture::new(milliseconds), sender.closed()).await;
        if rang.is_some() {
            // Nobody may be waiting.
            let _ = sender.send(());
        }
    });
    unless(future, rings).await.ok_or(Elapsed)
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
