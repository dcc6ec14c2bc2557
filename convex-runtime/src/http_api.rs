//! The HTTP API: requests and answers, without IO.

use std::sync::Arc;

use crate::{
    CallContext, Encoder, Error, Node, Tape, answer,
    transport::{Call, Reply},
};

/// The status with which some servers send a function's error.
const FUNCTION_ERROR: u16 = 560;

const UNAUTHENTICATED: u16 = 401;

impl Call {
    /// Returns the HTTP API's path for this call.
    ///
    /// `/api/query`, `/api/mutation`, `/api/action`, `/api/query_at_ts`, or `/api/function` for a
    /// function of a component.
    pub fn http_path(&self) -> String {
        match (&self.component, &self.at) {
            (Some(_), _) => "/api/function".to_owned(),
            (None, Some(_)) => "/api/query_at_ts".to_owned(),
            (None, None) => format!("/api/{}", self.kind),
        }
    }

    /// The body of the request that makes this call by the HTTP API, with `POST`.
    ///
    /// # Errors
    ///
    /// Never, for a call that a client made.
    pub fn http_body(&self) -> Result<String, Error> {
        let mut out = Encoder::new();
        out.begin_object();
        out.field("path", &*self.path);
        out.field("format", "convex_encoded_json");
        if let Some(component) = &self.component {
            out.field("componentPath", &**component);
        }
        if let Some(at) = &self.at {
            out.field("ts", &**at);
        }
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

    /// Parses an HTTP API answer, for transports over another HTTP client.
    ///
    /// The function's log lines go to [`Call::progress`].
    ///
    /// # Errors
    ///
    /// As [`Reply::from_http`].
    pub fn http_answer(&self, status: u16, body: &str) -> Result<Reply, Error> {
        let tape = answered(status, body)?;
        function(self, status, &tape, tape.root())
    }
}

/// The body of `/api/query_batch`.
#[cfg(feature = "http")]
pub(crate) fn batch_body(calls: &[Call]) -> Result<String, Error> {
    let mut out = Encoder::new();
    out.begin_object();
    out.name("queries");
    out.begin_array();
    for call in calls {
        out.raw(&call.http_body()?);
    }
    out.end_array();
    out.end_object();
    out.finish()
        .map_err(|_| Error::configuration("the arguments of a batch are not JSON"))
}

/// The answer of `/api/query_batch`: one for each call.
#[cfg(feature = "http")]
pub(crate) fn batch_answer(
    calls: &[Call],
    status: u16,
    body: &str,
) -> Result<Vec<Result<Reply, Error>>, Error> {
    let tape = answered(status, body)?;
    let results = tape
        .root()
        .get("results")
        .and_then(|results| results.items().ok());
    let results: Vec<_> = results.into_iter().flatten().collect();
    if results.len() != calls.len() {
        return Err(Error::invalid_response(
            Some(status),
            "the answer to a batch is no list of as many results",
        ));
    }
    let results = calls.iter().zip(results);
    Ok(results
        .map(|(call, result)| function(call, status, &tape, result))
        .collect())
}

/// The answer of `/api/query_ts`.
#[cfg(feature = "http")]
pub(crate) fn timestamp_answer(status: u16, body: &str) -> Result<Arc<str>, Error> {
    let tape = answered(status, body)?;
    let ts = tape.root().get("ts").and_then(Node::as_str);
    ts.map(Arc::from)
        .ok_or_else(|| Error::invalid_response(Some(status), "the answer has no timestamp"))
}

impl Reply {
    /// Parses an HTTP API answer; [`Call::http_answer`] also takes the log lines.
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
    /// The function's own error, or [`Error::Authentication`] or [`Error::Protocol`] when it did
    /// not run.
    pub fn from_http(status: u16, body: &str) -> Result<Self, Error> {
        let tape = answered(status, body)?;
        outcome(status, &tape, tape.root())
    }
}

/// The answer of a deployment that did what was asked.
fn answered(status: u16, body: &str) -> Result<Arc<Tape>, Error> {
    match (status, Tape::parse(body)) {
        (200 | FUNCTION_ERROR, Ok(tape)) => Ok(Arc::new(tape)),
        (200 | FUNCTION_ERROR, Err(error)) => {
            Err(Error::invalid_response(Some(status), error.to_string()))
        }
        (_, tape) => Err(refusal(status, tape.ok().as_ref())),
    }
}

fn function(call: &Call, status: u16, tape: &Arc<Tape>, node: Node<'_>) -> Result<Reply, Error> {
    call.progress
        .logged(answer::log_lines(node.get("logLines")));
    outcome(status, tape, node)
}

/// `{"status": "success", "value": …}` or
/// `{"status": "error", "errorMessage": …, "errorData"?: …}`.
fn outcome(status: u16, tape: &Arc<Tape>, node: Node<'_>) -> Result<Reply, Error> {
    match (
        node.get("status").and_then(Node::as_str),
        node.get("value"),
        node.get("errorMessage").and_then(Node::as_str),
    ) {
        (Some("success"), Some(value), _) => Ok(Reply::part(Arc::clone(tape), value.slot())),
        (Some("error"), _, Some(message)) => Err(answer::function_error(
            message,
            tape,
            node.get("errorData").map(Node::slot),
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
            context: CallContext::NONE,
        },
        (Some(code), message) => Error::Protocol {
            status: Some(status),
            code: code.into(),
            message: message.into(),
            context: CallContext::NONE,
        },
        (None, _) => Error::invalid_response(
            Some(status),
            "the answer does not come from a Convex deployment",
        ),
    }
}
