//! `Map` and `Set`.

use std::collections::BTreeMap;

use crate::script::{
    Interpreter,
    coerce::count,
    heap::{Object, ObjectId},
    iterator::{Cursor, Part},
    native::{Call, Namespace, Native, attempt, done},
    value::{OpaqueId, Value},
};
use crate::{source::Span, syntax::Name};

/// A `Map` or a `Set`.
#[derive(Debug, Clone, Default)]
pub struct Collection {
    /// `true` for a map, `false` for a set.
    pub keyed: bool,
    /// `true` for a `WeakMap` or a `WeakSet`, which cannot be iterated.
    pub weak: bool,
    /// The reason, if something unknown was added or removed.
    pub unknown: Option<OpaqueId>,
    /// The entries in order; removed ones leave a gap, so iterations keep their positions.
    entries: Vec<Option<(Value, Value)>>,
    index: BTreeMap<Key, usize>,
}

/// A key by its identity, as `Map` tells keys apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Undefined,
    Null,
    Bool(bool),
    Number(u64),
    BigInt(i128),
    Text(Name),
    Symbol(Name),
    Object(ObjectId),
    Builtin(usize),
}

impl Key {
    fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Undefined | Value::Hole => Self::Undefined,
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) if number.is_nan() => Self::Number(f64::NAN.to_bits()),
            // -0 is the same key as 0.
            Value::Number(number) => Self::Number((number + 0.0).to_bits()),
            Value::BigInt(number) => Self::BigInt(*number),
            Value::String(text) => Self::Text(text.clone()),
            Value::Symbol(key) => Self::Symbol(key.clone()),
            Value::Object(id) => Self::Object(*id),
            Value::Native(native) => Self::Builtin(std::ptr::from_ref(*native).addr()),
            Value::Namespace(namespace) => Self::Builtin(std::ptr::from_ref(*namespace).addr()),
            Value::Reference | Value::Opaque(_) => return None,
        })
    }
}

impl Collection {
    /// The name of its class.
    pub fn name(&self) -> &'static str {
        match (self.keyed, self.weak) {
            (true, false) => "Map",
            (false, false) => "Set",
            (true, true) => "WeakMap",
            (false, true) => "WeakSet",
        }
    }

    /// One of the same class without entries.
    pub fn emptied(&self) -> Self {
        Self {
            keyed: self.keyed,
            weak: self.weak,
            ..Self::default()
        }
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// The first entry from the place `at` on, and the place after it.
    pub fn from(&self, at: usize) -> Option<(usize, (Value, Value))> {
        let rest = self.entries.get(at..)?;
        let (skipped, entry) = rest
            .iter()
            .enumerate()
            .find_map(|(skipped, entry)| Some((skipped, entry.clone()?)))?;
        Some((at + skipped + 1, entry))
    }

    /// The entries in order.
    pub fn entries(&self) -> impl Iterator<Item = &(Value, Value)> {
        self.entries.iter().flatten()
    }

    fn get(&self, key: &Key) -> Option<&Value> {
        let at = self.index.get(key)?;
        self.entries[*at].as_ref().map(|(_, value)| value)
    }

    fn set(&mut self, key: Key, entry: (Value, Value)) {
        if let Some(at) = self.index.get(&key) {
            if let Some(known) = &mut self.entries[*at] {
                known.1 = entry.1;
            }
        } else {
            self.index.insert(key, self.entries.len());
            self.entries.push(Some(entry));
        }
    }

    fn remove(&mut self, key: &Key) -> bool {
        let at = self.index.remove(key);
        if let Some(at) = at {
            self.entries[at] = None;
        }
        at.is_some()
    }

    fn clear(&mut self) {
        self.index.clear();
        self.entries.fill(None);
    }
}

/// `Map`
pub(super) static MAP: Namespace =
    constructor("Map", |cx, call| done(construct(cx, call, (true, false))));

/// `Set`
pub(super) static SET: Namespace =
    constructor("Set", |cx, call| done(construct(cx, call, (false, false))));

/// `WeakMap`: nothing is collected while definitions are evaluated.
pub(super) static WEAK_MAP: Namespace = constructor("WeakMap", |cx, call| {
    done(construct(cx, call, (true, true)))
});

