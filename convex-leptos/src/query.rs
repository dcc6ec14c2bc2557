//! `ConvexQuery`: a live query, as signals.

use std::{fmt, sync::Arc};

use convex_runtime::{CallStatus, Error, FromConvex, Query, QueryHandle, QueryState, ToConvex};
use leptos::prelude::{Effect, Get, GetValue, Memo, RwSignal, Set, StoredValue, untrack};

use crate::{
    follow::{UNMOUNTED, follow, is_server},
    server::{ServerQuery, sent},
    suspense::suspend,
    use_convex,
};

/// Subscribes to a query, whose arguments may read signals.
///
/// `args` returns `Args` or `Option<Args>`; `None` skips the query. When signals that it reads
/// change, the query moves to the new arguments. Components that ask for the same query share one
/// subscription.
///
/// ```no_run
/// use convex_leptos::use_convex_query;
/// use convex_runtime::{Query, ToConvex};
/// use leptos::prelude::*;
///
/// #[derive(Clone, ToConvex)]
/// struct ListArgs { project: String }
///
/// const LIST: Query<ListArgs, Vec<String>> = Query::new("tasks:list");
///
/// #[component]
/// fn Tasks(project: RwSignal<Option<String>>) -> impl IntoView {
///     let tasks = use_convex_query(LIST, move || project.get().map(|project| ListArgs { project })).keep_previous();
///     view! {
///         <ul aria-busy=move || tasks.pending().to_string()>
///             {move || tasks.data().map(|list| list.iter().map(|task| view! { <li>{task.clone()}</li> }).collect_view())}
///         </ul>
///     }
/// }
/// # let _ = Tasks;
/// ```
///
/// On a server the query runs once, over HTTP; see the [crate](crate#on-a-server).
///
/// # Panics
///
/// When no component above called [`provide_convex`](crate::provide_convex).
#[track_caller]
pub fn use_convex_query<Args, Returns, Given>(
    query: Query<Args, Returns>,
    args: impl Fn() -> Given + Send + Sync + 'static,
) -> ConvexQuery<Args, Returns>
where
    Args: ToConvex + Send + Sync + 'static,
    Returns: FromConvex + Clone + Send + Sync + 'static,
    Given: Into<Option<Args>>,
{
    let client = use_convex();
    let args = move || args().into();
    if is_server() {
        let handle = convex_runtime::use_convex_query(&client, query, None);
        let state = match untrack(&args) {
            Some(_) => QueryState::pending(),
            None => QueryState::default(),
        };
        let load = move || {
            let (client, args) = (client.clone(), args()?);
            Some(async move { client.preload(query, args).await })
        };
        let server = ServerQuery::new(load, |result| Ok(Arc::new(result.value()?)));
        return ConvexQuery {
            handle: StoredValue::new(handle),
            state: RwSignal::new(state),
            server: Some(StoredValue::new(server)),
        };
    }
    let handle = convex_runtime::use_convex_query(&client, query, untrack(&args));
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
    ConvexQuery {
        handle,
        state,
        server: None,
    }
}

/// A live query, by [`use_convex_query`].
///
/// `Copy`, so that closures can take it. What reads it runs again when the state changes. It
/// unsubscribes with its component.
pub struct ConvexQuery<Args: 'static, Returns: 'static> {
    handle: StoredValue<QueryHandle<Args, Returns>>,
    state: RwSignal<QueryState<Returns>>,
    server: Option<StoredValue<ServerQuery<Arc<Returns>>>>,
}

