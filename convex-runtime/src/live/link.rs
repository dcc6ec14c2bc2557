//! `LiveLink`: the client's end of the live transport.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::sync::{mpsc, oneshot, watch};

use super::{
    ConnectionPhase, ConnectionState, ConnectionTimings, Ending, Layer, LiveCall, Seat, Store,
    driver::{Command, Driver, Parts},
    machine::MachineConfig,
    protocol::Json,
    session::new_session_id,
    target::Deployment,
};
use crate::{
    Error, FunctionKind,
    auth::{Identity, Masked},
    platform::{self, Runtime},
};

/// The time allowed for closing the connection, after patience is over.
const CLOSING: Duration = Duration::from_millis(500);

/// Options of the live links of a client and its other identities. The deployment is `None` if the
/// client has its own transport.
#[derive(Debug, Clone, Default)]
pub(crate) struct LiveOptions {
    pub(crate) deployment: Option<Deployment>,
    pub(crate) route: Route,
    /// The component whose functions are called, if not the app's own.
    pub(crate) component: Option<Arc<str>>,
    /// `true` if log lines of subscriptions go to `tracing`.
    pub(crate) traces_log_lines: bool,
    /// The time that a query stays subscribed after its last subscriber.
    pub(crate) linger: Duration,
    pub(crate) timings: ConnectionTimings,
}

impl LiveOptions {
    /// The configuration of a new machine, with a session that no other has.
    pub(super) fn machine(&self, max_transition: usize) -> MachineConfig {
        let timings = ConnectionTimings {
            // Pages cannot send pings.
            probe: self
                .timings
                .probe
                .filter(|_| cfg!(not(target_arch = "wasm32"))),
            ..self.timings
        };
        MachineConfig {
            max_transition,
            ..MachineConfig::with((new_session_id(), platform::random()), timings)
        }
    }
}

/// Selects the transport of mutations and actions. Queries that are called once go over HTTP,
/// unless all goes over the socket.
///
/// ```
/// use convex_runtime::{Client, Route};
///
/// let client = Client::builder().url("https://happy-otter-123.convex.cloud").route(Route::Socket).build()?;
/// # Ok::<(), convex_runtime::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Route {
    /// Over the socket once one has opened for a subscription, else over HTTP. Where a network
    /// blocks sockets, calls so go on by HTTP.
    #[default]
    Auto,
    /// Over HTTP always, except for mutations with an optimistic update, which need to know when
    /// queries show what they did.
    Http,
    /// Over the socket always: mutations run exactly once even when the connection is lost, and
    /// one's own writes are seen by subscriptions when a mutation has ended.
    Socket,
}

/// The client's end of the live transport. The driver starts when something needs it, and ends when
/// nothing is left that could.
#[derive(Debug)]
pub(crate) struct LiveLink {
    options: LiveOptions,
    identity: Arc<Identity>,
    store: Arc<Store>,
    state: Arc<watch::Sender<ConnectionState>>,
    runtime: Runtime,
    commands: Mutex<Commands>,
    /// `true` while a driver waits for a runtime.
    is_parked: AtomicBool,
}

#[derive(Debug)]
enum Commands {
    NotStarted,
    /// The driver starts once something is done where a runtime is.
    Parked(mpsc::UnboundedSender<Command>, Box<Parts>),
    To(mpsc::UnboundedSender<Command>),
    /// The client was closed for good.
    Closed,
}

impl LiveLink {
    pub(crate) fn new(
        options: LiveOptions,
        runtime: &Runtime,
        identity: &Arc<Identity>,
    ) -> Arc<Self> {
        let store = Arc::new(Store::new(identity.current().generation));
        let masked: Arc<dyn Masked> = Arc::<Store>::clone(&store);
        identity.mask_with_changes(&masked);
        Arc::new(Self {
            options,
            identity: Arc::clone(identity),
            store,
            state: Arc::new(watch::Sender::new(ConnectionState::default())),
            runtime: runtime.clone(),
            commands: Mutex::new(Commands::NotStarted),
            is_parked: AtomicBool::new(false),
        })
    }

    pub(crate) fn options(&self) -> &LiveOptions {
        &self.options
    }

    pub(crate) fn store(&self) -> &Arc<Store> {
        &self.store
    }

    pub(super) fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    pub(crate) fn state(&self) -> watch::Receiver<ConnectionState> {
        self.state.subscribe()
    }

    /// Has the driver run, which does nothing until it has something to do.
    pub(crate) fn prepare(&self) -> Result<(), Error> {
        self.start().map(drop)
    }

    /// Returns whether this call uses the socket. A mutation with an optimistic update does, unless
    /// sockets seem to be blocked.
    pub(crate) fn takes(&self, kind: FunctionKind, layer: Option<&Layer>) -> bool {
        match self.options.route {
            Route::Http => layer.is_some(),
            Route::Socket => true,
            Route::Auto if kind == FunctionKind::Query => false,
            Route::Auto => {
                let state = self.state.borrow();
                let has_opened = state.connections > 0 && state.phase != ConnectionPhase::Closed;
                self.is_running() && has_opened || layer.is_some() && !is_blocked(&state)
            }
        }
    }

