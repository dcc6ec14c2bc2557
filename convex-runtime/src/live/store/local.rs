//! `LocalStore`: what an optimistic update may read and change.

use std::{collections::BTreeMap, fmt, sync::Arc};

use super::{Key, Shown, Store};
use crate::{FromConvex, Query, ToConvex, live::protocol::QueryOutcome};

/// What queries show, for an optimistic update to read and change.
///
/// ```no_run
/// # use convex_runtime::{Client, LocalStore, Mutation, Query, use_convex_mutation};
/// # const COUNT: Query<(), f64> = Query::new("tasks:count");
/// # const ADD: Mutation<(), ()> = Mutation::new("tasks:add");
/// # fn example(client: &Client) {
/// let add = use_convex_mutation(client, ADD).optimistic(|store: &mut LocalStore<'_>, ()| {
///     if let Some(count) = store.get(COUNT, &()) {
///         store.set(COUNT, &(), count + 1.0);
///     }
/// });
/// # }
/// ```
pub struct LocalStore<'a> {
    store: &'a Store,
    overrides: BTreeMap<Key, Shown>,
}

impl<'a> LocalStore<'a> {
    pub(super) fn new(store: &'a Store) -> Self {
        Self {
            store,
            overrides: BTreeMap::new(),
        }
    }

    pub(super) fn into_overrides(self) -> BTreeMap<Key, Shown> {
        self.overrides
    }

    /// What a query shows: `None` when nobody subscribes to it, it is still loading, or it failed.
    pub fn get<Args, Returns>(&self, query: Query<Args, Returns>, args: &Args) -> Option<Returns>
    where
        Args: ToConvex,
        Returns: FromConvex + Clone + Send + Sync + 'static,
    {
        let key = key(query, args)?;
        match self.overrides.get(&key) {
            Some(shown) => value(shown),
            None => value(&self.store.server(&key)?),
        }
    }

    /// Makes a query show a value until the mutation has ended.
    pub fn set<Args, Returns>(&mut self, query: Query<Args, Returns>, args: &Args, value: Returns)
    where
        Args: ToConvex,
        Returns: Send + Sync + 'static,
    {
        if let Some(key) = key(query, args) {
            self.overrides.insert(key, Shown::Local(Arc::new(value)));
        }
    }
}

/// None for arguments that Convex cannot express: no subscription can have them.
fn key<Args: ToConvex, Returns>(query: Query<Args, Returns>, args: &Args) -> Option<Key> {
    let args = crate::client::encode_args(query.path(), args).ok()?;
    Some((query.path().into(), args.into()))
}

fn value<Returns: FromConvex + Clone + Send + Sync + 'static>(shown: &Shown) -> Option<Returns> {
    match shown {
        Shown::Local(value) => value.downcast_ref().cloned(),
        Shown::Server(outcome) => match &**outcome {
            QueryOutcome::Value { value, .. } => crate::decode(value).ok(),
            QueryOutcome::Failure { .. } => None,
        },
        Shown::Loading | Shown::Skipped | Shown::Unauthenticated(_) | Shown::Unreachable(_) => None,
    }
}

impl fmt::Debug for LocalStore<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalStore").finish_non_exhaustive()
    }
}
