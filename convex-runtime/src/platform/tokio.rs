//! Tasks and time of the Tokio runtime that is running here.

use std::{
    future::Future,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use tokio::runtime::Handle;
pub(crate) use tokio::time::Instant as Moment;

use super::Elapsed;

pub(crate) fn is_running() -> bool {
    Handle::try_current().is_ok()
}

/// Runs a task where [`is_running`].
pub(crate) fn spawn(task: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(task);
}

pub(crate) async fn timeout<F: Future>(after: Duration, future: F) -> Result<F::Output, Elapsed> {
    tokio::time::timeout(after, future)
        .await
        .map_err(|_| Elapsed)
}

/// The time of day.
pub(crate) fn since_epoch() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
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

    use super::Moment;

    /// Rings once, at a time that can be changed.
    pub(crate) struct Timer(Pin<Box<tokio::time::Sleep>>);

    impl Timer {
        pub(crate) fn new(at: Moment) -> Self {
            Self(Box::pin(tokio::time::sleep_until(at)))
        }

        pub(crate) fn set(&mut self, at: Moment) {
            if self.0.deadline() != at {
                self.0.as_mut().reset(at);
            }
        }

        pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
            self.0.as_mut().poll(context)
        }
    }
}
