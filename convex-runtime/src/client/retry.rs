//! `Retry`: which failures are tried again, and when.

use std::time::Duration;

use super::{Client, request::PreparedCall};
use crate::{Error, FunctionKind, Sent, platform};

/// Tries calls again that are known to be safe to repeat; by [`Client::with_retry`]. Waits grow
/// from one to the next and vary by half, so that clients which failed together do not come back
/// together. All tries are within the call's deadline.
///
/// ```
/// use std::time::Duration;
/// use convex_runtime::Retry;
///
/// let retry = Retry::safe().tries(3).waits(Duration::from_millis(50), Duration::from_secs(1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    tries: u32,
    first: Duration,
    longest: Duration,
}

/// A mutation that could not be committed, as others wrote what it had read. Nothing of it has
/// happened.
const WRITE_CONFLICT: &str = "OptimisticConcurrencyControlFailure";

/// No wait is longer: no deadline of a call is, and what is added to a wait has to be expressible.
const LONGEST: Duration = Duration::from_secs(60 * 60 * 24 * 365);

impl Retry {
    /// Retries calls that cannot have run twice: queries that did not reach the deployment or found
    /// it busy, any call of which nothing was sent, and mutations that the deployment rolled back
    /// because of a write conflict. Never a call that may have run, and never one whose function
    /// threw. Five tries, after 100 milliseconds to 5 seconds.
    pub fn safe() -> Self {
        Self {
            tries: 5,
            first: Duration::from_millis(100),
            longest: Duration::from_secs(5),
        }
    }

    /// Sets the number of tries, the first one included; at least one.
    #[must_use]
    pub fn tries(self, tries: u32) -> Self {
        Self { tries, ..self }
    }

    /// Sets the first wait, which doubles up to the longest.
    #[must_use]
    pub fn waits(self, first: Duration, longest: Duration) -> Self {
        Self {
            first,
            longest,
            ..self
        }
    }

    /// The wait before the next try, if there is one. `tried` counts the tries that failed.
    pub(super) fn wait(
        self,
        kind: FunctionKind,
        (error, tried): (&Error, u32),
    ) -> Option<Duration> {
        let wait = self.first.saturating_mul(2_u32.saturating_pow(tried - 1));
        let wait = wait.min(self.longest).min(LONGEST);
        (tried < self.tries && is_safe(kind, error)).then(|| jittered(wait))
    }
}

/// Returns whether the call cannot have had an effect, and may succeed another time.
fn is_safe(kind: FunctionKind, error: &Error) -> bool {
    match error {
        Error::Transport { sent, .. } => *sent == Sent::No || kind == FunctionKind::Query,
        Error::Protocol { status, code, .. } => {
            let is_passing = matches!(status, Some(429 | 500 | 502 | 503 | 504));
            match kind {
                FunctionKind::Query => is_passing,
                FunctionKind::Mutation if &**code == WRITE_CONFLICT => true,
                FunctionKind::Mutation | FunctionKind::Action => error.sent() == Sent::No,
            }
        }
        _ => false,
    }
}

/// Half of it to one and a half.
fn jittered(wait: Duration) -> Duration {
    let random = u32::try_from(random() >> 32).unwrap_or_default();
    wait / 2 + wait.mul_f64(f64::from(random) / f64::from(u32::MAX))
}

#[cfg(feature = "http")]
fn random() -> u64 {
    platform::random()
}

/// Without HTTP the clock is the only source of randomness.
#[cfg(not(feature = "http"))]
fn random() -> u64 {
    let nanos = platform::since_epoch().subsec_nanos();
    u64::from(nanos.wrapping_mul(0x9E37_79B9)) << 32
}

impl Client {
    /// Returns the same client, which tries calls again as `retry` says. Nothing is tried again
    /// without it.
    ///
    /// ```
    /// # use convex_runtime::{Client, Error, Query, Retry};
    /// # const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// async fn count(client: &Client) -> Result<f64, Error> {
    ///     client.with_retry(Retry::safe()).query(COUNT, ()).await
    /// }
    /// ```
    #[must_use]
    pub fn with_retry(&self, retry: Retry) -> Self {
        Self {
            retry: Some((retry, PreparedCall::try_again)),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_have_run_is_tried_again() {
        let lost = |sent| Error::transport(sent, std::io::Error::from(std::io::ErrorKind::Other));
        let refused = |status, code: &str| {
            let body = format!(r#"{{"code":"{code}","message":""}}"#);
            crate::transport::Reply::from_http(status, &body).expect_err("a refusal")
        };
        let of = |error: &Error| {
            let kinds = [
                FunctionKind::Query,
                FunctionKind::Mutation,
                FunctionKind::Action,
            ];
            kinds.map(|kind| is_safe(kind, error))
        };
        assert_eq!(of(&lost(Sent::No)), [true, true, true]);
        assert_eq!(of(&lost(Sent::Maybe)), [true, false, false]);
        assert_eq!(of(&refused(503, "Overloaded")), [true, false, false]);
        assert_eq!(
            of(&refused(503, "RejectedBeforeExecution")),
            [true, true, true]
        );
        assert_eq!(of(&refused(503, WRITE_CONFLICT)), [true, true, false]);
        assert_eq!(of(&refused(400, "BadRequest")), [false, false, false]);
        assert_eq!(of(&refused(401, "Unauthenticated")), [false, false, false]);
        assert_eq!(of(&Error::CLIENT_CLOSED), [false, false, false]);
    }

    #[test]
    fn absurd_waits_are_long_and_do_not_panic() {
        let retry = Retry::safe()
            .tries(u32::MAX)
            .waits(Duration::MAX, Duration::MAX);
        let error = Error::transport(Sent::No, std::io::Error::from(std::io::ErrorKind::Other));
        for tried in [1, 2, 40, u32::MAX - 1] {
            let wait = retry.wait(FunctionKind::Query, (&error, tried));
            assert!(wait.is_some_and(|wait| wait <= 2 * LONGEST), "{wait:?}");
        }
    }

    #[test]
    fn waits_double_up_to_the_longest_and_tries_end() {
        let retry = Retry::safe().waits(Duration::from_millis(100), Duration::from_millis(300));
        let error = Error::transport(Sent::No, std::io::Error::from(std::io::ErrorKind::Other));
        for (tried, full) in [(1, 100), (2, 200), (3, 300), (4, 300)] {
            let wait = retry
                .wait(FunctionKind::Query, (&error, tried))
                .expect("another try");
            let (low, high) = (
                Duration::from_millis(full / 2),
                Duration::from_millis(full * 3 / 2),
            );
            assert!((low..=high).contains(&wait), "{wait:?}");
        }
        assert_eq!(retry.wait(FunctionKind::Query, (&error, 5)), None);
    }
}
