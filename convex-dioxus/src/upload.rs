//! `ConvexFileUpload`: file uploads with their state and progress, as signals.

use std::{fmt, future::Future, sync::Arc};

use convex_runtime::{
    CallState, CallStatus, Error, Id, Mutation, StorageFile, ToConvex, UploadFile, UploadHandle,
    UploadProgress,
};
use dioxus::prelude::{CopyValue, ReadableExt, Signal, WritableExt, use_hook};

use crate::{
    callbacks::{Callbacks, Ended},
    client::client,
    follow::{UNMOUNTED, follow, read, show, watched},
};

/// Uploads files, with state and progress as signals. `generate_upload_url` is the mutation that
/// returns where to send one.
///
/// ```no_run
/// use convex_dioxus::use_convex_file_upload;
/// use convex_runtime::{Mutation, UploadFile};
/// use dioxus::prelude::*;
///
/// const GENERATE_UPLOAD_URL: Mutation<(), String> = Mutation::new("files:generateUploadUrl");
///
/// #[component]
/// fn Upload() -> Element {
///     let upload = use_convex_file_upload(GENERATE_UPLOAD_URL).max_size(5_000_000).allow_type("image/*");
///     let choose = move |event: FormEvent| async move {
///         for file in event.files() {
///             if let Ok(content) = file.read_bytes().await {
///                 upload.dispatch((), UploadFile::new(content, file.content_type().unwrap_or_default()));
///             }
///         }
///     };
///     rsx! {
///         input { r#type: "file", aria_label: "File", disabled: upload.pending(), onchange: choose }
///         progress { value: upload.progress().fraction() }
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
    Args: ToConvex + Clone + Send + Sync + 'static,
{
    use_hook(|| {
        ConvexFileUpload::new(convex_runtime::use_convex_file_upload(
            &client(),
            generate_upload_url,
        ))
    })
}

/// File uploads with their state and progress, by [`use_convex_file_upload`].
///
/// `Copy`, as signals are. Uploads on their way go on when the component is gone.
pub struct ConvexFileUpload<Args: 'static> {
    handle: CopyValue<UploadHandle<Args>>,
    state: Signal<CallState<Id<StorageFile>>>,
    progress: Signal<UploadProgress>,
    callbacks: Callbacks<Args, Id<StorageFile>>,
    /// The types that were allowed: each render says them again.
    types: CopyValue<Vec<String>>,
}

impl<Args: ToConvex + Clone + Send + Sync + 'static> ConvexFileUpload<Args> {
    fn new(handle: UploadHandle<Args>) -> Self {
        let (callbacks, succeeded) = Callbacks::new();
        let failed = succeeded.clone();
        // The component may be gone, and then nothing is to be told.
        let handle = handle
            .on_success(move |id, args| {
                let _ = succeeded.send(Ended::Success(id.clone(), args.clone()));
            })
            .on_error(move |error, args| {
                let _ = failed.send(Ended::Error(error.clone(), args.clone()));
            });
        Self {
            state: follow(handle.state(), handle.changes()),
            progress: watched(handle.progress()),
            handle: CopyValue::new(handle),
            callbacks,
            types: CopyValue::default(),
        }
    }

    /// Refuses files with more bytes, before anything is sent.
    #[must_use]
    pub fn max_size(self, bytes: u64) -> Self {
        self.configure(|handle| handle.max_size(bytes))
    }

    /// Allows files of a type, such as `application/pdf` or `image/*`. Once there is one, others
    /// are refused.
    #[must_use]
    pub fn allow_type(mut self, content_type: impl Into<String>) -> Self {
        let content_type = content_type.into();
        if self.types.peek().contains(&content_type) {
            return self;
        }
        self.types.write().push(content_type.clone());
        self.configure(|handle| handle.allow_type(content_type))
    }

    /// Sets the callback for uploads that succeed, inside of Dioxus; each render replaces it.
    #[must_use]
    pub fn on_success(self, callback: impl FnMut(&Id<StorageFile>, &Args) + 'static) -> Self {
        self.callbacks.on_success(callback);
        self
    }

    /// Sets the callback for uploads that fail, inside of Dioxus; each render replaces it.
    #[must_use]
    pub fn on_error(self, callback: impl FnMut(&Error, &Args) + 'static) -> Self {
        self.callbacks.on_error(callback);
        self
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
        read(self.state)
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
        read(self.progress)
    }

    /// Returns the handle of the runtime, unless the component is gone.
    pub fn handle(&self) -> Option<UploadHandle<Args>> {
        Some(self.handle.try_peek().ok()?.clone())
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
        show(self.state, handle.state());
        Some(output)
    }
}

impl<Args> Copy for ConvexFileUpload<Args> {}

impl<Args> Clone for ConvexFileUpload<Args> {
    fn clone(&self) -> Self {
        *self
    }
}

/// Equal when both come from the same hook, for props.
impl<Args> PartialEq for ConvexFileUpload<Args> {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}

impl<Args> fmt::Debug for ConvexFileUpload<Args> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConvexFileUpload").finish_non_exhaustive()
    }
}
