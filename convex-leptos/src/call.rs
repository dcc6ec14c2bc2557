//! `ConvexCall`: an action or a mutation with the state of its calls, as signals.

use std::{fmt, future::Future, sync::Arc};

use convex_runtime::{
    Action, CallHandle, CallState, CallStatus, Error, FromConvex, LocalStore, Mutation, ToConvex,
};
use leptos::prelude::{Get, GetValue, RwSignal, Set, StoredValue};

use crate::{
    follow::{UNMOUNTED, follow},
    use_convex,
};

/// Calls an action, with the state of its calls as signals.
///
/// ```no_run
/// use convex_leptos::use_convex_action;
/// use convex_runtime::{Action, ToConvex};
/// use leptos::prelude::*;
///
/// #[derive(Clone, ToConvex)]
/// struct SendArgs { to: String }
///
/// const SEND: Action<SendArgs, String> = Action::new("emails:send");
///
/// #[component]
/// fn Send() -> impl IntoView {
///     let send = use_convex_action(SEND).on_success(|id, _| leptos::logging::log!("sent as {id}"));
///     view! {
///         <button
///             disabled=move || send.pending()
///             on:click=move |_| send.dispatch(SendArgs { to: "ada@example.com".to_owned() })
///         >
///             "Send"
///         </button>
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
/// convex_leptos::use_convex_action(CLEAR); // expected `Action<_, _>`, found `Mutation<(), ()>`
/// ```
///
/// # Panics
///
/// When no component above called [`provide_convex`](crate::provide_convex).
#[track_caller]
pub fn use_convex_action<Args, Returns>(action: Action<Args, Returns>) -> ConvexCall<Args, Returns>
where
    Args: ToConvex + Send + Sync + 'static,
    Returns: FromConvex + Clone + Send + Sync + 'static,
{
    ConvexCall::new(convex_runtime::use_convex_action(&use_convex(), action))
}

/// Calls a mutation, with the state of its calls as signals.
///
/// ```no_run
/// use convex_leptos::use_convex_mutation;
/// use convex_runtime::{Mutation, Query, ToConvex};
/// use leptos::prelude::*;
///
/// #[derive(Clone, ToConvex)]
/// struct AddArgs { title: String }
///
/// const LIST: Query<(), Vec<String>> = Query::new("tasks:list");
/// const ADD: Mutation<AddArgs, ()> = Mutation::new("tasks:add");
///
/// #[component]
/// fn Add() -> impl IntoView {
///     let add = use_convex_mutation(ADD).optimistic(|store, task| {
///         if let Some(mut titles) = store.get(LIST, &()) {
///             titles.push(task.title.clone());
///             store.set(LIST, &(), titles);
///         }
///     });
///     view! { <button on:click=move |_| add.dispatch(AddArgs { title: "Tea".to_owned() })>"Add"</button> }
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
    Args: ToConvex + Send + Sync + 'static,
    Returns: FromConvex + Clone + Send + Sync + 'static,
{
    ConvexCall::new(convex_runtime::use_convex_mutation(&use_convex(), mutation))
}

/// An action or a mutation with the state of its calls, by [`use_convex_action`] or
/// [`use_convex_mutation`].
///
/// `Copy`, so that closures can take it. What reads it runs again when the state changes. It ends
/// with its component: calls on their way go on, as they do in Vue, but nothing shows them.
pub struct ConvexCall<Args: 'static, Returns: 'static> {
    handle: StoredValue<CallHandle<Args, Returns>>,
    state: RwSignal<CallState<Returns>>,
}

impl<Args, Returns> ConvexCall<Args, Returns>
where
    Args: ToConvex + Send + Sync + 'static,
    Returns: FromConvex + Clone + Send + Sync + 'static,
{
    #[track_caller]
    fn new(handle: CallHandle<Args, Returns>) -> Self {
        let state = follow(handle.state(), handle.changes());
        Self {
            handle: StoredValue::new(handle),
            state,
        }
    }

    /// Adds a callback for calls that succeed, as [`CallHandle::on_success`] does.
    #[must_use]
    pub fn on_success(self, callback: impl Fn(&Returns, &Args) + Send + Sync + 'static) -> Self {
        self.configure(|handle| handle.on_success(callback))
    }

    /// Adds a callback for calls that fail, as [`CallHandle::on_error`] does.
    #[must_use]
    pub fn on_error(self, callback: impl Fn(&Error, &Args) + Send + Sync + 'static) -> Self {
        self.configure(|handle| handle.on_error(callback))
    }

    /// Shows what a call will probably do until it has ended, as [`CallHandle::optimistic`] does.
    #[must_use]
    pub fn optimistic(
        self,
        update: impl Fn(&mut LocalStore<'_>, &Args) + Send + Sync + 'static,
    ) -> Self {
        self.configure(|handle| handle.optimistic(update))
    }

    /// Returns status, data and error of this moment; reactive.
    pub fn state(&self) -> CallState<Returns> {
        self.state.try_get().unwrap_or_default()
    }

    /// Returns the status of the latest call; reactive.
    ///
    /// ```no_run
    /// # use convex_leptos::ConvexCall;
    /// # use convex_runtime::CallStatus;
    /// # use leptos::prelude::*;
    /// fn face(report: ConvexCall<(), String>) -> impl IntoView {
    ///     move || match report.status() {
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
    /// # use convex_leptos::ConvexCall;
    /// fn save_then_leave(save: ConvexCall<String, ()>) {
    ///     leptos::task::spawn_local(async move {
    ///         if save.execute("draft".to_owned()).await.is_ok() {
    ///             let _ = leptos::prelude::window().location().set_href("/done");
    ///         }
    ///     });
    /// }
    /// # let _ = save_then_leave;
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
        self.handle.try_get_value()
    }

    fn configure(
        self,
        change: impl FnOnce(CallHandle<Args, Returns>) -> CallHandle<Args, Returns>,
    ) -> Self {
        // Clones of a handle share what is changed.
        self.handle().map(change);
        self
    }

    /// Uses the handle, and shows what that did at once: a button is disabled before its event
    /// handler returns.
    fn run<T>(&self, act: impl FnOnce(&CallHandle<Args, Returns>) -> T) -> Option<T> {
        let handle = self.handle()?;
        let output = act(&handle);
        self.state.try_set(handle.state());
        Some(output)
    }
}

impl<Args, Returns> Copy for ConvexCall<Args, Returns> {}

impl<Args, Returns> Clone for ConvexCall<Args, Returns> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Args, Returns> fmt::Debug for ConvexCall<Args, Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConvexCall").finish_non_exhaustive()
    }
}
