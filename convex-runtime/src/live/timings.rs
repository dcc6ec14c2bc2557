//! `ConnectionTimings`: the times of a connection.

use std::time::Duration;

/// The times of a client's connection, for [`ClientBuilder::timings`](crate::ClientBuilder::timings).
///
/// ```
/// use std::time::Duration;
/// use convex_runtime::{Client, ConnectionTimings};
///
/// let mut timings = ConnectionTimings::default();
/// timings.retry_max = Duration::from_secs(60);
/// let client = Client::builder().url("https://happy-otter-123.convex.cloud").timings(timings).build()?;
/// # Ok::<(), convex_runtime::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConnectionTimings {
    /// The longest time that opening a connection may take; 10 seconds.
    pub connect: Duration,
    /// The silence of the deployment after which it is asked for a sign of life; 5 seconds. `None`
    /// does not ask. In a browser, which cannot ask, it has no effect.
    pub probe: Option<Duration>,
    /// The longest time that a sign of life may take, also after
    /// [`Client::wake`](crate::Client::wake); then the connection is replaced; 5 seconds.
    pub answer: Duration,
    /// The longest silence of a deployment that is not asked; 30 seconds. A deployment says
    /// something every 15 seconds.
    pub silence: Duration,
    /// The wait before the first attempt to connect again, doubled with each that fails, with
    /// jitter; 100 milliseconds.
    pub retry_initial: Duration,
    /// The longest such wait; 16 seconds.
    pub retry_max: Duration,
}

impl Default for ConnectionTimings {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            probe: Some(Duration::from_secs(5)),
            answer: Duration::from_secs(5),
            silence: Duration::from_secs(30),
            retry_initial: Duration::from_millis(100),
            retry_max: Duration::from_secs(16),
        }
    }
}
