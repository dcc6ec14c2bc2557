//! Debug output of a `Value`: as TypeScript would write it.

use std::fmt::{Debug, Formatter, Result};

use super::Value;

impl Debug for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Int64(value) => write!(f, "{value}n"),
            Self::Float64(value) => value.fmt(f),
            Self::Boolean(value) => value.fmt(f),
            Self::String(value) => value.fmt(f),
            Self::Bytes(value) => value.fmt(f),
            Self::Array(items) => items.fmt(f),
            Self::Object(fields) => fields.fmt(f),
            Self::CommitTs => f.write_str("[unresolved commit timestamp]"),
        }
    }
}
