//! Objects as their properties.

use std::{collections::BTreeMap, rc::Rc};

use super::{
    builtins::Kind,
    heap::{Integrity, ObjectId},
    value::{OpaqueId, Value},
};
use crate::{source::Span, syntax::Name, text::Docs};

/// An object literal or an instance: properties in the order they were set.
#[derive(Debug, Clone, Default)]
pub struct Plain {
    entries: Vec<Option<Entry>>,
    index: BTreeMap<Name, usize>,
    /// Something unknown was spread into it: what is not listed may be there or not.
    pub unknown: Option<OpaqueId>,
    /// Its prototype; `None` stands for that of its `base`.
    pub prototype: Option<ObjectId>,
    /// `true` if it has no prototype, like `Object.create(null)`.
    pub bare: bool,
    /// The built-in class whose prototype ends the chain of prototypes.
    pub base: Kind,
    /// The changes that it still allows.
    pub integrity: Integrity,
}

/// A property.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "these are JavaScript's own attributes"
)]
pub struct Entry {
    /// Its name.
    pub key: Name,
    /// Its value, or the function that computes it.
    pub value: Value,
    /// `true` for an accessor: `value` is its getter, or `undefined` if it has none.
    pub getter: bool,
    /// The function that takes a new value.
    pub setter: Option<Value>,
    /// `true` if it is not enumerable.
    pub hidden: bool,
    /// `true` if it is not writable.
    pub readonly: bool,
    /// `true` if it is not configurable.
    pub permanent: bool,
    /// Its place in the source.
    pub span: Option<Span>,
    /// The comment above it.
    pub docs: Option<Rc<Docs>>,
}

/// Half of a property that functions compute.
#[derive(Debug, Clone)]
pub enum Accessor {
    /// Computes its value.
    Getter(Value),
    /// Takes a new value.
    Setter(Value),
}

impl Entry {
    /// A getter, or a setter, without a place.
    pub fn accessor(key: Name, is: Accessor) -> Self {
        let (value, setter) = match is {
            Accessor::Getter(getter) => (getter, None),
            Accessor::Setter(setter) => (Value::Undefined, Some(setter)),
        };
        Self {
            getter: true,
            setter,
            ..Self::new(key, value)
        }
    }

    /// A property without a place.
    pub fn new(key: Name, value: Value) -> Self {
        Self {
            key,
            value,
            getter: false,
            setter: None,
            hidden: false,
            readonly: false,
            permanent: false,
            span: None,
            docs: None,
        }
    }
}

impl Plain {
    /// An object without properties that inherits from `prototype`.
    pub fn inheriting(prototype: Option<ObjectId>) -> Self {
        Self {
            prototype,
            ..Self::default()
        }
    }

    /// The property `key`.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.index
            .get(key)
            .and_then(|at| self.entries[*at].as_ref())
    }

    /// The number of properties, including the slots of removed ones.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The property `key`, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Entry> {
        let at = *self.index.get(key)?;
        self.entries[at].as_mut()
    }

    /// All properties in JavaScript's order: private and hidden ones too.
    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        let mut entries: Vec<&Entry> = self.entries.iter().flatten().collect();
        entries.sort_by_key(|entry| array_index(&entry.key).map_or(u64::MAX, u64::from));
        entries.into_iter()
    }

    /// Defines a property with all that it is, at the place of one that exists.
    pub fn define(&mut self, entry: Entry) {
        match self.index.get(&entry.key) {
            Some(at) => self.entries[*at] = Some(entry),
            None => self.set(entry),
        }
    }

    /// Changes each property.
    pub fn each(&mut self, change: impl Fn(&mut Entry)) {
        self.entries.iter_mut().flatten().for_each(change);
    }

    /// Sets the getter or the setter of a property, which `entry` holds; the other one stays.
    pub fn set_accessor(&mut self, entry: Entry) {
        let before = self.get(&entry.key).filter(|entry| entry.getter).cloned();
        let entry = match before {
            Some(before) => Entry {
                value: match entry.value {
                    Value::Undefined => before.value,
                    getter => getter,
                },
                setter: entry.setter.or(before.setter),
                ..before
            },
            None => entry,
        };
        self.set(entry);
    }

    /// Sets a property. One that exists keeps its place in the order, and stays hidden.
    pub fn set(&mut self, mut entry: Entry) {
        if let Some(at) = self.index.get(&entry.key) {
            let before = self.entries[*at].as_ref();
            entry.hidden |= before.is_some_and(|before| before.hidden);
            self.entries[*at] = Some(entry);
        } else {
            self.index.insert(entry.key.clone(), self.entries.len());
            self.entries.push(Some(entry));
        }
    }

    /// Removes a property.
    pub fn remove(&mut self, key: &str) {
        if let Some(at) = self.index.remove(key) {
            self.entries[at] = None;
        }
    }

    /// Marks that any property may exist, since something unknown was spread in. Existing ones
    /// stay, but may have other values.
    pub fn taint(&mut self, why: OpaqueId) {
        for entry in self.entries.iter_mut().flatten() {
            entry.lose(why);
        }
        self.unknown = Some(why);
    }

    /// The properties in JavaScript's order: array indices first, ascending, then the others as
    /// they were set. Private ones, symbols and hidden ones are left out.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        let mut entries: Vec<&Entry> = self
            .entries
            .iter()
            .flatten()
            .filter(|entry| !entry.hidden && !entry.key.starts_with('\0'))
            .collect();
        if entries
            .iter()
            .any(|entry| array_index(&entry.key).is_some())
        {
            entries.sort_by_key(|entry| array_index(&entry.key).map_or(u64::MAX, u64::from));
        }
        entries.into_iter()
    }
}

/// The number that `key` is as an array index: `0` and `17`, not `01` or `-1`.
pub(crate) fn array_index(key: &str) -> Option<u32> {
    let number: u32 = key.parse().ok()?;
    (number != u32::MAX && number.to_string() == key).then_some(number)
}
