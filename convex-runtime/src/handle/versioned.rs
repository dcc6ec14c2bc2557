//! `Versioned`: a state that somebody may wait for the next version of.

use std::{
    sync::Arc,
    task::{Poll, Waker},
};

use super::listeners::{Listener, Listeners};

/// A state, how often it changed, and who waits for the next change.
pub(super) struct Versioned<State> {
    state: State,
    version: u64,
    /// Nothing more will come.
    closed: bool,
    listeners: Arc<Listeners>,
    waker: Waker,
}

impl<State: Clone> Versioned<State> {
    pub(super) fn new(state: State) -> Self {
        let listeners = Arc::<Listeners>::default();
        Self {
            state,
            version: 1,
            closed: false,
            waker: Waker::from(Arc::clone(&listeners)),
            listeners,
        }
    }

    pub(super) fn get(&self) -> State {
        self.state.clone()
    }

    /// Somebody who may wait. Has to listen before the state is looked at: a change in between would go unnoticed.
    pub(super) fn join(&self) -> Listener {
        self.listeners.join()
    }

    /// Wakes those who wait: for what the state follows.
    pub(super) fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Changes the state because of something that has woken those who wait.
    pub(super) fn note(&mut self, change: impl FnOnce(&mut State)) {
        change(&mut self.state);
        self.version += 1;
    }

    /// Changes the state, and wakes those who wait.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut State)) {
        self.note(change);
        self.listeners.wake_all();
    }

    /// This was the last version.
    pub(super) fn close(&mut self) {
        self.closed = true;
    }

    /// The state, once it is another version than `seen`. None when nothing more will come.
    pub(super) fn after(&self, seen: u64) -> Poll<Option<(u64, State)>> {
        if self.version != seen {
            return Poll::Ready(Some((self.version, self.state.clone())));
        }
        if self.closed {
            return Poll::Ready(None);
        }
        Poll::Pending
    }
}
