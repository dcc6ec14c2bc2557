//! Everything with an identity, by number: values may be shared and cyclic, and dropping them never recurses.

use std::{any::Any, collections::BTreeMap, rc::Rc, sync::Arc};

use super::{
    environment::Place,
    host::HostObject,
    value::{Opaque, OpaqueId, Value},
};
use crate::{
    docs::Docs,
    source::{FileId, Span},
    syntax::{Class, Function, Name},
};

/// The number of an [`Object`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectId(u32);

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
    /// A value of the library.
    Host(Box<dyn HostObject>),
    /// `import * as name`.
    Module(FileId),
    /// `new Map(..)`, `new Set(..)`: keys with values; those of a set are their own values.
    Collection(Collection),
}

/// An array.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// The items; gaps are [`Value::Hole`].
    pub items: Vec<Value>,
    /// Its other properties, as the `index` of a match has.
    pub extra: Option<ObjectId>,
    /// What may still change.
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

/// What may still change of an object.
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
    /// What stands between the slashes.
    pub source: Name,
    /// The letters after them, sorted.
    pub flags: Name,
    /// Where the next match of a global one begins.
    pub last_index: f64,
}

/// A `Map` or a `Set`.
#[derive(Debug, Clone)]
pub struct Collection {
    /// Whether it is a `Map`.
    pub keyed: bool,
    /// The entries in order.
    pub entries: Vec<(Value, Value)>,
}

/// A function with the scope it was made in.
#[derive(Debug, Clone)]
pub struct Closure {
    /// Its code.
    pub function: Arc<Function>,
    /// Where its free names are looked up.
    pub place: Place,
    /// The `this` of an arrow function.
    pub this: Value,
    /// Properties assigned to the function.
    pub extra: Option<ObjectId>,
}

/// A class.
#[derive(Debug, Clone)]
pub struct ClassValue {
    /// Its code.
    pub class: Arc<Class>,
    /// Where its free names are looked up.
    pub place: Place,
    /// What it extends.
    pub parent: Value,
    /// Its static members.
    pub statics: Plain,
    /// Methods of its instances.
    pub methods: Plain,
}

/// An object literal or an instance: properties in the order they were set.
#[derive(Debug, Clone, Default)]
pub struct Plain {
    entries: Vec<Option<Entry>>,
    index: BTreeMap<Name, usize>,
    /// Something unknown was spread into it: what is not listed may be there or not.
    pub unknown: Option<OpaqueId>,
    /// The class of an instance.
    pub class: Option<ObjectId>,
}

/// A property.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name.
    pub key: Name,
    /// Its value, or the function that computes it.
    pub value: Value,
    /// Whether `value` computes it.
    pub getter: bool,
    /// Whether enumeration leaves it out.
    pub hidden: bool,
    /// Where it was written.
    pub span: Option<Span>,
    /// The comment above it.
    pub docs: Option<Rc<Docs>>,
}

impl Entry {
    /// A property without a place.
    pub fn new(key: Name, value: Value) -> Self {
        Self {
            key,
            value,
            getter: false,
            hidden: false,
            span: None,
            docs: None,
        }
    }
}

impl Plain {
    /// The property `key`.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.index
            .get(key)
            .and_then(|at| self.entries[*at].as_ref())
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

    /// From here on any property may be there: something unknown was spread in. Those that were there stay, but may
    /// have other values.
    pub fn taint(&mut self, why: OpaqueId) {
        for entry in self.entries.iter_mut().flatten() {
            entry.value = Value::Opaque(why);
            entry.getter = false;
        }
        self.unknown = Some(why);
    }

    /// The properties in JavaScript's order: array indices first, ascending, then the others as they were set.
    /// Private ones (`#name`) and hidden ones are left out.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        let mut entries: Vec<&Entry> = self
            .entries
            .iter()
            .flatten()
            .filter(|entry| !entry.hidden && !entry.key.starts_with('#'))
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
pub fn array_index(key: &str) -> Option<u32> {
    let number: u32 = key.parse().ok()?;
    (number != u32::MAX && number.to_string() == key).then_some(number)
}

/// All objects and all unknown values.
#[derive(Debug, Default)]
pub struct Heap {
    objects: Vec<Object>,
    opaques: Vec<Opaque>,
}

impl Heap {
    /// Adds an object.
    pub fn add(&mut self, object: Object) -> ObjectId {
        let id =
            u32::try_from(self.objects.len()).expect("the step budget is far below 2^32 objects");
        self.objects.push(object);
        ObjectId(id)
    }

    /// The object `id`.
    pub fn get(&self, id: ObjectId) -> &Object {
        &self.objects[id.0 as usize]
    }

    /// The object `id`, to change it.
    pub fn get_mut(&mut self, id: ObjectId) -> &mut Object {
        &mut self.objects[id.0 as usize]
    }

    /// The host object `id`, when it is a `T`.
    pub fn host<T: HostObject>(&self, id: ObjectId) -> Option<&T> {
        match self.get(id) {
            Object::Host(host) => (&**host as &dyn Any).downcast_ref(),
            _ => None,
        }
    }

    /// The host object `id`, when it is a `T`, to change it.
    pub fn host_mut<T: HostObject>(&mut self, id: ObjectId) -> Option<&mut T> {
        match self.get_mut(id) {
            Object::Host(host) => (&mut **host as &mut dyn Any).downcast_mut(),
            _ => None,
        }
    }

    /// Adds an unknown value.
    pub fn add_opaque(&mut self, opaque: Opaque) -> OpaqueId {
        let id =
            u32::try_from(self.opaques.len()).expect("the step budget is far below 2^32 values");
        self.opaques.push(opaque);
        OpaqueId(id)
    }

    /// The unknown value `id`.
    pub fn opaque(&self, id: OpaqueId) -> &Opaque {
        &self.opaques[id.0 as usize]
    }
}
