//! Sleep of the machine, which the clocks tell: one of them stands still meanwhile.

use std::time::Duration;

use crate::live::machine::Moment;

/// The time between two looks at the clocks, while there is a connection or one is wanted.
const LOOK: Duration = Duration::from_secs(5);

/// A larger jump of the time of day is not an adjustment of the clock.
const JUMP: Duration = Duration::from_secs(5);

/// Returns whether the machine has slept between two looks: the time of day went on, and the time
/// that the program runs did not.
pub(super) fn has_slept(before: Moment, now: Moment) -> bool {
    let day = now.unix.saturating_sub(before.unix);
    let ran = now.elapsed.saturating_sub(before.elapsed);
    day.saturating_sub(ran) > JUMP
}

/// Returns the time of the next look, if nothing happens before: timers stand still in sleep.
pub(super) fn look_by(now: Duration, at: Duration) -> Duration {
    at.min(now.saturating_add(LOOK))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(elapsed: u64, unix: u64) -> Moment {
        Moment {
            elapsed: Duration::from_secs(elapsed),
            unix: Duration::from_secs(unix),
        }
    }

    #[test]
    fn only_time_that_the_program_did_not_run_is_sleep() {
        assert!(has_slept(at(10, 1_000), at(12, 1_060)));
        assert!(!has_slept(at(10, 1_000), at(70, 1_060)), "busy, or idle");
        assert!(
            !has_slept(at(10, 1_000), at(12, 1_005)),
            "the clock was set"
        );
        assert!(!has_slept(at(10, 1_000), at(12, 900)), "set back");
    }

    #[test]
    fn the_clocks_are_looked_at_every_few_seconds() {
        let seconds = Duration::from_secs;
        assert_eq!(look_by(seconds(10), seconds(26)), seconds(15));
        assert_eq!(look_by(seconds(10), seconds(11)), seconds(11));
    }
}
