//! `ConvexPaginatedQuery`: a paginated query, page by page, as signals.

use std::{fmt, sync::Arc};

use convex_runtime::{
    Error, Paginated, PaginatedArgs, PaginatedHandle, PaginatedState, PaginationStatus, Query,
};
use leptos::prelude::{Effect, Get, GetValue, RwSignal, Set, StoredValue, untrack};

use crate::{
    follow::{follow, is_server},
    server::{ServerQuery, sent},
    suspense::suspend,
    use_convex,
};

/// Subscribes to a paginated query, whose arguments may read signals.
///
/// `args` returns the arguments without `paginationOpts`, or an `Option` of them; `None` skips the
/// query. The first page has `items` items.
///
/// On a server the first page is fetched once, over HTTP; see the [crate](crate#on-a-server).
///
/// ```no_run
/// use convex_leptos::use_convex_paginated_query;
/// use convex_runtime::{
///     FromConvex, PaginatedArgs, PaginationOptions, PaginationStatus, Query, ToConvex,
/// };
/// use leptos::prelude::*;
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
/// fn Messages() -> impl IntoView {
///     let messages = use_convex_paginated_query(LIST, || (), 20);
///     view! {
///         <ul>{move || messages.results().iter().map(|text| view! { <li>{text.clone()}</li> }).collect_view()}</ul>
///         <button
///             disabled=move || messages.status() != PaginationStatus::CanLoadMore
///             on:click=move |_| { messages.load_more(20); }
///         >
///             "More"
///         </button>
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
    args: impl Fn() -> Given + Send + Sync + 'static,
    items: u32,
) -> ConvexPaginatedQuery<Args, Returns>
where
    Args: PaginatedArgs<Rest: Send> + Send + Sync + 'static,
    Returns: Paginated<Item: Clone + Send + Sync> + Clone + Send + Sync + 'static,
    Given: Into<Option<Args::Rest>>,
{
    let client = use_convex();
    let args = move || -> Option<Args::Rest> { args().into() };
    if is_server() {
        let handle = convex_runtime::use_convex_paginated_query(&client, query, None, items);
        let state = match untrack(&args) {
            Some(_) => PaginatedState::loading(),
            None => PaginatedState::default(),
        };
        let load = move || {
            let (client, args) = (client.clone(), args()?);
            Some(async move { client.preload_page(query, args, items).await })
        };
        let server = ServerQuery::new(load, PaginatedState::preloaded);
        return ConvexPaginatedQuery {
            handle: StoredValue::new(handle),
            state: RwSignal::new(state),
            server: Some(StoredValue::new(server)),
        };
    }
    let handle = convex_runtime::use_convex_paginated_query(&client, query, untrack(&args), items);
    let handle = match sent() {
        Some(preloaded) => handle.initial(&preloaded),
        None => handle,
    };
    let state = follow(handle.state(), handle.changes());
    let handle = StoredValue::new(handle);
    Effect::new_isomorphic(move |_| {
        let args = args();
        if let Some(handle) = handle.try_get_value() {
            handle.set_args(args);
            state.try_set(handle.state());
        }
    });
    ConvexPaginatedQuery {
        handle,
        state,
        server: None,
    }
}

/// A paginated query, by [`use_convex_paginated_query`].
///
/// `Copy`, so that closures can take it. What reads it runs again when the state changes. It
/// unsubscribes with its component.
pub struct ConvexPaginatedQuery<Args: 'static, Returns: Paginated<Item: 'static> + 'static> {
    handle: StoredValue<PaginatedHandle<Args, Returns>>,
    state: RwSignal<PaginatedState<Returns::Item>>,
    server: Option<StoredValue<ServerQuery<PaginatedState<Returns::Item>>>>,
}

impl<Args, Returns> ConvexPaginatedQuery<Args, Returns>
where
    Args: PaginatedArgs + Send + Sync + 'static,
    Returns: Paginated<Item: Clone + Send + Sync> + Clone + Send + Sync + 'static,
{
    /// Returns results, status and error of this moment; reactive. A `<Suspense>` around the reader
    /// waits for the first page, on a server and in a browser.
    pub fn state(&self) -> PaginatedState<Returns::Item> {
        let server = self.server.and_then(|server| server.try_get_value());
        if let Some(state) = server.as_ref().and_then(ServerQuery::state) {
            return state;
        }
        let state = self.state.try_get().unwrap_or_default();
        if server.is_none()
            && state.status() == PaginationStatus::LoadingFirstPage
            && let Some(handle) = self.handle()
        {
            suspend(async move {
                let mut changes = handle.changes();
                while let Some(state) = changes.next().await {
                    if state.status() != PaginationStatus::LoadingFirstPage {
                        break;
                    }
                }
            });
        }
        state
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
        self.handle.try_get_value()
    }

    /// Uses the handle, and shows what that did at once.
    fn run<T>(&self, act: impl FnOnce(&PaginatedHandle<Args, Returns>) -> T) -> Option<T> {
        let handle = self.handle()?;
        let output = act(&handle);
        self.state.try_set(handle.state());
        Some(output)
    }
}

impl<Args, Returns: Paginated<Item: 'static>> Copy for ConvexPaginatedQuery<Args, Returns> {}

impl<Args, Returns: Paginated<Item: 'static>> Clone for ConvexPaginatedQuery<Args, Returns> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Args, Returns: Paginated<Item: 'static>> fmt::Debug for ConvexPaginatedQuery<Args, Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConvexPaginatedQuery")
            .finish_non_exhaustive()
    }
}
