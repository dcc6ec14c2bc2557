//! `ConvexFileUpload`: file uploads with their state and progress, as signals.

use std::{fmt, future::Future, sync::Arc};

use convex_runtime::{
    CallState, CallStatus, Error, Id, Mutation, StorageFile, ToConvex, UploadFile, UploadHandle,
    UploadProgress,
};
use leptos::prelude::{Get, GetValue, RwSignal, Set, StoredValue};

use crate::{
    follow::{UNMOUNTED, follow, watched},
    use_convex,
};

/// Uploads files, with state and progress as signals. `generate_upload_url` is the mutation that
/// returns where to send one.
///
/// ```no_run
/// use convex_leptos::use_convex_file_upload;
/// use convex_runtime::{Mutation, UploadFile};
/// use leptos::prelude::*;
///
/// const GENERATE_UPLOAD_URL: Mutation<(), String> = Mutation::new("files:generateUploadUrl");
///
/// #[component]
/// fn Upload(file: UploadFile) -> impl IntoView {
///     let upload = use_convex_file_upload(GENERATE_UPLOAD_URL).max_size(5_000_000).allow_type("image/*");
///     view! {
///         <button disabled=move || upload.pending() on:click=move |_| upload.dispatch((), file.clone())>"Upload"</button>
///         <progress value=move || upload.progress().fraction() />
///     }
/// }
/// # let _ = Upload;
/// ```
///
/// # Panics
///
/// When no component above called [`provide_convex`](crate::provide_convex).
#[track_caller]
pub fn use_convex_file_upload<Args>(
    generate_upload_url: Mutation<Args, String>,
) -> ConvexFileUpload<Args>
where
    Args: ToConvex + Send + Sync + 'static,
{
    let handle = convex_runtime::use_convex_file_upload(&use_convex(), generate_upload_url);
    let state = follow(handle.state(), handle.changes());
    ConvexFileUpload {
        state,
        progress: watched(handle.progress()),
        handle: StoredValue::new(handle),
    }
}

/// File uploads with their state and progress, by [`use_convex_file_upload`].
///
/// `Copy`, so that closures can take it. Uploads on their way go on when the component is gone.
pub struct ConvexFileUpload<Args: 'static> {
    handle: StoredValue<UploadHandle<Args>>,
    state: RwSignal<CallState<Id<StorageFile>>>,
    progress: RwSignal<UploadProgress>,
}

impl<Args: ToConvex + Send + Sync + 'static> ConvexFileUpload<Args> {
    /// Refuses files with more bytes, before anything is sent.
    #[must_use]
    pub fn max_size(self, bytes: u64) -> Self {
        self.configure(|handle| handle.max_size(bytes))
    }

    /// Allows files of a type, such as `application/pdf` or `image/*`. Once there is one, others
    /// are refused.
    #[must_use]
    pub fn allow_type(self, content_type: impl Into<String>) -> Self {
        self.configure(|handle| handle.allow_type(content_type))
    }

    /// Adds a callback for uploads that succeed, as [`UploadHandle::on_success`] does.
    #[must_use]
    pub fn on_success(
        self,
        callback: impl Fn(&Id<StorageFile>, &Args) + Send + Sync + 'static,
    ) -> Self {
        self.configure(|handle| handle.on_success(callback))
    }

    /// Adds a callback for uploads that fail, as [`UploadHandle::on_error`] does.
    #[must_use]
    pub fn on_error(self, callback: impl Fn(&Error, &Args) + Send + Sync + 'static) -> Self {
        self.configure(|handle| handle.on_error(callback))
    }

    /// Uploads a file now and returns a future of its id. The upload runs whether or not the future
    /// is polled.
    ///
    /// # Errors
    ///
    /// As [`UploadHandle::upload`]; [`Error::Closed`] once the component is gone.
    pub fn upload(
        &self,
        args: Args,
        file: UploadFile,
    ) -> impl Future<Output = Result<Id<StorageFile>, Error>> + Send + use<Args> {
        let execution = self.run(|handle| handle.upload(args, file));
        async move {
            match execution {
                Some(execution) => execution.await,
                None => Err(UNMOUNTED),
            }
        }
    }

    /// Uploads a file now, for its effect on the state.
    pub fn dispatch(&self, args: Args, file: UploadFile) {
        self.run(|handle| drop(handle.upload(args, file)));
    }

    /// Stops uploads on their way; the state is idle again.
    pub fn cancel(&self) {
        self.run(UploadHandle::cancel);
    }

    /// Returns to idle. Uploads on their way go on.
    pub fn reset(&self) {
        self.run(UploadHandle::reset);
    }

    /// Returns status, data and error of this moment; reactive.
    pub fn state(&self) -> CallState<Id<StorageFile>> {
        self.state.try_get().unwrap_or_default()
    }

    /// Returns the status of the latest upload; reactive.
    pub fn status(&self) -> CallStatus {
        self.state().status()
    }

    /// Returns the id of the last upload that succeeded; reactive.
    pub fn data(&self) -> Option<Arc<Id<StorageFile>>> {
        self.state().data().cloned()
    }

    /// Returns the error of the latest upload; reactive.
    pub fn error(&self) -> Option<Arc<Error>> {
        self.state().error().cloned()
    }

    /// Returns the error of the latest upload as a sentence for end users, [`Error::text`];
    /// reactive.
    pub fn message(&self) -> Option<String> {
        self.error().map(|error| error.text().into_owned())
    }

    /// Returns whether the latest upload is on its way; reactive.
    pub fn pending(&self) -> bool {
        self.state().is_pending()
    }

    /// Returns the progress of the latest upload, 0 of 0 bytes while idle; reactive.
    pub fn progress(&self) -> UploadProgress {
        self.progress.try_get().unwrap_or_default()
    }

    /// Returns the handle of the runtime, unless the component is gone.
    pub fn handle(&self) -> Option<UploadHandle<Args>> {
        self.handle.try_get_value()
    }

    fn configure(self, change: impl FnOnce(UploadHandle<Args>) -> UploadHandle<Args>) -> Self {
        // Clones of a handle share what is changed.
        self.handle().map(change);
        self
    }

    /// Uses the handle, and shows what that did at once.
    fn run<T>(&self, act: impl FnOnce(&UploadHandle<Args>) -> T) -> Option<T> {
        let handle = self.handle()?;
        let output = act(&handle);
        self.state.try_set(handle.state());
        Some(output)
    }
}

impl<Args> Copy for ConvexFileUpload<Args> {}

impl<Args> Clone for ConvexFileUpload<Args> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Args> fmt::Debug for ConvexFileUpload<Args> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConvexFileUpload").finish_non_exhaustive()
    }
}
