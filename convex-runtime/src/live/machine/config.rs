//! `MachineConfig`: what a machine is told at its start.

use std::time::Duration;

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
    pub(crate) fn new(session: String, seed: u64) -> Self {
        Self {
            session,
            seed,
            connect_timeout: Duration::from_secs(10),
            silence_timeout: Duration::from_secs(30),
            answer_timeout: Duration::from_secs(5),
            backoff_initial: Duration::from_millis(100),
            backoff_max: Duration::from_secs(16),
            fetch_timeout: Duration::from_secs(30),
            refresh_leeway: Duration::from_secs(10),
            max_transition: 100 * 1024 * 1024,
        }
    }
}
