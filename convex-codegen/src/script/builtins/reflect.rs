//! `Reflect`, and `structuredClone`.

use std::collections::BTreeMap;

use crate::script::{
    Interpreter,
    heap::{Entry, Integrity, List, Object, ObjectId, Plain},
    native::{Call, Namespace, Native, attempt},
    value::Value,
};
use crate::source::Span;

/// `Reflect`
pub(super) static REFLECT: Namespace = Namespace {
    name: "Reflect",
    call: None,
    construct: None,
    members: &[
        attempt("ownKeys", |cx, call| {
            let names = super::attributes::names(cx, call)?;
            let key = |name: crate::syntax::Name| {
                if name.starts_with('\0') {
                    Value::Symbol(name)
                } else {
                    Value::String(name)
                }
            };
            let names = names.into_iter().map(key).collect();
            Ok(cx.array(names))
        }),
        attempt("has", |cx, call| {
            let key = cx.key_of(&call.arg(1), call.span)?;
            Ok(Value::Bool(cx.has(&call.arg(0), &key, call.span)?))
        }),
        attempt("get", |cx, call| {
            let key = cx.key_of(&call.arg(1), call.span)?;
            if call.args.len() > 2 {
                return Err(cx.unsupported(call.span, "`Reflect.get` with a receiver"));
            }
            Ok(cx.property(&call.arg(0), &key, call.span))
        }),
        attempt("set", |cx, call| {
            let id = open(cx, call)?;
            let key = cx.key_of(&call.arg(1), call.span)?;
            let known = cx.own_entry(id, &key);
            if known.is_some_and(|entry| entry.readonly || entry.getter) || call.args.len() > 3 {
                return Err(cx.unsupported(call.span, "this form of `Reflect.set`"));
            }
            cx.set_property(&call.arg(0), Entry::new(key, call.arg(2)));
            cx.unless_thrown()?;
            Ok(Value::Bool(true))
        }),
        attempt("defineProperty", |cx, call| {
            let id = open(cx, call)?;
            let key = cx.key_of(&call.arg(1), call.span)?;
            if cx.own_entry(id, &key).is_some_and(|entry| entry.permanent) {
                return Err(cx.unsupported(call.span, "this form of `Reflect.defineProperty`"));
            }
            super::attributes::define_property(cx, call)?;
            Ok(Value::Bool(true))
        }),
        attempt("deleteProperty", |cx, call| {
            let id = open(cx, call)?;
            let key = cx.key_of(&call.arg(1), call.span)?;
            if cx.own_entry(id, &key).is_some_and(|entry| entry.permanent) {
                return Ok(Value::Bool(false));
            }
            cx.delete_property(&call.arg(0), &key, call.span)?;
            Ok(Value::Bool(true))
        }),
        attempt("getOwnPropertyDescriptor", super::attributes::descriptor),
        attempt("isExtensible", |cx, call| {
            super::attributes::is_restricted(cx, call, Integrity::Inextensible)
                .map(|is| is.truthy().map_or(is, |is| Value::Bool(!is)))
        }),
        attempt("preventExtensions", |cx, call| {
            open(cx, call)?;
            super::attributes::restrict(cx, call, Integrity::Inextensible);
            Ok(Value::Bool(true))
        }),
        attempt("setPrototypeOf", |cx, call| {
            open(cx, call)?;
            cx.set_prototype(&call.arg(0), &call.arg(1), call.span)?;
            Ok(Value::Bool(true))
        }),
        attempt("construct", |cx, call| {
            if call.args.len() > 2 {
                return Err(cx.unsupported(call.span, "`Reflect.construct` for another class"));
            }
            let args = super::function::arguments(cx, call, call.arg(1))?;
            Ok(cx.construct(&call.arg(0), args, call.span))
        }),
        attempt("apply", |cx, call| {
            let args = super::function::arguments(cx, call, call.arg(2))?;
            Ok(cx.call(&call.arg(0), call.arg(1), (args, call.span)))
        }),
        attempt("getPrototypeOf", |cx, call| {
            cx.prototype_of(&call.arg(0), call.span)
        }),
    ],
};

