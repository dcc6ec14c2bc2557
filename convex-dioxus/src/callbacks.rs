//! Callbacks that run inside of Dioxus.

use std::fmt;

use convex_runtime::Error;
use dioxus::prelude::{CopyValue, WritableExt, spawn};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// The end of a call, on its way to the component.
pub(crate) enum Ended<Args, Returns> {
    Success(Returns, Args),
    Error(Error, Args),
}

type Callback<T, Args> = Box<dyn FnMut(&T, &Args)>;

/// The callbacks of the latest render, as closures of a component change with each.
pub(crate) struct Callbacks<Args: 'static, Returns: 'static> {
    success: CopyValue<Option<Callback<Returns, Args>>>,
    error: CopyValue<Option<Callback<Error, Args>>>,
}

impl<Args: 'static, Returns: 'static> Callbacks<Args, Returns> {
    /// The callbacks, and where calls tell how they have ended.
    pub(crate) fn new() -> (Self, UnboundedSender<Ended<Args, Returns>>) {
        let callbacks = Self {
            success: CopyValue::new(None),
            error: CopyValue::new(None),
        };
        let (sender, receiver) = unbounded_channel();
        spawn(callbacks.run(receiver));
        (callbacks, sender)
    }

    pub(crate) fn on_success(mut self, callback: impl FnMut(&Returns, &Args) + 'static) {
        self.success.set(Some(Box::new(callback)));
    }

    pub(crate) fn on_error(mut self, callback: impl FnMut(&Error, &Args) + 'static) {
        self.error.set(Some(Box::new(callback)));
    }

    async fn run(mut self, mut ended: UnboundedReceiver<Ended<Args, Returns>>) {
        while let Some(ended) = ended.recv().await {
            match ended {
                Ended::Success(returns, args) => call(&mut self.success, &returns, &args),
                Ended::Error(error, args) => call(&mut self.error, &error, &args),
            }
        }
    }
}

/// The callback is not borrowed while it runs, as it may render.
fn call<T: 'static, Args: 'static>(
    callback: &mut CopyValue<Option<Callback<T, Args>>>,
    value: &T,
    args: &Args,
) {
    let taken = callback.write().take();
    if let Some(mut run) = taken {
        run(value, args);
        let mut callback = callback.write();
        if callback.is_none() {
            *callback = Some(run);
        }
    }
}

impl<Args, Returns> Copy for Callbacks<Args, Returns> {}

impl<Args, Returns> Clone for Callbacks<Args, Returns> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Args, Returns> fmt::Debug for Callbacks<Args, Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callbacks").finish_non_exhaustive()
    }
}
