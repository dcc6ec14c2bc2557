//! `Watcher`: keeps a paginated query's state in step with the client's results, whenever it is
//! looked at.

use std::{
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use super::{
    PaginatedState,
    kept::Kept,
    options::PageArgs,
    page::PageResult,
    pages::{Found, Gone, News, Pages, Snapshot, Source},
};
use crate::{
    Client, Error, Paginated, Preloaded, ToConvex,
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
    kept: Kept<Item>,
    /// Counts what has changed the pages.
    revision: u64,
    /// The revision that the state shows.
    shown: u64,
    /// True when those who wait have to be woken once the pages show: nothing else has woken them.
    wakes: bool,
    /// True when the last handle has gone.
    is_ended: bool,
    state: Versioned<PaginatedState<Item>>,
}

/// The next thing to do, where no lock is held, for the state to show what is known.
enum Step<Item> {
    Done,
    /// Look again.
    Again,
    Read(Vec<News>),
    /// Make a state of the pages of this revision.
    Show(u64, Snapshot<Item>),
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
            kept: Kept::off(),
            revision: 0,
            shown: 0,
            wakes: false,
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

    /// The arguments without the page, with the client's session where the query takes it.
    pub(super) fn encode<Args: ToConvex>(&self, args: &Args) -> Result<String, Error> {
        self.function.encode(self.client.session(), args)
    }

    pub(super) fn set_args(&self, args: Option<Result<String, Error>>) {
        // Of another user nothing is kept.
        self.catch_up();
        self.change(|inner, old| inner.set_args(args, (&self.source(), self.items), old));
        self.catch_up();
    }

    /// Shows the items of previous arguments while new ones load.
    pub(super) fn keep_previous(&self) {
        self.lock().kept.is_on = true;
    }

    /// Shows the first page as a server saw it, until the deployment says what it is.
    pub(super) fn initial(&self, preloaded: &Preloaded<Returns>) {
        {
            let inner = self.lock();
            if let (Some(pages), Some(args)) = (&inner.pages, &inner.args)
                && preloaded.is_of(args, Some(self.items))
            {
                pages.initial(preloaded, &self.source());
            }
        }
        self.catch_up();
    }

    /// Requests the next page. Changes nothing, and so wakes nothing, unless there is one to be
    /// requested.
    pub(super) fn load_more(&self, items: u32) -> bool {
        self.catch_up();
        let has_more = self.change(|inner, old| {
            let Some(pages) = &mut inner.pages else {
                return false;
            };
            let more = pages.load_more(items, &self.source());
            let has_more = matches!(more, Ok(true));
            if !matches!(more, Ok(false)) {
                inner.changed(more.map(drop), old);
            }
            has_more
        });
        self.catch_up();
        has_more
    }

    pub(super) fn restart(&self) {
        self.change(|inner, old| {
            if let Some(pages) = &mut inner.pages {
                let restarted = pages.restart(&self.source(), &mut old.gone);
                inner.changed(restarted, old);
            }
        });
        self.catch_up();
    }

    pub(super) fn state(&self) -> PaginatedState<Returns::Item> {
        self.catch_up();
        self.lock().state.get()
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
        self.catch_up();
        self.lock().state.after(seen)
    }

    /// Takes in what the client knows. Pages are decoded, items cloned, and what they replace is
    /// dropped, where no lock is held.
    fn catch_up(&self) {
        loop {
            match self.change(|inner, old| inner.step(&self.source(), old)) {
                Step::Done => return,
                Step::Again => {}
                Step::Read(news) => {
                    let read = |news: &News| news.page.read::<Returns>(self.function);
                    let mut results: Vec<_> = news.iter().map(read).collect();
                    self.lock().take(&news, &mut results);
                }
                Step::Show(revision, snapshot) => {
                    let state = snapshot.state();
                    self.change(|inner, old| inner.show(revision, &state, old));
                }
            }
        }
    }

    /// Changes what is under the lock, and drops behind it what has gone.
    fn change<T>(
        &self,
        change: impl FnOnce(&mut Inner<Returns::Item>, &mut Old<Returns::Item>) -> T,
    ) -> T {
        let mut old = Old::default();
        change(&mut self.lock(), &mut old)
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
    gone: Gone<Item>,
    kept: Vec<Arc<Vec<Item>>>,
}

impl<Item> Default for Old<Item> {
    fn default() -> Self {
        Self {
            states: Vec::new(),
            pages: Vec::new(),
            gone: Vec::new(),
            kept: Vec::new(),
        }
    }
}

impl<Item: 'static> Inner<Item> {
    fn set_args(
        &mut self,
        args: Option<Result<String, Error>>,
        (source, items): (&Source<'_>, u32),
        old: &mut Old<Item>,
    ) {
        if self.is_ended {
            return;
        }
        let args = match args.transpose() {
            Ok(args) if args == self.args && self.pages.is_some() == args.is_some() => return,
            Ok(args) => args,
            Err(error) => return self.end(PaginatedState::failed(error), old),
        };
        self.args.clone_from(&args);
        let Some(args) = args else {
            return self.end(PaginatedState::skipped(), old);
        };
        let args = PageArgs::read(&args, items);
        match args.and_then(|args| Pages::start(args, source)) {
            Ok(pages) => {
                let before = self.state.get();
                if let Some(former) = self.pages.replace(pages) {
                    old.kept
                        .extend(self.kept.keep(former.generation(), &before));
                    old.pages.push(former);
                }
                old.kept.push(before.results);
                self.changed(Ok(()), old);
            }
            Err(error) => self.end(PaginatedState::failed(error), old),
        }
    }

    /// Looks for what the state does not show.
    fn step(&mut self, source: &Source<'_>, old: &mut Old<Item>) -> Step<Item> {
        let waker = self.state.waker();
        let Some(pages) = &mut self.pages else {
            return Step::Done;
        };
        let look = (&Context::from_waker(&waker), &mut old.gone);
        match pages.look(source, look) {
            Ok(Found::News(news)) => Step::Read(news),
            Ok(Found::Changed) => {
                self.revision += 1;
                Step::Again
            }
            Ok(Found::Nothing | Found::Closed(_)) if self.shown != self.revision => {
                Step::Show(self.revision, pages.snapshot())
            }
            Ok(Found::Nothing) => Step::Done,
            Ok(Found::Closed(ending)) => {
                if self.state.close() && ending == Ending::RuntimeGone {
                    let failed = PaginatedState::failed(Error::RUNTIME_GONE);
                    old.states.push(self.state.note(|shown| *shown = failed));
                }
                Step::Done
            }
            Err(error) => {
                self.end(PaginatedState::failed(error), old);
                Step::Done
            }
        }
    }

    /// The pages show what was read. What they showed before is left in the place of it.
    fn take(&mut self, news: &[News], results: &mut [PageResult<Item>]) {
        let Some(pages) = &mut self.pages else {
            return;
        };
        for (news, result) in news.iter().zip(results) {
            self.revision += u64::from(pages.take(news, result));
        }
    }

    /// The state is that of the pages, unless these have changed meanwhile.
    fn show(&mut self, revision: u64, state: &PaginatedState<Item>, old: &mut Old<Item>) {
        if revision != self.revision || self.shown == revision {
            return;
        }
        self.shown = revision;
        let mut state = state.clone();
        old.kept.extend(self.kept.forget(&state));
        if let Some(pages) = &self.pages {
            self.kept.show(pages.generation(), &mut state);
        }
        let show = |shown: &mut PaginatedState<Item>| *shown = state;
        old.states.push(if std::mem::take(&mut self.wakes) {
            self.state.change(show)
        } else {
            self.state.note(show)
        });
    }

    /// The list of pages was changed, or could not be.
    fn changed(&mut self, outcome: Result<(), Error>, old: &mut Old<Item>) {
        match outcome {
            Ok(()) => {
                self.revision += 1;
                self.wakes = true;
            }
            Err(error) => self.end(PaginatedState::failed(error), old),
        }
    }

    /// There are no pages any more.
    fn end(&mut self, state: PaginatedState<Item>, old: &mut Old<Item>) {
        old.kept.extend(self.kept.forget(&state));
        old.pages.extend(self.pages.take());
        self.revision += 1;
        self.shown = self.revision;
        self.wakes = false;
        old.states.push(self.state.change(|shown| *shown = state));
    }
}
