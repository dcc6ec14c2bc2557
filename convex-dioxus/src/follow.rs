//! `follow`: what a stream yields, as a signal, for as long as the component lives.

use std::pin::pin;

use convex_runtime::Error;
use dioxus::prelude::{ReadableExt, Signal, WritableExt, spawn};
use futures_core::Stream;
use futures_util::{StreamExt, future::ready, stream::unfold};
use tokio::sync::watch;

use crate::server::is_server;

/// Returns a signal of what a stream yields. The task that sets it ends with the component; on a
/// server, where nothing becomes live, there is none.
pub(crate) fn follow<State: 'static>(
    state: State,
    states: impl Stream<Item = State> + 'static,
) -> Signal<State> {
    let mut signal = Signal::new(state);
    if is_server() {
        return signal;
    }
    spawn(async move {
        let mut states = pin!(states);
        while let Some(state) = states.next().await {
            signal.set(state);
        }
    });
    signal
}

/// Returns a signal of what a watch channel holds.
pub(crate) fn watched<State: Clone + 'static>(receiver: watch::Receiver<State>) -> Signal<State> {
    let now = receiver.borrow().clone();
    watched_from(now, receiver, |_| false)
}

/// Returns a signal that is `first`, and then what a watch channel holds, as soon as that is not
/// old.
pub(crate) fn watched_from<State: Clone + 'static>(
    first: State,
    mut receiver: watch::Receiver<State>,
    is_old: impl Fn(&State) -> bool + 'static,
) -> Signal<State> {
    // The first change is the one that `first` may not have seen.
    receiver.mark_changed();
    let changes = unfold(receiver, async |mut receiver| {
        receiver.changed().await.ok()?;
        let state = receiver.borrow_and_update().clone();
        Some((state, receiver))
    });
    follow(first, changes.skip_while(move |state| ready(is_old(state))))
}

/// Reads a signal of a component that may be gone.
pub(crate) fn read<State: Clone + Default + 'static>(signal: Signal<State>) -> State {
    signal
        .try_read()
        .map_or_else(|_| State::default(), |state| state.clone())
}

/// Shows a state at once, unless the component is gone.
pub(crate) fn show<State: 'static>(mut signal: Signal<State>, state: State) {
    if let Ok(mut shown) = signal.try_write() {
        *shown = state;
    }
}

/// The error of calls by a component that was unmounted.
pub(crate) const UNMOUNTED: Error =
    Error::closed("the component that made this hook was unmounted");
