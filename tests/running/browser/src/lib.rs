//! The functions of the deployment that the browser calls.

use convex_runtime::{Action, FromConvex, Mutation, Query, ToConvex};

/// Returns the number of times [`ADD`] has run.
pub const COUNT: Query<(), i64> = Query::new("tasks:count");
/// Increments the count and returns it.
pub const ADD: Mutation<(), i64> = Mutation::new("tasks:add");
/// Throws a `ConvexError` with this text as its data.
pub const FAIL: Mutation<Text, ()> = Mutation::new("tasks:fail");
/// Returns the text in upper case.
pub const SHOUT: Action<Text, String> = Action::new("ai:shout");
/// Never completes.
pub const STALL: Action<(), ()> = Action::new("ai:stall");
/// The subject of the caller's identity.
pub const WHO: Query<(), Option<String>> = Query::new("users:me");
/// A token of the identity `ann`.
pub const TOKEN: Query<(), String> = Query::new("users:token");
/// Closes every socket.
pub const DISCONNECT: Action<(), ()> = Action::new("network:disconnect");
/// Drops the answer of the next [`ADD`], which still runs.
pub const LOSE_AN_ANSWER: Action<(), ()> = Action::new("network:loseAnAnswer");
/// Returns a URL to upload a file to.
pub const GENERATE_UPLOAD_URL: Mutation<(), String> = Mutation::new("files:generateUploadUrl");
/// Returns the size of a stored file in bytes.
pub const STORED: Query<Text, Option<i64>> = Query::new("files:stored");

/// An argument.
#[derive(Debug, Clone, PartialEq, ToConvex, FromConvex)]
pub struct Text {
    /// The text.
    pub text: String,
}

impl Text {
    /// These words.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }
}
