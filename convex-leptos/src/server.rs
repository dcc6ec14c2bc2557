//! `ServerQuery`: a query that a server runs once for a page, and how its result gets to the
//! browser.

use std::{
    future::Future,
    sync::{Arc, OnceLock},
};

use convex_runtime::{Error, FromConvex, Preloaded};
use leptos::prelude::{ArcResource, Get, Owner};

/// A query that runs once, while a page is rendered on a server. `State` is what the page shows of
/// its result.
#[derive(Clone)]
pub(crate) struct ServerQuery<State> {
    /// The preloaded result, which travels with the page. `None` when the query failed or is
    /// skipped: the browser then asks by itself.
    preloaded: ArcResource<Option<String>>,
    outcome: Arc<OnceLock<Result<State, Arc<Error>>>>,
}

impl<State: Clone + Send + Sync + 'static> ServerQuery<State> {
    /// Runs a query by `load`, which returns `None` when it is skipped.
    pub(crate) fn new<Returns, Loading>(
        load: impl Fn() -> Option<Loading> + Send + Sync + 'static,
        read: impl Fn(&Preloaded<Returns>) -> Result<State, Error> + Copy + Send + Sync + 'static,
    ) -> Self
    where
        Returns: FromConvex + Send + Sync + 'static,
        Loading: Future<Output = Result<Preloaded<Returns>, Error>> + Send + 'static,
    {
        let outcome = Arc::<OnceLock<_>>::default();
        let answer = Arc::clone(&outcome);
        let preloaded = ArcResource::new_blocking(
            || (),
            move |()| {
                let (loading, answer) = (load(), Arc::clone(&answer));
                async move {
                    let preloaded = loading?.await;
                    let state = preloaded.and_then(|page| Ok((page.to_string(), read(&page)?)));
                    let (text, result) = match state {
                        Ok((text, state)) => (Some(text), Ok(state)),
                        Err(error) => (None, Err(Arc::new(error))),
                    };
                    // A page runs it once.
                    let _ = answer.set(result);
                    text
                }
            },
        );
        Self { preloaded, outcome }
    }

    /// The state that the page shows, once the query has succeeded. A failed query has none, as in
    /// the browser until that has asked again.
    pub(crate) fn state(&self) -> Option<State> {
        // Reading it is what a `<Suspense>` waits for.
        self.preloaded.get().flatten()?;
        self.outcome.get()?.clone().ok()
    }

    pub(crate) async fn loaded(&self) -> Result<State, Arc<Error>> {
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
