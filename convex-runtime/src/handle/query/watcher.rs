//! `Watcher`: keeps a query's state in step with the client's results, whenever somebody looks.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use super::{QueryState, state::Keep};
use crate::{
    CallStatus, Client, Error, FromConvex,
    function::FunctionReference,
    live::Shown,
    subscription::{Subscriber, decode},
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
    /// Which version of the result the state shows.
    seen: u64,
    /// Of which of the client's identities the state is.
    generation: u64,
    state: QueryState<Returns>,
    /// Grows with each change of the state.
    version: u64,
    /// Nothing more will come.
    closed: bool,
    wakers: Vec<Waker>,
}

impl<Returns: FromConvex + Clone + Send + Sync + 'static> Watcher<Returns> {
    pub(super) fn new(client: &Client, function: FunctionReference) -> Self {
        let inner = Inner {
            args: None,
            subscriber: None,
            keep: Keep::Nothing,
            seen: 0,
            generation: client.identity().current().generation,
            state: QueryState::new(CallStatus::Idle),
            version: 1,
            closed: false,
            wakers: Vec::new(),
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
        let mut inner = self.lock();
        inner.catch_up(self.function, Waker::noop());
        let args = match args.transpose() {
            Ok(args) => args,
            Err(error) => return inner.fail(error),
        };
        if args == inner.args && inner.subscriber.is_some() == args.is_some() {
            return;
        }
        let keep = inner.keep;
        inner.args.clone_from(&args);
        inner.seen = 0;
        let Some(args) = args else {
            inner.subscriber = None;
            inner.state.restart(CallStatus::Idle, keep);
            return inner.changed();
        };
        inner.state.restart(CallStatus::Pending, keep);
        // The new one first: when both are one query, it stays subscribed.
        match Subscriber::new(self.client.live(), self.function.path, args) {
            Ok(subscriber) => inner.subscriber = Some(subscriber),
            Err(error) => return inner.fail(error),
        }
        inner.changed();
    }

    pub(super) fn state(&self) -> QueryState<Returns> {
        let mut inner = self.lock();
        inner.catch_up(self.function, Waker::noop());
        inner.state.clone()
    }

    /// The state, once it is another version than `seen`. None when nothing more will come.
    pub(super) fn poll(
        &self,
        seen: u64,
        context: &Context<'_>,
    ) -> Poll<Option<(u64, QueryState<Returns>)>> {
        let mut inner = self.lock();
        inner.catch_up(self.function, context.waker());
        if inner.version != seen {
            return Poll::Ready(Some((inner.version, inner.state.clone())));
        }
        if inner.closed {
            return Poll::Ready(None);
        }
        if !inner
            .wakers
            .iter()
            .any(|known| known.will_wake(context.waker()))
        {
            inner.wakers.push(context.waker().clone());
        }
        Poll::Pending
    }

    fn lock(&self) -> MutexGuard<'_, Inner<Returns>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Returns: FromConvex + Clone + Send + Sync + 'static> Inner<Returns> {
    /// Takes in what the client knows.
    fn catch_up(&mut self, function: FunctionReference, waker: &Waker) {
        let context = Context::from_waker(waker);
        while let Some(subscriber) = &self.subscriber {
            let generation = subscriber.generation();
            if generation != self.generation {
                // What is shown was somebody else's.
                self.generation = generation;
                self.state.restart(CallStatus::Pending, Keep::Nothing);
                self.version += 1;
            }
            match subscriber.poll(self.seen, &context) {
                Poll::Pending => return,
                Poll::Ready(None) => {
                    self.closed = true;
                    return;
                }
                Poll::Ready(Some((version, shown))) => {
                    self.seen = version;
                    self.show(function, &shown);
                }
            }
        }
    }

    fn show(&mut self, function: FunctionReference, shown: &Shown) {
        match decode(function, shown) {
            Some(result) => self.state.settle(result),
            None => self.state.restart(CallStatus::Pending, Keep::Nothing),
        }
        self.version += 1;
    }

    fn fail(&mut self, error: Error) {
        self.subscriber = None;
        self.state.settle(Err(error));
        self.changed();
    }

    fn changed(&mut self) {
        self.version += 1;
        self.wakers.drain(..).for_each(Waker::wake);
    }
}
