//! `ConvexPaginatedQuery`: a paginated query, page by page, as signals.

use std::{fmt, rc::Rc, sync::Arc};

use convex_runtime::{
    Client, Error, Paginated, PaginatedArgs, PaginatedHandle, PaginatedState, PaginationStatus,
    Query,
};
use dioxus::{
    core::RenderError,
    prelude::{CopyValue, ReadableExt, Signal, use_effect, use_hook},
};

use crate::{
    client::client,
    follow::{follow, read, show},
    server::{Entry, Sent, is_server},
    suspense::{Suspense, Waited},
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
    let args = Rc::new(move || -> Option<Args::Rest> { args().into() });
    let hook = use_hook(|| ConvexPaginatedQuery::new(&client(), query, Rc::clone(&args), items));
    use_effect(move || {
        let args = args();
        if let Some(handle) = hook.handle()
            && !is_server()
        {
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
    suspense: Suspense,
}

impl<Args, Returns> ConvexPaginatedQuery<Args, Returns>
where
    Args: PaginatedArgs + 'static,
    Returns: Paginated<Item: Clone + Send + Sync> + Clone + Send + Sync + 'static,
{
    fn new(
        client: &Client,
        query: Query<Args, Returns>,
        args: Rc<impl Fn() -> Option<Args::Rest> + 'static>,
        items: u32,
    ) -> Self {
        let entry = Entry::new();
        if is_server() {
            return Self::on_server(client.clone(), (query, items), args, entry);
        }
        let handle = convex_runtime::use_convex_paginated_query(client, query, args(), items);
        let sent = entry.sent();
        let handle = match sent.result() {
            Some(preloaded) => handle.initial(&preloaded),
            None => handle,
        };
        let state = follow(handle.state(), handle.changes());
        let awaited = handle.clone();
        let suspense = Suspense::new(&sent, move || {
            let handle = awaited.clone();
            async move {
                let mut changes = handle.changes();
                while let Some(now) = changes.next().await {
                    if now.status() != PaginationStatus::LoadingFirstPage {
                        break;
                    }
                }
                show(state, handle.state());
                Waited::Answered
            }
        });
        Self {
            handle: CopyValue::new(handle),
            state,
            suspense,
        }
    }

    /// A query whose first page is fetched once, and only when a component is suspended for it.
    fn on_server(
        client: Client,
        (query, items): (Query<Args, Returns>, u32),
        args: Rc<impl Fn() -> Option<Args::Rest> + 'static>,
        entry: Entry,
    ) -> Self {
        let handle = convex_runtime::use_convex_paginated_query(&client, query, None, items);
        let state = Signal::new(match args() {
            Some(_) => PaginatedState::loading(),
            None => PaginatedState::default(),
        });
        let suspense = Suspense::new(&Sent::Never, move || {
            let (client, args, entry) = (client.clone(), args(), entry.clone());
            async move {
                let Some(args) = args else {
                    return Waited::InVain;
                };
                let page = client.preload_page(query, args, items).await;
                let page =
                    page.and_then(|page| Ok((page.to_string(), PaginatedState::preloaded(&page)?)));
                let Ok((text, loaded)) = page else {
                    entry.send_nothing();
                    return Waited::InVain;
                };
                entry.send(text);
                show(state, loaded);
                Waited::Answered
            }
        });
        Self {
            handle: CopyValue::new(handle),
            state,
            suspense,
        }
    }

    /// Suspends the component until the first page has loaded, or failed; the nearest
    /// `SuspenseBoundary` shows its fallback meanwhile. On a server of Dioxus fullstack this is
    /// what fetches the page; see the [crate](crate#on-a-server).
    ///
    /// # Errors
    ///
    /// [`RenderError::Suspended`] while there is nothing to show, for `?` in a component.
    pub fn suspend(self) -> Result<Self, RenderError> {
        if self.status() == PaginationStatus::LoadingFirstPage {
            self.suspense.wait()?;
        } else {
            self.suspense.end();
        }
        Ok(self)
    }

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
