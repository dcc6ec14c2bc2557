//! `follow`: what a stream yields, as a signal, for as long as the component lives.

use std::pin::pin;

use any_spawner::Executor;
use futures_core::Stream;
use futures_util::{
    StreamExt,
    future::{abortable, ready},
    stream::unfold,
};
use leptos::prelude::{ArcRwSignal, Owner, RwSignal, Set, on_cleanup};
use tokio::sync::watch;

/// Returns a signal that is `first` and then each state that the stream yields, until the current
/// owner is cleaned up.
///
/// The task does not keep the owner alive, as a scoped one would: the owner's end is what ends the
/// task. On a server, where nothing becomes live, there is none.
pub(crate) fn follow<State>(
    first: State,
    states: impl Stream<Item = State> + Send + 'static,
) -> RwSignal<State>
where
    State: Send + Sync + 'static,
{
    // The task has no arena in which a signal's value could be found.
    let shown = ArcRwSignal::new(first);
    let signal = RwSignal::from(shown.clone());
    if is_server() {
        return signal;
    }
    let (task, abort) = abortable(async move {
        let mut states = pin!(states);
        while let Some(state) = states.next().await {
            shown.set(state);
        }
    });
    on_cleanup(move || abort.abort());
    let task = async move {
        // An abort is how it ends.
        let _ = task.await;
    };
    #[cfg(target_family = "wasm")]
    Executor::spawn_local(task);
    #[cfg(not(target_family = "wasm"))]
    Executor::spawn(task);
    signal
}

/// Returns a signal of what a watch channel holds, until the current owner is cleaned up.
pub(crate) fn watched<State>(receiver: watch::Receiver<State>) -> RwSignal<State>
where
    State: Clone + Send + Sync + 'static,
{
    let now = receiver.borrow().clone();
    watched_from(now, receiver, |_| false)
}

/// Returns a signal that is `first`, and then what a watch channel holds, as soon as that is not
/// old.
pub(crate) fn watched_from<State>(
    first: State,
    mut receiver: watch::Receiver<State>,
    is_old: impl Fn(&State) -> bool + Send + 'static,
) -> RwSignal<State>
where
    State: Clone + Send + Sync + 'static,
{
    // The first change is the one that `first` may not have seen.
    receiver.mark_changed();
    let changes = unfold(receiver, async |mut receiver| {
        receiver.changed().await.ok()?;
        let state = receiver.borrow_and_update().clone();
        Some((state, receiver))
    });
    follow(first, changes.skip_while(move |state| ready(is_old(state))))
}

/// Returns whether a page is being rendered on a server, where nothing becomes live.
pub(crate) fn is_server() -> bool {
    Owner::current_shared_context().is_some_and(|context| !context.is_browser())
}

/// The error of calls by a component that was unmounted.
pub(crate) const UNMOUNTED: convex_runtime::Error =
    convex_runtime::Error::closed("the component that made this hook was unmounted");
