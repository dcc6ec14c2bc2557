//! `ServerQuery`: a query that a server runs once for a page, and how its result gets to the
//! browser.

use std::sync::{Arc, OnceLock};

use convex_runtime::{Client, Error, FromConvex, Preloaded, Query, QueryState, ToConvex};
use leptos::prelude::{ArcResource, Get, Owner, untrack};

/// A query that runs once, while a page is rendered on a server.
#[derive(Clone)]
pub(crate) struct ServerQuery<Returns> {
    /// The preloaded result, which travels with the page. `None` when the query failed or is
    /// skipped: the browser then asks by itself.
    preloaded: ArcResource<Option<String>>,
    outcome: Arc<OnceLock<Result<Arc<Returns>, Arc<Error>>>>,
    is_skipped: bool,
}

impl<Returns: FromConvex + Send + Sync + 'static> ServerQuery<Returns> {
    pub(crate) fn new<Args>(
        client: &Client,
        query: Query<Args, Returns>,
        args: impl Fn() -> Option<Args> + Send + Sync + 'static,
    ) -> Self
    where
        Args: ToConvex + Send + Sync + 'static,
    {
        let client = client.clone();
        let is_skipped = untrack(&args).is_none();
        let outcome = Arc::<OnceLock<_>>::default();
        let answer = Arc::clone(&outcome);
        let preloaded = ArcResource::new_blocking(
            || (),
            move |()| {
                let (client, args, answer) = (client.clone(), args(), Arc::clone(&answer));
                async move {
                    let preloaded = client.preload(query, args?).await;
                    let read = |preloaded: Preloaded<Returns>| {
                        let data = Arc::new(preloaded.value()?);
                        Ok((preloaded.to_string(), data))
                    };
                    let (text, result) = match preloaded.and_then(read) {
                        Ok((text, data)) => (Some(text), Ok(data)),
                        Err(error) => (None, Err(Arc::new(error))),
                    };
                    // A page runs it once.
                    let _ = answer.set(result);
                    text
                }
            },
        );
        Self {
            preloaded,
            outcome,
            is_skipped,
        }
    }

    /// The state that the page shows. A failed query is pending, as it is in the browser until that
    /// has asked again.
    pub(crate) fn state(&self) -> QueryState<Returns> {
        if self.is_skipped {
            return QueryState::default();
        }
        // Reading it is what a `<Suspense>` waits for.
        let is_there = self.preloaded.get().flatten().is_some();
        match self.outcome.get() {
            Some(Ok(data)) if is_there => QueryState::success(Arc::clone(data)),
            _ => QueryState::pending(),
        }
    }

    pub(crate) async fn loaded(&self) -> Result<Arc<Returns>, Arc<Error>> {
        self.preloaded.clone().await;
        match self.outcome.get() {
            Some(outcome) => outcome.clone(),
            None => Err(Arc::new(Error::closed("the query is skipped"))),
        }
    }
}

/// Returns the result that the server sent along with the page for the query that is being made.
///
/// Has to be asked exactly once per query, in the order of the server: that is what numbers them.
pub(crate) fn sent<Returns>() -> Option<Preloaded<Returns>> {
    let context = Owner::current_shared_context()?;
    let sent = context.read_data(&context.next_id())?;
    // The resource writes JSON that has the text as a string in it.
    let text: Option<String> = convex_runtime::decode(&sent).ok()?;
    text?.parse().ok()
}
