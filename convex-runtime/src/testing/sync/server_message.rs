//! Messages from the server.

use serde_json::{Value as Json, json};

use super::mutations::Done;
use crate::{
    FunctionKind, Value,
    testing::{
        clock::Timestamp,
        export::encoded,
        outcome::{Mode, Outcome},
    },
};

/// The version of a client's view of the deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StateVersion {
    pub(super) query_set: u64,
    pub(super) identity: u64,
    pub(super) ts: Timestamp,
}

impl StateVersion {
    pub(super) const INITIAL: Self = Self {
        query_set: 0,
        identity: 0,
        ts: Timestamp(0),
    };

    fn to_json(self) -> Json {
        json!({ "querySet": self.query_set, "identity": self.identity, "ts": self.ts.encode() })
    }
}

pub(super) fn transition(start: StateVersion, end: StateVersion, modifications: &[Json]) -> Json {
    json!({
        "type": "Transition",
        "startVersion": start.to_json(),
        "endVersion": end.to_json(),
        "modifications": modifications,
    })
}

pub(super) fn query_removed(query: u64) -> Json {
    json!({ "type": "QueryRemoved", "queryId": query })
}

/// The new result of a query.
pub(super) fn query_result(query: u64, outcome: &Outcome, mode: Mode, request_id: &str) -> Json {
    let mut modification = match &outcome.result {
        Ok(value) => json!({ "type": "QueryUpdated", "queryId": query, "value": encoded(value) }),
        Err(thrown) => {
            let message = mode.message(thrown, request_id);
            let failed =
                json!({ "type": "QueryFailed", "queryId": query, "errorMessage": message });
            with_data(failed, thrown.data.as_ref())
        }
    };
    modification["logLines"] = json!(mode.log_lines(outcome));
    modification["journal"] = Json::Null;
    modification
}

/// The answer to a mutation or an action.
pub(super) fn response(done: &Done, mode: Mode, session_id: &str) -> Json {
    let kind = match done.kind {
        FunctionKind::Action => "ActionResponse",
        FunctionKind::Mutation | FunctionKind::Query => "MutationResponse",
    };
    let mut response = match &done.outcome.result {
        Ok(value) => {
            json!({ "type": kind, "requestId": done.request_id, "success": true, "result": encoded(value) })
        }
        Err(thrown) => {
            let message = mode.message(thrown, &request_id(session_id, done.request_id));
            let failed = json!({ "type": kind, "requestId": done.request_id, "success": false, "result": message });
            with_data(failed, thrown.data.as_ref())
        }
    };
    response["logLines"] = json!(mode.log_lines(&done.outcome));
    if done.kind == FunctionKind::Mutation {
        response["ts"] = match &done.outcome.result {
            Ok(_) => json!(done.ts.encode()),
            Err(_) => Json::Null,
        };
    }
    response
}

/// The id of a request on a socket: 16 hexadecimal digits that depend on session and count alone.
pub(super) fn request_id(session_id: &str, count: u64) -> String {
    // FNV-1a: a stable hash, and nothing more is asked of it.
    let bytes = session_id.bytes().chain(count.to_le_bytes());
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

pub(super) fn fatal_error(error: &str) -> Json {
    json!({ "type": "FatalError", "error": error })
}

pub(super) fn auth_error(error: &str, base: u64, cause: AuthCause) -> Json {
    json!({ "type": "AuthError", "error": error, "baseVersion": base, "authUpdateAttempted": cause == AuthCause::Update })
}

/// The reason why an identity became invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AuthCause {
    /// The client sent a token.
    Update,
    /// The token that it sent before has expired.
    Expiry,
}

pub(super) fn ping() -> Json {
    json!({ "type": "Ping" })
}

fn with_data(mut failed: Json, data: Option<&Value>) -> Json {
    if let Some(data) = data {
        failed["errorData"] = encoded(data);
    }
    failed
}
