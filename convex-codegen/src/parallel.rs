//! Work on several threads, whose stacks are large enough for deeply nested values.

use std::{
    num::NonZero,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Number and size of threads.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Threads {
    /// At most this many, and no more than the machine has cores.
    pub most: usize,
    /// Bytes of stack of each; reserved, not used.
    pub stack: usize,
}

/// Returns the results of `work` for each number below `jobs`, in their order.
pub(crate) fn map<T: Send>(
    jobs: usize,
    threads: Threads,
    work: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(jobs)));
    let run = || {
        loop {
            let job = next.fetch_add(1, Ordering::Relaxed);
            if job >= jobs {
                return;
            }
            let result = work(job);
            if let Ok(mut done) = done.lock() {
                done.push((job, result));
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..cores.min(threads.most) {
            // A machine that cannot start one more thread leaves the work to the others.
            let _ = thread::Builder::new()
                .stack_size(threads.stack)
                .spawn_scoped(scope, run);
        }
    });
    // Whatever no thread has taken.
    run();
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(job, _)| *job);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Drops `value` on another thread, or at once if no thread can be started.
pub(crate) fn discard(value: impl Send + 'static) {
    // As the thread that a build script or a command begins on, which would have to do it.
    const STACK: usize = 1 << 23;
    let _ = thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || drop(value));
}
