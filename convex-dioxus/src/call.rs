//! `ConvexCall`: an action or a mutation with the state of its calls, as signals.

use std::{fmt, future::Future, sync::Arc};

use convex_runtime::{
    Action, CallHandle, CallState, CallStatus, Error, FromConvex, LocalStore, Mutation, ToConvex,
};
use dioxus::prelude::{CopyValue, ReadableExt, Signal, use_hook};

use crate::{
    callbacks::{Callbacks, Ended},
    client::client,
    follow::{UNMOUNTED, follow, read, show},
};

/// Calls an action, with the state of its calls as signals.
///
/// ```no_run
/// use convex_dioxus::use_convex_action;
/// use convex_runtime::{Action, ToConvex};
/// use dioxus::prelude::*;
///
/// #[derive(Clone, ToConvex)]
/// struct SendArgs { to: String }
///
/// const SEND: Action<SendArgs, String> = Action::new("emails:send");
///
/// #[component]
/// fn Send() -> Element {
///     let mut sent = use_signal(|| 0);
///     let send = use_convex_action(SEND).on_success(move |_, _| sent += 1);
///     rsx! {
///         button {
///             disabled: send.pending(),
///             onclick: move |_| send.dispatch(SendArgs { to: "ada@example.com".to_owned() }),
///             "Send ({sent} sent)"
///         }
///     }
/// }
/// # let _ = Send;
/// ```
///
/// Another kind of function is a type error:
///
/// ```compile_fail,E0308
/// # use convex_runtime::Mutation;
/// # const CLEAR: Mutation<(), ()> = Mutation::new("tasks:clear");
/// convex_dioxus::use_convex_action(CLEAR); // expected `Action<_, _>`, found `Mutation<(), ()>`
/// ```
///
/// # Panics
///
/// When no component above called [`provide_convex`](crate::provide_convex).
#[track_caller]
pub fn use_convex_action<Args, Returns>(action: Action<Args, Returns>) -> ConvexCall<Args, Returns>
where
    Args: ToConvex + Clone + Send + Sync + 'static,
    Returns: FromConvex + Clone + Send + Sync + 'static,
{
    use_hook(|| ConvexCall::new(convex_runtime::use_convex_action(&client(), action)))
}

/// Calls a mutation, with the state of its calls as signals.
///
/// ```no_run
/// use convex_dioxus::use_convex_mutation;
/// use convex_runtime::{Mutation, Query, ToConvex};
/// use dioxus::prelude::*;
///
/// #[derive(Clone, ToConvex)]
/// struct AddArgs { title: String }
///
/// const LIST: Query<(), Vec<String>> = Query::new("tasks:list");
/// const ADD: Mutation<AddArgs, ()> = Mutation::new("tasks:add");
///
/// #[component]
/// fn Add() -> Element {
///     let add = use_convex_mutation(ADD).optimistic(|store, task| {
///         if let Some(mut titles) = store.get(LIST, &()) {
///             titles.push(task.title.clone());
///             store.set(LIST, &(), titles);
///         }
///     });
///     rsx! { button { onclick: move |_| add.dispatch(AddArgs { title: "Tea".to_owned() }), "Add" } }
/// }
/// # let _ = Add;
/// ```
///
/// # Panics
///
/// When no component above called [`provide_convex`](crate::provide_convex).
#[track_caller]
pub fn use_convex_mutation<Args, Returns>(
    mutation: Mutation<Args, Returns>,
) -> ConvexCall<Args, Returns>
where
    Args: ToConvex + Clone + Send + Sync + 'static,
    Returns: FromConvex + Clone + Send + Sync + 'static,
{
    use_hook(|| ConvexCall::new(convex_runtime::use_convex_mutation(&client(), mutation)))
}

/// An action or a mutation with the state of its calls, by [`use_convex_action`] or
/// [`use_convex_mutation`].
///
/// `Copy`, as signals are. A component that reads it renders again when the state changes. It ends
/// with its component: calls on their way go on, as they do in Vue, but nothing shows them.
pub struct ConvexCall<Args: 'static, Returns: 'static> {
    handle: CopyValue<CallHandle<Args, Returns>>,
    state: Signal<CallState<Returns>>,
    callbacks: Callbacks<Args, Returns>,
}

