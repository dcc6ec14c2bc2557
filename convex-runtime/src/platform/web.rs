//! Tasks and time of a browser's event loop, which always runs.

use std::{future::Future, time::Duration};

use gloo_timers::future::TimeoutFuture;
use tokio::sync::oneshot;
use wasm_bindgen_futures::spawn_local;
pub(crate) use web_time::Instant as Moment;
use web_time::{SystemTime, UNIX_EPOCH};

use super::{Elapsed, unless};

/// Longer than any call; browsers take longer timers for none at all.
const LONGEST: u32 = i32::MAX as u32;

pub(crate) fn is_running() -> bool {
    true
}

pub(crate) fn spawn(task: impl Future<Output = ()> + 'static) {
    spawn_local(task);
}

/// Limits a future's duration. The timer runs in its own task, because it is not `Send`; it ends
/// when the caller stops waiting.
pub(crate) async fn timeout<F: Future>(after: Duration, future: F) -> Result<F::Output, Elapsed> {
    let (mut sender, rings) = oneshot::channel::<()>();
    spawn_local(async move {
        let rang = unless(TimeoutFuture::new(milliseconds(after)), sender.closed()).await;
        if rang.is_some() {
            // The caller may have stopped waiting.
            let _ = sender.send(());
        }
    });
    unless(future, rings).await.ok_or(Elapsed)
}

/// The time of day.
pub(crate) fn since_epoch() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}

fn milliseconds(time: Duration) -> u32 {
    u32::try_from(time.as_millis())
        .unwrap_or(LONGEST)
        .min(LONGEST)
}

#[cfg(feature = "live")]
pub(crate) use timer::Timer;

#[cfg(feature = "live")]
mod timer {
    use std::{
        future::Future,
        pin::Pin,
        task::{Context, Poll},
    };

    use super::{Moment, TimeoutFuture, milliseconds};

    /// Rings once, at a time that can be changed.
    pub(crate) struct Timer {
        at: Moment,
        rings: TimeoutFuture,
    }

    impl Timer {
        pub(crate) fn new(at: Moment) -> Self {
            let left = at.saturating_duration_since(Moment::now());
            let rings = TimeoutFuture::new(milliseconds(left));
            Self { at, rings }
        }

        pub(crate) fn set(&mut self, at: Moment) {
            if self.at != at {
                *self = Self::new(at);
            }
        }

        pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
            Pin::new(&mut self.rings).poll(context)
        }
    }
}
