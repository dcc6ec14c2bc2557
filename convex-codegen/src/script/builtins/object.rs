//! `Object` and what every object has.

use crate::script::{
    Interpreter,
    heap::{Entry, Object, Plain},
    native::{Call, Namespace, Native, native},
    value::Value,
};
use crate::{diagnostics::catalogue, syntax::Name};

/// `Object`
pub static OBJECT: Namespace = Namespace {
    name: "Object",
    call: None,
    construct: None,
    members: &[
        native("keys", |cx, call| {
            match cx.entries(&call.arg(0), call.span) {
                Ok(entries) => {
                    let keys = entries
                        .into_iter()
                        .map(|entry| Value::String(entry.key))
                        .collect();
                    cx.array(keys)
                }
                Err(why) => why,
            }
        }),
        native("getOwnPropertyNames", |cx, call| {
            match cx.entries(&call.arg(0), call.span) {
                Ok(entries) => {
                    let keys = entries
                        .into_iter()
                        .map(|entry| Value::String(entry.key))
                        .collect();
                    cx.array(keys)
                }
                Err(why) => why,
            }
        }),
        native("values", |cx, call| {
            match cx.entries(&call.arg(0), call.span) {
                Ok(entries) => {
                    let values = entries.into_iter().map(|entry| entry.value).collect();
                    cx.array(values)
                }
                Err(why) => why,
            }
        }),
        native("entries", |cx, call| {
            match cx.entries(&call.arg(0), call.span) {
                Ok(entries) => {
                    let pairs = entries
                        .into_iter()
                        .map(|entry| cx.array(vec![Value::String(entry.key), entry.value]));
                    let pairs = pairs.collect();
                    cx.array(pairs)
                }
                Err(why) => why,
            }
        }),
        native("fromEntries", from_entries),
        native("assign", |cx, call| {
            let target = call.arg(0);
            let Some(id) = cx.as_plain(&target) else {
                // Properties of a function, a class or a package's object.
                for source in call.args.iter().skip(1) {
                    if let Ok(entries) = cx.entries(source, call.span) {
                        for entry in entries {
                            cx.set_property(&target, entry);
                        }
                    }
                }
                return target;
            };
            let mut object = cx.plain(id);
            call.args
                .iter()
                .skip(1)
                .for_each(|source| cx.spread_into(&mut object, source, call.span));
            *cx.heap.get_mut(id) = Object::Plain(object);
            target
        }),
        native("defineProperty", define_property),
        native("freeze", |_, call| call.arg(0)),
        native("seal", |_, call| call.arg(0)),
        native("preventExtensions", |_, call| call.arg(0)),
        native("create", |cx, call| match call.arg(0) {
            Value::Null => cx.empty_object(),
            other => cx.rejected(
                &other,
                call.span,
                "`Object.create()` of this is not understood",
            ),
        }),
        native("hasOwn", |cx, call| {
            let key = call.arg(1);
            cx.binary(crate::syntax::BinaryOp::In, (&key, &call.arg(0)), call.span)
        }),
    ],
};

/// Methods of every object.
pub const METHODS: &[Native] = &[
    native("hasOwnProperty", |cx, call| {
        cx.binary(
            crate::syntax::BinaryOp::In,
            (&call.arg(0), &call.this),
            call.span,
        )
    }),
    native("valueOf", |_, call| call.this.clone()),
];

/// A property with a value or a getter, hidden unless it is said to be enumerable.
fn define_property(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    let (target, descriptor) = (call.arg(0), call.arg(2));
    let mut said = |key| cx.property(&descriptor, key, call.span);
    let (enumerable, value, get) = (said("enumerable"), said("value"), said("get"));
    let getter = !matches!(get, Value::Undefined);
    let plain = cx.as_plain(&target);
    let known = cx.as_plain(&descriptor).is_some() && (plain.is_some() || !getter);
    let (true, Some(enumerable)) = (known, enumerable.truthy()) else {
        let problem =
            catalogue::unsupported(call.span, "`Object.defineProperty()` of this property");
        if let (Value::Opaque(why), Some(id)) = (cx.opaque(problem), plain)
            && let Object::Plain(object) = cx.heap.get_mut(id)
        {
            object.taint(why);
        }
        return target;
    };
    match cx.string_of(&call.arg(1), call.span) {
        Ok(key) => {
            let value = if getter { get } else { value };
            let entry = Entry {
                getter,
                hidden: !enumerable,
                ..Entry::new(Name::from(key), value)
            };
            cx.set_property(&target, entry);
        }
        Err(why) => return why,
    }
    target
}

fn from_entries(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    let pairs = match cx.iterate(&call.arg(0), call.span) {
        Ok(pairs) => pairs,
        Err(why) => return why,
    };
    let mut object = Plain::default();
    for pair in pairs {
        let parts = match cx.iterate(&pair, call.span) {
            Ok(parts) => parts,
            Err(why) => return why,
        };
        let mut parts = parts.into_iter();
        let key = parts.next().unwrap_or(Value::Undefined);
        let value = parts.next().unwrap_or(Value::Undefined);
        match cx.string_of(&key, call.span) {
            Ok(key) => object.set(Entry {
                span: Some(call.span),
                ..Entry::new(Name::from(key), value)
            }),
            Err(why) => return why,
        }
    }
    Value::Object(cx.heap.add(Object::Plain(object)))
}