impl<Args, Returns> ConvexQuery<Args, Returns>
where
    Args: ToConvex + Send + Sync + 'static,
    Returns: FromConvex + Clone + Send + Sync + 'static,
{
    /// Keeps showing the data of the former arguments while the new ones load;
    /// [`stale`](Self::stale) tells.
    #[must_use]
    pub fn keep_previous(self) -> Self {
        // Clones of a handle share what is changed.
        self.handle().map(QueryHandle::keep_previous);
        self
    }

    /// Returns status, data and error of this moment; reactive. A `<Suspense>` around the reader
    /// waits for the first data, on a server and in a browser.
    pub fn state(&self) -> QueryState<Returns> {
        let server = self.server.and_then(|server| server.try_get_value());
        if let Some(data) = server.as_ref().and_then(ServerQuery::state) {
            return QueryState::success(data);
        }
        let state = self.state.try_get().unwrap_or_default();
        if server.is_none()
            && state.is_pending()
            && state.data().is_none()
            && let Some(handle) = self.handle()
        {
            suspend(async move { handle.loaded().await.is_ok() });
        }
        state
    }

    /// Returns idle while skipped, pending until there is a result, then success or error;
    /// reactive.
    pub fn status(&self) -> CallStatus {
        self.state().status()
    }

    /// Returns the latest result; reactive. A later error keeps it.
    pub fn data(&self) -> Option<Arc<Returns>> {
        self.state().data().cloned()
    }

    /// Returns why the query fails at the moment; reactive.
    pub fn error(&self) -> Option<Arc<Error>> {
        self.state().error().cloned()
    }

    /// Returns the present error as a sentence for end users, [`Error::text`]; reactive.
    pub fn message(&self) -> Option<String> {
        self.error().map(|error| error.text().into_owned())
    }

    /// Returns whether the present arguments have no result yet; reactive.
    pub fn pending(&self) -> bool {
        self.state().is_pending()
    }

    /// Returns whether the data belongs to former arguments; reactive.
    pub fn stale(&self) -> bool {
        self.state().is_stale()
    }

    /// Returns a memo of something made of the data: what reads it runs again only when that
    /// changes.
    ///
    /// ```no_run
    /// # use convex_leptos::use_convex_query;
    /// # use convex_runtime::Query;
    /// # use leptos::prelude::*;
    /// # const LIST: Query<(), Vec<String>> = Query::new("tasks:list");
    /// #[component]
    /// fn Count() -> impl IntoView {
    ///     let count = use_convex_query(LIST, || ()).transform(|tasks| tasks.len());
    ///     view! { <p>{move || count.get()}</p> }
    /// }
    /// # let _ = Count;
    /// ```
    pub fn transform<T>(
        self,
        transform: impl Fn(&Returns) -> T + Send + Sync + 'static,
    ) -> Memo<Option<T>>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.data().map(|data| transform(&data)))
    }

    /// Waits until the present arguments have a result, for `Suspend` and event handlers.
    ///
    /// ```no_run
    /// # use convex_leptos::use_convex_query;
    /// # use convex_runtime::Query;
    /// # use leptos::prelude::*;
    /// # const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// #[component]
    /// fn Count() -> impl IntoView {
    ///     let count = use_convex_query(COUNT, || ());
    ///     view! { <Suspense fallback=|| "…">{move || Suspend::new(async move { count.loaded().await.ok().map(|count| *count) })}</Suspense> }
    /// }
    /// # let _ = Count;
    /// ```
    ///
    /// # Errors
    ///
    /// The query's error; [`Error::Closed`] when the query is skipped, or its component is gone.
    pub async fn loaded(self) -> Result<Arc<Returns>, Arc<Error>> {
        if let Some(server) = self.server.and_then(|server| server.try_get_value()) {
            return server.loaded().await;
        }
        match self.handle() {
            Some(handle) => handle.loaded().await,
            None => Err(Arc::new(UNMOUNTED)),
        }
    }

    /// Returns the handle of the runtime, unless the component is gone.
    pub fn handle(&self) -> Option<QueryHandle<Args, Returns>> {
        self.handle.try_get_value()
    }
}

impl<Args, Returns> Copy for ConvexQuery<Args, Returns> {}

impl<Args, Returns> Clone for ConvexQuery<Args, Returns> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Args, Returns> fmt::Debug for ConvexQuery<Args, Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConvexQuery").finish_non_exhaustive()
    }
}
