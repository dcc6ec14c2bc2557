//! `Watcher`: keeps a query's state in step with the client's results, whenever somebody looks.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};

use super::{QueryState, state::Keep};
use crate::{
    CallStatus, Client, Error, FromConvex,
    function::FunctionReference,
    handle::{listeners::Listener, versioned::Versioned},
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
    state: Versioned<QueryState<Returns>>,
}

impl<Returns: FromConvex + Clone + Send + Sync + 'static> Watcher<Returns> {
    pub(super) fn new(client: &Client, function: FunctionReference) -> Self {
        let inner = Inner {
            args: None,
            subscriber: None,
            keep: Keep::Nothing,
            seen: 0,
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
        let mut inner = self.lock();
        inner.catch_up(self.function);
        let args = match args.transpose() {
            Ok(args) => args,
            Err(error) => return inner.fail(error),
        };
        if args == inner.args && inner.subscriber.is_some() == args.is_some() {
            return;
        }
        inner.args.clone_from(&args);
        inner.seen = 0;
        let Some(args) = args else {
            inner.subscriber = None;
            return inner.restart(CallStatus::Idle);
        };
        inner.restart(CallStatus::Pending);
        // The new one first: when both are one query, it stays subscribed.
        match Subscriber::new(
            self.client.live(),
            self.client.gate(),
            (self.function.path, args),
        ) {
            Ok(subscriber) => inner.subscriber = Some(subscriber),
            Err(error) => inner.fail(error),
        }
    }

    pub(super) fn state(&self) -> QueryState<Returns> {
        let mut inner = self.lock();
        inner.catch_up(self.function);
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
    ) -> Poll<Option<(u64, QueryState<Returns>)>> {
        listener.listen(context.waker());
        let mut inner = self.lock();
        inner.catch_up(self.function);
        inner.state.after(seen)
    }

    fn lock(&self) -> MutexGuard<'_, Inner<Returns>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Returns: FromConvex + Clone + Send + Sync + 'static> Inner<Returns> {
    /// Takes in what the client knows.
    fn catch_up(&mut self, function: FunctionReference) {
        let waker = self.state.waker();
        let context = Context::from_waker(&waker);
        while let Some(subscriber) = &self.subscriber {
            let generation = subscriber.generation();
            if generation != self.generation {
                // What is shown was somebody else's.
                self.generation = generation;
                let forget =
                    |state: &mut QueryState<_>| state.restart(CallStatus::Pending, Keep::Nothing);
                self.state.note(forget);
            }
            match subscriber.poll(self.seen, &context) {
                Poll::Pending => return,
                Poll::Ready(None) => return self.state.close(),
                Poll::Ready(Some((version, shown))) => {
                    self.seen = version;
                    self.show(function, &shown);
                }
            }
        }
    }

    fn show(&mut self, function: FunctionReference, shown: &Shown) {
        let result = decode(function, shown);
        self.state.note(|state| match result {
            Some(result) => state.settle(result),
            None if matches!(shown, Shown::Skipped) => {
                state.restart(CallStatus::Idle, Keep::Nothing);
            }
            None => state.restart(CallStatus::Pending, Keep::Nothing),
        });
    }

    /// The arguments have changed.
    fn restart(&mut self, status: CallStatus) {
        let keep = self.keep;
        self.state.change(|state| state.restart(status, keep));
    }

    fn fail(&mut self, error: Error) {
        self.subscriber = None;
        self.state.change(|state| state.settle(Err(error)));
    }
}
