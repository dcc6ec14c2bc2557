//! `CallHandle`: a mutation or an action with the state of its calls.

mod running;

use std::{fmt, sync::Arc, time::Duration};

use tokio::sync::{oneshot, watch};

#[cfg(feature = "live")]
use super::optimistic::Optimistic;
use running::{Ends, Running};

use super::{CallState, CallStatus, Changes, Execution, callbacks::Callbacks};
#[cfg(feature = "live")]
use crate::LocalStore;
use crate::{
    Client, Error, FromConvex, ToConvex, auth::Masked, function::FunctionReference,
    transport::Progress,
};

/// A mutation or an action with the state of its calls, by
/// [`use_convex_action`](crate::use_convex_action) or
/// [`use_convex_mutation`](crate::use_convex_mutation).
///
/// Cheap to clone; clones share the state. Calls may overlap: the one that *started* last decides
/// what the handle shows, and every call gives its own result to its own caller. A change of the
/// client's identity resets the handle.
///
/// ```no_run
/// # use convex_runtime::{Action, CallStatus, Client, use_convex_action};
/// # const REFRESH: Action<(), String> = Action::new("feeds:refresh");
/// # async fn example(client: &Client) -> Result<(), convex_runtime::Error> {
/// let refresh = use_convex_action(client, REFRESH).on_error(|error, _| eprintln!("{error}"));
/// let call = refresh.execute(());
/// assert_eq!(refresh.status(), CallStatus::Pending);
/// call.await?;
/// assert_eq!(refresh.status(), CallStatus::Success);
/// refresh.reset();
/// # Ok(())
/// # }
/// ```
pub struct CallHandle<Args, Returns> {
    shared: Arc<Shared<Args, Returns>>,
}

struct Shared<Args, Returns> {
    client: Client,
    function: FunctionReference,
    state: watch::Sender<CallState<Returns>>,
    callbacks: Callbacks<Args, Returns>,
    #[cfg(feature = "live")]
    optimistic: Optimistic<Args>,
}

impl<Args: Send + Sync + 'static, Returns: Send + Sync + 'static> CallHandle<Args, Returns> {
    pub(super) fn new(client: &Client, function: FunctionReference) -> Self {
        let shared = Arc::new(Shared {
            client: client.clone(),
            function,
            state: watch::Sender::new(CallState::default()),
            callbacks: Callbacks::default(),
            #[cfg(feature = "live")]
            optimistic: Optimistic::default(),
        });
        let masked: Arc<dyn Masked> = shared.clone();
        client.identity().mask_with_changes(&masked);
        Self { shared }
    }

    /// Adds a callback for calls that succeed. It runs after the state was set and before the
    /// caller of `execute` goes on, and only for the call that the state shows. A panic in it is
    /// caught and logged.
    #[must_use]
    pub fn on_success(self, callback: impl Fn(&Returns, &Args) + Send + Sync + 'static) -> Self {
        self.shared.callbacks.on_success(callback);
        self
    }

    /// Adds a callback for calls that fail, under the same rules as
    /// [`on_success`](Self::on_success).
    #[must_use]
    pub fn on_error(self, callback: impl Fn(&Error, &Args) + Send + Sync + 'static) -> Self {
        self.shared.callbacks.on_error(callback);
        self
    }

