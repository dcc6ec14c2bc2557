//! `ConvexQuery`: a live query, as signals.

use std::{fmt, rc::Rc, sync::Arc};

use convex_runtime::{
    CallStatus, Client, Error, FromConvex, Query, QueryHandle, QueryState, ToConvex,
};
use dioxus::{
    core::RenderError,
    prelude::{CopyValue, Memo, ReadableExt, Signal, use_effect, use_hook, use_memo},
};

use crate::{
    client::client,
    follow::{UNMOUNTED, follow, read, show},
    server::{Entry, Sent, is_server},
    suspense::{Suspense, Waited},
};

/// Subscribes to a query, whose arguments may read signals.
///
/// `args` returns `Args` or `Option<Args>`; `None` skips the query. When signals that it reads
/// change, the query moves to the new arguments. Components that ask for the same query share one
/// subscription.
///
/// ```no_run
/// use convex_dioxus::use_convex_query;
/// use convex_runtime::{Query, ToConvex};
/// use dioxus::prelude::*;
///
/// #[derive(Clone, ToConvex)]
/// struct ListArgs { project: String }
///
/// const LIST: Query<ListArgs, Vec<String>> = Query::new("tasks:list");
///
/// #[component]
/// fn Tasks(project: ReadSignal<Option<String>>) -> Element {
///     let tasks = use_convex_query(LIST, move || project().map(|project| ListArgs { project })).keep_previous();
///     rsx! {
///         ul {
///             aria_busy: tasks.pending(),
///             for task in tasks.data().iter().flat_map(|tasks| tasks.iter()) { li { "{task}" } }
///         }
///     }
/// }
/// # let _ = Tasks;
/// ```
///
/// # Panics
///
/// When no component above called [`provide_convex`](crate::provide_convex).
#[track_caller]
pub fn use_convex_query<Args, Returns, Given>(
    query: Query<Args, Returns>,
    args: impl Fn() -> Given + 'static,
) -> ConvexQuery<Args, Returns>
where
    Args: ToConvex + 'static,
    Returns: FromConvex + Clone + Send + Sync + 'static,
    Given: Into<Option<Args>>,
{
    let args = Rc::new(move || -> Option<Args> { args().into() });
    let hook = use_hook(|| ConvexQuery::new(&client(), query, Rc::clone(&args)));
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

/// A live query, by [`use_convex_query`].
///
/// `Copy`, as signals are. A component that reads it renders again when the state changes. It
/// unsubscribes with its component.
pub struct ConvexQuery<Args: 'static, Returns: 'static> {
    handle: CopyValue<QueryHandle<Args, Returns>>,
    state: Signal<QueryState<Returns>>,
    suspense: Suspense,
}

impl<Args, Returns> ConvexQuery<Args, Returns>
where
    Args: ToConvex + 'static,
    Returns: FromConvex + Clone + Send + Sync + 'static,
{
    fn new(
        client: &Client,
        query: Query<Args, Returns>,
        args: Rc<impl Fn() -> Option<Args> + 'static>,
    ) -> Self {
        let entry = Entry::new();
        if is_server() {
            return Self::on_server(client.clone(), query, args, entry);
        }
        let handle = convex_runtime::use_convex_query(client, query, args());
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
                // The state has the error.
                let _ = handle.loaded().await;
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

    /// A query that runs once, and only when a component is suspended for it.
    fn on_server(
        client: Client,
        query: Query<Args, Returns>,
        args: Rc<impl Fn() -> Option<Args> + 'static>,
        entry: Entry,
    ) -> Self {
        let handle = convex_runtime::use_convex_query(&client, query, None);
        let state = Signal::new(match args() {
            Some(_) => QueryState::pending(),
            None => QueryState::default(),
        });
        let suspense = Suspense::new(&Sent::Never, move || {
            let (client, args, entry) = (client.clone(), args(), entry.clone());
            async move {
                let Some(args) = args else {
                    return Waited::InVain;
                };
                let result = client.preload(query, args).await;
                let result = result.and_then(|result| Ok((result.to_string(), result.value()?)));
                let Ok((text, data)) = result else {
                    entry.send_nothing();
                    return Waited::InVain;
                };
                entry.send(text);
                show(state, QueryState::success(Arc::new(data)));
                Waited::Answered
            }
        });
        Self {
            handle: CopyValue::new(handle),
            state,
            suspense,
        }
    }

    /// Keeps showing the data of the former arguments while the new ones load;
    /// [`stale`](Self::stale) tells.
    #[must_use]
    pub fn keep_previous(self) -> Self {
        // Clones of a handle share it.
        self.handle().map(QueryHandle::keep_previous);
        self
    }

    /// Suspends the component until the present arguments have data, or an error; the nearest
    /// `SuspenseBoundary` shows its fallback meanwhile. Data of former arguments, which
    /// [`keep_previous`](Self::keep_previous) keeps, is shown without waiting.
    ///
    /// On a server of Dioxus fullstack this is what fetches the query; see the
    /// [crate](crate#on-a-server).
    ///
    /// ```no_run
    /// # use convex_dioxus::use_convex_query;
    /// # use convex_runtime::Query;
    /// # use dioxus::prelude::*;
    /// # const LIST: Query<(), Vec<String>> = Query::new("tasks:list");
    /// #[component]
    /// fn Tasks() -> Element {
    ///     let tasks = use_convex_query(LIST, || ()).suspend()?;
    ///     rsx! { ul { for task in tasks.data().iter().flat_map(|tasks| tasks.iter()) { li { "{task}" } } } }
    /// }
    /// # let _ = Tasks;
    /// ```
    ///
    /// # Errors
    ///
    /// [`RenderError::Suspended`] while there is nothing to show, for `?` in a component.
    pub fn suspend(self) -> Result<Self, RenderError> {
        let state = self.state();
        if state.is_pending() && state.data().is_none() {
            self.suspense.wait()?;
        } else {
            self.suspense.end();
        }
        Ok(self)
    }

    /// Returns status, data and error of this moment; reactive.
    pub fn state(&self) -> QueryState<Returns> {
        read(self.state)
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

    /// Returns a memo of something made of the data: a component that reads it renders again only
    /// when that changes. A hook, so call it in the component's body.
    ///
    /// ```no_run
    /// # use convex_dioxus::use_convex_query;
    /// # use convex_runtime::Query;
    /// # use dioxus::prelude::*;
    /// # const LIST: Query<(), Vec<String>> = Query::new("tasks:list");
    /// #[component]
    /// fn Count() -> Element {
    ///     let count = use_convex_query(LIST, || ()).transform(|tasks| tasks.len());
    ///     rsx! { if let Some(count) = count() { p { "{count}" } } }
    /// }
    /// # let _ = Count;
    /// ```
    pub fn transform<T: PartialEq + 'static>(
        self,
        transform: impl Fn(&Returns) -> T + 'static,
    ) -> Memo<Option<T>> {
        use_memo(move || self.data().map(|data| transform(&data)))
    }

    /// Waits until the present arguments have a result, for event handlers and resources.
    ///
    /// # Errors
    ///
    /// The query's error; [`Error::Closed`] when the query is skipped, or its component is gone.
    pub async fn loaded(self) -> Result<Arc<Returns>, Arc<Error>> {
        match self.handle() {
            Some(handle) => handle.loaded().await,
            None => Err(Arc::new(UNMOUNTED)),
        }
    }

    /// Returns the handle of the runtime, unless the component is gone.
    pub fn handle(&self) -> Option<QueryHandle<Args, Returns>> {
        Some(self.handle.try_peek().ok()?.clone())
    }
}

impl<Args, Returns> Copy for ConvexQuery<Args, Returns> {}

impl<Args, Returns> Clone for ConvexQuery<Args, Returns> {
    fn clone(&self) -> Self {
        *self
    }
}

/// Equal when both come from the same hook, for props.
impl<Args, Returns> PartialEq for ConvexQuery<Args, Returns> {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}

impl<Args, Returns> fmt::Debug for ConvexQuery<Args, Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConvexQuery").finish_non_exhaustive()
    }
}
