//! `Mismatch` and `DecodeError`: a value has another shape than its type.

use std::fmt;

use super::{
    EncodeError, Literal, Node, TapeError,
    tape::{Slot, Tape},
};

/// Longer literals are data rather than names.
const MAX_LITERAL: usize = 40;

/// Reason why a value does not fit its type, and its place in the tape. Small, and allocates
/// nothing.
///
/// [`Node::expected`] makes one; [`decode`](crate::decode), [`Node::decode`] and the client turn it
/// into a [`DecodeError`].
#[derive(Debug, Clone, Copy)]
pub struct Mismatch {
    slot: u32,
    problem: Problem,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Problem {
    /// Another kind of value is expected here.
    Expected(&'static str),
    /// One of these literals is expected here.
    Literal(&'static [Literal]),
    /// This object lacks a field.
    Missing(&'static str),
    /// This field is not expected.
    Unknown,
}

impl Mismatch {
    pub(super) const fn new(slot: u32, problem: Problem) -> Self {
        Self { slot, problem }
    }

    /// Returns whether decoding came further than in `other`. An unknown field tells less than
    /// anything else.
    pub(super) fn is_beyond(self, other: Self) -> bool {
        match (self.problem, other.problem) {
            (Problem::Unknown, _) => false,
            (Problem::Missing(_), Problem::Expected(_)) => self.slot >= other.slot,
            _ => self.slot > other.slot,
        }
    }

    /// Says where it is, seen from `root`.
    pub(super) fn locate(self, root: Node<'_>) -> DecodeError {
        let tape = root.tape();
        let mut path = path(tape, root.slot(), self.slot);
        let (expected, found) = match self.problem {
            Problem::Expected(what) => (what.to_owned(), describe(tape, self.slot)),
            Problem::Literal(literals) => (one_of(literals), describe_literal(tape, self.slot)),
            Problem::Missing(name) => {
                push_field(&mut path, name);
                ("a value".to_owned(), "no such field".to_owned())
            }
            Problem::Unknown => ("no such field".to_owned(), describe(tape, self.slot)),
        };
        DecodeError {
            path,
            expected,
            found,
        }
    }
}

/// A received value does not have the shape of its Rust type: the bindings are older or newer than
/// the deployment, or a hand-written type is wrong.
///
/// It holds no received value but an unknown literal of at most 40 characters.
///
/// ```
/// let error = convex_runtime::decode::<Vec<f64>>(r#"[1, "2"]"#).unwrap_err();
/// assert_eq!(error.path(), "[1]");
/// assert_eq!(error.expected(), "a number (Float64)");
/// assert_eq!(error.found(), "a string");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    expected: String,
    found: String,
}

impl DecodeError {
    /// Path inside the value: `tasks[3].due`; empty for the value itself.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The expectation of the type.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// The kind of value that is there.
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "at `{}`: ", self.path)?;
        }
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

impl std::error::Error for DecodeError {}

impl From<TapeError> for DecodeError {
    fn from(error: TapeError) -> Self {
        Self {
            path: String::new(),
            expected: "encoded JSON".to_owned(),
            found: error.to_string(),
        }
    }
}

impl From<EncodeError> for DecodeError {
    fn from(error: EncodeError) -> Self {
        Self {
            path: String::new(),
            expected: "a Convex value".to_owned(),
            found: error.to_string(),
        }
    }
}

fn one_of(literals: &[Literal]) -> String {
    let literals: Vec<String> = literals.iter().map(ToString::to_string).collect();
    match literals.as_slice() {
        [only] => only.clone(),
        several => format!("one of {}", several.join(", ")),
    }
}

fn describe(tape: &Tape, slot: u32) -> String {
    match tape.slot(slot) {
        Slot::Null => "null",
        Slot::Boolean(_) => "a Boolean",
        Slot::Int64(_) => "an integer (Int64)",
        Slot::Float64(_) => "a number (Float64)",
        Slot::CommitTs => "a commit timestamp that is not known yet",
        Slot::String(_) => "a string",
        Slot::Bytes(_) => "bytes",
        Slot::Key(_) => "a field name",
        Slot::Array(_) => "an array",
        Slot::Object(_) => "an object",
    }
    .to_owned()
}

/// A literal is a name in the schema rather than data, so it may be shown.
fn describe_literal(tape: &Tape, slot: u32) -> String {
    match tape.slot(slot) {
        Slot::String(span) if tape.text(span).len() <= MAX_LITERAL => {
            format!("{:?}", tape.text(span))
        }
        Slot::Float64(value) => crate::json::shown(value),
        Slot::Int64(value) => format!("{value}n"),
        Slot::Boolean(value) => format!("{value}"),
        _ => describe(tape, slot),
    }
}

/// The way from `root` to `target`, by walking down only into the containers that hold it.
fn path(tape: &Tape, root: u32, target: u32) -> String {
    let mut path = String::new();
    let mut here = root;
    while here < target {
        let mut child = here + 1;
        let mut position = 0;
        loop {
            let value = match tape.slot(child) {
                Slot::Key(_) => child + 1,
                _ => child,
            };
            if target < tape.behind(value) {
                match tape.slot(child) {
                    Slot::Key(name) => push_field(&mut path, tape.text(name)),
                    _ => append(&mut path, format_args!("[{position}]")),
                }
                here = value;
                break;
            }
            child = tape.behind(value);
            position += 1;
        }
    }
    path
}

fn push_field(path: &mut String, name: &str) {
    let plain = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || character == '_');
    if !plain {
        append(path, format_args!("[{name:?}]"));
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

fn append(path: &mut String, piece: fmt::Arguments<'_>) {
    fmt::Write::write_fmt(path, piece).expect("a `String` takes all text");
}
