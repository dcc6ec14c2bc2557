//! The HTTP API: what a call looks like, and what is made of an answer. No IO.

use std::sync::Arc;

use crate::{
    Encoder, Error, Node, Tape, answer,
    transport::{Call, Reply},
};

/// The status with which some servers send a function's error.
const FUNCTION_ERROR: u16 = 560;

const UNAUTHENTICATED: u16 = 401;

impl Call {
    /// The body of the request that makes this call by the HTTP API: `POST /api/query`, `/api/mutation` or `/api/action`.
    ///
    /// # Errors
    ///
    /// Never, for a call that a client made.
    pub fn http_body(&self) -> Result<String, Error> {
        let mut out = Encoder::new();
        out.begin_object();
        out.field("path", &*self.path);
        out.field("format", "convex_encoded_json");
        out.name("args");
        out.begin_array();
        out.raw(&self.args);
        out.end_array();
        out.end_object();
        out.finish().map_err(|source| Error::Encode {
            function: Arc::clone(&self.path),
            source,
        })
    }
}

impl Reply {
    /// What the HTTP API answered, for transports over another HTTP client.
    ///
    /// ```
    /// use convex_runtime::{Error, transport::Reply};
    ///
    /// let reply = Reply::from_http(200, r#"{"status": "success", "value": 3}"#)?;
    /// assert_eq!(reply.value().as_f64(), Some(3.0));
    ///
    /// let refused = Reply::from_http(429, r#"{"code": "TooManyRequests", "message": "slow down"}"#);
    /// assert!(matches!(refused, Err(Error::Protocol { status: Some(429), .. })));
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The function's own error, or [`Error::Authentication`] or [`Error::Protocol`] when it did not run.
    pub fn from_http(status: u16, body: &str) -> Result<Self, Error> {
        match (status, Tape::parse(body)) {
            (200 | FUNCTION_ERROR, Ok(tape)) => function(status, tape),
            (200 | FUNCTION_ERROR, Err(error)) => {
                Err(Error::invalid_response(Some(status), error.to_string()))
            }
            (_, tape) => Err(refusal(status, tape.ok().as_ref())),
        }
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
