//! The root cause of a connection error, as text.

use std::error::Error;

/// Returns the root cause. The outermost error only says "error sending request".
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

/// Browsers do not say what went wrong.
#[cfg(target_arch = "wasm32")]
fn guess(_: &dyn Error) -> Option<&'static str> {
    None
}

/// Guesses the mistake in the URL, for the error's text only.
#[cfg(not(target_arch = "wasm32"))]
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
