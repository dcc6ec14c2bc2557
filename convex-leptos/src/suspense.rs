//! `suspend`: a `<Suspense>` waits for a query that is read inside of it.

use std::future::Future;

use any_spawner::Executor;
use futures_util::future::abortable;
use leptos::{
    prelude::{Owner, on_cleanup, use_context},
    reactive::computed::suspense::SuspenseContext,
};

/// Makes the `<Suspense>` around the present reader show its fallback until `loading` has ended, or
/// the reader runs again.
///
/// A page that is being hydrated shows what the server did, which is never a fallback: the server
/// has waited.
pub(crate) fn suspend(loading: impl Future<Output: Send> + Send + 'static) {
    let Some(suspense) = use_context::<SuspenseContext>() else {
        return;
    };
    if Owner::current_shared_context().is_some_and(|context| context.during_hydration()) {
        return;
    }
    let waits = suspense.task_id();
    let (waiting, abort) = abortable(async move {
        loading.await;
        drop(waits);
    });
    on_cleanup(move || abort.abort());
    let task = async move {
        // An abort is how it ends when the reader runs again.
        let _ = waiting.await;
    };
    #[cfg(target_family = "wasm")]
    Executor::spawn_local(task);
    #[cfg(not(target_family = "wasm"))]
    Executor::spawn(task);
}
