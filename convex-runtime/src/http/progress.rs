//! `UploadProgress`: how much of a file has left, and `Meter`, which shows that of the latest one.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use tokio::sync::watch;

/// The progress of a file upload.
///
/// ```
/// use convex_runtime::UploadProgress;
///
/// assert_eq!(UploadProgress::default().fraction(), 0.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct UploadProgress {
    /// The number of bytes handed to the connection.
    pub sent: u64,
    /// The size of the file in bytes.
    pub total: u64,
}

impl UploadProgress {
    /// Returns the fraction that was sent, between 0 and 1; 0 for an empty file.
    pub fn fraction(self) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "nobody sees the last bits of a progress bar"
        )]
        match self.total {
            0 => 0.0,
            total => self.sent as f64 / total as f64,
        }
    }
}

/// Shows how much of the latest file has left; earlier ones, which may still be on their way, do
/// not count.
#[derive(Debug, Clone, Default)]
pub(crate) struct Meter {
    shown: watch::Sender<UploadProgress>,
    /// The number of the file that is shown; changed while `shown` is.
    latest: Arc<AtomicU64>,
}

/// One file of a meter.
#[derive(Debug)]
pub(crate) struct Gauge {
    meter: Meter,
    number: u64,
}

impl Meter {
    pub(crate) fn subscribe(&self) -> watch::Receiver<UploadProgress> {
        self.shown.subscribe()
    }

    /// Shows another file, of so many bytes.
    pub(crate) fn start(&self, total: u64) -> Gauge {
        Gauge {
            number: self.show(UploadProgress { sent: 0, total }),
            meter: self.clone(),
        }
    }

    /// Shows none.
    pub(crate) fn clear(&self) {
        self.show(UploadProgress::default());
    }

    fn show(&self, progress: UploadProgress) -> u64 {
        let mut number = 0;
        self.shown.send_modify(|shown| {
            number = self.latest.fetch_add(1, Relaxed) + 1;
            *shown = progress;
        });
        number
    }
}

impl Gauge {
    /// So many bytes more have left.
    pub(super) fn leave(&self, bytes: u64) {
        self.meter.shown.send_if_modified(|shown| {
            let is_latest = self.meter.latest.load(Relaxed) == self.number;
            if is_latest {
                shown.sent += bytes;
            }
            is_latest
        });
    }
}
