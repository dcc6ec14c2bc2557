//! A model of a deployment: what it does with each message, without a network.
//!
//! Two queries, `left` and `right`, count the mutations of a group and say who asks. Each mutation
//! changes both at once.

use std::collections::BTreeMap;

use crate::live::protocol::{
    CallKind, ClientMessage, Json, Modification, QueryChange, QueryId, QueryOutcome, Refused,
    RequestId, ServerMessage, StateVersion, SyncCall, SyncCredential, SyncReply, Timestamp,
    Transition,
};

/// A deployment: what outlives connections.
#[derive(Debug, Default)]
pub(super) struct Deployment {
    pub(super) ts: u64,
    /// The number of mutations per group.
    counts: BTreeMap<String, u64>,
    answered: BTreeMap<(String, RequestId), SyncReply>,
    /// The number of runs of each call, by its number.
    pub(super) runs: BTreeMap<u64, u32>,
    /// Tokens with a lower number have expired.
    pub(super) oldest_token: u64,
    /// Violations of the protocol by clients.
    pub(super) violations: Vec<String>,
}

/// The deployment's end of one connection.
#[derive(Debug, Default)]
pub(super) struct Peer {
    session: String,
    greeted: bool,
    /// Nothing is read any more.
    closing: bool,
    user: String,
    token: Option<u64>,
    version: StateVersion,
    sent_version: StateVersion,
    queries: BTreeMap<QueryId, (Json, Json, Option<String>)>,
}

/// An effect of a message.
pub(super) enum Effect {
    Say(ServerMessage),
    /// Say what has changed, soon.
    Push,
    /// Say it when the action is done.
    SayLater(ServerMessage),
    Close,
}

/// Encodes a call's arguments: its number, the group, the expected user, and whether it throws.
pub(super) fn args(number: u64, group: &str, user: &str, throws: &str) -> Json {
    format!("{number}/{group}/{user}/{throws}").into()
}

impl Deployment {
    pub(super) fn result(&self, group: &str, user: &str) -> String {
        format!(
            "{user}:{}",
            self.counts.get(group).copied().unwrap_or_default()
        )
    }

    /// Writes as another client.
    pub(super) fn write(&mut self, group: &str) {
        self.ts += 1;
        *self.counts.entry(group.to_owned()).or_default() += 1;
    }

    /// The deployment reads a message.
    pub(super) fn read(&mut self, peer: &mut Peer, message: ClientMessage) -> Vec<Effect> {
        if peer.closing {
            return vec![];
        }
        if matches!(message, ClientMessage::Connect { .. }) == peer.greeted {
            self.violations.push(format!("out of place: {message:?}"));
        }
        match message {
            ClientMessage::Connect {
                session,
                max_observed,
                ..
            } => {
                (peer.session, peer.greeted) = (session, true);
                if max_observed.is_some_and(|ts| ts.0 > self.ts) {
                    vec![Effect::Close]
                } else {
                    vec![]
                }
            }
            ClientMessage::Authenticate {
                base_version,
                credential,
            } => self.authenticate(peer, base_version, &credential),
            ClientMessage::ModifyQuerySet {
                base_version,
                changes,
            } => {
                if base_version != peer.version.query_set {
                    self.violations
                        .push("BaseVersionMismatch of the query set".to_owned());
                }
                peer.version.query_set = base_version + 1;
                for change in changes {
                    match change {
                        QueryChange::Add {
                            query, path, args, ..
                        } => drop(peer.queries.insert(query, (path, args, None))),
                        QueryChange::Remove { query } => drop(peer.queries.remove(&query)),
                    }
                }
                vec![Effect::Push]
            }
            ClientMessage::Call { request, call } => self.call(peer, request, &call),
        }
    }

    fn authenticate(
        &mut self,
        peer: &mut Peer,
        base_version: u32,
        credential: &SyncCredential,
    ) -> Vec<Effect> {
        if base_version != peer.version.identity {
            self.violations
                .push("BaseVersionMismatch of the identity".to_owned());
        }
        (peer.user, peer.token) = match credential {
            SyncCredential::User(token) => {
                let (user, number) = token.split_once('#').unwrap();
                (user.to_owned(), Some(number.parse().unwrap()))
            }
            _ => (String::new(), None),
        };
        if peer.token.is_some_and(|token| token < self.oldest_token) {
            peer.closing = true;
            let refused = Refused::Presented(base_version + 1);
            return vec![
                Effect::Say(ServerMessage::AuthError {
                    error: "InvalidToken".to_owned(),
                    refused,
                }),
                Effect::Close,
            ];
        }
        peer.version.identity = base_version + 1;
        vec![Effect::Push]
    }

    fn call(&mut self, peer: &Peer, request: RequestId, call: &SyncCall) -> Vec<Effect> {
        let key = (peer.session.clone(), request);
        if let Some(reply) = self.answered.get(&key) {
            return vec![
                Effect::Say(response(call.kind, request, reply.clone())),
                Effect::Push,
            ];
        }
        let [number, group, user, throws] =
            call.args.split('/').collect::<Vec<_>>().try_into().unwrap();
        if user != peer.user {
            self.violations
                .push(format!("call {number} of {user:?} ran as {:?}", peer.user));
        }
        *self.runs.entry(number.parse().unwrap()).or_default() += 1;
        let reply = match throws {
            "throws" => SyncReply::Failure {
                message: "Server Error".to_owned(),
                data: Some("null".into()),
                logs: vec![],
            },
            _ if call.kind == CallKind::Action => SyncReply::Success {
                value: number.into(),
                ts: None,
                logs: vec![],
            },
            _ => {
                self.write(group);
                // What a reader has to see from now on.
                let value = format!("{number}:{}", self.counts[group]).into();
                SyncReply::Success {
                    value,
                    ts: Some(Timestamp(self.ts)),
                    logs: vec![],
                }
            }
        };
        if call.kind == CallKind::Action {
            return vec![Effect::SayLater(response(call.kind, request, reply))];
        }
        self.answered.insert(key, reply.clone());
        vec![
            Effect::Say(response(call.kind, request, reply)),
            Effect::Push,
        ]
    }

    /// Returns the transition since the last one sent to `peer`, if anything changed.
    pub(super) fn push(&self, peer: &mut Peer) -> Option<ServerMessage> {
        peer.version.ts = Timestamp(self.ts);
        let (start, end) = (peer.sent_version, peer.version);
        if start == end {
            return None;
        }
        peer.sent_version = end;
        let mut modifications = Vec::new();
        for (&query, (_, args, last)) in &mut peer.queries {
            let result = self.result(args, &peer.user);
            if last.as_ref() != Some(&result) {
                *last = Some(result.clone());
                let outcome = QueryOutcome::Value {
                    value: result.into(),
                    logs: vec![],
                };
                modifications.push(Modification::Ran {
                    query,
                    outcome,
                    journal: None,
                });
            }
        }
        Some(ServerMessage::Transition(Transition {
            start,
            end,
            modifications,
        }))
    }

    /// Returns whether the token in use has expired.
    pub(super) fn has_expired(&self, peer: &Peer) -> bool {
        peer.token.is_some_and(|token| token < self.oldest_token)
    }
}

fn response(kind: CallKind, request: RequestId, reply: SyncReply) -> ServerMessage {
    ServerMessage::Response {
        kind,
        request,
        reply,
    }
}
