//! JSON text: reading and writing it in one pass, without an intermediate tree.
//!
//! Results and arguments are most of what a client handles, and in a browser each table of digits
//! counts. So strings, numbers and structure are read here, straight into what they are wanted as;
//! numbers that no fast way exists for are left to the standard library, or to JavaScript.

mod field;
mod number;
mod reader;
mod scan;
mod string;
mod write;

pub(crate) use field::with_field;
pub(crate) use number::shown;
pub(crate) use reader::{JsonError, Reader};
pub(crate) use write::{push_float, push_text, quoted};

/// Deeper values are refused, as by Convex and by other parsers.
pub(crate) const DEEPEST: u32 = 127;
