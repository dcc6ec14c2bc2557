//! `Reflect`, and `structuredClone`.

use std::collections::BTreeMap;

use crate::script::{
    Interpreter,
    heap::{Entry, List, Object, ObjectId, Plain},
    native::{Call, Namespace, Native, attempt},
    value::Value,
};
use crate::source::Span;

/// `Reflect`
pub static REFLECT: Namespace = Namespace {
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
        attempt("apply", |cx, call| {
            let args = super::function::arguments(cx, call, call.arg(2))?;
            Ok(cx.call(&call.arg(0), call.arg(1), (args, call.span)))
        }),
        attempt("getPrototypeOf", |cx, call| {
            cx.prototype_of(&call.arg(0), call.span)
        }),
    ],
};

/// `structuredClone`
pub static STRUCTURED_CLONE: Native = attempt("structuredClone", |cx, call| {
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
        object @ Object::Date(_) => {
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
