//! `LocalStore`: what an optimistic update may read and change.

use std::{fmt, sync::Arc};

use super::{Key, LocalPages, Shown, Store};
use crate::{
    FromConvex, Paginated, PaginatedArgs, Query, ToConvex, Value, live::protocol::QueryOutcome,
    ordered::Map,
};

/// The results of queries, for an optimistic update to read and change.
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
    pub(super) overrides: Map<Key, Shown>,
    /// That of the client which made the update.
    session: Option<Arc<str>>,
}

/// A query that is subscribed to, by [`LocalStore::all`].
#[derive(Debug, Clone)]
pub struct LocalQuery<Returns> {
    key: Key,
    args: Value,
    value: Option<Returns>,
}

impl<Returns> LocalQuery<Returns> {
    /// The arguments of the query.
    pub fn args(&self) -> &Value {
        &self.args
    }

    /// Its result: `None` while it is loading, and when it failed.
    pub fn value(&self) -> Option<&Returns> {
        self.value.as_ref()
    }
}

impl<'a> LocalStore<'a> {
    pub(super) fn new(store: &'a Store) -> Self {
        Self {
            store,
            overrides: Map::new(),
            session: None,
        }
    }

    /// Returns this store for an update of a client with this session.
    pub(crate) fn of(&mut self, session: Option<Arc<str>>) -> &mut Self {
        self.session = session;
        self
    }

    /// None for arguments that Convex cannot express: no subscription can have them.
    fn key<Args: ToConvex, Returns>(
        &self,
        query: Query<Args, Returns>,
        args: &Args,
    ) -> Option<Key> {
        let args = query.reference().encode(self.session(), args).ok()?;
        Some((query.path().into(), args.into()))
    }

    pub(super) fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    pub(super) fn into_overrides(self) -> Map<Key, Shown> {
        self.overrides
    }

    /// The result of a query: `None` when it is not subscribed to, still loading, or failed.
    pub fn get<Args, Returns>(&self, query: Query<Args, Returns>, args: &Args) -> Option<Returns>
    where
        Args: ToConvex,
        Returns: FromConvex + Clone + Send + Sync + 'static,
    {
        let key = self.key(query, args)?;
        match self.overrides.get(&key) {
            Some(shown) => value(shown),
            None => value(&self.store.server(&key)?),
        }
    }

    /// All subscriptions to a query, whatever their arguments are.
    ///
    /// ```no_run
    /// # use convex_runtime::{Client, LocalStore, Mutation, Query, ToConvex, use_convex_mutation};
    /// # #[derive(ToConvex)]
    /// # struct CountArgs { list: String }
    /// # const COUNT: Query<CountArgs, f64> = Query::new("tasks:count");
    /// # const CLEAR_ALL: Mutation<(), ()> = Mutation::new("tasks:clearAll");
    /// # fn example(client: &Client) {
    /// let clear = use_convex_mutation(client, CLEAR_ALL).optimistic(|store: &mut LocalStore<'_>, ()| {
    ///     for count in store.all(COUNT) {
    ///         store.replace(&count, 0.0);
    ///     }
    /// });
    /// # }
    /// ```
    pub fn all<Args, Returns>(&self, query: Query<Args, Returns>) -> Vec<LocalQuery<Returns>>
    where
        Returns: FromConvex + Clone + Send + Sync + 'static,
    {
        let local = |(key, shown): (Key, Shown)| {
            let args = crate::decode(&key.1).ok()?;
            let value = value(&shown);
            Some(LocalQuery { key, args, value })
        };
        let shown = self.queries_of(query.path()).into_iter();
        shown.filter_map(local).collect()
    }

    /// Makes one of [`all`](Self::all) subscriptions show a value until the mutation has ended.
    pub fn replace<Returns>(&mut self, query: &LocalQuery<Returns>, value: Returns)
    where
        Returns: Send + Sync + 'static,
    {
        let key = query.key.clone();
        self.overrides.insert(key, Shown::Local(Arc::new(value)));
    }

    /// Makes a query show nothing, as if it were loading, until the mutation has ended.
    pub fn unset<Args: ToConvex, Returns>(&mut self, query: Query<Args, Returns>, args: &Args) {
        if let Some(key) = self.key(query, args) {
            self.overrides.insert(key, Shown::Loading);
        }
    }

    /// The pages of a paginated query that are loaded, to insert, change and remove items.
    pub fn pages<'s, Args, Returns>(
        &'s mut self,
        query: Query<Args, Returns>,
        args: &Args::Rest,
    ) -> LocalPages<'s, 'a, Returns>
    where
        Args: PaginatedArgs,
        Returns: Paginated + Clone + Send + Sync + 'static,
        Returns::Item: Clone + Send + Sync + 'static,
    {
        LocalPages::new(self, query, args)
    }

    /// The views of the subscriptions to a function, with the changes of the update.
    pub(super) fn queries_of(&self, path: &str) -> Vec<(Key, Shown)> {
        let mut all = self.store.queries_of(path);
        for (key, shown) in &mut all {
            if let Some(local) = self.overrides.get(key) {
                *shown = local.clone();
            }
        }
        all
    }

    /// Makes a query show a value until the mutation has ended.
    pub fn set<Args, Returns>(&mut self, query: Query<Args, Returns>, args: &Args, value: Returns)
    where
        Args: ToConvex,
        Returns: Send + Sync + 'static,
    {
        if let Some(key) = self.key(query, args) {
            self.overrides.insert(key, Shown::Local(Arc::new(value)));
        }
    }
}

fn value<Returns: FromConvex + Clone + Send + Sync + 'static>(shown: &Shown) -> Option<Returns> {
    match shown {
        Shown::Local(value) => value.downcast_ref().cloned(),
        Shown::Server(outcome) => match &**outcome {
            QueryOutcome::Value { value, .. } => crate::decode(value).ok(),
            QueryOutcome::Failure { .. } => None,
        },
        Shown::Page(..)
        | Shown::Loading
        | Shown::Skipped
        | Shown::Unauthenticated(_)
        | Shown::Unreachable(_) => None,
    }
}

impl fmt::Debug for LocalStore<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalStore").finish_non_exhaustive()
    }
}
