//! `Suspense`: suspends components that read a query until that has data.

use std::{future::Future, rc::Rc};

use dioxus::{
    core::{RenderError, SuspendedFuture, Task},
    prelude::{Callback, CopyValue, ReadableExt, Signal, WritableExt, spawn},
};

use crate::server::Sent;

/// Suspends components that read a query until that has data.
#[derive(Clone, Copy)]
pub(crate) struct Suspense {
    /// Starts a task that ends when there is something to show.
    start: Callback<(), Task>,
    task: CopyValue<Option<Task>>,
    /// Set when a server has not found data: the page is shown without, and so is what a browser
    /// hydrates.
    is_shown_without: Signal<bool>,
}

/// The outcome of waiting.
pub(crate) enum Waited {
    /// The state has changed.
    Answered,
    /// The state stays as it is on this page.
    InVain,
}

impl Suspense {
    /// Waits by `load`, which sets the state before it ends. `sent` is what a server has sent.
    pub(crate) fn new<Loading>(sent: &Sent, load: impl Fn() -> Loading + 'static) -> Self
    where
        Loading: Future<Output = Waited> + 'static,
    {
        let mut task = CopyValue::new(None);
        let mut is_shown_without = Signal::new(matches!(sent, Sent::Nothing));
        let load = Rc::new(load);
        let start = Callback::new(move |()| {
            let loading = load();
            spawn(async move {
                let waited = loading.await;
                task.set(None);
                if matches!(waited, Waited::InVain) {
                    is_shown_without.set(true);
                }
            })
        });
        Self {
            start,
            task,
            is_shown_without,
        }
    }

    /// Suspends the component that is rendered now, whose query has nothing to show.
    pub(crate) fn wait(mut self) -> Result<(), RenderError> {
        if (self.is_shown_without)() {
            return Ok(());
        }
        let running = *self.task.peek();
        let task = running.unwrap_or_else(|| self.start.call(()));
        self.task.set(Some(task));
        Err(RenderError::Suspended(SuspendedFuture::new(task)))
    }

    /// The query has something to show: from here on, components wait when it has nothing.
    pub(crate) fn end(mut self) {
        if self.is_shown_without.try_peek().is_ok_and(|shown| *shown) {
            self.is_shown_without.set(false);
        }
    }
}
