//! `ServerMessage`: what a deployment says.

use super::{CallKind, Json, Modification, RequestId, StateVersion, Timestamp, envelope::Envelope};
use crate::json::Reader;

/// A message from the deployment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ServerMessage {
    Transition(Transition),
    /// A part of a transition's text; see [`Chunks`](super::Chunks).
    TransitionChunk {
        chunk: String,
        part: u32,
        parts: u32,
        transition: String,
    },
    /// The end of a mutation or an action.
    Response {
        kind: CallKind,
        request: RequestId,
        reply: SyncReply,
    },
    /// A token was refused. The connection closes next.
    AuthError {
        error: String,
        refused: Refused,
    },
    /// The deployment cannot go on with this connection, which closes next.
    FatalError {
        error: String,
    },
    Ping,
    /// Something that a newer deployment says; ignored.
    Unknown,
}

/// All queries move from one state to the next at once.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Transition {
    pub(crate) start: StateVersion,
    pub(crate) end: StateVersion,
    pub(crate) modifications: Vec<Modification>,
}

/// The outcome of a mutation or an action.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SyncReply {
    /// `ts` is when a mutation was committed; an action has none.
    Success {
        value: Json,
        ts: Option<Timestamp>,
        logs: Vec<String>,
    },
    /// `data` is there when a `ConvexError` was thrown, even when it is `null`.
    Failure {
        message: String,
        data: Option<Json>,
        logs: Vec<String>,
    },
}

/// Identifies the refused token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// The one that would have made this identity version.
    Presented(u32),
    /// The one in use: it has expired.
    InUse,
}

/// A message that breaks the protocol. Says what and where, never what was in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnreadableMessage(pub(crate) String);

impl ServerMessage {
    pub(crate) fn parse(text: &str) -> Result<Self, UnreadableMessage> {
        let envelope =
            Envelope::read(text).map_err(|error| UnreadableMessage(error.to_string()))?;
        Self::open(envelope)
    }

    fn open(envelope: Envelope) -> Result<Self, UnreadableMessage> {
        Ok(match envelope.kind.as_str() {
            "Transition" => Self::Transition(Transition {
                start: needed(envelope.start, "startVersion")?,
                end: needed(envelope.end, "endVersion")?,
                modifications: envelope.modifications,
            }),
            "TransitionChunk" => Self::TransitionChunk {
                chunk: needed(envelope.chunk, "chunk")?,
                part: needed(envelope.part, "partNumber")?,
                parts: needed(envelope.parts, "totalParts")?,
                transition: needed(envelope.transition, "transitionId")?,
            },
            "MutationResponse" => response(envelope, CallKind::Mutation)?,
            "ActionResponse" => response(envelope, CallKind::Action)?,
            "AuthError" => Self::AuthError {
                error: envelope.error.unwrap_or_default(),
                // Older deployments do not say; they mean the one that was presented.
                refused: if envelope.auth_update_attempted.unwrap_or(true) {
                    Refused::Presented(envelope.base_version.unwrap_or_default().saturating_add(1))
                } else {
                    Refused::InUse
                },
            },
            "FatalError" => Self::FatalError {
                error: envelope.error.unwrap_or_default(),
            },
            "Ping" => Self::Ping,
            _ => Self::Unknown,
        })
    }
}

fn response(envelope: Envelope, kind: CallKind) -> Result<ServerMessage, UnreadableMessage> {
    let request = needed(envelope.request, "requestId")?;
    let result = needed(envelope.result, "result")?;
    let logs = envelope.logs.unwrap_or_default();
    let reply = if needed(envelope.success, "success")? {
        SyncReply::Success {
            value: result,
            ts: envelope.ts,
            logs,
        }
    } else {
        let message = Reader::new(&result).text();
        let message = message.unwrap_or_else(|_| result.to_string());
        SyncReply::Failure {
            message,
            data: envelope.data,
            logs,
        }
    };
    Ok(ServerMessage::Response {
        kind,
        request,
        reply,
    })
}

fn needed<T>(field: Option<T>, name: &str) -> Result<T, UnreadableMessage> {
    field.ok_or_else(|| UnreadableMessage(format!("`{name}` is missing")))
}

#[cfg(test)]
#[path = "server_message_tests.rs"]
mod tests;
