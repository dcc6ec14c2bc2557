//! Built-in objects and functions, available in every module without an import.

mod array;
mod array_change;
mod array_parts;
mod attributes;
mod big_int;
mod calendar;
mod collation;
mod collection;
mod date;
mod date_local;
mod date_read;
mod date_token;
mod digits;
mod encoding;
mod error;
mod function;
mod global;
mod items;
mod json_read;
mod json_write;
mod kind;
mod math;
pub(super) mod message;
mod number;
pub(super) mod numeric;
mod object;
mod order;
mod promise;
mod reflect;
pub(super) mod regex;
mod regex_cost;
mod regex_symbol;
mod species;
mod string;
mod symbol;
mod text_parts;
mod text_search;
mod text_tags;
mod uri;

pub(super) use self::{
    array::LONGEST as LONGEST_ARRAY,
    calendar::whole_text as date_text,
    collection::{Collection, size},
    global::{exists, global},
    kind::{Kind, Member, is_builtin, is_class, is_error_class, member},
    regex_cost::Cost,
    symbol::description,
};

use std::collections::BTreeMap;

use super::{heap::ObjectId, value::OpaqueId};
use crate::syntax::Name;

/// The state of the built-in objects.
#[derive(Debug, Default)]
pub(super) struct Realm {
    /// The prototypes of errors, by the names of their classes.
    errors: BTreeMap<&'static str, ObjectId>,
    /// The arrays that are being joined: one inside itself is empty text.
    joining: Vec<ObjectId>,
    /// Properties of built-in objects that were changed.
    changes: BTreeMap<(&'static str, Name), OpaqueId>,
}

impl Realm {
    /// Records that the property `key` of the built-in object `name` is now unknown, because of
    /// `why`.
    pub(super) fn changed(&mut self, name: &'static str, key: &str, why: OpaqueId) {
        self.changes.insert((name, key.into()), why);
    }

    /// The reason why the property `key` of the built-in object `name` is unknown, if it was
    /// changed.
    pub(super) fn change(&self, name: &'static str, key: &str) -> Option<OpaqueId> {
        if self.changes.is_empty() {
            return None;
        }
        self.changes.get(&(name, key.into())).copied()
    }
}