    /// Returns whether sockets may turn out to be blocked, and calls then go another way.
    pub(crate) fn may_be_blocked(&self) -> bool {
        self.options.route == Route::Auto && self.state.borrow().connections == 0
    }

    /// Ends when sockets seem to be blocked.
    pub(crate) async fn blocked(&self) {
        // This holds the sender.
        let _ = self.state().wait_for(is_blocked).await;
    }

    /// Returns whether a driver is running.
    fn is_running(&self) -> bool {
        matches!(&*self.lock(), Commands::To(commands) if !commands.is_closed())
    }

    /// Adds a subscriber to a query.
    pub(crate) fn subscribe(&self, path: &Json, args: &Json) -> Result<Seat, Error> {
        let commands = self.start()?;
        Ok(self.store.subscribe(path, args, |cell| {
            let (path, args) = (Json::clone(path), Json::clone(args));
            commands
                .send(Command::Subscribe { cell, path, args })
                .is_ok()
        }))
    }

    /// Takes a subscriber away.
    pub(crate) fn unsubscribe(&self, seat: Seat) {
        self.store.unsubscribe(seat, || {
            if let Commands::To(commands) | Commands::Parked(commands, _) = &*self.lock() {
                let _ = commands.send(Command::Unsubscribe { cell: seat.cell });
            }
        });
    }

    /// Hands a call to the driver; it answers through the call's channel.
    pub(crate) fn call(&self, call: LiveCall) -> Result<(), Error> {
        self.start()?
            .send(Command::Call(call))
            .map_err(|_| Error::RUNTIME_GONE)
    }

    /// Looks after the connection now, if there is one or one is wanted.
    pub(crate) fn wake(&self) {
        if let Commands::To(commands) = &*self.lock() {
            // A driver that has just ended has nothing to look after.
            let _ = commands.send(Command::Wake);
        }
    }

    /// Ends everything, for good; waits for calls as long as patience lasts.
    pub(crate) async fn close(&self, patience: Duration) {
        let commands = std::mem::replace(&mut *self.lock(), Commands::Closed);
        let (done, ended) = oneshot::channel();
        self.is_parked.store(false, Ordering::Release);
        if let Commands::To(commands) = commands
            && commands.send(Command::Close { patience, done }).is_ok()
        {
            // The driver drops its end when it has ended; but it may not be run at all.
            let limit = patience.saturating_add(CLOSING);
            let waiting = async move { platform::timeout(limit, ended).await.is_ok() };
            if self.runtime.is_there() {
                let _is_in_time = self.runtime.run_within(limit, waiting).await;
            }
        }
        self.store.close(Ending::Closed);
    }

    /// The way to the driver, which is started if it does not run.
    fn start(&self) -> Result<mpsc::UnboundedSender<Command>, Error> {
        let mut commands = self.lock();
        match &*commands {
            Commands::To(commands) if !commands.is_closed() => return Ok(commands.clone()),
            Commands::Closed => return Err(Error::CLIENT_CLOSED),
            Commands::Parked(sender, _) => {
                let sender = sender.clone();
                self.unpark(&mut commands);
                return Ok(sender);
            }
            Commands::To(_) | Commands::NotStarted => {}
        }
        let target = self.options.deployment.clone();
        let target = target.ok_or(Error::NO_DEPLOYMENT)?;
        let (sender, receiver) = mpsc::unbounded_channel();
        let parts = Parts {
            options: self.options.clone(),
            target,
            commands: receiver,
            answers: sender.downgrade(),
            identity: Arc::clone(&self.identity),
            store: Arc::clone(&self.store),
            state: Arc::clone(&self.state),
        };
        *commands = Commands::Parked(sender.clone(), Box::new(parts));
        self.unpark(&mut commands);
        Ok(sender)
    }

    /// Starts a driver that waits for a runtime, if there is one by now. Cheap where none waits.
    pub(crate) fn kick(&self) {
        if self.is_parked.load(Ordering::Acquire) {
            self.unpark(&mut self.lock());
        }
    }

    fn unpark(&self, commands: &mut Commands) {
        let can_start = self.runtime.is_there();
        match std::mem::replace(commands, Commands::NotStarted) {
            Commands::Parked(sender, parts) if can_start => {
                self.runtime
                    .spawn(async move { Driver::new(*parts).run().await });
                *commands = Commands::To(sender);
                self.is_parked.store(false, Ordering::Release);
            }
            other => {
                let is_parked = matches!(other, Commands::Parked(..));
                *commands = other;
                self.is_parked.store(is_parked, Ordering::Release);
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Commands> {
        self.commands.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns whether several attempts have failed and no socket has ever opened.
fn is_blocked(state: &ConnectionState) -> bool {
    state.connections == 0 && state.retries > 1
}
