//! `MachineConfig`: what a machine is told at its start.

use std::time::Duration;

use crate::live::ConnectionTimings;

/// The configuration of a machine.
#[derive(Debug, Clone)]
pub(crate) struct MachineConfig {
    /// A UUID that no other client has.
    pub(crate) session: String,
    /// Makes the jitter of two clients different.
    pub(crate) seed: u64,
    /// The timeout of opening a connection.
    pub(crate) connect_timeout: Duration,
    /// The longest silence of a deployment. It sends a message at least every 15 s.
    pub(crate) silence_timeout: Duration,
    /// The silence after which the deployment is asked for a sign of life.
    pub(crate) probe_after: Option<Duration>,
    /// The longest time a deployment may take to answer.
    pub(crate) answer_timeout: Duration,
    /// The wait before the first reconnect; doubled for each failure after.
    pub(crate) backoff_initial: Duration,
    pub(crate) backoff_max: Duration,
    /// The timeout of fetching a token.
    pub(crate) fetch_timeout: Duration,
    /// The time before its expiry at which a token is refreshed.
    pub(crate) refresh_leeway: Duration,
    /// The maximum size in bytes of a transition that arrives in chunks.
    pub(crate) max_transition: usize,
}

impl MachineConfig {
    /// The configuration with the usual times, of a connection that cannot be asked.
    #[cfg(test)]
    pub(crate) fn new(session: String, seed: u64) -> Self {
        let timings = ConnectionTimings {
            probe: None,
            ..ConnectionTimings::default()
        };
        Self::with((session, seed), timings)
    }

    pub(crate) fn with((session, seed): (String, u64), timings: ConnectionTimings) -> Self {
        Self {
            session,
            seed,
            connect_timeout: timings.connect,
            silence_timeout: timings.silence,
            probe_after: timings.probe,
            answer_timeout: timings.answer,
            backoff_initial: timings.retry_initial,
            backoff_max: timings.retry_max,
            fetch_timeout: Duration::from_secs(30),
            refresh_leeway: Duration::from_secs(10),
            max_transition: 100 * 1024 * 1024,
        }
    }
}
