//! `Driver`: the task that owns the connection and does what the machine says.

mod command;
#[cfg(target_arch = "wasm32")]
mod events;
mod obey;
mod sleep;
mod take;

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use tokio::sync::{mpsc, oneshot, watch};

pub(super) use command::Command;

use super::{
    LiveOptions,
    call::Waiting,
    machine::{ConnectionState, Machine, Moment},
    protocol::{QueryId, RequestId},
    socket::{Socket, SocketEvent},
    store::{CellId, Ending, Store},
    target::Deployment,
};
use crate::{
    auth::{Current, Identity, Tokens},
    ordered::Map,
    platform::{self, Timer},
};

/// The time allowed for closing the connection.
const GOODBYE: Duration = Duration::from_secs(1);

/// After so many events others get a turn, be the deployment as talkative as it likes.
const TURN: u32 = 32;

/// So many commands are taken in before the machine acts on them: subscriptions that are made
/// together go out together.
const BATCH: usize = 1_024;

/// The task that owns the connection.
pub(super) struct Driver {
    pub(super) machine: Machine,
    pub(super) target: Deployment,
    pub(super) commands: mpsc::UnboundedReceiver<Command>,
    /// Kept, so that it can always say whether it has changed.
    pub(super) identity: Arc<Identity>,
    pub(super) store: Arc<Store>,
    pub(super) state: Arc<watch::Sender<ConnectionState>>,
    pub(super) traces_log_lines: bool,
    /// The component whose functions are called, if not the app's own.
    pub(super) component: Option<Arc<str>>,
    /// Says when the identity has changed.
    changes: watch::Receiver<Current>,
    /// The generation of the client's identity that the machine knows.
    pub(super) generation: u64,
    socket: Socket,
    /// `true` if the inbox is polled before the socket; the two take turns.
    inbox_first: bool,
    pub(super) started: platform::Moment,
    /// Made when it is first set: a runtime may have no timers, and panics then.
    timer: Option<Timer>,
    /// The time of the last look at the clocks.
    looked: Moment,
    #[cfg(target_arch = "wasm32")]
    _events: events::BrowserEvents,
    calls: Map<RequestId, Waiting>,
    queries: Map<QueryId, CellId>,
    cells: Map<CellId, QueryId>,
    closing: Vec<oneshot::Sender<()>>,
    /// The token source, if the credential is not fixed.
    tokens: Option<Arc<dyn Tokens>>,
    /// The channel for the source's answers. Weak, so that they do not keep the driver alive.
    answers: mpsc::WeakUnboundedSender<Command>,
    /// Dropped to stop asking the source.
    fetching: Option<oneshot::Receiver<()>>,
}

/// The parts of a driver.
pub(super) struct Parts {
    pub(super) options: LiveOptions,
    pub(super) target: Deployment,
    pub(super) commands: mpsc::UnboundedReceiver<Command>,
    pub(super) answers: mpsc::WeakUnboundedSender<Command>,
    pub(super) identity: Arc<Identity>,
    pub(super) store: Arc<Store>,
    pub(super) state: Arc<watch::Sender<ConnectionState>>,
}

/// An event that a driver waits for.
enum Event {
    /// `None` once all senders are dropped.
    Command(Option<Command>),
    Socket(SocketEvent),
    Identity,
    /// The connection takes again what waits.
    Room,
    Time,
}

impl Driver {
    pub(super) fn new(parts: Parts) -> Self {
        let Parts {
            options,
            target,
            commands,
            answers,
            identity,
            store,
            state,
        } = parts;
        let (started, mut changes) = (platform::Moment::now(), identity.subscribe());
        changes.mark_changed();
        let mut driver = Self {
            // Here and not when the client was made: a process may have been forked off since.
            machine: Machine::new(options.machine(target.max_message)),
            traces_log_lines: options.traces_log_lines,
            component: options.component,
            target,
            commands,
            identity,
            store,
            state,
            changes,
            generation: 0,
            socket: Socket::None,
            inbox_first: false,
            started,
            timer: None,
            looked: Moment {
                elapsed: Duration::ZERO,
                unix: platform::since_epoch(),
            },
            #[cfg(target_arch = "wasm32")]
            _events: events::BrowserEvents::listen(answers.clone()),
            calls: Map::new(),
            queries: Map::new(),
            cells: Map::new(),
            closing: Vec::new(),
            tokens: None,
            answers,
            fetching: None,
        };
        driver.know_identity();
        driver
    }

