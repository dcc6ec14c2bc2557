//! Handlers on a [`State`]: plain closures that receive the state, so nothing is cloned into them.

use std::future::ready;

use super::{
    Builder, State, Thrown,
    function::{ActionFunction, MutationFunction, QueryFunction},
};

macro_rules! register_on {
    ($kind:ident: $(#[$doc:meta])* $name:ident($($mutable:tt)*) by $access:ident) => {
        $(#[$doc])*
        #[must_use]
        pub fn $name<H, T, F>(mut self, function: H, state: &State<T>, handler: F) -> Self
        where
            H: $kind,
            T: Clone + Send + 'static,
            F: Fn(&$($mutable)* T, H::Args) -> Result<H::Returns, Thrown> + Send + Sync + 'static,
        {
            self.states.push(state.readers().clone());
            let state = state.clone();
            self.register(function, move |_context, args| ready(state.$access(|value| handler(value, args))))
        }
    };
}

impl Builder {
    register_on! {
        QueryFunction:
        /// Registers a query of a [`State`].
        query_on() by read
    }

    register_on! {
        MutationFunction:
        /// Registers a mutation of a [`State`]. As in Convex it is a transaction: alone while it
        /// runs, and when it throws, what it changed is as before.
        mutation_on(mut) by transact
    }

    register_on! {
        ActionFunction:
        /// Registers an action on a [`State`], which is locked while it runs. What it changed stays
        /// when it throws.
        action_on(mut) by change
    }
}
