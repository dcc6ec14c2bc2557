//! `Gate`: lets queries through while a user is signed in.

use std::{
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use tokio::sync::watch;

use super::Leaves;
use crate::{
    AuthState, AuthStatus, Error,
    auth::Identity,
    live::{Json, LiveLink, Seat, Shown},
    platform::Runtime,
    transport::BoxFuture,
};

/// A gate that is open while a user is signed in, from
/// [`Client::when_signed_in`](crate::Client::when_signed_in).
pub(crate) struct Gate {
    identity: Arc<Identity>,
    runtime: Runtime,
    auth: watch::Receiver<AuthState>,
    /// Ends with the next change.
    change: BoxFuture<watch::Receiver<AuthState>>,
}

/// The reason why nothing gets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    /// It is not known yet whether a user is signed in.
    Loading,
    /// No user is.
    SignedOut,
}

impl Gate {
    pub(crate) fn new(identity: &Arc<Identity>, runtime: &Runtime) -> Self {
        let auth = identity.watch_auth(runtime);
        Self {
            identity: Arc::clone(identity),
            runtime: runtime.clone(),
            change: change(auth.clone()),
            auth,
        }
    }

    /// Wakes the task when the gate opens or closes, from now on. Who is signed in is asked here,
    /// where it could not be before: there may be a runtime by now.
    pub(super) fn wait(&mut self, context: &Context<'_>) {
        self.identity.ask_who(&self.runtime);
        let mut context = Context::from_waker(context.waker());
        while let Poll::Ready(auth) = self.change.as_mut().poll(&mut context) {
            self.change = change(auth);
        }
    }

    /// Returns whether it is closed.
    pub(super) fn closed(&self) -> Option<Closed> {
        match self.auth.borrow().status {
            AuthStatus::Loading => Some(Closed::Loading),
            AuthStatus::Anonymous => Some(Closed::SignedOut),
            AuthStatus::Authenticated | AuthStatus::Refused => None,
        }
    }
}

fn change(mut auth: watch::Receiver<AuthState>) -> BoxFuture<watch::Receiver<AuthState>> {
    Box::pin(async move {
        if auth.changed().await.is_err() {
            // The client is gone, and its subscriptions end otherwise.
            std::future::pending::<()>().await;
        }
        auth
    })
}

/// A subscriber that has a seat while the gate is open.
pub(super) struct Gated {
    path: Json,
    args: Json,
    inner: Mutex<(Gate, Option<Seat>)>,
}

impl Gated {
    pub(super) fn new(path: Json, args: Json, gate: Gate) -> Self {
        Self {
            path,
            args,
            inner: Mutex::new((gate, None)),
        }
    }

    /// The seat, or what is shown instead. A context waits for changes of the gate.
    pub(super) fn seat(
        &self,
        link: &LiveLink,
        context: Option<&Context<'_>>,
    ) -> Result<Result<Seat, Closed>, Error> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let (gate, seat) = &mut *inner;
        if let Some(context) = context {
            gate.wait(context);
        }
        if let Some(closed) = gate.closed() {
            if let Some(seat) = seat.take() {
                link.unsubscribe(seat);
            }
            return Ok(Err(closed));
        }
        let taken = match *seat {
            Some(seat) => seat,
            None => link.subscribe(&self.path, &self.args)?,
        };
        *seat = Some(taken);
        Ok(Ok(taken))
    }

    /// The view while the gate is closed: what a server saw, until it is known that no user is
    /// signed in.
    pub(super) fn shown(&self, link: &LiveLink, closed: Closed) -> Shown {
        match closed {
            Closed::SignedOut => Shown::Skipped,
            Closed::Loading => {
                let seed = link.store().seeded(&self.path, &self.args);
                seed.map_or(Shown::Loading, Shown::Server)
            }
        }
    }

    /// Takes its seat away.
    pub(super) fn leave(&self, link: &Arc<LiveLink>, leaves: Leaves) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seat) = inner.1.take() {
            leaves.leave(link, seat);
        }
    }
}

impl Closed {
    /// In the place of a version of the result.
    pub(super) const fn version(self) -> u64 {
        match self {
            Self::Loading => u64::MAX,
            Self::SignedOut => u64::MAX - 1,
        }
    }
}
