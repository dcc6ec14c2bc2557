//! Handlers on a [`State`]: plain closures that are given it, so that nothing has to be cloned into them.

use std::future::ready;

use super::{Builder, State, Thrown, function::Visibility};
use crate::{Action, FromConvex, Mutation, Query, ToConvex};

macro_rules! register_on {
    ($handle:ident, $register:ident: $(#[$doc:meta])* $name:ident($($mutable:tt)*) by $access:ident) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name<Args, Returns, V, T, F>(
            mut self,
            function: $handle<Args, Returns, V>,
            state: &State<T>,
            handler: F,
        ) -> Self
        where
            Args: ToConvex + Send + 'static,
            Returns: FromConvex + Send + 'static,
            V: Visibility,
            T: Clone + Send + 'static,
            F: Fn(&$($mutable)* T, Args) -> Result<Returns, Thrown> + Send + Sync + 'static,
        {
            self.states.push(state.readers().clone());
            let state = state.clone();
            self.$register(function, move |args| ready(state.$access(|value| handler(value, args))))
        }
    };
}

impl Builder {
    register_on! {
        Query, query:
        /// Registers a query of a [`State`].
        query_on() by read
    }

    register_on! {
        Mutation, mutation:
        /// Registers a mutation of a [`State`]. As in Convex it is a transaction: alone while it runs, and when it throws, what it
        /// changed is as before.
        mutation_on(mut) by transact
    }

    register_on! {
        Action, action:
        /// Registers an action on a [`State`], which is locked while it runs. What it changed stays when it throws.
        action_on(mut) by change
    }
}
