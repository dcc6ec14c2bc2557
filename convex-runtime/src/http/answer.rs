//! What the HTTP API answers.

use std::sync::Arc;

use crate::{Error, Node, Tape, answer, transport::Reply};

/// The status with which some servers send a function's error.
const FUNCTION_ERROR: u16 = 560;

const UNAUTHENTICATED: u16 = 401;

pub(super) fn read(status: u16, text: &str) -> Result<Reply, Error> {
    let tape = Tape::parse(text);
    match (status, tape) {
        (200 | FUNCTION_ERROR, Ok(tape)) => function(status, tape),
        (200 | FUNCTION_ERROR, Err(error)) => {
            Err(Error::invalid_response(Some(status), error.to_string()))
        }
        (_, tape) => Err(refusal(status, tape.ok().as_ref())),
    }
}

/// `{"status": "success", "value": …}` or `{"status": "error", "errorMessage": …, "errorData"?: …}`.
fn function(status: u16, tape: Tape) -> Result<Reply, Error> {
    let tape = Arc::new(tape);
    let root = tape.root();
    answer::log_lines(root.get("logLines"));
    let outcome = root.get("status").and_then(Node::as_str);
    match (
        outcome,
        root.get("value"),
        root.get("errorMessage").and_then(Node::as_str),
    ) {
        (Some("success"), Some(value), _) => Ok(Reply::part(Arc::clone(&tape), value.slot())),
        (Some("error"), _, Some(message)) => Err(answer::function_error(
            message,
            &tape,
            root.get("errorData").map(Node::slot),
        )),
        _ => Err(Error::invalid_response(
            Some(status),
            "the answer is neither a success nor an error of a function",
        )),
    }
}

/// `{"code": …, "message": …}`: the function did not run, or nothing is known about it.
fn refusal(status: u16, tape: Option<&Tape>) -> Error {
    let text = |name| {
        tape.and_then(|tape| tape.root().get(name))
            .and_then(Node::as_str)
    };
    match (text("code"), text("message").unwrap_or_default()) {
        (Some(code), message) if status == UNAUTHENTICATED => Error::Authentication {
            code: code.into(),
            message: message.into(),
        },
        (Some(code), message) => Error::Protocol {
            status: Some(status),
            code: code.into(),
            message: message.into(),
        },
        (None, _) => Error::invalid_response(
            Some(status),
            "the answer does not come from a Convex deployment",
        ),
    }
}
