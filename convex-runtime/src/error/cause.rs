//! What is at the bottom of an error of a connection, in words.

use std::error::Error;

/// What failed in the end. Errors of connections say "error sending request" on top, and why at the bottom.
pub(crate) fn root_cause(error: &(dyn Error + 'static)) -> String {
    let mut root = error;
    let mut hint = guess(error);
    while let Some(cause) = root.source() {
        hint = hint.or_else(|| guess(cause));
        root = cause;
    }
    match hint {
        Some(hint) => format!("{root}; {hint}"),
        None => root.to_string(),
    }
}

/// What is likely wrong with the URL. For people: nothing depends on it.
fn guess(error: &dyn Error) -> Option<&'static str> {
    let text = error.to_string();
    if text.contains("InvalidContentType") {
        // What answered did not begin with a record of TLS.
        return Some(
            "the server does not speak TLS there: is it `http://` rather than `https://`?",
        );
    }
    if text.contains("invalid HTTP version parsed") {
        return Some(
            "the server does not speak HTTP there: is it `https://` rather than `http://`?",
        );
    }
    None
}
