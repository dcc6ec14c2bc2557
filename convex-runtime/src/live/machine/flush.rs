//! Going on: what can be done now without waiting for anything.

use super::{Life, Link, Machine, Output, Room, requests::Spot};
use crate::live::protocol::{ClientMessage, SyncCredential};

impl Machine {
    /// Does all that can be done now: ask for a token, open a connection, tell the deployment what
    /// it does not know yet.
    pub(super) fn advance(&mut self) {
        // Before anything is sent: what is overdue by now never is.
        self.settle_overdue();
        match self.life {
            Life::Closed => return,
            Life::Draining { .. } if self.requests.is_empty() => return self.finish(),
            _ => {}
        }
        if !self.has_work() && !matches!(self.link, Link::Open(_)) {
            return;
        }
        if let Some((fetch, force_refresh)) = self
            .auth
            .start_fetch(self.now.elapsed, self.config.fetch_timeout)
        {
            self.outputs.push_back(Output::FetchToken {
                fetch,
                force_refresh,
            });
        }
        let Some(credential) = self.auth.credential().cloned() else {
            return;
        };
        match self.link {
            Link::Idle => {
                self.link = Link::Opening {
                    until: self.now.elapsed.saturating_add(self.config.connect_timeout),
                };
                self.outputs.push_back(Output::Connect);
            }
            Link::Open(_) if self.room == Room::None => {}
            Link::Open(_) => self.flush(credential),
            Link::Waiting { .. } | Link::Opening { .. } => {}
        }
    }

    /// Tells the deployment what it does not know yet: who is calling before anything else.
    fn flush(&mut self, credential: SyncCredential) {
        let Link::Open(session) = &mut self.link else {
            return;
        };
        let greeting = !session.greeted;
        if greeting {
            session.greeted = true;
            self.outputs.push_back(Output::Send(ClientMessage::Connect {
                session: self.config.session.clone(),
                connection_count: self.connections,
                last_close_reason: self.last_close_reason.take(),
                max_observed: self.max_observed,
                client_ts: u64::try_from(self.now.unix.as_millis()).unwrap_or(u64::MAX),
            }));
            self.connections = self.connections.saturating_add(1);
        }
        if session.presented.as_ref() != Some(&credential) {
            session.presented = Some(credential.clone());
            let base_version = session.identity;
            session.identity += 1;
            self.outputs
                .push_back(Output::Send(ClientMessage::Authenticate {
                    base_version,
                    credential,
                }));
        }
        session.shows_from.get_or_insert(session.identity);
        // The first one goes out even when it is empty: its transition says what else has happened
        // meanwhile.
        if greeting || self.queries.has_changes() {
            let base_version = session.query_set;
            session.query_set += 1;
            let changes = self.queries.take_changes();
            self.outputs
                .push_back(Output::Send(ClientMessage::ModifyQuerySet {
                    base_version,
                    changes,
                }));
        }
        let spot = Spot {
            connection: self.connections,
            identity: session.identity,
        };
        while let Some((request, call)) = self.requests.send(spot) {
            self.outputs
                .push_back(Output::Send(ClientMessage::Call { request, call }));
        }
    }
}
