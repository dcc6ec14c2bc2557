//! Answers of functions: results, errors and log lines, for all transports.

use std::sync::Arc;

use crate::{
    ApplicationError, CallContext, Error, FromConvex, Node, Tape, function::FunctionReference,
    transport::Reply,
};

impl FunctionReference {
    /// Decodes a result of the function.
    pub(crate) fn decode<R: FromConvex>(self, reply: &Reply) -> Result<R, Error> {
        reply.value().decode().map_err(|source| Error::Decode {
            function: self.path.into(),
            returns_from: self.returns_from,
            source,
        })
    }
}

/// The error of a function: a `ConvexError` when there is data, be it null.
pub(crate) fn function_error(message: &str, tape: &Arc<Tape>, data: Option<u32>) -> Error {
    let request_id = request_id(message).map(Arc::from);
    match data {
        Some(data) => Error::Application(ApplicationError::new(
            message,
            request_id,
            Arc::clone(tape),
            data,
        )),
        None => Error::Function {
            message: message.into(),
            request_id,
            context: CallContext::NONE,
        },
    }
}

/// `[Request ID: 0123456789abcdef] Server Error`.
fn request_id(message: &str) -> Option<&str> {
    let (id, _) = message.strip_prefix("[Request ID: ")?.split_once(']')?;
    Some(id)
}

/// The function's log lines.
pub(crate) fn log_lines(lines: Option<Node<'_>>) -> Vec<String> {
    let lines = lines.and_then(|lines| lines.items().ok());
    lines.map_or_else(Vec::new, |lines| {
        lines.filter_map(Node::as_str).map(str::to_owned).collect()
    })
}

/// Hands the function's log lines to `tracing`, by the level that each begins with.
pub(crate) fn trace_log_lines(function: &str, lines: &[String]) {
    for line in lines {
        trace_log_line(function, line);
    }
}

fn trace_log_line(function: &str, line: &str) {
    let parts = line.split_once(']');
    match parts.and_then(|(level, text)| Some((level, text.strip_prefix(' ')?))) {
        Some(("[ERROR", text)) => tracing::error!(target: "convex::log_line", function, "{text}"),
        Some(("[WARN", text)) => tracing::warn!(target: "convex::log_line", function, "{text}"),
        Some(("[INFO", text)) => tracing::info!(target: "convex::log_line", function, "{text}"),
        Some((_, text)) => tracing::debug!(target: "convex::log_line", function, "{text}"),
        None => tracing::debug!(target: "convex::log_line", function, "{line}"),
    }
}
