//! The kinds of values with an identity.

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use super::{
    builtins::{Collection, Cost},
    environment::Place,
    generator::Run,
    host::HostObject,
    iterator::Cursor,
    value::{OpaqueId, Value},
};
use crate::{
    source::{FileId, Span},
    syntax::{Class, Function, Name},
    text::Docs,
};

pub(crate) use super::store::Heap;

/// The number of an [`Object`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectId(pub(super) u32);

impl ObjectId {
    /// The number as an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A value with an identity.
#[derive(Debug, Clone)]
pub enum Object {
    /// `{ .. }`, and instances of classes.
    Plain(Plain),
    /// `[ .. ]`.
    Array(List),
    /// `new Date(0)`: milliseconds since 1970, or `NaN`.
    Date(f64),
    /// `/a/g`.
    Regex(Regex),
    /// A function with the scope it was made in.
    Closure(Closure),
    /// A class.
    Class(ClassValue),
    /// `f()` of a `function* f() {}`.
    Generator(Box<Generator>),
    /// A promise with its value.
    Promise(Value),
    /// Something that was changed in a way that is not known.
    Unknown(OpaqueId),
    /// A value of the library.
    Host(Box<dyn HostObject>),
    /// `import * as name`.
    Module(FileId),
    /// `new Map(..)`, `new Set(..)`: keys with values; those of a set are their own values.
    Collection(Collection),
    /// `f.bind(..)`.
    Bound(Bound),
    /// `[].values()`.
    Iterator(Cursor),
}

/// An array.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// The items; gaps are [`Value::Hole`].
    pub items: Vec<Value>,
    /// Its other properties, as the `index` of a match has.
    pub extra: Option<ObjectId>,
    /// The changes that it still allows.
    pub integrity: Integrity,
}

impl From<Vec<Value>> for List {
    fn from(items: Vec<Value>) -> Self {
        Self {
            items,
            ..Self::default()
        }
    }
}

/// The changes that an object still allows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Integrity {
    /// Everything.
    #[default]
    Open,
    /// `Object.preventExtensions`: no property is added.
    Inextensible,
    /// `Object.seal`: nor removed.
    Sealed,
    /// `Object.freeze`: nor changed.
    Frozen,
}

/// A regular expression.
#[derive(Debug, Clone)]
pub struct Regex {
    /// The pattern between the slashes.
    pub source: Name,
    /// The letters after them, sorted.
    pub flags: Name,
    /// The index where the next match of a global expression starts.
    pub last_index: Value,
    /// Its compiled form.
    pub compiled: Rc<Compiled>,
}

/// A compiled regular expression.
#[derive(Debug)]
pub struct Compiled {
    /// Finds matches.
    pub regex: regress::Regex,
    /// The worst-case cost of a search.
    pub cost: Cost,
}

/// A function with its `this` and its first arguments.
#[derive(Debug, Clone)]
pub struct Bound {
    /// The function.
    pub function: Value,
    /// Its `this`.
    pub this: Value,
    /// Its first arguments.
    pub args: Vec<Value>,
}

/// A function with the scope it was made in.
#[derive(Debug, Clone)]
pub struct Closure {
    /// Its code.
    pub function: Arc<Function>,
    /// The place where its free names are looked up.
    pub place: Place,
    /// The `this` of an arrow function.
    pub this: Value,
    /// The class whose member it is, for `super`; an arrow function has the one around it.
    pub home: Option<Home>,
    /// Properties assigned to the function.
    pub extra: Option<ObjectId>,
    /// The name of what it was first assigned to.
    pub given: Option<Name>,
}

/// The place where `super` starts its lookup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Home {
    /// The class.
    pub class: ObjectId,
    /// `true` for a static member.
    pub of_class: bool,
}

/// A generator that was called: its body runs when its values are asked for.
#[derive(Debug, Clone)]
pub struct Generator {
    /// The function.
    pub closure: Closure,
    /// Its `this`.
    pub this: Value,
    /// Its arguments.
    pub args: Vec<Value>,
    /// Its progress.
    pub progress: Progress,
}

/// The progress of a generator.
#[derive(Debug, Clone)]
pub enum Progress {
    /// Nothing of it has run.
    Fresh,
    /// It has run, and not all of its values were taken.
    Ran(Box<Run>),
    /// It has ended.
    Ended,
}

/// The name of a member of a class, or why it is not known; `None` for a static block.
pub(super) type MemberName = Option<Result<Name, Value>>;

/// A class.
#[derive(Debug, Clone)]
pub struct ClassValue {
    /// Its code.
    pub class: Arc<Class>,
    /// The place where its free names are looked up.
    pub place: Place,
    /// The value it extends.
    pub parent: Value,
    /// Its static members.
    pub statics: Plain,
    /// The prototype of its instances: methods, accessors, `constructor`.
    pub prototype: ObjectId,
    /// The names of its members, in their order.
    pub keys: Rc<[MemberName]>,
    /// The name of what it was first assigned to.
    pub given: Option<Name>,
}

/// An object literal or an instance: properties in the order they were set.
#[derive(Debug, Clone, Default)]
pub struct Plain {
    entries: Vec<Option<Entry>>,
    index: BTreeMap<Name, usize>,
    /// Something unknown was spread into it: what is not listed may be there or not.
    pub unknown: Option<OpaqueId>,
    /// Its prototype; `None` stands for `Object.prototype`.
    pub prototype: Option<ObjectId>,
    /// `true` if it has no prototype, like `Object.create(null)`.
    pub bare: bool,
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
