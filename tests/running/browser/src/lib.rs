//! The functions of the deployment that the browser calls.

use convex_runtime::{Action, FromConvex, Mutation, Query, ToConvex};

/// How often [`ADD`] has run.
pub const COUNT: Query<(), i64> = Query::new("tasks:count");
/// Counts, and gives the new number.
pub const ADD: Mutation<(), i64> = Mutation::new("tasks:add");
/// Throws a `ConvexError` with this text as its data.
pub const FAIL: Mutation<Text, ()> = Mutation::new("tasks:fail");
/// Gives the text back in upper case.
pub const SHOUT: Action<Text, String> = Action::new("ai:shout");
/// Is never done.
pub const STALL: Action<(), ()> = Action::new("ai:stall");
/// The subject of the caller's identity.
pub const WHO: Query<(), Option<String>> = Query::new("users:me");
/// A token of the identity `ann`.
pub const TOKEN: Query<(), String> = Query::new("users:token");
/// Closes every socket.
pub const DISCONNECT: Action<(), ()> = Action::new("network:disconnect");
/// Loses the answer of the next [`ADD`], which runs.
pub const LOSE_AN_ANSWER: Action<(), ()> = Action::new("network:loseAnAnswer");
/// Where a file may be sent.
pub const GENERATE_UPLOAD_URL: Mutation<(), String> = Mutation::new("files:generateUploadUrl");
/// How many bytes a stored file has.
pub const STORED: Query<Text, Option<i64>> = Query::new("files:stored");

/// An argument.
#[derive(Debug, Clone, PartialEq, ToConvex, FromConvex)]
pub struct Text {
    /// What is said.
    pub text: String,
}

impl Text {
    /// These words.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }
}
