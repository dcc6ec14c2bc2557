//! Messages: what the machine makes of what the deployment says.

use super::{
    CallOutcome, Link, Machine, Moment, Output, QueryView, Update, auth::AuthChange,
    connection::cut,
};
use crate::{
    Sent,
    live::protocol::{
        CallKind, QueryId, Refused, RequestId, ServerMessage, SyncCredential, SyncReply, Timestamp,
        Transition, UnreadableMessage,
    },
};

/// The bytes that are kept of an error's text, which every call and query holds.
const LONGEST_ERROR: usize = 2_000;

impl Machine {
    /// The deployment has said something; what is not readable ends the connection.
    pub(crate) fn message(
        &mut self,
        now: Moment,
        message: Result<ServerMessage, UnreadableMessage>,
    ) {
        self.now = now;
        let Link::Open(session) = &mut self.link else {
            return;
        };
        session.heard(now.elapsed);
        session.answer_by = None;
        let is_part = matches!(message, Ok(ServerMessage::TransitionChunk { .. }));
        let whole = message.and_then(|message| session.chunks.accept(message));
        if is_part {
            let is_unfinished = session.chunks.is_unfinished();
            let by = now.elapsed.saturating_add(self.config.silence_timeout);
            session.rest_by = is_unfinished.then_some(by);
        }
        if let Err(UnreadableMessage(reason)) =
            whole.and_then(|message| message.map_or(Ok(()), |message| self.take(message)))
        {
            self.drop_link(&format!("UnreadableMessage: {reason}"));
        }
    }

    fn take(&mut self, message: ServerMessage) -> Result<(), UnreadableMessage> {
        match message {
            ServerMessage::Transition(transition) => return self.transition(transition),
            ServerMessage::Response {
                kind,
                request,
                reply,
            } => {
                // Answers to what has ended meanwhile are normal.
                if self.requests.awaits(request, kind) {
                    return self.answer(kind, request, reply);
                }
            }
            ServerMessage::AuthError { error, refused } => {
                self.auth_error(cut(&error, LONGEST_ERROR).to_owned(), refused);
            }
            ServerMessage::FatalError { error } => self.fatal(cut(&error, LONGEST_ERROR)),
            ServerMessage::TransitionChunk { .. }
            | ServerMessage::Ping
            | ServerMessage::Unknown => {}
        }
        Ok(())
    }

    fn transition(&mut self, transition: Transition) -> Result<(), UnreadableMessage> {
        let Link::Open(session) = &mut self.link else {
            return Ok(());
        };
        let Transition {
            start,
            end,
            modifications,
        } = transition;
        if start != session.version {
            return Err(UnreadableMessage(
                "a transition starts from another version".to_owned(),
            ));
        }
        let grows = end.ts >= start.ts
            && end.query_set >= start.query_set
            && end.identity >= start.identity;
        if !grows || end.query_set > session.query_set || end.identity > session.identity {
            return Err(UnreadableMessage(
                "a transition leads to a version that cannot be".to_owned(),
            ));
        }
        session.version = end;
        if end.identity > start.identity && end.identity == session.identity {
            self.auth.accepted();
        }
        for modification in modifications {
            self.queries.apply(modification);
        }
        let (shows, until) = (session.shows(), session.shown_until());
        self.observe(end.ts);
        let changed = if shows {
            self.queries.publish()
        } else {
            Vec::new()
        };
        self.reflect(until, changed);
        if end.query_set > 0 && !self.requests.has_replayed() {
            self.backoff.reset();
        }
        Ok(())
    }

    /// Shows what has changed, and ends the mutations that it shows.
    fn reflect(&mut self, until: Option<Timestamp>, changed: Vec<(QueryId, QueryView)>) {
        let mut settled = Vec::new();
        while let Some(request) = until.and_then(|until| self.requests.visible_at(until)) {
            settled.extend(
                self.requests
                    .end(request, CallOutcome::Closed)
                    .map(|outcome| (request, outcome)),
            );
        }
        let reflected: Vec<_> = settled.iter().map(|(request, _)| *request).collect();
        if !(changed.is_empty() && reflected.is_empty()) {
            self.outputs
                .push_back(Output::Update(Update { changed, reflected }));
        }
        self.outputs.extend(
            settled
                .into_iter()
                .map(|(request, outcome)| Output::Settle { request, outcome }),
        );
    }

