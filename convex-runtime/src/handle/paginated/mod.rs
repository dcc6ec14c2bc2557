//! `PaginatedHandle`: a paginated query, page by page, each kept up to date.

mod changes;
mod kept;
mod options;
mod page;
mod pages;
mod state;
#[cfg(test)]
mod table;
mod watcher;

use std::{fmt, sync::Arc};

pub use changes::PaginatedChanges;
pub use state::{PaginatedState, PaginationStatus};
use watcher::Owner;

use crate::{Client, Error, Paginated, PaginatedArgs, Preloaded, Query};

/// A handle of a paginated query: subscribes to the first page, and to more on demand.
///
/// The arguments are those of the query without `paginationOpts`, which the generated type
/// `ListPageArgs` beside `ListArgs` has; `None` skips the query. `items` is how many items the
/// first page is asked for.
///
/// ```no_run
/// use convex_runtime::{Client, FromConvex, PaginatedArgs, PaginationOptions, Query, ToConvex, use_convex_paginated_query};
///
/// #[derive(ToConvex)]
/// struct ListArgs { channel: String, pagination_opts: PaginationOptions }
///
/// #[derive(ToConvex)]
/// struct ListPageArgs { channel: String }
/// # impl PaginatedArgs for ListArgs { type Rest = ListPageArgs; }
///
/// #[derive(Clone, FromConvex)]
/// struct ListReturns { page: Vec<String>, is_done: bool, continue_cursor: String }
///
/// const LIST: Query<ListArgs, ListReturns> = Query::new("messages:list");
///
/// # async fn example() -> Result<(), convex_runtime::Error> {
/// let client = Client::new("https://happy-otter-123.convex.cloud")?;
/// let messages = use_convex_paginated_query(&client, LIST, ListPageArgs { channel: "general".to_owned() }, 20);
/// let mut changes = messages.changes();
/// while let Some(state) = changes.next().await {
///     println!("{} messages", state.results().len());
///     messages.load_more(20);
/// }
/// # Ok(())
/// # }
/// ```
pub fn use_convex_paginated_query<Args, Returns>(
    client: &Client,
    query: Query<Args, Returns>,
    args: impl Into<Option<Args::Rest>>,
    items: u32,
) -> PaginatedHandle<Args, Returns>
where
    Args: PaginatedArgs,
    Returns: Paginated + Clone + Send + Sync + 'static,
    Returns::Item: Clone,
{
    let watcher = Arc::new(Owner::new(client, query.reference(), items));
    let handle = PaginatedHandle { watcher, query };
    handle.set_args(args);
    handle
}

/// A paginated query, page by page, by [`use_convex_paginated_query`].
///
/// Cheap to clone; clones share pages and state. Each page is a subscription of its own, and pages
/// stay next to each other: items that are added between them appear in the page where they belong.
/// A page that grows too large is split. When the cursors become invalid, or the client's identity
/// changes, the list starts over.
pub struct PaginatedHandle<Args, Returns: Paginated> {
    watcher: Arc<Owner<Returns>>,
    query: Query<Args, Returns>,
}

impl<Args, Returns> PaginatedHandle<Args, Returns>
where
    Args: PaginatedArgs,
    Returns: Paginated + Clone + Send + Sync + 'static,
    Returns::Item: Clone,
{
    /// Starts over with new arguments, or skips the query with `None`. Setting equal arguments has
    /// no effect.
    pub fn set_args(&self, args: impl Into<Option<Args::Rest>>) {
        let args = args.into();
        self.watcher
            .set_args(args.map(|args| self.watcher.encode(&args)));
    }

    /// Shows a first page that [`Client::preload_page`] has loaded on a server, until the
    /// deployment says what it is now. It has no effect when the arguments or the number of items
    /// differ, or another user is signed in.
    #[must_use]
    pub fn initial(self, preloaded: &Preloaded<Returns>) -> Self {
        self.watcher.initial(preloaded);
        self
    }

    /// Keeps showing the items of previous arguments while the first page of the new ones loads; see
    /// [`is_stale`](PaginatedState::is_stale). Items are never kept across identities.
    ///
    /// ```no_run
    /// # use convex_runtime::{Paginated, PaginatedArgs, PaginatedHandle};
    /// # fn example<A: PaginatedArgs, R>(tasks: PaginatedHandle<A, R>) -> PaginatedHandle<A, R>
    /// # where R: Paginated + Clone + Send + Sync + 'static, R::Item: Clone {
    /// tasks.keep_previous()
    /// # }
    /// ```
    #[must_use]
    pub fn keep_previous(self) -> Self {
        self.watcher.keep_previous();
        self
    }

    /// Requests the next page of `items` items. Returns `false`, doing nothing, unless the last
    /// page has loaded and more exist.
    #[expect(
        clippy::must_use_candidate,
        reason = "a button that does nothing is as good as none"
    )]
    pub fn load_more(&self, items: u32) -> bool {
        self.watcher.load_more(items)
    }

    /// Discards all pages and loads the first page again.
    pub fn restart(&self) {
        self.watcher.restart();
    }

    /// Returns the current results, status and error.
    pub fn state(&self) -> PaginatedState<Returns::Item> {
        self.watcher.state()
    }

    /// Returns the items of all loaded pages, in order.
    pub fn results(&self) -> Arc<Vec<Returns::Item>> {
        Arc::clone(self.state().results())
    }

    /// The status of the query.
    pub fn status(&self) -> PaginationStatus {
        self.state().status()
    }

    /// Returns whether a page is loading.
    pub fn is_loading(&self) -> bool {
        self.status().is_loading()
    }

    /// Returns the error of a failed page.
    pub fn error(&self) -> Option<Arc<Error>> {
        self.state().error().cloned()
    }

    /// Returns a stream of states: the current one, then each change.
    pub fn changes(&self) -> PaginatedChanges<Returns> {
        PaginatedChanges::new(self.watcher.share())
    }
}

/// Handles are equal if they are clones of each other.
impl<Args, Returns: Paginated> PartialEq for PaginatedHandle<Args, Returns> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.watcher, &other.watcher)
    }
}

impl<Args, Returns: Paginated> Eq for PaginatedHandle<Args, Returns> {}

impl<Args, Returns: Paginated> Clone for PaginatedHandle<Args, Returns> {
    fn clone(&self) -> Self {
        Self {
            watcher: Arc::clone(&self.watcher),
            query: self.query,
        }
    }
}

impl<Args, Returns: Paginated> fmt::Debug for PaginatedHandle<Args, Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PaginatedHandle")
            .field("path", &self.query.path())
            .finish_non_exhaustive()
    }
}
