//! `Clock`: the timestamps of commits.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::STANDARD};

/// A point in the deployment's history, in nanoseconds since the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Timestamp(pub(super) u64);

impl Timestamp {
    /// The age up to which the past can be queried.
    const RETENTION: u64 = 30_000_000_000;

    /// The base64 of its 8 bytes, little end first.
    pub(super) fn encode(self) -> String {
        STANDARD.encode(self.0.to_le_bytes())
    }

    pub(super) fn decode(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text).ok()?;
        Some(Self(u64::from_le_bytes(bytes.try_into().ok()?)))
    }

    pub(super) fn is_retained_at(self, now: Self) -> bool {
        self.0 + Self::RETENTION >= now.0
    }
}

/// Tells the time of the last commit, which only moves forward.
#[derive(Debug)]
pub(super) struct Clock {
    last: AtomicU64,
}

impl Clock {
    pub(super) fn new() -> Self {
        Self {
            last: AtomicU64::new(wall()),
        }
    }

    /// The time of the last commit.
    pub(super) fn now(&self) -> Timestamp {
        Timestamp(self.last.load(Ordering::SeqCst))
    }

    /// Commits: a time after every earlier one.
    pub(super) fn advance(&self) -> Timestamp {
        let wall = wall();
        let step = |last: u64| wall.max(last + 1);
        let (Ok(last) | Err(last)) =
            self.last
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(step(last)));
        Timestamp(step(last))
    }
}

fn wall() -> u64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}
