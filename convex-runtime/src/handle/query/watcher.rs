//! `Watcher`: keeps a query's state in step with the client's results, whenever it is looked at.

use std::{
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use super::{QueryState, once::Once, state::Keep};
use crate::{
    CallStatus, Client, Error, FromConvex, Preloaded, ToConvex,
    function::FunctionReference,
    handle::{
        listeners::Listener,
        versioned::{Former, Versioned},
    },
    live::{Ending, Shown, decode},
    subscription::Subscriber,
};

/// A query's state and what it comes from.
pub(super) struct Watcher<Returns> {
    client: Client,
    function: FunctionReference,
    inner: Mutex<Inner<Returns>>,
}

struct Inner<Returns> {
    args: Option<String>,
    subscriber: Option<Subscriber>,
    keep: Keep,
    /// Of a query that is asked once and not watched.
    once: Option<Once>,
    /// The version of the result that the state shows.
    seen: u64,
    /// The number of times that the arguments have changed.
    epoch: u64,
    /// True when the last handle has gone.
    is_ended: bool,
    /// Of which of the client's identities the state is.
    generation: u64,
    state: Versioned<QueryState<Returns>>,
}

impl<Returns: FromConvex + Clone + Send + Sync + 'static> Watcher<Returns> {
    fn new(client: &Client, function: FunctionReference) -> Self {
        let inner = Inner {
            args: None,
            subscriber: None,
            keep: Keep::Nothing,
            once: None,
            seen: 0,
            epoch: 0,
            is_ended: false,
            generation: client.identity().current().generation,
            state: Versioned::new(QueryState::new(CallStatus::Idle)),
        };
        Self {
            client: client.clone(),
            function,
            inner: Mutex::new(inner),
        }
    }

    pub(super) fn keep_previous(&self) {
        self.lock().keep = Keep::Data;
    }

    pub(super) fn set_args(&self, args: Option<Result<String, Error>>) {
        self.catch_up();
        // Both go after the lock.
        let (_former, _subscriber);
        let mut inner = self.lock();
        if inner.is_ended {
            return;
        }
        let args = match args.transpose() {
            Ok(args) => args,
            Err(error) => {
                _subscriber = inner.begin(None);
                _former = inner.state.change(|state| state.settle(Err(error)));
                return;
            }
        };
        let has_begun = inner.subscriber.is_some() || inner.is_done();
        if args == inner.args && has_begun == args.is_some() {
            return;
        }
        inner.args.clone_from(&args);
        // The new one first: when both are one query, it stays subscribed.
        let subscriber = args.map(|args| self.subscribe(args));
        let keep = inner.keep;
        _former = inner.state.change(|state| match &subscriber {
            None => state.restart(CallStatus::Idle, keep),
            Some(Ok(_)) => state.restart(CallStatus::Pending, keep),
            Some(Err(error)) => {
                state.restart(CallStatus::Pending, keep);
                state.settle(Err(error.clone()));
            }
        });
        _subscriber = inner.begin(subscriber.and_then(Result::ok));
    }

    /// The arguments of the query, with the client's session where it takes it.
    pub(super) fn encode<Args: ToConvex>(&self, args: &Args) -> Result<String, Error> {
        self.function.encode(self.client.session(), args)
    }

    fn subscribe(&self, args: String) -> Result<Subscriber, Error> {
        let query = (self.function.path, args);
        Subscriber::new(self.client.live(), self.client.gate(), query)
    }

    /// Unsubscribes as soon as there is a result.
    pub(super) fn once(&self) {
        let identity = self.client.identity();
        self.lock().once.get_or_insert_with(|| Once::new(identity));
        self.catch_up();
    }

    /// Asks again, if it was asked once; else looks after the connection.
    pub(super) fn refresh(&self) {
        self.catch_up();
        let mut inner = self.lock();
        let former = self.ask_again(&mut inner, QueryState::reload);
        drop(inner);
        if former.is_none() {
            self.client.wake();
        }
    }

    /// Subscribes again.
    fn ask_again(
        &self,
        inner: &mut Inner<Returns>,
        restart: impl FnOnce(&mut QueryState<Returns>),
    ) -> Option<Former<QueryState<Returns>>> {
        if !inner.is_done() {
            return None;
        }
        let subscriber = inner.args.clone().map(|args| self.subscribe(args))?;
        let former = inner.state.change(|state| {
            restart(state);
            if let Err(error) = &subscriber {
                state.settle(Err(error.clone()));
            }
        });
        // There was none before.
        let _none = inner.begin(subscriber.ok());
        Some(former)
    }

    /// Shows a result as a server saw it, until the deployment says what it is.
    pub(super) fn initial(&self, preloaded: &Preloaded<Returns>) {
        let args = self.lock().args.clone();
        if let Some(args) = args.filter(|args| preloaded.is_of(args, None)) {
            self.client.seed(preloaded, (self.function.path, &args));
        }
        self.catch_up();
    }

    pub(super) fn state(&self) -> QueryState<Returns> {
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
    ) -> Poll<Option<(u64, QueryState<Returns>)>> {
        listener.listen(context.waker());
        self.catch_up();
        self.lock().state.after(seen)
    }

    /// Takes in what the client knows. Results are decoded, and what they replace is dropped, where
    /// no lock is held.
    fn catch_up(&self) {
        loop {
            let step = self.lock().step();
            match step {
                Step::Done => return,
                Step::Noted(former) => drop(former),
                Step::AskAgain => {
                    let mut inner = self.lock();
                    let forget = |state: &mut QueryState<_>| {
                        state.restart(CallStatus::Pending, Keep::Nothing);
                    };
                    let former = self.ask_again(&mut inner, forget);
                    drop(inner);
                    drop(former);
                }
                Step::Decode(news) => {
                    let mut result = decode(self.function, &news.shown);
                    let gone = self.lock().show(&news, &mut result);
                    drop(gone);
                }
            }
        }
    }
}

