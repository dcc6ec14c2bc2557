//! `UploadHandle`: file uploads with the state of a call.

use std::{
    fmt,
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::watch;

use super::{CallHandle, CallState, CallStatus, Changes, Execution, limits::Limits};
use crate::{
    Client, Error, Id, Mutation, Sent, StorageFile, ToConvex, UploadFile, UploadProgress,
    auth::Masked,
    function::FunctionReference,
    http::{Gauge, Meter},
    platform,
};

/// A handle of file uploads: gets an upload URL from a mutation, sends the file there, and knows
/// how that goes.
///
/// ```no_run
/// use convex_runtime::{Client, Mutation, UploadFile, use_convex_file_upload};
///
/// const GENERATE_UPLOAD_URL: Mutation<(), String> = Mutation::new("files:generateUploadUrl");
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::new("https://happy-otter-123.convex.cloud")?;
/// let upload = use_convex_file_upload(&client, GENERATE_UPLOAD_URL).max_size(5_000_000).allow_type("image/*");
/// let file = UploadFile::new(std::fs::read("cat.png")?, "image/png");
/// let id = upload.upload((), file).await?; // what a mutation stores
/// # Ok(())
/// # }
/// ```
pub fn use_convex_file_upload<Args>(
    client: &Client,
    generate_upload_url: Mutation<Args, String>,
) -> UploadHandle<Args>
where
    Args: ToConvex + Send + Sync + 'static,
{
    let function = generate_upload_url.reference();
    let shared = Arc::new(Shared {
        client: client.clone(),
        function,
        limits: Mutex::default(),
        meter: Meter::default(),
        cancelled: watch::Sender::default(),
    });
    let masked: Arc<dyn Masked> = shared.clone();
    client.identity().mask_with_changes(&masked);
    UploadHandle {
        calls: CallHandle::new(client, function),
        shared,
    }
}

/// File uploads with the state of a call, by [`use_convex_file_upload`].
///
/// Cheap to clone; clones share the state, which is that of a [`CallHandle`]: the upload that
/// started last decides what it shows.
pub struct UploadHandle<Args> {
    calls: CallHandle<Args, Id<StorageFile>>,
    shared: Arc<Shared>,
}

struct Shared {
    client: Client,
    function: FunctionReference,
    limits: Mutex<Limits>,
    meter: Meter,
    /// The number of times that everything on its way was cancelled.
    cancelled: watch::Sender<u64>,
}

impl<Args: ToConvex + Send + Sync + 'static> UploadHandle<Args> {
    /// Rejects larger files (in bytes) before anything is sent.
    #[must_use]
    pub fn max_size(self, bytes: u64) -> Self {
        self.limits(|limits| limits.max_size = Some(bytes));
        self
    }

    /// Allows files of a type, such as `application/pdf` or `image/*`. Once a type is allowed, all
    /// others are rejected.
    #[must_use]
    pub fn allow_type(self, content_type: impl Into<String>) -> Self {
        self.limits(|limits| limits.types.push(content_type.into()));
        self
    }

    /// Uploads a file, now: as [`CallHandle::execute`] does, it starts before it is awaited, and
    /// goes on when it is not. `args` are those of the mutation that gives the URL.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] when a limit is exceeded, [`Error::Closed`] when it was cancelled,
    /// and any other [`Error`].
    pub fn upload(&self, args: Args, file: UploadFile) -> Execution<Id<StorageFile>> {
        let allowed = self.limits(|limits| limits.check(&file));
        let gauge = self.shared.meter.start(file.size());
        let shared = Arc::clone(&self.shared);
        let generation = shared.client.identity().current().generation;
        let client = &shared.client;
        let limit = client
            .deadline_of(shared.function.kind)
            .saturating_add(client.upload_deadline());
        self.calls.launch(args, limit, |args, progress| {
            // What is sent is more than one call.
            let _may_have_run = progress.leaves();
            let mut cancelled = shared.cancelled.subscribe();
            let url = shared.client.call::<Args, String>(shared.function, &**args);
            async move {
                allowed?;
                let sending = async {
                    let url = url.await?;
                    send_file((&shared.client, generation), &url, (file, gauge)).await
                };
                first(Box::pin(sending), cancelled.changed()).await
            }
        })
    }

    /// Cancels uploads in flight and resets the handle to idle. Their callers get
    /// [`Error::Closed`].
    pub fn cancel(&self) {
        self.reset();
        self.shared.cancelled.send_modify(|count| *count += 1);
    }

    /// Adds a callback for uploads that succeed, as [`CallHandle::on_success`] does.
    #[must_use]
    pub fn on_success(
        mut self,
        callback: impl Fn(&Id<StorageFile>, &Args) + Send + Sync + 'static,
    ) -> Self {
        self.calls = self.calls.on_success(callback);
        self
    }

    /// Adds a callback for uploads that fail, as [`CallHandle::on_error`] does.
    #[must_use]
    pub fn on_error(mut self, callback: impl Fn(&Error, &Args) + Send + Sync + 'static) -> Self {
        self.calls = self.calls.on_error(callback);
        self
    }

    /// Progress of the latest upload as a watch channel; 0 of 0 bytes while idle.
    pub fn progress(&self) -> watch::Receiver<UploadProgress> {
        self.shared.meter.subscribe()
    }

    /// Returns the current status, data and error.
    pub fn state(&self) -> CallState<Id<StorageFile>> {
        self.calls.state()
    }

    /// The status of the handle.
    pub fn status(&self) -> CallStatus {
        self.calls.status()
    }

    /// Returns the storage id of the last successful upload.
    pub fn data(&self) -> Option<Arc<Id<StorageFile>>> {
        self.calls.data()
    }

    /// Returns the error of the latest upload, if it failed.
    pub fn error(&self) -> Option<Arc<Error>> {
        self.calls.error()
    }

    /// Returns whether the latest upload is pending.
    pub fn is_pending(&self) -> bool {
        self.calls.is_pending()
    }

    /// Returns a stream of states: the current one, then each change.
    pub fn changes(&self) -> Changes<Id<StorageFile>> {
        self.calls.changes()
    }

    /// Resets to idle. Uploads in flight continue; [`cancel`](Self::cancel) stops them.
    pub fn reset(&self) {
        self.calls.reset();
        self.shared.meter.clear();
    }

    fn limits<T>(&self, with: impl FnOnce(&mut Limits) -> T) -> T {
        with(
            &mut self
                .shared
                .limits
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }
}

/// Sends a file to an upload URL, within the client's deadline.
pub(super) async fn send_file(
    (client, generation): (&Client, u64),
    url: &str,
    (file, gauge): (UploadFile, Gauge),
) -> Result<Id<StorageFile>, Error> {
    let after = client.upload_deadline();
    let sending = pin!(client.http()?.upload(url, file, gauge));
    let sending = client.as_the_same(generation, sending);
    match platform::timeout(after, sending).await {
        Ok(sent) => sent,
        Err(_) => Err(Error::timeout(Sent::Maybe, after)),
    }
}

impl Masked for Shared {
    fn mask(&self) {
        self.meter.clear();
    }
}

/// The outcome of `sending`, unless `cancelled` comes first.
async fn first<T>(
    sending: impl Future<Output = Result<T, Error>>,
    cancelled: impl Future<Output = Result<(), watch::error::RecvError>>,
) -> Result<T, Error> {
    let (mut sending, mut cancelled) = (pin!(sending), pin!(cancelled));
    let mut watching = true;
    std::future::poll_fn(|context| {
        if watching && let std::task::Poll::Ready(end) = cancelled.as_mut().poll(context) {
            if end.is_ok() {
                return std::task::Poll::Ready(Err(Error::CANCELLED));
            }
            // The handle is gone: the upload goes on.
            watching = false;
        }
        sending.as_mut().poll(context)
    })
    .await
}

impl<Args> Clone for UploadHandle<Args> {
    fn clone(&self) -> Self {
        Self {
            calls: self.calls.clone(),
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<Args> fmt::Debug for UploadHandle<Args> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadHandle")
            .field("calls", &self.calls)
            .finish_non_exhaustive()
    }
}
