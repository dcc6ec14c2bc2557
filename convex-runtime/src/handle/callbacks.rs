//! The callbacks that run after a call was committed.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, PoisonError, RwLock},
};

use crate::Error;

type Callback<T, Args> = Arc<dyn Fn(&T, &Args) + Send + Sync>;

/// The callbacks of a handle, in the order in which they were added.
pub(super) struct Callbacks<Args, Returns> {
    success: RwLock<Vec<Callback<Returns, Args>>>,
    error: RwLock<Vec<Callback<Error, Args>>>,
}

impl<Args, Returns> Callbacks<Args, Returns> {
    pub(super) fn on_success(&self, callback: impl Fn(&Returns, &Args) + Send + Sync + 'static) {
        add(&self.success, Arc::new(callback));
    }

    pub(super) fn on_error(&self, callback: impl Fn(&Error, &Args) + Send + Sync + 'static) {
        add(&self.error, Arc::new(callback));
    }

    pub(super) fn run(&self, function: &str, outcome: Result<&Returns, &Error>, args: &Args) {
        match outcome {
            Ok(data) => run(function, &self.success, data, args),
            Err(error) => run(function, &self.error, error, args),
        }
    }
}

fn add<T, Args>(list: &RwLock<Vec<Callback<T, Args>>>, callback: Callback<T, Args>) {
    list.write()
        .unwrap_or_else(PoisonError::into_inner)
        .push(callback);
}

/// No lock is held while they run, so that they may use the handle. On wasm32 a panic cannot be
/// caught.
fn run<T, Args>(function: &str, list: &RwLock<Vec<Callback<T, Args>>>, value: &T, args: &Args) {
    let callbacks = list.read().unwrap_or_else(PoisonError::into_inner).clone();
    for callback in callbacks {
        if catch_unwind(AssertUnwindSafe(|| callback(value, args))).is_err() {
            tracing::error!(target: "convex::callback", function, "a callback panicked; the call is not affected");
        }
    }
}

impl<Args, Returns> Default for Callbacks<Args, Returns> {
    fn default() -> Self {
        Self {
            success: RwLock::default(),
            error: RwLock::default(),
        }
    }
}

impl<Args, Returns> fmt::Debug for Callbacks<Args, Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callbacks").finish_non_exhaustive()
    }
}
