//! `Outcome`: the outcome of a call, and the part of it that a client may see.

use serde_json::{Value as Json, json};

use super::{Thrown, export::Format};
use crate::Value;

/// The outcome of a call.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outcome {
    pub(super) result: Result<Value, Thrown>,
    pub(super) log_lines: Vec<String>,
}

/// The detail of errors that clients see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Mode {
    /// Everything.
    #[default]
    Development,
    /// No messages and no log lines; the data of a `ConvexError` always.
    Production,
}

impl Mode {
    /// An error's message, for this client and request.
    pub(super) fn message(self, thrown: &Thrown, request_id: &str) -> String {
        match self {
            Self::Development => format!(
                "[Request ID: {request_id}] Server Error\n{}",
                thrown.message
            ),
            Self::Production => format!("[Request ID: {request_id}] Server Error"),
        }
    }

    pub(super) fn log_lines(self, outcome: &Outcome) -> &[String] {
        match self {
            Self::Development => &outcome.log_lines,
            Self::Production => &[],
        }
    }

    /// The body of an HTTP answer.
    pub(super) fn answer(self, outcome: &Outcome, request_id: &str, format: Format) -> Json {
        let mut answer = match &outcome.result {
            Ok(value) => json!({ "status": "success", "value": format.export(value) }),
            Err(thrown) => {
                let mut answer =
                    json!({ "status": "error", "errorMessage": self.message(thrown, request_id) });
                if let Some(data) = &thrown.data {
                    answer["errorData"] = format.export(data);
                }
                answer
            }
        };
        let log_lines = self.log_lines(outcome);
        if !log_lines.is_empty() {
            answer["logLines"] = json!(log_lines);
        }
        answer
    }
}
