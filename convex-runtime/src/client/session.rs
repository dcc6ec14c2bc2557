//! Sessions: a string that a client writes into the arguments of functions which take it.

use std::sync::Arc;

use super::Client;

impl Client {
    /// Returns the same client in the session `id`, as those of `convex-helpers` are: functions
    /// whose session argument [`Config::inject`] takes out of the generated arguments get it from
    /// the client, in calls, subscriptions, handles and pages alike. Elsewhere they fail with
    /// [`Error::Configuration`](crate::Error::Configuration), and nothing is sent.
    ///
    /// The id is a secret like a token, since it is all that tells one visitor from another: make it
    /// of random bytes or a UUID, and keep it where the program keeps such things.
    ///
    /// ```
    /// use convex_runtime::{Client, Error, Mutation, ToConvex};
    ///
    /// # #[derive(ToConvex)]
    /// # struct AddArgs { item: String }
    /// /// What the generator writes for `{ item: v.string(), sessionId: v.string() }`.
    /// const ADD: Mutation<AddArgs, ()> = Mutation::new("cart:add").session("sessionId");
    ///
    /// async fn add(client: &Client, visitor: &str, item: String) -> Result<(), Error> {
    ///     client.with_session(visitor).mutation(ADD, AddArgs { item }).await
    /// }
    /// ```
    ///
    /// [`Config::inject`]: https://docs.rs/convex-codegen/latest/convex_codegen/struct.Config.html#method.inject
    #[must_use]
    pub fn with_session(&self, id: impl Into<Arc<str>>) -> Self {
        Self {
            session: Some(id.into()),
            ..self.clone()
        }
    }

    /// The session of this client, if it has one.
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }
}
