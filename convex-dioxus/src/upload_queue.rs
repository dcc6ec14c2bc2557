//! `ConvexUploadQueue`: uploads of several files, a few at a time, as signals.

use std::{fmt, sync::Arc};

use convex_runtime::{
    Mutation, ToConvex, UploadFile, UploadId, UploadProgress, UploadQueue, UploadQueueState,
};
use dioxus::prelude::{CopyValue, ReadableExt, Signal, WritableExt, use_hook};

use crate::{
    client::client,
    follow::{read, show, watched},
};

/// Uploads several files, three at a time, each with its own state. `generate_upload_url` is the
/// mutation that returns where to send one.
///
/// ```no_run
/// use convex_dioxus::use_convex_upload_queue;
/// use convex_runtime::Mutation;
/// use dioxus::prelude::*;
///
/// const GENERATE_UPLOAD_URL: Mutation<(), String> = Mutation::new("files:generateUploadUrl");
///
/// #[component]
/// fn Uploads() -> Element {
///     let uploads = use_convex_upload_queue(GENERATE_UPLOAD_URL).concurrency(2).max_size(5_000_000);
///     rsx! {
///         progress { value: uploads.progress().fraction() }
///         ul {
///             for item in uploads.state().items {
///                 li { "{item.name} " button { onclick: move |_| { uploads.cancel(item.id); }, "Cancel" } }
///             }
///         }
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
    use_hook(|| {
        let queue = convex_runtime::use_convex_upload_queue(&client(), generate_upload_url);
        ConvexUploadQueue {
            state: watched(queue.subscribe()),
            queue: CopyValue::new(queue),
            types: CopyValue::default(),
        }
    })
}

/// Uploads of several files, by [`use_convex_upload_queue`].
///
/// `Copy`, as signals are. A component that reads it renders again when the state changes.
pub struct ConvexUploadQueue<Args: 'static> {
    queue: CopyValue<UploadQueue<Args>>,
    state: Signal<UploadQueueState>,
    /// The types that were allowed: each render says them again.
    types: CopyValue<Vec<String>>,
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
    pub fn allow_type(mut self, content_type: impl Into<String>) -> Self {
        let content_type = content_type.into();
        if !self.types.peek().contains(&content_type) {
            self.types.write().push(content_type.clone());
            self.run(|queue| _ = queue.clone().allow_type(content_type));
        }
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
        read(self.state)
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
        Some(self.queue.try_peek().ok()?.clone())
    }

    /// Uses the queue, and shows what that did at once.
    fn run<T>(&self, act: impl FnOnce(&UploadQueue<Args>) -> T) -> Option<T> {
        let queue = self.handle()?;
        let output = act(&queue);
        show(self.state, queue.state());
        Some(output)
    }
}

impl<Args> Copy for ConvexUploadQueue<Args> {}

impl<Args> Clone for ConvexUploadQueue<Args> {
    fn clone(&self) -> Self {
        *self
    }
}

/// Equal when both come from the same hook, for props.
impl<Args> PartialEq for ConvexUploadQueue<Args> {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}

impl<Args> fmt::Debug for ConvexUploadQueue<Args> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConvexUploadQueue").finish_non_exhaustive()
    }
}