    /// Shows what a call will probably do before it has done it: `update` changes what queries
    /// show, from the moment of the call until it has ended. When it succeeds, what it did shows in
    /// the same step; when it fails, what was there shows again. Calls of such a handle go over the
    /// socket. `update` runs again on each new result of the deployment, so it must not have other
    /// effects.
    ///
    /// ```no_run
    /// # use convex_runtime::{Client, Mutation, Query, use_convex_mutation};
    /// # const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// # const ADD: Mutation<(), ()> = Mutation::new("tasks:add");
    /// # async fn example(client: &Client) -> Result<(), convex_runtime::Error> {
    /// let add = use_convex_mutation(client, ADD).optimistic(|store, ()| {
    ///     if let Some(count) = store.get(COUNT, &()) {
    ///         store.set(COUNT, &(), count + 1.0);
    ///     }
    /// });
    /// add.execute(()).await
    /// # }
    /// ```
    #[cfg(feature = "live")]
    #[must_use]
    pub fn optimistic(
        self,
        update: impl Fn(&mut LocalStore<'_>, &Args) + Send + Sync + 'static,
    ) -> Self {
        self.shared.optimistic.set(update);
        self
    }

    /// Returns the current status, data and error.
    pub fn state(&self) -> CallState<Returns> {
        self.shared.state.borrow().clone()
    }

    /// The status of the handle.
    pub fn status(&self) -> CallStatus {
        self.shared.state.borrow().status
    }

    /// Returns the result of the last successful call. A later failure does not clear it.
    pub fn data(&self) -> Option<Arc<Returns>> {
        self.shared.state.borrow().data.clone()
    }

    /// Returns the error of the latest call, if it failed.
    pub fn error(&self) -> Option<Arc<Error>> {
        self.shared.state.borrow().error.clone()
    }

    /// Returns whether the latest call is pending.
    pub fn is_pending(&self) -> bool {
        self.shared.state.borrow().is_pending()
    }

    /// Alias for [`is_pending`](Self::is_pending).
    pub fn is_loading(&self) -> bool {
        self.is_pending()
    }

    /// Returns the number of calls in flight, including those superseded by a later call or a
    /// reset.
    pub fn in_flight(&self) -> usize {
        self.shared.state.borrow().in_flight()
    }

    /// Returns the state as a watch channel.
    pub fn subscribe(&self) -> watch::Receiver<CallState<Returns>> {
        self.shared.state.subscribe()
    }

    /// Returns a stream of states: the current one, then each change.
    pub fn changes(&self) -> Changes<Returns> {
        Changes::new(self.subscribe())
    }

    /// Resets to idle and clears data and error. Calls in flight continue and still answer their
    /// callers, but the handle ignores them.
    pub fn reset(&self) {
        replace(&self.shared.state, CallState::reset);
    }
}

impl<Args, Returns> CallHandle<Args, Returns>
where
    Args: Send + Sync + 'static,
    Returns: Clone + Send + Sync + 'static,
{
    /// Runs a call, whatever it does, with the state of one.
    pub(super) fn launch<Call>(
        &self,
        args: Args,
        limit: Duration,
        call: impl FnOnce(&Arc<Args>, &Progress) -> Call,
    ) -> Execution<Returns>
    where
        Call: Future<Output = Result<Returns, Error>> + Send + 'static,
    {
        let (caller, result) = oneshot::channel();
        let mut ticket = None;
        replace(&self.shared.state, |state| ticket = Some(state.start()));
        let open = ticket.map(|ticket| (ticket, caller));
        let running = Running::new(&self.shared, (args, limit), open);
        let mut ends = Ends::new(&running);
        let call = call(running.args(), running.progress());
        let runtime = self.shared.client.runtime();
        // In a browser, tasks begin in the order in which they are made.
        #[cfg(not(target_arch = "wasm32"))]
        let call = {
            let mut call = Box::pin(call);
            let begun = if runtime.is_there() {
                runtime.begin(call.as_mut())
            } else {
                Ok(None)
            };
            let Ok(begun) = begun else {
                // What it ends with is said by `ends`.
                return Execution::new(result);
            };
            async move {
                match begun {
                    Some(outcome) => outcome,
                    None => call.await,
                }
            }
        };
        // Until it starts.
        ends.dropped = Error::NO_RUNTIME;
        #[cfg(not(target_arch = "wasm32"))]
        if runtime.is_fixed() {
            ends.dropped = Error::RUNTIME_GONE;
        }
        let task = async move {
            ends.dropped = Error::DROPPED;
            let outcome = call.await;
            ends.end(outcome);
        };
        if !runtime.is_there() {
            return Execution::parked(result, Box::pin(task));
        }
        runtime.spawn(task);
        let execution = Execution::new(result);
        #[cfg(not(target_arch = "wasm32"))]
        let execution = execution.ending(runtime.overdue(running));
        execution
    }
}

impl<Args, Returns> CallHandle<Args, Returns>
where
    Args: ToConvex + Send + Sync + 'static,
    Returns: FromConvex + Clone + Send + Sync + 'static,
{
    /// Calls the function, now: the handle is pending when this returns, and the call runs on the
    /// Tokio runtime whether or not the future is polled. Where no runtime is, the call starts when
    /// the future is first polled inside one, as by `runtime.block_on(handle.execute(args))`.
    ///
    /// # Errors
    ///
    /// The future returns any [`Error`]: [`Error::Closed`] when it is polled where no runtime is,
    /// [`Error::IdentityChanged`] when the client has another identity meanwhile.
    pub fn execute(&self, args: Args) -> Execution<Returns> {
        let limit = self.shared.client.deadline_of(self.shared.function.kind);
        self.launch(args, limit, |args, progress| {
            self.shared.call(args, progress)
        })
    }

    /// Alias for [`execute`](Self::execute) under its name in Vue. In Rust, neither throws.
    ///
    /// # Errors
    ///
    /// As [`execute`](Self::execute).
    pub fn safe(&self, args: Args) -> Execution<Returns> {
        self.execute(args)
    }

    /// Calls the function now and ignores the returned future; the handle shows the result.
    pub fn dispatch(&self, args: Args) {
        drop(self.execute(args));
    }
}

impl<Args, Returns> Shared<Args, Returns>
where
    Args: ToConvex + Send + Sync + 'static,
    Returns: FromConvex,
{
    #[cfg(feature = "live")]
    fn call(
        &self,
        args: &Arc<Args>,
        progress: &Progress,
    ) -> impl Future<Output = Result<Returns, Error>> + Send + use<Args, Returns> {
        let layer = self.optimistic.show(&self.client, args);
        self.client
            .call_with(self.function, &**args, (layer, progress.clone()))
    }

    #[cfg(not(feature = "live"))]
    fn call(
        &self,
        args: &Arc<Args>,
        progress: &Progress,
    ) -> impl Future<Output = Result<Returns, Error>> + Send + use<Args, Returns> {
        self.client
            .call_by(self.function, &**args, progress.clone())
    }
}

/// Changes a state. What was there before is the user's: it is dropped where no lock is held, as it
/// may ask the handle.
fn replace<Returns>(
    state: &watch::Sender<CallState<Returns>>,
    change: impl FnOnce(&mut CallState<Returns>),
) {
    let mut former = None;
    state.send_modify(|state| {
        former = Some(state.clone());
        change(state);
    });
    drop(former);
}

impl<Args: Send + Sync, Returns: Send + Sync> Masked for Shared<Args, Returns> {
    fn mask(&self) {
        replace(&self.state, CallState::change_identity);
    }
}

/// Handles are equal if they are clones of each other.
impl<Args, Returns> PartialEq for CallHandle<Args, Returns> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }
}

impl<Args, Returns> Eq for CallHandle<Args, Returns> {}

impl<Args, Returns> Clone for CallHandle<Args, Returns> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<Args, Returns> fmt::Debug for CallHandle<Args, Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A copy: the text may go to a writer that asks the handle.
        let state = self.shared.state.borrow().clone();
        f.debug_struct("CallHandle")
            .field("kind", &self.shared.function.kind)
            .field("path", &self.shared.function.path)
            .field("state", &state)
            .finish()
    }
}
