//! `ConvexUploadQueue`: uploads of several files, a few at a time, as signals.

use std::{fmt, sync::Arc};

use convex_runtime::{
    Mutation, ToConvex, UploadFile, UploadId, UploadProgress, UploadQueue, UploadQueueState,
};
use leptos::prelude::{Get, GetValue, RwSignal, Set, StoredValue};

use crate::{follow::watched, use_convex};

/// Uploads several files, three at a time, each with its own state. `generate_upload_url` is the
/// mutation that returns where to send one.
///
/// ```no_run
/// use convex_leptos::use_convex_upload_queue;
/// use convex_runtime::Mutation;
/// use leptos::prelude::*;
///
/// const GENERATE_UPLOAD_URL: Mutation<(), String> = Mutation::new("files:generateUploadUrl");
///
/// #[component]
/// fn Uploads() -> impl IntoView {
///     let uploads = use_convex_upload_queue(GENERATE_UPLOAD_URL).concurrency(2).max_size(5_000_000);
///     view! {
///         <progress value=move || uploads.progress().fraction() />
///         <ul>
///             {move || uploads.state().items.into_iter().map(|item| view! {
///                 <li>{item.name.to_string()} <button on:click=move |_| { uploads.cancel(item.id); }>"Cancel"</button></li>
///             }).collect_view()}
///         </ul>
///     }
/// }
/// # let _ = Uploads;
/// ```
///
/// # Panics
///
/// When no component above called [`provide_convex`](crate::provide_convex).
#[track_caller]
pub fn use_convex_upload_queue<Args>(
    generate_upload_url: Mutation<Args, String>,
) -> ConvexUploadQueue<Args>
where
    Args: ToConvex + Send + Sync + 'static,
{
    let queue = convex_runtime::use_convex_upload_queue(&use_convex(), generate_upload_url);
    ConvexUploadQueue {
        state: watched(queue.subscribe()),
        queue: StoredValue::new(queue),
    }
}

/// Uploads of several files, by [`use_convex_upload_queue`].
///
/// `Copy`, so that closures can take it. What reads it runs again when the state changes.
pub struct ConvexUploadQueue<Args: 'static> {
    queue: StoredValue<UploadQueue<Args>>,
    state: RwSignal<UploadQueueState>,
}

impl<Args: ToConvex + Send + Sync + 'static> ConvexUploadQueue<Args> {
    /// Uploads so many files at a time.
    #[must_use]
    pub fn concurrency(self, uploads: usize) -> Self {
        self.run(|queue| _ = queue.clone().concurrency(uploads));
        self
    }

    /// Refuses files with more bytes, before anything is sent.
    #[must_use]
    pub fn max_size(self, bytes: u64) -> Self {
        self.run(|queue| _ = queue.clone().max_size(bytes));
        self
    }

    /// Allows files of a type, such as `application/pdf` or `image/*`. Once there is one, others
    /// are refused.
    #[must_use]
    pub fn allow_type(self, content_type: impl Into<String>) -> Self {
        self.run(|queue| _ = queue.clone().allow_type(content_type));
        self
    }

    /// Adds a file under a name. Returns its id, or `None` once the component is gone.
    pub fn add(&self, args: Args, name: impl Into<Arc<str>>, file: UploadFile) -> Option<UploadId> {
        self.run(|queue| queue.add(args, name, file))
    }

    /// Stops an upload that has not ended. Returns whether there was one.
    #[expect(
        clippy::must_use_candidate,
        reason = "a button that does nothing is as good as none"
    )]
    pub fn cancel(&self, id: UploadId) -> bool {
        self.run(|queue| queue.cancel(id)).unwrap_or(false)
    }

    /// Tries an upload again that failed or was cancelled. Returns whether there was one.
    #[expect(
        clippy::must_use_candidate,
        reason = "a button that does nothing is as good as none"
    )]
    pub fn retry(&self, id: UploadId) -> bool {
        self.run(|queue| queue.retry(id)).unwrap_or(false)
    }

    /// Removes an upload from the list, and stops it. Returns whether there was one.
    #[expect(
        clippy::must_use_candidate,
        reason = "a button that does nothing is as good as none"
    )]
    pub fn remove(&self, id: UploadId) -> bool {
        self.run(|queue| queue.remove(id)).unwrap_or(false)
    }

    /// Removes the uploads that have ended.
    pub fn clear_finished(&self) {
        self.run(UploadQueue::clear_finished);
    }

    /// Returns the uploads of this moment, each with its state; reactive.
    pub fn state(&self) -> UploadQueueState {
        self.state.try_get().unwrap_or_default()
    }

    /// Returns the progress of all uploads together; reactive.
    pub fn progress(&self) -> UploadProgress {
        self.state().progress()
    }

    /// Returns whether an upload has not ended; reactive.
    pub fn pending(&self) -> bool {
        !self.state().is_finished()
    }

    /// Returns the queue of the runtime, unless the component is gone.
    pub fn handle(&self) -> Option<UploadQueue<Args>> {
        self.queue.try_get_value()
    }

    /// Uses the queue, and shows what that did at once.
    fn run<T>(&self, act: impl FnOnce(&UploadQueue<Args>) -> T) -> Option<T> {
        let queue = self.handle()?;
        let output = act(&queue);
        self.state.try_set(queue.state());
        Some(output)
    }
}

impl<Args> Copy for ConvexUploadQueue<Args> {}

impl<Args> Clone for ConvexUploadQueue<Args> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Args> fmt::Debug for ConvexUploadQueue<Args> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConvexUploadQueue").finish_non_exhaustive()
    }
}
