//! `ConvexPaginatedQuery`: a paginated query, page by page, as signals.

use std::{fmt, sync::Arc};

use convex_runtime::{
    Error, Paginated, PaginatedArgs, PaginatedHandle, PaginatedState, PaginationStatus, Query,
};
use dioxus::prelude::{CopyValue, ReadableExt, Signal, use_effect, use_hook};

use crate::{
    client::client,
    follow::{follow, read, show},
};

/// Subscribes to a paginated query, whose arguments may read signals.
///
/// `args` returns the arguments without `paginationOpts`, or an `Option` of them; `None` skips the
/// query. The first page has `items` items.
///
/// ```no_run
/// use convex_dioxus::use_convex_paginated_query;
/// use convex_runtime::{
///     FromConvex, PaginatedArgs, PaginationOptions, PaginationStatus, Query, ToConvex,
/// };
/// use dioxus::prelude::*;
///
/// // As `convex-codegen` writes it.
/// #[derive(Clone, ToConvex)]
/// struct ListArgs { pagination_opts: PaginationOptions }
/// impl PaginatedArgs for ListArgs { type Rest = (); }
///
/// #[derive(Clone, FromConvex)]
/// struct ListReturns { page: Vec<String>, is_done: bool, continue_cursor: String }
///
/// const LIST: Query<ListArgs, ListReturns> = Query::new("messages:list");
///
/// #[component]
/// fn Messages() -> Element {
///     let messages = use_convex_paginated_query(LIST, || (), 20);
///     rsx! {
///         ul { for text in messages.results().iter() { li { "{text}" } } }
///         button {
///             disabled: messages.status() != PaginationStatus::CanLoadMore,
///             onclick: move |_| { messages.load_more(20); },
///             "More"
///         }
///     }
/// }
/// # let _ = Messages;
/// ```
///
/// # Panics
///
/// When no component above called [`provide_convex`](crate::provide_convex).
#[track_caller]
pub fn use_convex_paginated_query<Args, Returns, Given>(
    query: Query<Args, Returns>,
    args: impl Fn() -> Given + 'static,
    items: u32,
) -> ConvexPaginatedQuery<Args, Returns>
where
    Args: PaginatedArgs + 'static,
    Returns: Paginated<Item: Clone + Send + Sync> + Clone + Send + Sync + 'static,
    Given: Into<Option<Args::Rest>>,
{
    let hook = use_hook(|| {
        let handle =
            convex_runtime::use_convex_paginated_query(&client(), query, args().into(), items);
        ConvexPaginatedQuery {
            state: follow(handle.state(), handle.changes()),
            handle: CopyValue::new(handle),
        }
    });
    use_effect(move || {
        let args = args();
        if let Some(handle) = hook.handle() {
            handle.set_args(args);
            show(hook.state, handle.state());
        }
    });
    hook
}

/// A paginated query, by [`use_convex_paginated_query`].
///
/// `Copy`, as signals are. A component that reads it renders again when the state changes. It
/// unsubscribes with its component.
pub struct ConvexPaginatedQuery<Args: 'static, Returns: Paginated<Item: 'static> + 'static> {
    handle: CopyValue<PaginatedHandle<Args, Returns>>,
    state: Signal<PaginatedState<Returns::Item>>,
}

impl<Args, Returns> ConvexPaginatedQuery<Args, Returns>
where
    Args: PaginatedArgs + 'static,
    Returns: Paginated<Item: Clone + Send + Sync> + Clone + Send + Sync + 'static,
{
    /// Returns results, status and error of this moment; reactive.
    pub fn state(&self) -> PaginatedState<Returns::Item> {
        read(self.state)
    }

    /// Returns the items of all pages that have loaded, in order; reactive.
    pub fn results(&self) -> Arc<Vec<Returns::Item>> {
        Arc::clone(self.state().results())
    }

    /// Returns whether pages are loading, and whether there are more; reactive.
    pub fn status(&self) -> PaginationStatus {
        self.state().status()
    }

    /// Returns why a page fails; reactive.
    pub fn error(&self) -> Option<Arc<Error>> {
        self.state().error().cloned()
    }

    /// Returns whether a page is loading; reactive.
    pub fn pending(&self) -> bool {
        self.status().is_loading()
    }

    /// Requests the next page of `items`. Returns `false`, doing nothing, unless the last page has
    /// loaded and more exist.
    #[expect(
        clippy::must_use_candidate,
        reason = "a button that does nothing is as good as none"
    )]
    pub fn load_more(&self, items: u32) -> bool {
        self.run(|handle| handle.load_more(items)).unwrap_or(false)
    }

    /// Discards all pages and begins at the first.
    pub fn restart(&self) {
        self.run(PaginatedHandle::restart);
    }

    /// Returns the handle of the runtime, unless the component is gone.
    pub fn handle(&self) -> Option<PaginatedHandle<Args, Returns>> {
        Some(self.handle.try_peek().ok()?.clone())
    }

    /// Uses the handle, and shows what that did at once.
    fn run<T>(&self, act: impl FnOnce(&PaginatedHandle<Args, Returns>) -> T) -> Option<T> {
        let handle = self.handle()?;
        let output = act(&handle);
        show(self.state, handle.state());
        Some(output)
    }
}

impl<Args, Returns: Paginated<Item: 'static>> Copy for ConvexPaginatedQuery<Args, Returns> {}

impl<Args, Returns: Paginated<Item: 'static>> Clone for ConvexPaginatedQuery<Args, Returns> {
    fn clone(&self) -> Self {
        *self
    }
}

/// Equal when both come from the same hook, for props.
impl<Args, Returns: Paginated<Item: 'static>> PartialEq for ConvexPaginatedQuery<Args, Returns> {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}

impl<Args, Returns: Paginated<Item: 'static>> fmt::Debug for ConvexPaginatedQuery<Args, Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConvexPaginatedQuery")
            .finish_non_exhaustive()
    }
}
