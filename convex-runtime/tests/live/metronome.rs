//! Measures this machine's scheduling delay, the yardstick for bounds on lateness.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{task::AbortHandle, time::Instant};

/// Beats beside a test and knows the latest of its beats. Where timers are late for it, they are
/// for everyone.
pub(crate) struct Metronome {
    worst: Arc<AtomicU64>,
    beating: AbortHandle,
}

const BEAT: Duration = Duration::from_millis(5);

impl Metronome {
    pub(crate) fn start() -> Self {
        let worst = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&worst);
        let beating = tokio::spawn(async move {
            loop {
                let started = Instant::now();
                tokio::time::sleep(BEAT).await;
                let late = started.elapsed().saturating_sub(BEAT);
                let late = u64::try_from(late.as_micros()).unwrap();
                seen.fetch_max(late, Ordering::Relaxed);
            }
        });
        Self {
            worst,
            beating: beating.abort_handle(),
        }
    }

    /// Returns the tolerated delay of an event: of its timer, and of the tasks it wakes in turn.
    pub(crate) fn allowance(&self) -> Duration {
        let worst = Duration::from_micros(self.worst.load(Ordering::Relaxed));
        Duration::from_millis(100) + 4 * worst
    }
}

impl Drop for Metronome {
    fn drop(&mut self) {
        self.beating.abort();
    }
}
