//! Handles of an administrator.

use super::CallHandle;
#[cfg(feature = "live")]
use super::{PaginatedHandle, QueryHandle};
use crate::{Action, AdminClient, Mutation};
#[cfg(feature = "live")]
use crate::{FromConvex, Paginated, PaginatedArgs, Query, ToConvex};

impl AdminClient {
    /// A handle of an action of any visibility, as [`use_convex_action`](crate::use_convex_action)
    /// returns one.
    pub fn use_action<A, R, V>(&self, action: Action<A, R, V>) -> CallHandle<A, R>
    where
        A: Send + Sync + 'static,
        R: Send + Sync + 'static,
    {
        super::use_convex_action(self.client(), action.unchecked())
    }

    /// A handle of a mutation of any visibility, as
    /// [`use_convex_mutation`](crate::use_convex_mutation) returns one.
    pub fn use_mutation<A, R, V>(&self, mutation: Mutation<A, R, V>) -> CallHandle<A, R>
    where
        A: Send + Sync + 'static,
        R: Send + Sync + 'static,
    {
        super::use_convex_mutation(self.client(), mutation.unchecked())
    }

    /// A handle of a query of any visibility, as [`use_convex_query`](crate::use_convex_query)
    /// returns one.
    #[cfg(feature = "live")]
    pub fn use_query<A, R, V>(
        &self,
        query: Query<A, R, V>,
        args: impl Into<Option<A>>,
    ) -> QueryHandle<A, R>
    where
        A: ToConvex,
        R: FromConvex + Clone + Send + Sync + 'static,
    {
        super::use_convex_query(self.client(), query.unchecked(), args)
    }

    /// A handle of a paginated query of any visibility, as
    /// [`use_convex_paginated_query`](crate::use_convex_paginated_query) returns one.
    #[cfg(feature = "live")]
    pub fn use_paginated_query<A, R, V>(
        &self,
        query: Query<A, R, V>,
        args: impl Into<Option<A::Rest>>,
        items: u32,
    ) -> PaginatedHandle<A, R>
    where
        A: PaginatedArgs,
        R: Paginated + Clone + Send + Sync + 'static,
        R::Item: Clone,
    {
        super::use_convex_paginated_query(self.client(), query.unchecked(), args, items)
    }
}
