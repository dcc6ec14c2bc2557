//! Tasks and time of the Tokio runtime that is running here.

use std::{future::Future, time::Duration};

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
