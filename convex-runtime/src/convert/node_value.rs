//! `NodeValue`: the value at a cursor, for code that handles every kind.

use super::{Entries, Items, Node, tape::Slot};

/// The value at a node.
pub(crate) enum NodeValue<'a> {
    Null,
    Boolean(bool),
    Int64(i64),
    Float64(f64),
    CommitTs,
    String(&'a str),
    Bytes(&'a [u8]),
    Array(Items<'a>),
    Object(Entries<'a>),
}

impl<'a> Node<'a> {
    /// The value, whatever kind it is.
    pub(crate) fn read(self) -> NodeValue<'a> {
        match self.value() {
            Slot::Null => NodeValue::Null,
            Slot::Boolean(value) => NodeValue::Boolean(value),
            Slot::Int64(value) => NodeValue::Int64(value),
            Slot::Float64(value) => NodeValue::Float64(value),
            Slot::CommitTs => NodeValue::CommitTs,
            Slot::String(span) | Slot::Key(span) => NodeValue::String(self.tape().text(span)),
            Slot::Bytes(span) => NodeValue::Bytes(self.tape().byte_slice(span)),
            Slot::Array(extent) => {
                NodeValue::Array(Items::new(self.at(self.slot() + 1), extent.len as usize))
            }
            Slot::Object(extent) => {
                NodeValue::Object(Entries::new(self.at(self.slot() + 1), extent.len as usize))
            }
        }
    }
}