    /// Runs until the client is closed or all of its handles are dropped.
    pub(super) async fn run(mut self) {
        let mut turn = 0;
        loop {
            self.obey();
            if self.machine.is_closed() {
                break;
            }
            turn += 1;
            if turn % TURN == 0 {
                platform::yield_now().await;
            }
            match self.next_event().await {
                Event::Command(None) => self.machine.close(self.now(), Duration::ZERO),
                Event::Command(Some(command)) => self.take_commands(command),
                Event::Socket(event) => self.take_event(event),
                Event::Identity => self.know_identity(),
                Event::Room | Event::Time => {}
            }
            // The timer is asked last: time passes also while there is always something else.
            let now = self.now();
            if sleep::has_slept(std::mem::replace(&mut self.looked, now), now) {
                tracing::debug!(target: "convex::connection", "the machine has slept");
                self.machine.wake(now);
            }
            if self.machine.next_wake().is_some_and(|at| at <= now.elapsed) {
                self.machine.tick(now);
            }
        }
        self.closing.clear();
        let _ = platform::timeout(GOODBYE, self.socket.close()).await;
    }

    fn now(&self) -> Moment {
        Moment {
            elapsed: self.started.elapsed(),
            unix: platform::since_epoch(),
        }
    }

    async fn next_event(&mut self) -> Event {
        // Far away is as good as never.
        let wake = match self.machine.next_wake() {
            Some(at) => sleep::look_by(self.now().elapsed, at),
            None => Duration::from_secs(3_600),
        };
        // The timer counts in milliseconds and may wake early.
        let at = self.started + wake + Duration::from_millis(1);
        self.timer.get_or_insert_with(|| Timer::new(at)).set(at);
        let mut identity = self.changes.clone();
        let mut changed = std::pin::pin!(identity.changed());
        poll_fn(|context| self.poll_event(context, changed.as_mut())).await
    }

    fn poll_event(
        &mut self,
        context: &mut Context<'_>,
        changed: Pin<&mut impl Future<Output = Result<(), watch::error::RecvError>>>,
    ) -> Poll<Event> {
        // Who is calling comes before what is called.
        if let Poll::Ready(Ok(())) = changed.poll(context) {
            return Poll::Ready(Event::Identity);
        }
        self.inbox_first = !self.inbox_first;
        for inbox in [self.inbox_first, !self.inbox_first] {
            if inbox {
                if let Poll::Ready(command) = self.commands.poll_recv(context) {
                    return Poll::Ready(Event::Command(command));
                }
            } else if let Poll::Ready(event) = self.poll_socket(context) {
                return Poll::Ready(event);
            }
        }
        match &mut self.timer {
            Some(timer) => timer.poll(context).map(|()| Event::Time),
            None => Poll::Pending,
        }
    }

    fn poll_socket(&mut self, context: &mut Context<'_>) -> Poll<Event> {
        let event = self.socket.poll(context).map(Event::Socket);
        let has_room = self.machine.has_room(self.socket.room());
        if event.is_pending() && has_room {
            return Poll::Ready(Event::Room);
        }
        event
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // First, so that no subscription comes in that nothing would ever end.
        self.commands.close();
        // This also runs when the runtime drops the task, so that no caller waits forever.
        let is_over = self.machine.is_closed();
        self.store.close(if is_over {
            Ending::Closed
        } else {
            Ending::RuntimeGone
        });
        self.state
            .send_modify(|state| state.phase = super::ConnectionPhase::Closed);
    }
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parts").finish_non_exhaustive()
    }
}
