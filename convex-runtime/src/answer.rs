//! What all transports make of a function's error and of its log lines.

use std::sync::Arc;

use crate::{ApplicationError, Error, Node, Tape};

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
        },
    }
}

/// `[Request ID: 0123456789abcdef] Server Error`.
fn request_id(message: &str) -> Option<&str> {
    let (id, _) = message.strip_prefix("[Request ID: ")?.split_once(']')?;
    Some(id)
}

/// Hands the function's log lines to `tracing`, by the level that each begins with.
pub(crate) fn log_lines(lines: Option<Node<'_>>) {
    let Some(lines) = lines.and_then(|lines| lines.items().ok()) else {
        return;
    };
    lines.filter_map(Node::as_str).for_each(log_line);
}

/// The same for lines that are decoded already.
#[cfg(feature = "live")]
pub(crate) fn log_text_lines(lines: &[String]) {
    for line in lines {
        log_line(line);
    }
}

fn log_line(line: &str) {
    match line.split_once("] ") {
        Some(("[ERROR", text)) => tracing::error!(target: "convex::log_line", "{text}"),
        Some(("[WARN", text)) => tracing::warn!(target: "convex::log_line", "{text}"),
        Some(("[INFO", text)) => tracing::info!(target: "convex::log_line", "{text}"),
        Some((_, text)) => tracing::debug!(target: "convex::log_line", "{text}"),
        None => tracing::debug!(target: "convex::log_line", "{line}"),
    }
}
