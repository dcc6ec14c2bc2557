//! `UploadQueue`: several file uploads, a few at a time.

mod changes;
mod item;
mod run;

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{oneshot, watch};

pub use changes::UploadQueueChanges;
pub use item::{UploadId, UploadItem, UploadQueueState, UploadStatus};

use super::limits::Limits;
use crate::{
    Client, Error, Mutation, ToConvex, UploadFile, auth::Masked, function::FunctionReference,
};

/// A queue of file uploads, of which three run at the same time unless
/// [`concurrency`](UploadQueue::concurrency) says otherwise.
///
/// ```no_run
/// use convex_runtime::{Client, Mutation, UploadFile, use_convex_upload_queue};
///
/// const GENERATE_UPLOAD_URL: Mutation<(), String> = Mutation::new("files:generateUploadUrl");
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::new("https://happy-otter-123.convex.cloud")?;
/// let uploads = use_convex_upload_queue(&client, GENERATE_UPLOAD_URL).concurrency(2).allow_type("image/*");
/// for name in ["cat.png", "dog.png", "owl.png"] {
///     uploads.add((), name, UploadFile::new(std::fs::read(name)?, "image/png"));
/// }
/// let end = uploads.finished().await;
/// for item in &end.items {
///     println!("{}: {:?} {:?}", item.name, item.status, item.storage_id);
/// }
/// # Ok(())
/// # }
/// ```
pub fn use_convex_upload_queue<Args>(
    client: &Client,
    generate_upload_url: Mutation<Args, String>,
) -> UploadQueue<Args>
where
    Args: ToConvex + Send + Sync + 'static,
{
    let shared = Arc::new(Shared {
        client: client.clone(),
        function: generate_upload_url.reference(),
        inner: Mutex::new(Inner {
            next: 0,
            states: 0,
            concurrency: 3,
            limits: Limits::default(),
            entries: Vec::new(),
        }),
        state: watch::Sender::default(),
    });
    let masked: Arc<dyn Masked> = shared.clone();
    client.identity().mask_with_changes(&masked);
    UploadQueue { shared }
}

/// File uploads, a few at a time, by [`use_convex_upload_queue`].
///
/// Cheap to clone; clones share the queue. Uploads go on when all clones are dropped. A change of
/// the client's identity cancels and forgets all of them.
pub struct UploadQueue<Args> {
    shared: Arc<Shared<Args>>,
}

struct Shared<Args> {
    client: Client,
    function: FunctionReference,
    inner: Mutex<Inner<Args>>,
    /// Written while `inner` is locked.
    state: watch::Sender<UploadQueueState>,
}

struct Inner<Args> {
    next: u64,
    /// The number of states so far.
    states: u64,
    concurrency: usize,
    limits: Limits,
    /// In the order in which they were added.
    entries: Vec<Entry<Args>>,
}

struct Entry<Args> {
    item: UploadItem,
    args: Arc<Args>,
    file: UploadFile,
    /// Dropped to stop an upload that runs.
    running: Option<oneshot::Receiver<()>>,
    /// The number of the try that counts.
    attempt: u32,
}