/// `WeakSet`
pub(super) static WEAK_SET: Namespace = constructor("WeakSet", |cx, call| {
    done(construct(cx, call, (false, true)))
});

const fn constructor(name: &'static str, construct: crate::script::native::Run) -> Namespace {
    Namespace {
        name,
        call: None,
        construct: Some(construct),
        members: &[],
    }
}

/// Methods of maps.
pub(super) const MAP_METHODS: &[Native] = &[
    GET,
    HAS,
    SET_ENTRY,
    DELETE,
    CLEAR,
    FOR_EACH,
    attempt("keys", |cx, call| iterator(cx, call, Part::Keys)),
    attempt("values", |cx, call| iterator(cx, call, Part::Values)),
    attempt("entries", |cx, call| iterator(cx, call, Part::Entries)),
    attempt("\0@@iterator", |cx, call| iterator(cx, call, Part::Entries)),
];

/// Methods of sets.
pub(super) const SET_METHODS: &[Native] = &[
    HAS,
    ADD,
    DELETE,
    CLEAR,
    FOR_EACH,
    attempt("keys", |cx, call| iterator(cx, call, Part::Values)),
    attempt("values", |cx, call| iterator(cx, call, Part::Values)),
    attempt("entries", |cx, call| iterator(cx, call, Part::Entries)),
    attempt("\0@@iterator", |cx, call| iterator(cx, call, Part::Values)),
];

/// Methods of weak maps.
pub(super) const WEAK_MAP_METHODS: &[Native] = &[GET, HAS, SET_ENTRY, DELETE];

/// Methods of weak sets.
pub(super) const WEAK_SET_METHODS: &[Native] = &[HAS, ADD, DELETE];

const GET: Native = attempt("get", |cx, call| {
    let (id, key) = (known(cx, call)?, key(cx, call)?);
    Ok(reading(cx, id)
        .and_then(|collection| collection.get(&key))
        .cloned()
        .unwrap_or(Value::Undefined))
});

const HAS: Native = attempt("has", |cx, call| {
    let (id, key) = (known(cx, call)?, key(cx, call)?);
    let found = reading(cx, id).and_then(|collection| collection.get(&key));
    Ok(Value::Bool(found.is_some()))
});

const SET_ENTRY: Native = attempt("set", |cx, call| insert(cx, call, call.arg(1)));

const ADD: Native = attempt("add", |cx, call| insert(cx, call, call.arg(0)));

const DELETE: Native = attempt("delete", |cx, call| {
    let id = known(cx, call)?;
    let key = changing(cx, call, id)?;
    Ok(Value::Bool(collection(cx, id).remove(&key)))
});

const CLEAR: Native = attempt("clear", |cx, call| {
    let id = known(cx, call)?;
    collection(cx, id).clear();
    Ok(Value::Undefined)
});

const FOR_EACH: Native = attempt("forEach", |cx, call| {
    let id = known(cx, call)?;
    if !cx.is_callable(&call.arg(0)) {
        return Err(match call.arg(0) {
            opaque @ Value::Opaque(_) => opaque,
            _ => cx.type_error("the argument is not a function", call.span),
        });
    }
    let mut at = 0;
    while let Some((next, (key, value))) = reading(cx, id).and_then(|all| all.from(at)) {
        at = next;
        cx.steps(1, call.span)?;
        let args = vec![value, key, call.this.clone()];
        cx.call(&call.arg(0), call.arg(1), (args, call.span));
        cx.unless_thrown()?;
    }
    Ok(Value::Undefined)
});

fn construct(
    cx: &mut Interpreter<'_>,
    call: &Call,
    (keyed, weak): (bool, bool),
) -> Result<Value, Value> {
    let made = cx.heap.add(Object::Collection(Collection {
        keyed,
        weak,
        ..Collection::default()
    }));
    let source = call.arg(0);
    if matches!(source, Value::Undefined | Value::Null) {
        return Ok(Value::Object(made));
    }
    for item in cx.iterate(&source, call.span)? {
        let (key, value) = if keyed {
            if !matches!(item, Value::Object(_) | Value::Opaque(_)) {
                return Err(cx.type_error("Iterator value is not an entry object", call.span));
            }
            let key = cx.property(&item, "0", call.span);
            cx.unless_thrown()?;
            let value = cx.property(&item, "1", call.span);
            cx.unless_thrown()?;
            (key, value)
        } else {
            (item.clone(), item)
        };
        put(cx, made, (key, value), call.span)?;
    }
    Ok(Value::Object(made))
}

