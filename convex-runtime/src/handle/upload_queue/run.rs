//! Running the uploads of a queue.

use std::{
    pin::pin,
    sync::{Arc, MutexGuard},
};

use tokio::sync::oneshot;

use super::{Entry, Inner, Shared, UploadId, UploadQueueState, UploadStatus};
use crate::{
    Error, Id, StorageFile, ToConvex, UploadFile, handle::upload::send_file, http::Meter, platform,
};

/// One upload that starts.
struct Start<Args> {
    id: UploadId,
    attempt: u32,
    args: Arc<Args>,
    file: UploadFile,
    /// Closed when the upload is to stop.
    wanted: oneshot::Sender<()>,
}

impl<Args: ToConvex + Send + Sync + 'static> Shared<Args> {
    /// Starts what may start, and shows what there is.
    pub(super) fn pump(this: &Arc<Self>, mut inner: MutexGuard<'_, Inner<Args>>) {
        let mut starts = Vec::new();
        if this.client.runtime().is_there() {
            while let Some(start) = inner.start_next() {
                starts.push(start);
            }
        } else {
            let queued = |entry: &&mut Entry<Args>| entry.item.status == UploadStatus::Queued;
            for entry in inner.entries.iter_mut().filter(queued) {
                entry.item.fail(Error::NO_RUNTIME);
            }
        }
        let state = inner.state();
        drop(inner);
        this.show(state);
        for start in starts {
            this.client.runtime().spawn(Arc::clone(this).upload(start));
        }
    }

    async fn upload(self: Arc<Self>, start: Start<Args>) {
        let Start {
            id,
            attempt,
            args,
            file,
            mut wanted,
        } = start;
        let result = {
            let work = self.transfer((id, attempt), &args, file);
            // None: it was cancelled, which the queue shows already.
            platform::unless(work, wanted.closed()).await
        };
        let mut inner = self.lock();
        if let (Some(result), Some(entry)) = (result, inner.attempt(id, attempt)) {
            entry.running = None;
            match result {
                Ok(stored) => {
                    entry.item.status = UploadStatus::Success;
                    entry.item.progress.sent = entry.item.progress.total;
                    entry.item.storage_id = Some(stored);
                }
                Err(error) => entry.item.fail(error),
            }
        }
        Self::pump(&self, inner);
    }

    /// Gets a URL and sends the file there.
    async fn transfer(
        &self,
        (id, attempt): (UploadId, u32),
        args: &Arc<Args>,
        file: UploadFile,
    ) -> Result<Id<StorageFile>, Error> {
        let generation = self.client.identity().current().generation;
        let url = self.client.call::<Args, String>(self.function, &**args);
        let url = url.await?;
        let meter = Meter::default();
        let (gauge, mut progress) = (meter.start(file.size()), meter.subscribe());
        let mut sending = pin!(send_file((&self.client, generation), &url, (file, gauge)));
        loop {
            let changed = progress.changed();
            if let Some(stored) = platform::unless(sending.as_mut(), changed).await {
                return stored;
            }
            let sent = *progress.borrow_and_update();
            let mut inner = self.lock();
            if let Some(entry) = inner.attempt(id, attempt) {
                entry.item.progress = sent;
                let state = inner.state();
                drop(inner);
                self.show(state);
            }
        }
    }
}

impl<Args> Shared<Args> {
    /// Shows a state, unless a later one shows already. To be called where no lock is held: those
    /// who watch are woken.
    pub(super) fn show(&self, state: UploadQueueState) {
        self.state.send_if_modified(|shown| {
            let is_later = shown.number < state.number;
            if is_later {
                *shown = state;
            }
            is_later
        });
    }
}

impl<Args> Inner<Args> {
    /// The state of all uploads, numbered.
    pub(super) fn state(&mut self) -> UploadQueueState {
        self.states += 1;
        let items = self.entries.iter().map(|entry| entry.item.clone());
        UploadQueueState {
            items: items.collect(),
            number: self.states,
        }
    }

    /// The next upload, if one more may run.
    fn start_next(&mut self) -> Option<Start<Args>> {
        let running = self.entries.iter().filter(|entry| entry.running.is_some());
        if running.count() >= self.concurrency {
            return None;
        }
        let queued = |entry: &&mut Entry<Args>| entry.item.status == UploadStatus::Queued;
        let entry = self.entries.iter_mut().find(queued)?;
        let (wanted, running) = oneshot::channel();
        entry.item.status = UploadStatus::Uploading;
        entry.running = Some(running);
        entry.attempt += 1;
        Some(Start {
            id: entry.item.id,
            attempt: entry.attempt,
            args: Arc::clone(&entry.args),
            file: entry.file.clone(),
            wanted,
        })
    }

    /// An upload, as long as this try of it runs.
    fn attempt(&mut self, id: UploadId, attempt: u32) -> Option<&mut Entry<Args>> {
        let entry = self.entry(id)?;
        (entry.attempt == attempt && entry.item.status == UploadStatus::Uploading).then_some(entry)
    }
}
