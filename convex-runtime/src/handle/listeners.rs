//! `Listeners`: the tasks that wait for a handle's next state.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Wake, Waker},
};

use crate::{ordered::Map, platform};

/// The tasks that wait for a handle's next state. As a waker it wakes all of them: what the handle
/// watches knows one waker, however many streams of states there are and come to be dropped.
#[derive(Default)]
pub(super) struct Listeners {
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    next: u64,
    wakers: Map<u64, Waker>,
}

/// One of them, until it is dropped.
#[derive(Debug)]
pub(super) struct Listener {
    number: u64,
    listeners: Arc<Listeners>,
}

impl Listeners {
    pub(super) fn join(self: &Arc<Self>) -> Listener {
        let mut waiting = self.lock();
        waiting.next += 1;
        Listener {
            number: waiting.next,
            listeners: Arc::clone(self),
        }
    }

    pub(super) fn wake_all(&self) {
        // A task that is woken may listen again at once.
        let wakers = std::mem::take(&mut self.lock().wakers);
        for waker in wakers.into_values() {
            platform::guarded(|| waker.wake());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listener {
    /// Wakes this task from now on, and no longer the one before.
    pub(super) fn listen(&self, waker: &Waker) {
        // Outside of the lock is made and goes what runs code of users: a copy of a waker, and what
        // may be the end of a task.
        let waker = waker.clone();
        let _before = self.listeners.lock().wakers.insert(self.number, waker);
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _waker = self.listeners.lock().wakers.remove(&self.number);
    }
}

impl Wake for Listeners {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }
}

impl fmt::Debug for Listeners {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listeners").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use super::*;

    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Relaxed);
        }
    }

    fn task() -> (Arc<Woken>, Waker) {
        let woken = Arc::<Woken>::default();
        (Arc::clone(&woken), Waker::from(woken))
    }

    #[test]
    fn each_is_woken_once_in_its_latest_task() {
        let listeners = Arc::<Listeners>::default();
        let (one, other) = (listeners.join(), listeners.join());
        let tasks = [task(), task(), task()];
        one.listen(&tasks[0].1);
        one.listen(&tasks[1].1);
        other.listen(&tasks[2].1);
        listeners.wake_all();
        listeners.wake_all();
        let woken = tasks.each_ref().map(|(woken, _)| woken.0.load(Relaxed));
        assert_eq!(woken, [0, 1, 1]);
    }

    #[test]
    fn nothing_is_kept_of_who_has_gone() {
        let listeners = Arc::<Listeners>::default();
        let (woken, waker) = task();
        for _ in 0..100 {
            listeners.join().listen(&waker);
        }
        drop(waker);
        assert_eq!(Arc::strong_count(&woken), 1);
    }
}
