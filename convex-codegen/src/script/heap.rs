//! The kinds of values with an identity.

use std::{rc::Rc, sync::Arc};

use super::{
    builtins::{Collection, Cost},
    environment::Place,
    exotic::Exotic,
    generator::Run,
    host::HostObject,
    iterator::Cursor,
    promise::Promise,
    value::{OpaqueId, Value},
};
use crate::{
    source::FileId,
    syntax::{Class, Function, Name},
};

pub(crate) use super::{
    plain::{Accessor, Entry, Plain, array_index},
    store::Heap,
};

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
    /// A promise.
    Promise(Box<Promise>),
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
    /// An object whose state is not in its properties.
    Exotic(Box<Exotic>),
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
