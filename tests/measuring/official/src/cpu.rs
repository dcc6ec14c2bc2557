//! CPU time of this process, which other load distorts less than wall-clock time.

use rustix::time::{ClockId, clock_gettime};

/// Seconds on all cores together, since the process began.
pub fn seconds() -> f64 {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    #[expect(
        clippy::cast_precision_loss,
        reason = "the process ends before it has run for 2^52 seconds"
    )]
    let (seconds, nanoseconds) = (used.tv_sec as f64, used.tv_nsec as f64);
    seconds + nanoseconds * 1e-9
}