    fn answer(
        &mut self,
        kind: CallKind,
        request: RequestId,
        reply: SyncReply,
    ) -> Result<(), UnreadableMessage> {
        match (reply, kind) {
            (
                SyncReply::Failure {
                    message,
                    data,
                    logs,
                },
                _,
            ) => {
                self.settle(request, |_| CallOutcome::Failure {
                    message,
                    data,
                    logs,
                });
            }
            (SyncReply::Success { value, logs, .. }, CallKind::Action) => {
                self.settle(request, |_| CallOutcome::Success { value, logs });
            }
            (
                SyncReply::Success {
                    value,
                    ts: Some(ts),
                    logs,
                },
                CallKind::Mutation,
            ) => {
                self.requests.commit(request, ts, (value, logs));
                self.observe(ts);
                if let Link::Open(session) = &self.link {
                    self.reflect(session.shown_until(), Vec::new());
                }
            }
            (SyncReply::Success { ts: None, .. }, CallKind::Mutation) => {
                return Err(UnreadableMessage(
                    "a mutation succeeded at no time".to_owned(),
                ));
            }
        }
        Ok(())
    }

    fn observe(&mut self, ts: Timestamp) {
        self.max_observed = self.max_observed.max(Some(ts));
    }

    fn auth_error(&mut self, error: String, refused: Refused) {
        let Link::Open(session) = &self.link else {
            return;
        };
        let newer_is_presented = match refused {
            Refused::Presented(version) => version < session.identity,
            Refused::InUse => session.version.identity < session.identity,
        };
        // Nothing that could be refused was presented: the connection closes, and the next one is
        // tried as after any other failure.
        let is_anonymous = session.presented == Some(SyncCredential::Anonymous);
        // Then the connection closes all the same, and the next one starts with the newer token.
        if !(newer_is_presented || is_anonymous)
            && let AuthChange::Refused(reason) = self.refuse(error)
        {
            self.settle_refused(&reason, refused);
            // What was seen shows again when a token is accepted.
            self.queries.mask();
            let changed = self.queries.all(&QueryView::Unauthenticated(reason.into()));
            self.outputs.push_back(Output::Update(Update {
                changed,
                reflected: Vec::new(),
            }));
        }
        self.drop_link("AuthError");
    }

    fn refuse(&mut self, error: String) -> AuthChange {
        let backoff = &mut self.backoff;
        self.auth
            .refuse(error, |times| backoff.wait(times), self.now.elapsed)
    }

    /// No call can go on. Messages are handled in order, so what was first sent behind the refused
    /// token did not run.
    fn settle_refused(&mut self, reason: &str, refused: Refused) {
        let (queued, unanswered) = (self.requests.queued(), self.requests.unanswered());
        for request in queued.into_iter().chain(unanswered) {
            let did_not_run = match (self.requests.first_sent(request), refused) {
                (None, _) => true,
                (Some(first), Refused::Presented(version)) => {
                    first.connection == self.connections && first.identity >= version
                }
                (Some(_), Refused::InUse) => false,
            };
            let sent = if did_not_run { Sent::No } else { Sent::Maybe };
            self.settle(request, |_| CallOutcome::Unauthenticated {
                reason: reason.to_owned(),
                sent,
            });
        }
    }

    /// The deployment cannot go on. What it was told is not told again: it would end the next
    /// connection too.
    fn fatal(&mut self, error: &str) {
        for request in self.requests.unanswered() {
            self.settle(request, |sent| CallOutcome::Fatal {
                error: error.to_owned(),
                sent,
            });
        }
        self.drop_link(&format!("FatalError: {error}"));
    }
}
