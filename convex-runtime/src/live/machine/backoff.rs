//! `Backoff`: how long to wait before the next try.

use std::time::Duration;

use super::MachineConfig;

/// Connections that worked for a moment are tried again after 16 times the first wait at most.
const MOST_SHORT: u32 = 4;

/// No wait is longer, whatever the options say: more of it could not be expressed.
const LONGEST: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// Exponential waits with a jitter of ±50 %, so that clients which were dropped together do not
/// come back together.
#[derive(Debug)]
pub(super) struct Backoff {
    initial: Duration,
    max: Duration,
    retries: u32,
    /// The number of consecutive short-lived connections, including those that worked.
    short: u32,
    /// The state of a `SplitMix64` generator.
    random: u64,
}

impl Backoff {
    pub(super) fn new(config: &MachineConfig) -> Self {
        Self {
            initial: config.backoff_initial,
            max: config.backoff_max,
            retries: 0,
            short: 0,
            random: config.seed,
        }
    }

    /// The wait before the next try.
    pub(super) fn next(&mut self) -> Duration {
        let wait = self.wait(self.retries.max(self.short));
        self.retries = self.retries.saturating_add(1);
        self.short = (self.short + 1).min(MOST_SHORT);
        wait
    }

    /// A connection that worked is lost. A deployment that answers a little and then fails is not
    /// met at once for ever: the longer it lasted, the sooner it is tried again.
    pub(super) fn lasted(&mut self, life: Duration) {
        let calmed = u32::try_from(life.as_secs()).unwrap_or(u32::MAX);
        self.short = self.short.saturating_sub(calmed);
    }

    /// The wait after so many failures of something else.
    pub(super) fn wait(&mut self, failures: u32) -> Duration {
        let full = self
            .initial
            .saturating_mul(2_u32.saturating_pow(failures))
            .min(self.max)
            .min(LONGEST);
        full / 2 + full.mul_f64(self.fraction())
    }

    /// The deployment works: whatever failed before is over.
    pub(super) fn reset(&mut self) {
        self.retries = 0;
    }

    pub(super) fn retries(&self) -> u32 {
        self.retries
    }

    /// In `0.0..1.0`.
    fn fraction(&mut self) -> f64 {
        self.random = self.random.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        let high = u32::try_from(mixed >> 32).expect("32 bits are left");
        f64::from(high) / (f64::from(u32::MAX) + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_limit_and_jitter_around_it() {
        let config = MachineConfig::new(String::new(), 7);
        let mut backoff = Backoff::new(&config);
        for full in [100, 200, 400, 800, 1600, 3200, 6400, 12800, 16000, 16000] {
            let wait = backoff.next();
            let (low, high) = (
                Duration::from_millis(full / 2),
                Duration::from_millis(full * 3 / 2),
            );
            assert!(
                (low..=high).contains(&wait),
                "{wait:?} is not within {low:?}..={high:?}"
            );
        }
        backoff.reset();
        backoff.lasted(Duration::from_secs(60));
        assert!(backoff.next() <= Duration::from_millis(150));
        assert_ne!(backoff.wait(3), backoff.wait(3));
        assert!(backoff.wait(u32::MAX) <= Duration::from_secs(24));
    }

    #[test]
    fn waits_without_an_end_are_long_and_do_not_panic() {
        let mut config = MachineConfig::new(String::new(), 7);
        (config.backoff_initial, config.backoff_max) = (Duration::MAX, Duration::MAX);
        let mut backoff = Backoff::new(&config);
        for _ in 0..100 {
            assert!(backoff.next() <= 2 * LONGEST);
        }
    }
}
