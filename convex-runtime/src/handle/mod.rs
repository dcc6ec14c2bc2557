//! Handles: a function with the state of its calls, as Convex's composables for Vue have it.

mod admin;
mod call;
mod callbacks;
mod changes;
mod execution;
#[cfg(feature = "http")]
mod limits;
#[cfg(feature = "live")]
mod listeners;
mod machine;
#[cfg(feature = "live")]
mod optimistic;
#[cfg(feature = "live")]
mod paginated;
#[cfg(feature = "live")]
mod query;
mod state;
#[cfg(feature = "http")]
mod upload;
#[cfg(feature = "http")]
mod upload_queue;
#[cfg(feature = "live")]
mod versioned;

pub use call::CallHandle;
pub use changes::Changes;
pub use execution::Execution;
#[cfg(feature = "live")]
pub use paginated::{
    PaginatedChanges, PaginatedHandle, PaginatedState, PaginationStatus, use_convex_paginated_query,
};
#[cfg(feature = "live")]
pub use query::{
    MappedChanges, MappedQuery, QueryChanges, QueryHandle, QueryState, use_convex_query,
};
pub use state::{CallState, CallStatus};
#[cfg(feature = "http")]
pub use upload::{UploadHandle, use_convex_file_upload};
#[cfg(feature = "http")]
pub use upload_queue::{
    UploadId, UploadItem, UploadQueue, UploadQueueChanges, UploadQueueState, UploadStatus,
    use_convex_upload_queue,
};

use crate::{Action, Client, Mutation};

/// A handle of an action: calls it, and knows how its calls go.
///
/// ```no_run
/// use convex_runtime::{Action, Client, ToConvex, use_convex_action};
///
/// #[derive(ToConvex)]
/// struct SummarizeArgs { text: String }
///
/// const SUMMARIZE: Action<SummarizeArgs, String> = Action::new("ai:summarize");
///
/// # async fn example() -> Result<(), convex_runtime::Error> {
/// let client = Client::new("https://happy-otter-123.convex.cloud")?;
/// let summarize = use_convex_action(&client, SUMMARIZE);
/// let text: String = summarize.execute(SummarizeArgs { text: "…".to_owned() }).await?;
/// assert_eq!(summarize.data().as_deref(), Some(&text));
/// # Ok(())
/// # }
/// ```
///
/// Another kind of function, or an internal one, is a type error:
///
/// ```compile_fail,E0308
/// # use convex_runtime::{Client, Mutation, use_convex_action};
/// # const CLEAR: Mutation<(), ()> = Mutation::new("tasks:clear");
/// # fn example(client: &Client) {
/// use_convex_action(client, CLEAR); // expected `Action<_, _>`, found `Mutation<(), ()>`
/// # }
/// ```
pub fn use_convex_action<Args, Returns>(
    client: &Client,
    action: Action<Args, Returns>,
) -> CallHandle<Args, Returns>
where
    Args: Send + Sync + 'static,
    Returns: Send + Sync + 'static,
{
    CallHandle::new(client, action.reference())
}

/// A handle of a mutation: calls it, and knows how its calls go.
///
/// ```no_run
/// # use convex_runtime::{Client, Mutation, use_convex_mutation};
/// # const CLEAR: Mutation<(), ()> = Mutation::new("tasks:clear");
/// # async fn example(client: &Client) -> Result<(), convex_runtime::Error> {
/// let clear = use_convex_mutation(client, CLEAR);
/// clear.execute(()).await?;
/// # Ok(())
/// # }
/// ```
pub fn use_convex_mutation<Args, Returns>(
    client: &Client,
    mutation: Mutation<Args, Returns>,
) -> CallHandle<Args, Returns>
where
    Args: Send + Sync + 'static,
    Returns: Send + Sync + 'static,
{
    CallHandle::new(client, mutation.reference())
}
