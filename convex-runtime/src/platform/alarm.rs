//! `Alarm`: wakes a task at a time, on any executor and without one.

use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Condvar, Mutex, MutexGuard, Once, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    task::{Context, Poll, Waker},
    thread,
    time::{Duration, Instant},
};

/// Rings once.
pub(crate) struct Alarm {
    /// None for a time that cannot be expressed.
    time: Option<Time>,
}

/// A time, and the number of the alarm.
type Time = (Instant, u64);

/// The alarms that are waited for, which one thread rings.
static ALARMS: Mutex<BTreeMap<Time, Waker>> = Mutex::new(BTreeMap::new());

/// Says that there is an earlier alarm than before.
static EARLIER: Condvar = Condvar::new();

static THREAD: Once = Once::new();

static NEXT: AtomicU64 = AtomicU64::new(0);

impl Alarm {
    /// Rings after this much time.
    pub(crate) fn after(time: Duration) -> Self {
        let at = Instant::now().checked_add(time);
        Self {
            time: at.map(|at| (at, NEXT.fetch_add(1, Relaxed))),
        }
    }

    pub(crate) fn poll(&self, context: &Context<'_>) -> Poll<()> {
        let Some(time) = self.time else {
            return Poll::Pending;
        };
        if time.0 <= Instant::now() {
            return Poll::Ready(());
        }
        THREAD.call_once(|| {
            let clock = thread::Builder::new().name("convex-runtime-clock".to_owned());
            // Without one, calls have the time that their runtime keeps.
            let _ = clock.spawn(ring);
        });
        // A waker is the user's: the former one goes after the lock.
        let mut alarms = lock();
        let _former = alarms.insert(time, context.waker().clone());
        let is_first = alarms
            .first_key_value()
            .is_some_and(|(first, _)| *first == time);
        drop(alarms);
        if is_first {
            EARLIER.notify_one();
        }
        Poll::Pending
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        let _waker = self.time.and_then(|time| lock().remove(&time));
    }
}

fn lock() -> MutexGuard<'static, BTreeMap<Time, Waker>> {
    ALARMS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Rings alarms, for as long as the program runs.
fn ring() {
    let mut alarms = lock();
    loop {
        let now = Instant::now();
        alarms = match alarms.first_entry() {
            Some(first) if first.key().0 <= now => {
                let waker = first.remove();
                drop(alarms);
                // It runs code of the user's, whose panics end nothing else.
                let _ = catch_unwind(AssertUnwindSafe(|| waker.wake()));
                lock()
            }
            Some(first) => {
                let wait = first.key().0 - now;
                let woken = EARLIER.wait_timeout(alarms, wait);
                woken.unwrap_or_else(PoisonError::into_inner).0
            }
            None => EARLIER.wait(alarms).unwrap_or_else(PoisonError::into_inner),
        };
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    #[test]
    fn alarms_ring_in_their_order_and_not_before_their_time() {
        let started = Instant::now();
        let times = [90, 30, 60].map(Duration::from_millis);
        let waits = times.map(|time| {
            thread::spawn(move || {
                let alarm = Alarm::after(time);
                pollster::block_on(poll_fn(|context| alarm.poll(context)));
                started.elapsed() >= time
            })
        });
        let never = Alarm::after(Duration::MAX);
        assert!(never.poll(&Context::from_waker(Waker::noop())).is_pending());
        for wait in waits {
            assert!(wait.join().unwrap());
        }
        let later = Alarm::after(Duration::from_secs(3_600));
        assert!(later.poll(&Context::from_waker(Waker::noop())).is_pending());
        let time = later.time.unwrap();
        assert!(lock().contains_key(&time));
        drop(later);
        assert!(!lock().contains_key(&time), "it is forgotten");
    }
}
