//! `Watcher`: keeps a paginated query's state in step with the client's results, whenever it is
//! looked at.

use std::{
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use super::{
    PaginatedState,
    options::PageArgs,
    page::Look,
    pages::{Pages, Source},
};
use crate::{
    Client, Error, Paginated, Preloaded,
    function::FunctionReference,
    handle::{
        listeners::Listener,
        versioned::{Former, Versioned},
    },
    live::Ending,
};

/// A paginated query's state and what it comes from.
pub(super) struct Watcher<Returns: Paginated> {
    client: Client,
    function: FunctionReference,
    /// The number of items that the first page is asked for.
    items: u32,
    inner: Mutex<Inner<Returns::Item>>,
}

struct Inner<Item> {
    args: Option<String>,
    pages: Option<Pages<Item>>,
    /// True when the last handle has gone.
    is_ended: bool,
    state: Versioned<PaginatedState<Item>>,
}

impl<Returns> Watcher<Returns>
where
    Returns: Paginated + Clone + Send + Sync + 'static,
    Returns::Item: Clone,
{
    fn new(client: &Client, function: FunctionReference, items: u32) -> Self {
        let inner = Inner {
            args: None,
            pages: None,
            is_ended: false,
            state: Versioned::new(PaginatedState::skipped()),
        };
        Self {
            client: client.clone(),
            function,
            items,
            inner: Mutex::new(inner),
        }
    }

    pub(super) fn set_args(&self, args: Option<Result<String, Error>>) {
        let mut old = Old::default();
        let mut inner = self.lock();
        if inner.is_ended {
            return;
        }
        let args = match args.transpose() {
            Ok(args) if args == inner.args && inner.pages.is_some() == args.is_some() => return,
            Ok(args) => args,
            Err(error) => return inner.end(PaginatedState::failed(error), &mut old),
        };
        inner.args.clone_from(&args);
        let Some(args) = args else {
            return inner.end(PaginatedState::skipped(), &mut old);
        };
        let args = PageArgs::read(&args, f64::from(self.items));
        match args.and_then(|args| Pages::start(args, &self.source())) {
            Ok(pages) => inner.begin(pages, &mut old),
            Err(error) => inner.end(PaginatedState::failed(error), &mut old),
        }
    }

    /// Shows the first page as a server saw it, until the deployment says what it is.
    pub(super) fn initial(&self, preloaded: &Preloaded<Returns>) {
        let mut old = Old::default();
        let mut inner = self.lock();
        if let (Some(pages), Some(args)) = (&inner.pages, &inner.args)
            && preloaded.is_of(args, Some(self.items))
        {
            pages.initial(preloaded, &self.source());
        }
        self.catch_up(&mut inner, &mut old);
    }

    /// Requests the next page. Changes nothing, and so wakes nothing, unless there is one to be
    /// requested.
    pub(super) fn load_more(&self, items: f64) -> bool {
        let mut old = Old::default();
        let mut inner = self.lock();
        self.catch_up(&mut inner, &mut old);
        let Some(pages) = &mut inner.pages else {
            return false;
        };
        match pages.load_more(items, &self.source()) {
            Ok(false) => false,
            Ok(true) => {
                inner.took(Ok(()), &mut old);
                true
            }
            Err(error) => {
                inner.took(Err(error), &mut old);
                false
            }
        }
    }

    pub(super) fn restart(&self) {
        let mut old = Old::default();
        let mut inner = self.lock();
        if let Some(pages) = &mut inner.pages {
            let restarted = pages.restart(&self.source());
            inner.took(restarted, &mut old);
        }
    }

    pub(super) fn state(&self) -> PaginatedState<Returns::Item> {
        let mut old = Old::default();
        let mut inner = self.lock();
        self.catch_up(&mut inner, &mut old);
        inner.state.get()
    }

    /// A listener that may wait for the next state.
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
        let mut old = Old::default();
        let mut inner = self.lock();
        self.catch_up(&mut inner, &mut old);
        inner.state.after(seen)
    }

    fn catch_up(&self, inner: &mut Inner<Returns::Item>, old: &mut Old<Returns::Item>) {
        let waker = inner.state.waker();
        let Some(pages) = &mut inner.pages else {
            return;
        };
        match pages.look::<Returns>(&self.source(), &Context::from_waker(&waker)) {
            Ok(Look::Same) => {}
            Ok(Look::Changed) => {
                let state = pages.state();
                old.states.push(inner.state.note(|shown| *shown = state));
            }
            Ok(Look::Closed(ending)) => {
                if inner.state.close() && ending == Ending::RuntimeGone {
                    let failed = PaginatedState::failed(Error::RUNTIME_GONE);
                    old.states.push(inner.state.note(|shown| *shown = failed));
                }
            }
            Err(error) => inner.end(PaginatedState::failed(error), old),
        }
    }

    fn source(&self) -> Source<'_> {
        Source {
            client: &self.client,
            function: self.function,
        }
    }
}

