//! The optimistic update of a handle.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use crate::{Client, LocalStore, live::Layer};

type Update<Args> = Arc<dyn Fn(&mut LocalStore<'_>, &Args) + Send + Sync>;

/// The optimistic update of a handle's calls, if it has one.
pub(super) struct Optimistic<Args>(RwLock<Option<Update<Args>>>);

impl<Args> Optimistic<Args> {
    pub(super) fn set(&self, update: impl Fn(&mut LocalStore<'_>, &Args) + Send + Sync + 'static) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(update));
    }

    /// Shows it, until the layer is dropped.
    pub(super) fn show(&self, client: &Client, args: &Arc<Args>) -> Option<Layer>
    where
        Args: Send + Sync + 'static,
    {
        let update = self
            .0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()?;
        let args = Arc::clone(args);
        Some(client.show_layer(Arc::new(move |store| update(store, &args))))
    }
}

impl<Args> Default for Optimistic<Args> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<Args> fmt::Debug for Optimistic<Args> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Optimistic").finish_non_exhaustive()
    }
}
