//! Inputs: commands, connection events and identity changes.

use super::{BATCH, Command, Driver};
use crate::{
    auth::Proof,
    live::{
        call::LiveCall,
        machine::{AuthMode, CallOutcome},
        protocol::ServerMessage,
        socket::SocketEvent,
    },
};

impl Driver {
    /// Takes in a command, and those that wait behind it.
    pub(super) fn take_commands(&mut self, first: Command) {
        // A command of a new identity must not run as the former one.
        self.know_identity();
        self.take_command(first);
        for _ in 1..BATCH {
            let Ok(command) = self.commands.try_recv() else {
                break;
            };
            self.know_identity();
            self.take_command(command);
        }
    }

    fn take_command(&mut self, command: Command) {
        let now = self.now();
        match command {
            Command::Call(LiveCall {
                waiting,
                generation,
                ..
            }) if generation != self.generation => {
                waiting.end(CallOutcome::IdentityChanged, None);
            }
            Command::Call(LiveCall { call, waiting, .. }) => {
                let deadline = waiting.deadline.saturating_duration_since(self.started);
                let request = self.machine.call(now, call, deadline);
                self.calls.insert(request, waiting);
            }
            Command::Subscribe { cell, path, args } => {
                let query = self.machine.subscribe(now, &path, &args);
                self.queries.insert(query, cell);
                self.cells.insert(cell, query);
                self.store
                    .update(self.generation, [(cell, self.machine.view(query))], &[]);
            }
            Command::Unsubscribe { cell } => {
                if let Some(query) = self.cells.remove(&cell) {
                    self.queries.remove(&query);
                    self.machine.unsubscribe(now, query);
                }
            }
            Command::Token { fetch, token } => self.machine.token_fetched(now, fetch, token),
            Command::Wake => self.machine.wake(now),
            Command::Close { patience, done } => {
                self.machine.close(now, patience);
                self.closing.push(done);
            }
        }
    }

    pub(super) fn take_event(&mut self, event: SocketEvent) {
        let now = self.now();
        match event {
            SocketEvent::Opened => {
                tracing::debug!(target: "convex::connection", "connected");
                self.machine.connected(now);
            }
            SocketEvent::Refused(reason) => {
                tracing::debug!(target: "convex::connection", %reason, "refused");
                self.machine.refused(now, &reason);
            }
            SocketEvent::Alive => self.machine.is_alive(now),
            SocketEvent::Hearing => self.machine.is_hearing(now),
            SocketEvent::Said(text) => self.machine.message(now, ServerMessage::parse(&text)),
            SocketEvent::Lost(reason) => {
                tracing::debug!(target: "convex::connection", %reason, "disconnected");
                self.machine.disconnected(now, &reason);
            }
        }
    }

    /// Learns who is calling.
    pub(super) fn know_identity(&mut self) {
        if !self.changes.has_changed().unwrap_or(false) {
            return;
        }
        let current = self.changes.borrow_and_update().clone();
        let now = self.now();
        let is_new = current.generation != self.generation;
        self.generation = current.generation;
        match current.proof {
            Proof::Fixed(credential) if is_new => {
                self.machine
                    .set_auth(now, AuthMode::Fixed((&credential).into()));
            }
            Proof::Fixed(credential) => self.machine.renew_auth(now, (&credential).into()),
            Proof::Source(keeper) => {
                self.machine.set_auth(now, AuthMode::Source);
                self.tokens = Some(keeper);
            }
        }
    }
}