/// Puts an entry into the collection `id`.
pub(super) fn put(
    cx: &mut Interpreter<'_>,
    id: ObjectId,
    (key, value): (Value, Value),
    span: Span,
) -> Result<(), Value> {
    if reading(cx, id).is_some_and(|all| all.weak) && key.is_primitive() {
        return Err(match key {
            Value::Symbol(_) => cx.unsupported(span, "a symbol as a weak key"),
            _ => cx.type_error("Invalid value used as weak map key", span),
        });
    }
    let Some(known) = Key::of(&key) else {
        return Err(match key {
            Value::Opaque(_) => key,
            _ => cx.unsupported(span, "a reference as a key"),
        });
    };
    // -0 becomes 0.
    let positive = |value: Value| match value {
        Value::Number(number) => Value::Number(number + 0.0),
        other => other,
    };
    let keyed = reading(cx, id).is_some_and(|all| all.keyed);
    let value = if keyed { value } else { positive(value) };
    collection(cx, id).set(known, (positive(key), value));
    Ok(())
}

/// The collection that a method is called on, when all of it is known.
fn known(cx: &mut Interpreter<'_>, call: &Call) -> Result<ObjectId, Value> {
    if let Value::Object(id) = call.this
        && let Object::Collection(collection) = cx.heap.get(id)
    {
        return collection
            .unknown
            .map_or(Ok(id), |why| Err(Value::Opaque(why)));
    }
    Err(match &call.this {
        Value::Opaque(_) => call.this.clone(),
        _ => cx.type_error("Method called on incompatible receiver", call.span),
    })
}

fn reading<'a>(cx: &'a Interpreter<'_>, id: ObjectId) -> Option<&'a Collection> {
    match cx.heap.get(id) {
        Object::Collection(collection) => Some(collection),
        _ => None,
    }
}

fn collection<'a>(cx: &'a mut Interpreter<'_>, id: ObjectId) -> &'a mut Collection {
    match cx.heap.get_mut(id) {
        Object::Collection(collection) => collection,
        other => unreachable!("{other:?} is no collection"),
    }
}

fn key(cx: &mut Interpreter<'_>, call: &Call) -> Result<Key, Value> {
    let key = call.arg(0);
    Key::of(&key).ok_or_else(|| match key {
        Value::Opaque(_) => key,
        _ => cx.unsupported(call.span, "a reference as a key"),
    })
}

/// The key of the entry to add or remove; if it is unknown, the collection becomes unknown.
fn changing(cx: &mut Interpreter<'_>, call: &Call, id: ObjectId) -> Result<Key, Value> {
    let key = key(cx, call);
    if let Err(Value::Opaque(why)) = key {
        collection(cx, id).unknown = Some(why);
    }
    key
}

fn insert(cx: &mut Interpreter<'_>, call: &Call, value: Value) -> Result<Value, Value> {
    let id = known(cx, call)?;
    let key = changing(cx, call, id)?;
    cx.steps(1, call.span)?;
    if reading(cx, id).is_some_and(|all| all.weak) && call.arg(0).is_primitive() {
        return Err(match call.arg(0) {
            Value::Symbol(_) => cx.unsupported(call.span, "a symbol as a weak key"),
            _ => cx.type_error("Invalid value used as weak map key", call.span),
        });
    }
    let zero = match call.arg(0) {
        // -0 becomes 0.
        Value::Number(number) => Value::Number(number + 0.0),
        other => other,
    };
    let value = if collection(cx, id).keyed {
        value
    } else {
        zero.clone()
    };
    collection(cx, id).set(key, (zero, value));
    Ok(call.this.clone())
}

fn iterator(cx: &mut Interpreter<'_>, call: &Call, part: Part) -> Result<Value, Value> {
    let id = known(cx, call)?;
    Ok(cx.cursor(Cursor::Collection(id, 0, part)))
}

/// `map.size`
pub(crate) fn size(collection: &Collection) -> Value {
    collection
        .unknown
        .map_or_else(|| count(collection.len()), Value::Opaque)
}
