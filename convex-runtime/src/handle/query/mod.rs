//! `QueryHandle`: a query with what it shows, kept up to date.

mod changes;
mod mapped;
mod once;
mod state;
mod watcher;

use std::{fmt, sync::Arc};

pub use changes::QueryChanges;
pub use mapped::{MappedChanges, MappedQuery};
pub use state::QueryState;
use watcher::Owner;

use super::CallStatus;
use crate::{Client, Error, FromConvex, Preloaded, Query, ToConvex};

/// A handle of a query: subscribes, and shows the latest result.
///
/// Arguments are `Args` or `Option<Args>`; `None` skips the query until
/// [`set_args`](QueryHandle::set_args) gives some.
///
/// ```no_run
/// use convex_runtime::{Client, Query, ToConvex, use_convex_query};
///
/// #[derive(Clone, ToConvex)]
/// struct ListArgs { list: String }
///
/// const LIST: Query<ListArgs, Vec<String>> = Query::new("tasks:list");
///
/// # async fn example() -> Result<(), convex_runtime::Error> {
/// let client = Client::new("https://happy-otter-123.convex.cloud")?;
/// let tasks = use_convex_query(&client, LIST, ListArgs { list: "home".to_owned() });
/// let mut changes = tasks.changes();
/// while let Some(state) = changes.next().await {
///     println!("{:?}", state.data());
/// }
/// # Ok(())
/// # }
/// ```
pub fn use_convex_query<Args, Returns>(
    client: &Client,
    query: Query<Args, Returns>,
    args: impl Into<Option<Args>>,
) -> QueryHandle<Args, Returns>
where
    Args: ToConvex,
    Returns: FromConvex + Clone + Send + Sync + 'static,
{
    let watcher = Arc::new(Owner::new(client, query.reference()));
    let handle = QueryHandle { watcher, query };
    handle.set_args(args);
    handle
}

/// A query with what it shows, by [`use_convex_query`].
///
/// Cheap to clone; clones share arguments and state. The state is read from the client's own copy
/// of the results: after a mutation of the same client has ended, it shows what the mutation did.
/// Dropping all clones unsubscribes. A change of the client's identity hides what was shown.
pub struct QueryHandle<Args, Returns> {
    watcher: Arc<Owner<Returns>>,
    query: Query<Args, Returns>,
}

impl<Args, Returns> QueryHandle<Args, Returns>
where
    Args: ToConvex,
    Returns: FromConvex + Clone + Send + Sync + 'static,
{
    /// Keeps showing the data of the previous arguments while the new ones load; see
    /// [`is_stale`](Self::is_stale). Data is never kept across identities.
    #[must_use]
    pub fn keep_previous(self) -> Self {
        self.watcher.keep_previous();
        self
    }

    /// Shows a result that [`Client::preload`] has loaded on a server, until the deployment says
    /// what it is now. It has no effect when the handle has other arguments, or another user is
    /// signed in.
    ///
    /// ```no_run
    /// # use convex_runtime::{Client, Error, Preloaded, Query, QueryHandle, use_convex_query};
    /// # const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// /// In the browser; `text` came with the page.
    /// fn count(client: &Client, text: &str) -> Result<QueryHandle<(), f64>, Error> {
    ///     let preloaded: Preloaded<f64> = text.parse()?;
    ///     Ok(use_convex_query(client, COUNT, ()).initial(&preloaded))
    /// }
    /// ```
    #[must_use]
    pub fn initial(self, preloaded: &Preloaded<Returns>) -> Self {
        self.watcher.initial(preloaded);
        self
    }

    /// Subscribes with new arguments, or skips the query with `None`. Setting equal arguments has
    /// no effect.
    ///
    /// ```no_run
    /// # use convex_runtime::QueryHandle;
    /// fn close(tasks: &QueryHandle<(), Vec<String>>) {
    ///     tasks.set_args(None);
    /// }
    /// ```
    pub fn set_args(&self, args: impl Into<Option<Args>>) {
        let args = args.into();
        self.watcher
            .set_args(args.map(|args| self.watcher.encode(&args)));
    }

    /// Returns the current status, data and error.
    pub fn state(&self) -> QueryState<Returns> {
        self.watcher.state()
    }

    /// Returns the status: idle while skipped, pending until there is a result, then success or
    /// error.
    pub fn status(&self) -> CallStatus {
        self.state().status
    }

    /// Returns the latest result. An error of the query does not clear it.
    pub fn data(&self) -> Option<Arc<Returns>> {
        self.state().data
    }

    /// Returns the query's current error.
    pub fn error(&self) -> Option<Arc<Error>> {
        self.state().error
    }

    /// Returns whether the current arguments have no result yet.
    pub fn is_pending(&self) -> bool {
        self.state().is_pending()
    }

    /// Alias for [`is_pending`](Self::is_pending).
    pub fn is_loading(&self) -> bool {
        self.is_pending()
    }

    /// Returns whether the data belongs to previous arguments.
    pub fn is_stale(&self) -> bool {
        self.state().is_stale
    }

    /// Returns a stream of states: the current one, then each change.
    pub fn changes(&self) -> QueryChanges<Returns> {
        QueryChanges::new(self.watcher.share())
    }

    /// Waits for a result of the current arguments.
    ///
    /// # Errors
    ///
    /// Returns the query's error, or [`Error::Closed`] if the client was closed or the query is
    /// skipped.
    pub async fn loaded(&self) -> Result<Arc<Returns>, Arc<Error>> {
        let mut changes = self.changes();
        while let Some(state) = changes.next().await {
            match (state.status, state.data, state.error) {
                (CallStatus::Success, Some(data), _) => return Ok(data),
                (CallStatus::Error, _, Some(error)) => return Err(error),
                (CallStatus::Idle, ..) => return Err(Arc::new(Error::SKIPPED)),
                _ => {}
            }
        }
        Err(Arc::new(Error::CLIENT_CLOSED))
    }
}

/// Handles are equal if they are clones of each other.
impl<Args, Returns> PartialEq for QueryHandle<Args, Returns> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.watcher, &other.watcher)
    }
}

impl<Args, Returns> Eq for QueryHandle<Args, Returns> {}

impl<Args, Returns> Clone for QueryHandle<Args, Returns> {
    fn clone(&self) -> Self {
        Self {
            watcher: Arc::clone(&self.watcher),
            query: self.query,
        }
    }
}

impl<Args, Returns> fmt::Debug for QueryHandle<Args, Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueryHandle")
            .field("path", &self.query.path())
            .finish_non_exhaustive()
    }
}
