//! `Versioned`: a state whose next version can be waited for.

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

/// A state that was replaced. To be dropped after the lock that it was under.
pub(super) struct Former<State> {
    _state: State,
    /// The listeners that are woken then.
    wakes: Option<Arc<Listeners>>,
}

impl<State> Drop for Former<State> {
    fn drop(&mut self) {
        if let Some(listeners) = &self.wakes {
            listeners.wake_all();
        }
    }
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

    /// A listener. It has to listen before the state is looked at: a change in between would go
    /// unnoticed.
    pub(super) fn join(&self) -> Listener {
        self.listeners.join()
    }

    /// Wakes those who wait: for what the state follows.
    pub(super) fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Changes the state because of something that has woken those who wait. What was there before
    /// is returned, to be dropped where no lock is held: it is the user's.
    #[must_use = "to be dropped after the lock"]
    pub(super) fn note(&mut self, change: impl FnOnce(&mut State)) -> Former<State> {
        let former = self.state.clone();
        change(&mut self.state);
        self.version += 1;
        Former {
            _state: former,
            wakes: None,
        }
    }

    /// Changes the state. Those who wait are woken when the former state is dropped.
    #[must_use = "to be dropped after the lock"]
    pub(super) fn change(&mut self, change: impl FnOnce(&mut State)) -> Former<State> {
        let mut former = self.note(change);
        former.wakes = Some(Arc::clone(&self.listeners));
        former
    }

    /// This was the last version. Returns whether that is new.
    pub(super) fn close(&mut self) -> bool {
        !std::mem::replace(&mut self.closed, true)
    }

    /// The listeners.
    pub(super) fn listeners(&self) -> Arc<Listeners> {
        Arc::clone(&self.listeners)
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