impl<Args: ToConvex + Send + Sync + 'static> UploadQueue<Args> {
    /// Sets the number of uploads that run at the same time; at least one.
    #[must_use]
    pub fn concurrency(self, uploads: usize) -> Self {
        self.shared.lock().concurrency = uploads.max(1);
        self
    }

    /// Rejects larger files (in bytes) before anything is sent.
    #[must_use]
    pub fn max_size(self, bytes: u64) -> Self {
        self.shared.lock().limits.max_size = Some(bytes);
        self
    }

    /// Allows files of a type, such as `application/pdf` or `image/*`. Once a type is allowed, all
    /// others are rejected.
    #[must_use]
    pub fn allow_type(self, content_type: impl Into<String>) -> Self {
        self.shared.lock().limits.types.push(content_type.into());
        self
    }

    /// Adds a file under a name that people read, and starts the upload when its turn comes. `args`
    /// are those of the mutation that returns the URL. A file that exceeds a limit is in the queue
    /// too, as one that has failed.
    pub fn add(&self, args: Args, name: impl Into<Arc<str>>, file: UploadFile) -> UploadId {
        let mut inner = self.shared.lock();
        inner.next += 1;
        let id = UploadId(inner.next);
        let mut item = UploadItem::queued(id, name.into(), file.size());
        if let Err(error) = inner.limits.check(&file) {
            item.fail(error);
        }
        inner.entries.push(Entry {
            item,
            args: Arc::new(args),
            file,
            running: None,
            attempt: 0,
        });
        Shared::pump(&self.shared, inner);
        id
    }

    /// Stops an upload that has not ended; returns whether there was one. What was sent is lost.
    pub fn cancel(&self, id: UploadId) -> bool {
        let mut inner = self.shared.lock();
        let cancelled = inner.entry(id).is_some_and(Entry::cancel);
        Shared::pump(&self.shared, inner);
        cancelled
    }

    /// Puts an upload that failed or was cancelled at the end of the queue again; returns whether
    /// there was one. A file that is read while it is sent ([`UploadFile::stream`]) can be sent
    /// once only, and fails then.
    #[expect(
        clippy::must_use_candidate,
        reason = "a button that does nothing is as good as none"
    )]
    pub fn retry(&self, id: UploadId) -> bool {
        let mut inner = self.shared.lock();
        let at = inner.entries.iter().position(|entry| {
            let may = matches!(
                entry.item.status,
                UploadStatus::Error | UploadStatus::Cancelled
            );
            entry.item.id == id && may
        });
        if let Some(at) = at {
            let mut entry = inner.entries.remove(at);
            entry.item = UploadItem::queued(id, entry.item.name, entry.file.size());
            if let Err(error) = inner.limits.check(&entry.file) {
                entry.item.fail(error);
            }
            inner.entries.push(entry);
        }
        Shared::pump(&self.shared, inner);
        at.is_some()
    }

    /// Takes an upload out of the queue; one that has not ended is cancelled. Returns whether there
    /// was one.
    #[expect(
        clippy::must_use_candidate,
        reason = "a button that does nothing is as good as none"
    )]
    pub fn remove(&self, id: UploadId) -> bool {
        self.retain(|item| item.id != id)
    }

    /// Removes all uploads that have ended, successfully or not.
    pub fn clear_finished(&self) {
        self.retain(|item| !item.status.is_finished());
    }

    /// The uploads, in order, and how far they are.
    pub fn state(&self) -> UploadQueueState {
        self.shared.state.borrow().clone()
    }

    /// Returns the state as a watch channel.
    pub fn subscribe(&self) -> watch::Receiver<UploadQueueState> {
        self.shared.state.subscribe()
    }

    /// Returns a stream of states: the current one, then each change. It ends when all clones of
    /// the queue are dropped and all uploads have ended.
    pub fn changes(&self) -> UploadQueueChanges {
        UploadQueueChanges::new(self.subscribe())
    }

    /// Waits until no upload is queued or running.
    pub async fn finished(&self) -> UploadQueueState {
        let mut state = self.subscribe();
        match state.wait_for(UploadQueueState::is_finished).await {
            Ok(state) => state.clone(),
            // This handle holds the sender.
            Err(_) => self.state(),
        }
    }

    fn retain(&self, keep: impl Fn(&UploadItem) -> bool) -> bool {
        let mut inner = self.shared.lock();
        let before = inner.entries.len();
        let (kept, removed) = std::mem::take(&mut inner.entries)
            .into_iter()
            .partition(|entry: &Entry<Args>| keep(&entry.item));
        inner.entries = kept;
        let is_less = inner.entries.len() < before;
        Shared::pump(&self.shared, inner);
        // Files and arguments go outside of the lock.
        drop::<Vec<Entry<Args>>>(removed);
        is_less
    }
}

impl<Args> Shared<Args> {
    fn lock(&self) -> MutexGuard<'_, Inner<Args>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Args> Inner<Args> {
    fn entry(&mut self, id: UploadId) -> Option<&mut Entry<Args>> {
        self.entries.iter_mut().find(|entry| entry.item.id == id)
    }
}

impl<Args> Entry<Args> {
    /// Returns whether there was anything to cancel.
    fn cancel(&mut self) -> bool {
        let is_open = !self.item.status.is_finished();
        if is_open {
            self.running = None;
            self.item.status = UploadStatus::Cancelled;
            self.item.error = Some(Arc::new(Error::CANCELLED));
        }
        is_open
    }
}

impl<Args: Send + Sync> Masked for Shared<Args> {
    fn mask(&self) {
        let mut inner = self.lock();
        let entries = std::mem::take(&mut inner.entries);
        let state = inner.state();
        drop(inner);
        self.show(state);
        drop(entries);
    }
}

impl<Args> Clone for UploadQueue<Args> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<Args> fmt::Debug for UploadQueue<Args> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A copy: the text may go to a writer that asks the queue.
        let state = self.shared.state.borrow().clone();
        f.debug_struct("UploadQueue")
            .field("state", &state)
            .finish_non_exhaustive()
    }
}
