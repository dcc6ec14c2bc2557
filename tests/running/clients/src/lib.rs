//! One suite for every client of a deployment, and the deployments that it runs against.
//!
//! The clients are `ConvexHttpClient` and `ConvexClient` of the npm package (`npm/`), Convex's own
//! Rust crate and ours, over HTTP and over a socket (`tests/`). Each does the same, as far as it
//! can:
//!
//! 1. *values*: a query and an action return integers, NaN, -0, infinities, bytes, nested values;
//! 2. *messages*: mutations run in order, and queries see what they did; over HTTP also at one
//!    point in time;
//! 3. *errors*: the data of a `ConvexError` of a query and of a mutation, a plain error, a missing
//!    function;
//! 4. *identity*: anonymous, Alice, and an invalid token;
//! 5. *subscription*: it sees mutations;
//! 6. *connection*: after it broke, mutations, subscriptions and the identity are there again.
//!
//! The deployments are the testing deployment and TypeScript under Node (`convex/`), or whichever
//! has the functions of `convex/` and is named by `CONVEX_TEST_URL`. A self-hosted backend, started
//! as its documentation says, is one after
//!
//! ```sh
//! curl -O https://raw.githubusercontent.com/get-convex/convex-backend/main/self-hosted/docker/docker-compose.yml
//! docker compose up --detach
//! export CONVEX_SELF_HOSTED_URL=http://127.0.0.1:3210
//! export CONVEX_SELF_HOSTED_ADMIN_KEY=$(docker compose exec backend ./generate_admin_key.sh | tail -1)
//! (cd tests/running/clients/npm && npm ci && cp -R ../convex . && npx convex deploy)
//! CONVEX_TEST_URL=http://127.0.0.1:3210 cargo test --package clients
//! ```
//!
//! There, the identity is tried when `CONVEX_TEST_TOKEN` is a token that the deployment accepts and
//! whose subject is `alice`.

pub mod proxy;
pub mod target;

use convex_runtime::{
    Action, FromConvex, Mutation, Query, ToConvex, Value,
    testing::{Builder, ConvexError, Deployment, Level, State, Thrown},
};

/// Returns its argument.
pub const ECHO: Query<Value, Value> = Query::new("values:echo");
/// Returns its argument.
pub const ECHO_ACTION: Action<Value, Value> = Action::new("values:echoAction");
/// All messages.
pub const LIST: Query<(), Vec<String>> = Query::new("messages:list");
/// Adds a message and returns the number of messages.
pub const SEND: Mutation<SendArgs, f64> = Mutation::new("messages:send");
/// Throws its argument as the data of a `ConvexError`.
pub const REFUSE: Query<Value, ()> = Query::new("errors:refuse");
/// Throws its argument as the data of a `ConvexError`.
pub const REFUSE_MUTATION: Mutation<Value, ()> = Mutation::new("errors:refuseMutation");
/// Throws a plain error.
pub const FAIL: Action<(), ()> = Action::new("errors:fail");
/// The subject of the caller.
pub const WHO: Query<(), Option<String>> = Query::new("auth:who");

/// Arguments of [`SEND`].
#[derive(Debug, Clone, PartialEq, Eq, ToConvex, FromConvex)]
pub struct SendArgs {
    /// The message.
    pub body: String,
}

/// The deployment of the suite, not yet started.
pub fn deployment() -> Builder {
    let messages = State::new(Vec::<String>::new());
    Deployment::builder()
        .query_with(ECHO, |context, args| async move {
            context.log(Level::Log, "echo");
            Ok(args)
        })
        .action(ECHO_ACTION, |args| async { Ok(args) })
        .query_on(LIST, &messages, |messages, ()| Ok(messages.clone()))
        .mutation_on(SEND, &messages, |messages, args| {
            messages.push(args.body);
            Ok(u32::try_from(messages.len()).map(f64::from)?)
        })
        .query(REFUSE, |data| async { Err(ConvexError(data))? })
        .mutation(REFUSE_MUTATION, |data| async { Err(ConvexError(data))? })
        .action(FAIL, |()| async { Err(Thrown::error("boom")) })
        .query_with(WHO, |context, ()| async move {
            Ok(context
                .identity()
                .map(|identity| identity.subject().to_owned()))
        })
}