impl<Returns: Paginated> Watcher<Returns> {
    /// Ends: unsubscribes, and so do all streams.
    pub(super) fn end(&self) {
        let mut old = Old::default();
        let listeners;
        {
            let mut inner = self.lock();
            inner.is_ended = true;
            old.pages.extend(inner.pages.take());
            let _is_news = inner.state.close();
            listeners = inner.state.listeners();
        }
        listeners.wake_all();
    }

    fn lock(&self) -> MutexGuard<'_, Inner<Returns::Item>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The handles' hold on a watcher: the subscription ends with the last of them, and so do the
/// streams, which hold the watcher itself.
pub(super) struct Owner<Returns: Paginated>(Arc<Watcher<Returns>>);

impl<Returns: Paginated> Owner<Returns> {
    /// The watcher, for a stream.
    pub(super) fn share(&self) -> Arc<Watcher<Returns>> {
        Arc::clone(&self.0)
    }
}

impl<Returns> Owner<Returns>
where
    Returns: Paginated + Clone + Send + Sync + 'static,
    Returns::Item: Clone,
{
    pub(super) fn new(client: &Client, function: FunctionReference, items: u32) -> Self {
        Self(Arc::new(Watcher::new(client, function, items)))
    }
}

impl<Returns: Paginated> Deref for Owner<Returns> {
    type Target = Watcher<Returns>;

    fn deref(&self) -> &Watcher<Returns> {
        &self.0
    }
}

impl<Returns: Paginated> Drop for Owner<Returns> {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Values of users, to be dropped after the lock.
struct Old<Item> {
    states: Vec<Former<PaginatedState<Item>>>,
    pages: Vec<Pages<Item>>,
}

impl<Item> Default for Old<Item> {
    fn default() -> Self {
        Self {
            states: Vec::new(),
            pages: Vec::new(),
        }
    }
}

impl<Item: Clone + 'static> Inner<Item> {
    fn begin(&mut self, pages: Pages<Item>, old: &mut Old<Item>) {
        let state = pages.state();
        old.states.push(self.state.change(|shown| *shown = state));
        old.pages.extend(self.pages.replace(pages));
    }

    fn end(&mut self, state: PaginatedState<Item>, old: &mut Old<Item>) {
        old.pages.extend(self.pages.take());
        old.states.push(self.state.change(|shown| *shown = state));
    }

    /// The list of pages has been changed, or could not be.
    fn took(&mut self, outcome: Result<(), Error>, old: &mut Old<Item>) {
        match (outcome, &self.pages) {
            (Ok(()), Some(pages)) => {
                let state = pages.state();
                old.states.push(self.state.change(|shown| *shown = state));
            }
            (Ok(()), None) => {}
            (Err(error), _) => self.end(PaginatedState::failed(error), old),
        }
    }
}