/// The first argument, when it is an object or an array that allows every change.
fn open(cx: &mut Interpreter<'_>, call: &Call) -> Result<ObjectId, Value> {
    let object = call.arg(0);
    if object.is_primitive() {
        return Err(cx.type_error("Reflect method called on non-object", call.span));
    }
    match object {
        Value::Opaque(_) => Err(object),
        Value::Object(id)
            if matches!(cx.heap.get(id), Object::Plain(_) | Object::Array(_))
                && cx.integrity(id) == Integrity::Open =>
        {
            Ok(id)
        }
        _ => {
            let why = cx.unsupported(call.span, "a `Reflect` method of this object");
            cx.lose_value(&object, &why);
            Err(why)
        }
    }
}

/// `structuredClone`
pub(super) static STRUCTURED_CLONE: Native = attempt("structuredClone", |cx, call| {
    if call.args.is_empty() {
        return Err(cx.type_error("The \"value\" argument must be specified", call.span));
    }
    let mut known = BTreeMap::new();
    cloned(cx, &call.arg(0), &mut known, call)
});

fn cloned(
    cx: &mut Interpreter<'_>,
    value: &Value,
    known: &mut BTreeMap<ObjectId, Value>,
    call: &Call,
) -> Result<Value, Value> {
    let span: Span = call.span;
    cx.steps(1, span)?;
    let id = match value {
        Value::Opaque(_) => return Err(value.clone()),
        Value::Object(id) => *id,
        Value::Native(_) | Value::Namespace(_) | Value::Reference | Value::Symbol(_) => {
            return Err(cx.throw_message("DataCloneError", "the value could not be cloned", span));
        }
        value => return Ok(value.clone()),
    };
    if let Some(copy) = known.get(&id) {
        return Ok(copy.clone());
    }
    match cx.heap.get(id).clone() {
        object @ (Object::Date(_) | Object::Exotic(_)) if cx.heap.extra(id).is_none() => {
            let copy = Value::Object(cx.heap.add(object));
            known.insert(id, copy.clone());
            Ok(copy)
        }
        Object::Array(list) if list.extra.is_none() => {
            let copy = cx.heap.add(Object::Array(List::default()));
            known.insert(id, Value::Object(copy));
            for item in list.items {
                let item = match item {
                    Value::Hole => Value::Hole,
                    item => cx.nested(span, |cx| cloned(cx, &item, known, call))?,
                };
                if let Object::Array(list) = cx.heap.get_mut(copy) {
                    list.items.push(item);
                }
            }
            Ok(Value::Object(copy))
        }
        Object::Plain(plain) if !cx.is_error(id) => {
            if let Some(why) = plain.unknown {
                return Err(Value::Opaque(why));
            }
            let copy = cx.heap.add(Object::Plain(Plain::default()));
            known.insert(id, Value::Object(copy));
            for entry in cx.entries(value, span)? {
                let inner = cx.nested(span, |cx| cloned(cx, &entry.value, known, call))?;
                cx.define_entry(copy, Entry::new(entry.key, inner), span)?;
            }
            Ok(Value::Object(copy))
        }
        Object::Collection(collection) if !collection.weak => {
            let copy = cx.heap.add(Object::Collection(collection.emptied()));
            known.insert(id, Value::Object(copy));
            for (key, item) in collection.entries() {
                let key = cx.nested(span, |cx| cloned(cx, key, known, call))?;
                let item = cx.nested(span, |cx| cloned(cx, item, known, call))?;
                super::collection::put(cx, copy, (key, item), span)?;
            }
            Ok(Value::Object(copy))
        }
        Object::Closure(_) | Object::Class(_) => {
            Err(cx.throw_message("DataCloneError", "a function could not be cloned", span))
        }
        _ => Err(cx.unsupported(span, "a copy of this object")),
    }
}