impl<Returns> Watcher<Returns> {
    /// Ends: unsubscribes, and so do all streams.
    pub(super) fn end(&self) {
        let (_subscriber, listeners);
        {
            let mut inner = self.lock();
            inner.is_ended = true;
            _subscriber = inner.subscriber.take();
            let _is_news = inner.state.close();
            listeners = inner.state.listeners();
        }
        listeners.wake_all();
    }

    fn lock(&self) -> MutexGuard<'_, Inner<Returns>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The handles' hold on a watcher: the subscription ends with the last of them, and so do the
/// streams, which hold the watcher itself.
pub(super) struct Owner<Returns>(Arc<Watcher<Returns>>);

impl<Returns> Owner<Returns> {
    /// The watcher, for a stream.
    pub(super) fn share(&self) -> Arc<Watcher<Returns>> {
        Arc::clone(&self.0)
    }
}

impl<Returns: FromConvex + Clone + Send + Sync + 'static> Owner<Returns> {
    pub(super) fn new(client: &Client, function: FunctionReference) -> Self {
        Self(Arc::new(Watcher::new(client, function)))
    }
}

impl<Returns> Deref for Owner<Returns> {
    type Target = Watcher<Returns>;

    fn deref(&self) -> &Watcher<Returns> {
        &self.0
    }
}

impl<Returns> Drop for Owner<Returns> {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// A result that the state does not show yet.
struct News {
    /// Of which arguments.
    epoch: u64,
    /// The version that was shown before.
    seen: u64,
    version: u64,
    shown: Shown,
}

enum Step<Returns> {
    /// The state shows what is known.
    Done,
    Noted(Former<QueryState<Returns>>),
    /// The result was another user's, and is not watched.
    AskAgain,
    Decode(News),
}

impl<Returns> Inner<Returns> {
    /// The results that the client knows and the state does not show.
    fn step(&mut self) -> Step<Returns> {
        let waker = self.state.waker();
        let Some(subscriber) = &self.subscriber else {
            return match &mut self.once {
                Some(once) if once.is_done => {
                    once.wait(&waker);
                    if once.generation() == self.generation {
                        Step::Done
                    } else {
                        Step::AskAgain
                    }
                }
                _ => Step::Done,
            };
        };
        let generation = subscriber.generation();
        if generation != self.generation {
            // The data was another user's.
            self.generation = generation;
            let forget =
                |state: &mut QueryState<_>| state.restart(CallStatus::Pending, Keep::Nothing);
            return Step::Noted(self.state.note(forget));
        }
        match subscriber.poll(self.seen, &Context::from_waker(&waker)) {
            Poll::Pending => Step::Done,
            Poll::Ready(None) => {
                let is_news = self.state.close() && subscriber.ending() == Ending::RuntimeGone;
                if !is_news {
                    return Step::Done;
                }
                let end = |state: &mut QueryState<_>| state.settle(Err(Error::RUNTIME_GONE));
                Step::Noted(self.state.note(end))
            }
            Poll::Ready(Some((version, shown))) => Step::Decode(News {
                epoch: self.epoch,
                seen: self.seen,
                version,
                shown,
            }),
        }
    }

    /// Shows a result, unless another thread was faster or the arguments are others by now.
    fn show(
        &mut self,
        news: &News,
        result: &mut Option<Result<Returns, Error>>,
    ) -> Option<(Former<QueryState<Returns>>, Option<Subscriber>)> {
        if (self.epoch, self.seen) != (news.epoch, news.seen) {
            return None;
        }
        self.seen = news.version;
        let result = result.take();
        let former = self.state.note(|state| match result {
            Some(result) => state.settle(result),
            None if matches!(news.shown, Shown::Skipped) => {
                state.restart(CallStatus::Idle, Keep::Nothing);
            }
            None => state.restart(CallStatus::Pending, Keep::Nothing),
        });
        let watched = match &mut self.once {
            Some(once) if matches!(news.shown, Shown::Server(_)) => {
                once.is_done = true;
                self.subscriber.take()
            }
            _ => None,
        };
        Some((former, watched))
    }

    /// Returns whether it was asked once, and has its result.
    fn is_done(&self) -> bool {
        self.once.as_ref().is_some_and(|once| once.is_done)
    }

    /// Follows another subscriber, or none, and returns the former one, to be dropped after the
    /// lock.
    fn begin(&mut self, subscriber: Option<Subscriber>) -> Option<Subscriber> {
        self.seen = 0;
        self.epoch += 1;
        if let Some(once) = &mut self.once {
            once.is_done = false;
        }
        std::mem::replace(&mut self.subscriber, subscriber)
    }
}