impl<Args, Returns> ConvexCall<Args, Returns>
where
    Args: ToConvex + Clone + Send + Sync + 'static,
    Returns: FromConvex + Clone + Send + Sync + 'static,
{
    fn new(handle: CallHandle<Args, Returns>) -> Self {
        let (callbacks, succeeded) = Callbacks::new();
        let failed = succeeded.clone();
        // The component may be gone, and then nothing is to be told.
        let handle = handle
            .on_success(move |returns, args| {
                let _ = succeeded.send(Ended::Success(returns.clone(), args.clone()));
            })
            .on_error(move |error, args| {
                let _ = failed.send(Ended::Error(error.clone(), args.clone()));
            });
        Self {
            state: follow(handle.state(), handle.changes()),
            handle: CopyValue::new(handle),
            callbacks,
        }
    }

    /// Sets the callback for calls that succeed, inside of Dioxus. It runs only for the call that
    /// the state shows; each render replaces it.
    #[must_use]
    pub fn on_success(self, callback: impl FnMut(&Returns, &Args) + 'static) -> Self {
        self.callbacks.on_success(callback);
        self
    }

    /// Sets the callback for calls that fail, under the same rules as
    /// [`on_success`](Self::on_success).
    #[must_use]
    pub fn on_error(self, callback: impl FnMut(&Error, &Args) + 'static) -> Self {
        self.callbacks.on_error(callback);
        self
    }

    /// Shows what a call will probably do until it has ended, as [`CallHandle::optimistic`] does.
    #[must_use]
    pub fn optimistic(
        self,
        update: impl Fn(&mut LocalStore<'_>, &Args) + Send + Sync + 'static,
    ) -> Self {
        // Clones of a handle share it.
        self.handle().map(|handle| handle.optimistic(update));
        self
    }

    /// Returns status, data and error of this moment; reactive.
    pub fn state(&self) -> CallState<Returns> {
        read(self.state)
    }

    /// Returns the status of the latest call; reactive.
    ///
    /// ```no_run
    /// # use convex_dioxus::ConvexCall;
    /// # use convex_runtime::CallStatus;
    /// fn face(report: ConvexCall<(), String>) -> &'static str {
    ///     match report.status() {
    ///         CallStatus::Idle => "Generate a report",
    ///         CallStatus::Pending => "Generating…",
    ///         CallStatus::Success => "Download",
    ///         CallStatus::Error => "Try again",
    ///     }
    /// }
    /// # let _ = face;
    /// ```
    pub fn status(&self) -> CallStatus {
        self.state().status()
    }

    /// Returns the data of the last call that succeeded; reactive. A later failure keeps it.
    pub fn data(&self) -> Option<Arc<Returns>> {
        self.state().data().cloned()
    }

    /// Returns the error of the latest call; reactive.
    pub fn error(&self) -> Option<Arc<Error>> {
        self.state().error().cloned()
    }

    /// Returns the error of the latest call as a sentence for end users, [`Error::text`]; reactive.
    pub fn message(&self) -> Option<String> {
        self.error().map(|error| error.text().into_owned())
    }

    /// Returns whether the latest call is on its way; reactive.
    pub fn pending(&self) -> bool {
        self.state().is_pending()
    }

    /// Calls the function now and returns a future of its own result, whatever other calls do. The
    /// call runs whether or not the future is polled.
    ///
    /// ```no_run
    /// # use convex_dioxus::ConvexCall;
    /// # use dioxus::prelude::*;
    /// async fn both(save: ConvexCall<String, f64>) -> Option<f64> {
    ///     let (one, other) = (save.execute("a".to_owned()), save.execute("b".to_owned()));
    ///     Some(one.await.ok()? + other.await.ok()?)
    /// }
    /// # let _ = both;
    /// ```
    ///
    /// # Errors
    ///
    /// As [`CallHandle::execute`]; [`Error::Closed`] once the component is gone.
    pub fn execute(
        &self,
        args: Args,
    ) -> impl Future<Output = Result<Returns, Error>> + Send + use<Args, Returns> {
        let execution = self.run(|handle| handle.execute(args));
        async move {
            match execution {
                Some(execution) => execution.await,
                None => Err(UNMOUNTED),
            }
        }
    }

    /// Calls the function now, for its effect on the state.
    pub fn dispatch(&self, args: Args) {
        self.run(|handle| handle.dispatch(args));
    }

    /// Returns to idle, without data and error. Calls on their way go on and still answer their
    /// callers.
    pub fn reset(&self) {
        self.run(CallHandle::reset);
    }

    /// Returns the handle of the runtime, unless the component is gone.
    pub fn handle(&self) -> Option<CallHandle<Args, Returns>> {
        Some(self.handle.try_peek().ok()?.clone())
    }

    /// Uses the handle, and shows what that did at once.
    fn run<T>(&self, act: impl FnOnce(&CallHandle<Args, Returns>) -> T) -> Option<T> {
        let handle = self.handle()?;
        let output = act(&handle);
        show(self.state, handle.state());
        Some(output)
    }
}

impl<Args, Returns> Copy for ConvexCall<Args, Returns> {}

impl<Args, Returns> Clone for ConvexCall<Args, Returns> {
    fn clone(&self) -> Self {
        *self
    }
}

/// Equal when both come from the same hook, for props.
impl<Args, Returns> PartialEq for ConvexCall<Args, Returns> {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}

impl<Args, Returns> fmt::Debug for ConvexCall<Args, Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConvexCall").finish_non_exhaustive()
    }
}
