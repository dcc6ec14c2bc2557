//! `State`: state shared by handlers, which a test may read and change.

use std::{
    fmt,
    sync::{Arc, Mutex, Weak},
};

use super::{backend::Backend, lock::lock};

/// State shared by handlers, as registered by [`Builder::query_on`](super::Builder::query_on).
///
/// Clones are the same state. When a test changes it, subscriptions run again, as they do after a
/// mutation.
///
/// ```
/// use convex_runtime::{Mutation, Query, testing::{Deployment, State}};
///
/// const COUNT: Query<(), i64> = Query::new("counter:count");
/// const ADD: Mutation<(), ()> = Mutation::new("counter:add");
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let count = State::new(0);
/// let deployment = Deployment::builder()
///     .query_on(COUNT, &count, |count, ()| Ok(*count))
///     .mutation_on(ADD, &count, |count, ()| {
///         *count += 1;
///         Ok(())
///     })
///     .start()
///     .await?;
/// count.set(7);
/// assert_eq!(count.get(), 7);
/// # Ok(())
/// # }
/// ```
pub struct State<T> {
    value: Arc<Mutex<T>>,
    readers: Readers,
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            readers: self.readers.clone(),
        }
    }
}

impl<T: Default> Default for State<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: fmt::Debug> fmt::Debug for State<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("State").field(&*lock(&self.value)).finish()
    }
}

impl<T> State<T> {
    /// Creates a state with an initial value.
    pub fn new(value: T) -> Self {
        Self {
            value: Arc::new(Mutex::new(value)),
            readers: Readers::default(),
        }
    }

    /// Reads the value. `look` must not use the same state, which is locked meanwhile.
    pub fn read<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&lock(&self.value))
    }

    /// Changes the value, then runs subscriptions again. `change` must not use the same state,
    /// which is locked meanwhile.
    pub fn update<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = self.change(change);
        self.readers.publish();
        result
    }

    /// Replaces the value, then runs subscriptions again.
    pub fn set(&self, value: T) {
        self.update(|old| *old = value);
    }

    /// Returns a copy of the value.
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.read(T::clone)
    }

    /// Changes the value as a mutation's transaction does: an error rolls the changes back.
    pub(super) fn transact<R, E>(&self, change: impl FnOnce(&mut T) -> Result<R, E>) -> Result<R, E>
    where
        T: Clone,
    {
        let mut value = lock(&self.value);
        let before = value.clone();
        change(&mut value).inspect_err(|_| *value = before)
    }

    /// Changes the value as an action does: an error does not roll the changes back.
    pub(super) fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        change(&mut lock(&self.value))
    }

    pub(super) fn readers(&self) -> &Readers {
        &self.readers
    }
}

/// The deployments whose handlers use a state.
#[derive(Clone, Default)]
pub(super) struct Readers {
    backends: Arc<Mutex<Vec<Weak<Backend>>>>,
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readers").finish_non_exhaustive()
    }
}

impl Readers {
    /// Also notifies this deployment of changes.
    pub(super) fn attach(&self, backend: &Arc<Backend>) {
        let mut backends = lock(&self.backends);
        backends.retain(|known| known.strong_count() > 0);
        let backend = Arc::downgrade(backend);
        if !backends.iter().any(|known| known.ptr_eq(&backend)) {
            backends.push(backend);
        }
    }

    fn publish(&self) {
        let backends = lock(&self.backends).clone();
        for backend in backends.iter().filter_map(Weak::upgrade) {
            backend.publish();
        }
    }
}
