//! `Map` and `Set`.

use crate::script::{
    Interpreter,
    heap::{Collection, Object},
    native::{Call, Namespace, Native, native},
    value::Value,
};

/// `Map`
pub static MAP: Namespace = Namespace {
    name: "Map",
    call: None,
    construct: Some(|cx, call| construct(cx, call, Shape::Map)),
    members: &[],
};

/// `Set`
pub static SET: Namespace = Namespace {
    name: "Set",
    call: None,
    construct: Some(|cx, call| construct(cx, call, Shape::Set)),
    members: &[],
};

/// `WeakMap`: nothing is collected while definitions are evaluated.
pub static WEAK_MAP: Namespace = Namespace {
    name: "WeakMap",
    call: None,
    construct: MAP.construct,
    members: &[],
};

/// `WeakSet`
pub static WEAK_SET: Namespace = Namespace {
    name: "WeakSet",
    call: None,
    construct: SET.construct,
    members: &[],
};

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Map,
    Set,
}

/// Methods of both.
pub const METHODS: &[Native] = &[
    native("get", |cx, call| match position(cx, call) {
        Ok((collection, Some(at))) => collection.entries[at].1.clone(),
        Ok((_, None)) => Value::Undefined,
        Err(why) => why,
    }),
    native("has", |cx, call| match position(cx, call) {
        Ok((_, found)) => Value::Bool(found.is_some()),
        Err(why) => why,
    }),
    native("set", |cx, call| insert(cx, call, call.arg(1))),
    native("add", |cx, call| insert(cx, call, call.arg(0))),
    native("delete", |cx, call| match position(cx, call) {
        Ok((mut collection, Some(at))) => {
            collection.entries.remove(at);
            replace(cx, call, collection);
            Value::Bool(true)
        }
        Ok((_, None)) => Value::Bool(false),
        Err(why) => why,
    }),
    native("keys", |cx, call| each(cx, call, |_, (key, _)| key)),
    native("values", |cx, call| each(cx, call, |_, (_, value)| value)),
    native("entries", |cx, call| {
        each(cx, call, |cx, (key, value)| cx.array(vec![key, value]))
    }),
];

fn construct(cx: &mut Interpreter<'_>, call: &Call, shape: Shape) -> Value {
    let mut entries = Vec::new();
    let source = call.arg(0);
    if !matches!(source, Value::Undefined | Value::Null) {
        let items = match cx.iterate(&source, call.span) {
            Ok(items) => items,
            Err(why) => return why,
        };
        for item in items {
            let (key, value) = match shape {
                Shape::Set => (item.clone(), item),
                Shape::Map => (
                    cx.property(&item, "0", call.span),
                    cx.property(&item, "1", call.span),
                ),
            };
            if let Value::Opaque(_) = key {
                return key;
            }
            match entries
                .iter_mut()
                .find(|(known, _): &&mut (Value, Value)| known.strictly_equals(&key) == Some(true))
            {
                Some(entry) => entry.1 = value,
                None => entries.push((key, value)),
            }
        }
    }
    Value::Object(cx.heap.add(Object::Collection(Collection {
        keyed: shape == Shape::Map,
        entries,
    })))
}

/// The collection and where in it the first argument is.
fn position(cx: &Interpreter<'_>, call: &Call) -> Result<(Collection, Option<usize>), Value> {
    let Value::Object(id) = call.this else {
        return Err(call.this.clone());
    };
    let Object::Collection(collection) = cx.heap.get(id) else {
        return Err(Value::Undefined);
    };
    let wanted = call.arg(0);
    if let Value::Opaque(_) = wanted {
        return Err(wanted);
    }
    let found = collection
        .entries
        .iter()
        .position(|(key, _)| key.strictly_equals(&wanted) == Some(true));
    Ok((collection.clone(), found))
}

fn insert(cx: &mut Interpreter<'_>, call: &Call, value: Value) -> Value {
    match position(cx, call) {
        Ok((mut collection, found)) => {
            match found {
                Some(at) => collection.entries[at].1 = value,
                None => collection.entries.push((call.arg(0), value)),
            }
            replace(cx, call, collection);
            call.this.clone()
        }
        Err(why) => why,
    }
}

fn replace(cx: &mut Interpreter<'_>, call: &Call, collection: Collection) {
    if let Value::Object(id) = call.this {
        *cx.heap.get_mut(id) = Object::Collection(collection);
    }
}

fn each(
    cx: &mut Interpreter<'_>,
    call: &Call,
    map: fn(&mut Interpreter<'_>, (Value, Value)) -> Value,
) -> Value {
    let Value::Object(id) = call.this else {
        return call.this.clone();
    };
    let Object::Collection(collection) = cx.heap.get(id) else {
        return Value::Undefined;
    };
    let entries = collection.entries.clone();
    let items = entries.into_iter().map(|entry| map(cx, entry)).collect();
    cx.array(items)
}
