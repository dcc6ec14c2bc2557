//! `UploadItem`: one upload of a queue, and `UploadQueueState`: all of them.

use std::sync::Arc;

use crate::{Error, Id, StorageFile, UploadProgress};

/// Names an upload of a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UploadId(pub(super) u64);

/// The status of an upload of a queue.
///
/// ```
/// use convex_runtime::UploadStatus;
///
/// assert!(UploadStatus::Success.is_finished());
/// assert!(!UploadStatus::Queued.is_finished());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UploadStatus {
    /// It waits in the queue.
    Queued,
    /// It is being sent.
    Uploading,
    /// The file is stored.
    Success,
    /// It failed, or a limit was exceeded.
    Error,
    /// It was cancelled.
    Cancelled,
}

impl UploadStatus {
    /// Returns whether it has ended, successfully or not.
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Success | Self::Error | Self::Cancelled)
    }
}

/// One upload of a queue.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct UploadItem {
    /// The id that [`UploadQueue::add`](crate::UploadQueue::add) returned.
    pub id: UploadId,
    /// The name under which it was added.
    pub name: Arc<str>,
    /// Its status.
    pub status: UploadStatus,
    /// The progress of the upload.
    pub progress: UploadProgress,
    /// The storage id, once the file is stored.
    pub storage_id: Option<Id<StorageFile>>,
    /// The reason why it failed.
    pub error: Option<Arc<Error>>,
}

impl UploadItem {
    pub(super) fn queued(id: UploadId, name: Arc<str>, total: u64) -> Self {
        Self {
            id,
            name,
            status: UploadStatus::Queued,
            progress: UploadProgress { sent: 0, total },
            storage_id: None,
            error: None,
        }
    }

    pub(super) fn fail(&mut self, error: Error) {
        self.status = UploadStatus::Error;
        self.error = Some(Arc::new(error));
    }
}

/// The uploads of a queue at one moment.
///
/// ```
/// use convex_runtime::UploadQueueState;
///
/// fn title(uploads: &UploadQueueState) -> String {
///     format!("{} of {} files, {:.0} %", uploads.succeeded(), uploads.items.len(), uploads.progress().fraction() * 100.0)
/// }
/// assert_eq!(title(&UploadQueueState::default()), "0 of 0 files, 0 %");
/// ```
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct UploadQueueState {
    /// In the order in which they were added; one that is tried again is the last.
    pub items: Vec<UploadItem>,
    /// Counts the states of the queue.
    pub(super) number: u64,
}

impl UploadQueueState {
    /// The bytes of all uploads together, without those that failed or were cancelled.
    pub fn progress(&self) -> UploadProgress {
        let counts = |item: &&UploadItem| {
            !matches!(item.status, UploadStatus::Error | UploadStatus::Cancelled)
        };
        let mut all = UploadProgress::default();
        for item in self.items.iter().filter(counts) {
            all.sent += item.progress.sent;
            all.total += item.progress.total;
        }
        all
    }

    /// Returns whether no upload is queued or running.
    pub fn is_finished(&self) -> bool {
        self.items.iter().all(|item| item.status.is_finished())
    }

    /// Returns the number of uploads whose turn has not come.
    pub fn queued(&self) -> usize {
        self.count(UploadStatus::Queued)
    }

    /// Returns the number of running uploads.
    pub fn uploading(&self) -> usize {
        self.count(UploadStatus::Uploading)
    }

    /// Returns the number of stored files.
    pub fn succeeded(&self) -> usize {
        self.count(UploadStatus::Success)
    }

    /// Returns the number of failed uploads.
    pub fn failed(&self) -> usize {
        self.count(UploadStatus::Error)
    }

    /// Returns the number of cancelled uploads.
    pub fn cancelled(&self) -> usize {
        self.count(UploadStatus::Cancelled)
    }

    /// An upload, if it was not removed.
    pub fn item(&self, id: UploadId) -> Option<&UploadItem> {
        self.items.iter().find(|item| item.id == id)
    }

    fn count(&self, status: UploadStatus) -> usize {
        let of = |item: &&UploadItem| item.status == status;
        self.items.iter().filter(of).count()
    }
}
