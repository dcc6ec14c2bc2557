//! `Tasks`: everything that runs for a deployment, so that it ends with it.

use std::{future::Future, sync::Mutex};

use tokio::{sync::oneshot, task::JoinSet};

use super::lock::lock;

/// The running tasks of a deployment.
#[derive(Debug, Default)]
pub(super) struct Tasks {
    running: Mutex<JoinSet<()>>,
}

impl Tasks {
    /// Runs a task until it ends or the deployment does.
    pub(super) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut running = lock(&self.running);
        while running.try_join_next().is_some() {}
        running.spawn(task);
    }

    /// Runs a task whose result is `None` when it panics or is ended; its caller may go away
    /// meanwhile.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> Option<T> {
        let (sender, receiver) = oneshot::channel();
        self.spawn(async move {
            // The caller may have gone away, as when its connection broke.
            let _gone = sender.send(task.await);
        });
        receiver.await.ok()
    }

    /// Ends all tasks as soon as the runtime gets to it.
    pub(super) fn abort(&self) {
        lock(&self.running).abort_all();
    }

    /// Ends all tasks and waits until they have.
    pub(super) async fn shut_down(&self) {
        let mut running = std::mem::take(&mut *lock(&self.running));
        running.shutdown().await;
    }
}
