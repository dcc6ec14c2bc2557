//! `Watcher`: keeps a paginated query's state in step with the client's results, whenever somebody looks.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use super::{
    PaginatedState,
    options::PageArgs,
    page::Look,
    pages::{Pages, Source},
};
use crate::{
    Client, Error, Paginated,
    function::FunctionReference,
    handle::{listeners::Listener, versioned::Versioned},
};

/// A paginated query's state and what it comes from.
pub(super) struct Watcher<Returns: Paginated> {
    client: Client,
    function: FunctionReference,
    inner: Mutex<Inner<Returns::Item>>,
}

struct Inner<Item> {
    args: Option<String>,
    pages: Option<Pages<Item>>,
    state: Versioned<PaginatedState<Item>>,
}

impl<Returns> Watcher<Returns>
where
    Returns: Paginated + Clone + Send + Sync + 'static,
    Returns::Item: Clone,
{
    pub(super) fn new(client: &Client, function: FunctionReference) -> Self {
        let inner = Inner {
            args: None,
            pages: None,
            state: Versioned::new(PaginatedState::skipped()),
        };
        Self {
            client: client.clone(),
            function,
            inner: Mutex::new(inner),
        }
    }

    pub(super) fn set_args(&self, args: Option<Result<String, Error>>) {
        let mut inner = self.lock();
        let args = match args.transpose() {
            Ok(args) if args == inner.args && inner.pages.is_some() == args.is_some() => return,
            Ok(args) => args,
            Err(error) => return inner.end(PaginatedState::failed(error)),
        };
        inner.args.clone_from(&args);
        let Some(args) = args else {
            return inner.end(PaginatedState::skipped());
        };
        match PageArgs::read(&args).and_then(|args| Pages::start(args, &self.source())) {
            Ok(pages) => inner.begin(pages),
            Err(error) => inner.end(PaginatedState::failed(error)),
        }
    }

    pub(super) fn load_more(&self, items: f64) -> bool {
        let mut inner = self.lock();
        self.catch_up(&mut inner);
        let Some(pages) = &mut inner.pages else {
            return false;
        };
        let more = pages.load_more(items, &self.source());
        inner.took(more.as_ref().map(|_| ()).map_err(Clone::clone));
        more.unwrap_or(false)
    }

    pub(super) fn restart(&self) {
        let mut inner = self.lock();
        if let Some(pages) = &mut inner.pages {
            let restarted = pages.restart(&self.source());
            inner.took(restarted);
        }
    }

    pub(super) fn state(&self) -> PaginatedState<Returns::Item> {
        let mut inner = self.lock();
        self.catch_up(&mut inner);
        inner.state.get()
    }

    /// Somebody who may wait for the next state.
    pub(super) fn join(&self) -> Listener {
        self.lock().state.join()
    }

    /// The state, once it is another version than `seen`. None when nothing more will come.
    pub(super) fn poll(
        &self,
        seen: u64,
        (listener, context): (&Listener, &Context<'_>),
    ) -> Poll<Option<(u64, PaginatedState<Returns::Item>)>> {
        listener.listen(context.waker());
        let mut inner = self.lock();
        self.catch_up(&mut inner);
        inner.state.after(seen)
    }

    fn catch_up(&self, inner: &mut Inner<Returns::Item>) {
        let waker = inner.state.waker();
        let Some(pages) = &mut inner.pages else {
            return;
        };
        match pages.look::<Returns>(&self.source(), &Context::from_waker(&waker)) {
            Ok(Look::Same) => {}
            Ok(Look::Changed) => inner.state.note(|state| *state = pages.state()),
            Ok(Look::Closed) => inner.state.close(),
            Err(error) => inner.end(PaginatedState::failed(error)),
        }
    }

    fn source(&self) -> Source<'_> {
        Source {
            client: &self.client,
            function: self.function,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner<Returns::Item>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Item: Clone> Inner<Item> {
    fn begin(&mut self, pages: Pages<Item>) {
        self.state.change(|state| *state = pages.state());
        self.pages = Some(pages);
    }

    fn end(&mut self, state: PaginatedState<Item>) {
        self.pages = None;
        self.state.change(|shown| *shown = state);
    }

    /// The list of pages has been changed, or could not be.
    fn took(&mut self, outcome: Result<(), Error>) {
        match (outcome, &self.pages) {
            (Ok(()), Some(pages)) => self.state.change(|state| *state = pages.state()),
            (Ok(()), None) => {}
            (Err(error), _) => self.end(PaginatedState::failed(error)),
        }
    }
}
