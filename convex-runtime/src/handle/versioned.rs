//! `Versioned`: a state that somebody may wait for the next version of.

use std::task::{Context, Poll, Waker};

/// A state, how often it changed, and who waits for the next change.
pub(super) struct Versioned<State> {
    state: State,
    version: u64,
    /// Nothing more will come.
    closed: bool,
    wakers: Vec<Waker>,
}

impl<State: Clone> Versioned<State> {
    pub(super) fn new(state: State) -> Self {
        Self {
            state,
            version: 1,
            closed: false,
            wakers: Vec::new(),
        }
    }

    pub(super) fn get(&self) -> State {
        self.state.clone()
    }

    /// Changes the state because of something that wakes those who wait by itself.
    pub(super) fn note(&mut self, change: impl FnOnce(&mut State)) {
        change(&mut self.state);
        self.version += 1;
    }

    /// Changes the state, and wakes those who wait.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut State)) {
        self.note(change);
        self.wakers.drain(..).for_each(Waker::wake);
    }

    /// This was the last version.
    pub(super) fn close(&mut self) {
        self.closed = true;
    }

    /// The state, once it is another version than `seen`. None when nothing more will come.
    pub(super) fn poll(&mut self, seen: u64, context: &Context<'_>) -> Poll<Option<(u64, State)>> {
        if self.version != seen {
            return Poll::Ready(Some((self.version, self.state.clone())));
        }
        if self.closed {
            return Poll::Ready(None);
        }
        let waker = context.waker();
        if !self.wakers.iter().any(|known| known.will_wake(waker)) {
            self.wakers.push(waker.clone());
        }
        Poll::Pending
    }
}
