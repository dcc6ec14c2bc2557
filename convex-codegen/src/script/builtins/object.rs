//! `Object` and what every object has.

use crate::script::{
    Interpreter,
    heap::{Entry, Integrity, Object, Plain},
    native::{Call, Namespace, Native, attempt, done, native},
    value::Value,
};
use crate::syntax::Name;

/// `Object`
pub(super) static OBJECT: Namespace = Namespace {
    name: "Object",
    call: Some(|cx, call| done(to_object(cx, call))),
    construct: Some(|cx, call| done(to_object(cx, call))),
    members: &[
        attempt("keys", |cx, call| {
            let object = present(cx, call, 0)?;
            let keys = cx.entry_keys(&object, call.span)?;
            Ok(cx.array(keys.into_iter().map(Value::String).collect()))
        }),
        attempt("values", |cx, call| {
            let object = present(cx, call, 0)?;
            let entries = cx.entries(&object, call.span)?;
            Ok(cx.array(entries.into_iter().map(|entry| entry.value).collect()))
        }),
        attempt("entries", |cx, call| {
            let object = present(cx, call, 0)?;
            let entries = cx.entries(&object, call.span)?;
            let pairs = entries
                .into_iter()
                .map(|entry| cx.array(vec![Value::String(entry.key), entry.value]));
            let pairs = pairs.collect();
            Ok(cx.array(pairs))
        }),
        attempt("getOwnPropertyNames", |cx, call| {
            let names = super::attributes::names(cx, call)?;
            let names = names.into_iter().filter(|name| !name.starts_with('\0'));
            let names = names.map(Value::String).collect();
            Ok(cx.array(names))
        }),
        attempt("getOwnPropertySymbols", |cx, call| {
            let names = super::attributes::names(cx, call)?;
            let symbols = names.into_iter().filter(|name| name.starts_with("\0@@"));
            let symbols = symbols.map(Value::Symbol).collect();
            Ok(cx.array(symbols))
        }),
        attempt("fromEntries", from_entries),
        attempt("assign", |cx, call| {
            let target = match present(cx, call, 0) {
                Err(why) if cx.thrown.is_some() => return Err(why),
                Ok(Value::Object(id)) => Ok(Value::Object(id)),
                Ok(value) => Ok(cx.object_around(value)),
                unknown => unknown,
            };
            if target.is_err() {
                // Getters run all the same.
                for source in call.args.iter().skip(1) {
                    cx.entries_and_symbols(source, call.span)?;
                }
            }
            let target = target?;
            for source in call.args.iter().skip(1) {
                match cx.entries_and_symbols(source, call.span) {
                    Ok(entries) => {
                        for entry in entries {
                            let entry = Entry {
                                span: entry.span,
                                docs: entry.docs,
                                ..Entry::new(entry.key, entry.value)
                            };
                            cx.set_property(&target, entry);
                            cx.unless_thrown()?;
                        }
                    }
                    Err(Value::Opaque(why)) => {
                        cx.unless_thrown()?;
                        cx.taint(&target, why);
                    }
                    Err(why) => return Err(why),
                }
            }
            Ok(target)
        }),
        attempt("is", |_, call| {
            let (a, b) = (call.arg(0), call.arg(1));
            let unknown = if matches!(a, Value::Opaque(_)) {
                a.clone()
            } else {
                b.clone()
            };
            a.same_value(&b).map(Value::Bool).ok_or(unknown)
        }),
        attempt("create", create),
        attempt("getPrototypeOf", |cx, call| {
            cx.prototype_of(&call.arg(0), call.span)
        }),
        attempt("setPrototypeOf", |cx, call| {
            let (target, prototype) = (call.arg(0), call.arg(1));
            cx.set_prototype(&target, &prototype, call.span)?;
            Ok(target)
        }),
        attempt("hasOwn", |cx, call| {
            let key = cx.key_of(&call.arg(1), call.span)?;
            Ok(Value::Bool(cx.has_own(&call.arg(0), &key, call.span)?))
        }),
        attempt("defineProperty", super::attributes::define_property),
        attempt("defineProperties", super::attributes::define_properties),
        attempt("getOwnPropertyDescriptor", super::attributes::descriptor),
        attempt("getOwnPropertyDescriptors", super::attributes::descriptors),
        native("freeze", |cx, call| {
            super::attributes::restrict(cx, call, Integrity::Frozen)
        }),
        native("seal", |cx, call| {
            super::attributes::restrict(cx, call, Integrity::Sealed)
        }),
        native("preventExtensions", |cx, call| {
            super::attributes::restrict(cx, call, Integrity::Inextensible)
        }),
        attempt("isFrozen", |cx, call| {
            super::attributes::is_restricted(cx, call, Integrity::Frozen)
        }),
        attempt("isSealed", |cx, call| {
            super::attributes::is_restricted(cx, call, Integrity::Sealed)
        }),
        attempt("isExtensible", |cx, call| {
            let restricted = super::attributes::is_restricted(cx, call, Integrity::Inextensible)?;
            Ok(Value::Bool(matches!(restricted, Value::Bool(false))))
        }),
    ],
};

/// Methods of every object.
pub(super) const METHODS: &[Native] = &[
    attempt("hasOwnProperty", |cx, call| {
        let key = cx.key_of(&call.arg(0), call.span)?;
        Ok(Value::Bool(cx.has_own(&call.this, &key, call.span)?))
    }),
    attempt("propertyIsEnumerable", |cx, call| {
        let key = cx.key_of(&call.arg(0), call.span)?;
        let keys = cx.entry_keys(&call.this, call.span)?;
        Ok(Value::Bool(keys.contains(&key)))
    }),
    attempt("isPrototypeOf", |cx, call| {
        let mut value = call.arg(0);
        while let Value::Object(_) = value {
            cx.steps(1, call.span)?;
            value = cx.prototype_of(&value, call.span)?;
            if value.strictly_equals(&call.this) == Some(true) {
                return Ok(Value::Bool(true));
            }
        }
        Ok(Value::Bool(false))
    }),
    attempt("valueOf", |cx, call| match &call.this {
        Value::Undefined | Value::Null => {
            Err(cx.type_error("Cannot convert undefined or null to object", call.span))
        }
        this => Ok(cx.object_around(this.clone())),
    }),
    attempt("toString", |cx, call| {
        let tag = tag(cx, call)?;
        Ok(Value::text(&format!("[object {tag}]")))
    }),
    attempt("toLocaleString", |cx, call| {
        let method = cx.property(&call.this, "toString", call.span);
        cx.unless_thrown()?;
        Ok(cx.call(&method, call.this.clone(), (Vec::new(), call.span)))
    }),
];

/// The tag in the result of `Object.prototype.toString`.
fn tag(cx: &mut Interpreter<'_>, call: &Call) -> Result<String, Value> {
    let this = &call.this;
    let builtin = match this {
        Value::Opaque(_) => return Err(this.clone()),
        Value::Undefined | Value::Hole => return Ok("Undefined".to_owned()),
        Value::Null => return Ok("Null".to_owned()),
        Value::Bool(_) => "Boolean",
        Value::Number(_) => "Number",
        Value::String(_) => "String",
        Value::BigInt(_) => return Ok("BigInt".to_owned()),
        Value::Symbol(_) => return Ok("Symbol".to_owned()),
        Value::Namespace(namespace)
            if namespace.call.is_none() && namespace.construct.is_none() =>
        {
            return match namespace.name {
                "Math" | "JSON" | "Reflect" | "console" => Ok(namespace.name.to_owned()),
                _ => Err(cx.unsupported(call.span, "the tag of this object")),
            };
        }
        this if cx.is_callable(this) => "Function",
        Value::Object(id) => match cx.heap.get(*id) {
            Object::Array(_) => "Array",
            Object::Date(_) => "Date",
            Object::Regex(_) => "RegExp",
            Object::Exotic(exotic) => exotic.kind().tag(),
            Object::Plain(_) if cx.is_error(*id) => "Error",
            Object::Plain(_)
            | Object::Collection(_)
            | Object::Iterator(_)
            | Object::Generator(_)
            | Object::Promise(_) => "Object",
            _ => return Err(cx.unsupported(call.span, "the tag of this object")),
        },
        _ => return Err(cx.unsupported(call.span, "the tag of this object")),
    };
    if !matches!(this, Value::Object(_)) {
        return Ok(builtin.to_owned());
    }
    let tag = cx.property(this, "\0@@toStringTag", call.span);
    cx.unless_thrown()?;
    match tag {
        Value::String(tag) => Ok(tag.to_string()),
        Value::Opaque(_) => Err(tag),
        _ => Ok(builtin.to_owned()),
    }
}

/// An argument that is neither `undefined` nor `null`.
fn present(cx: &mut Interpreter<'_>, call: &Call, at: usize) -> Result<Value, Value> {
    match call.arg(at) {
        Value::Undefined | Value::Null => {
            Err(cx.type_error("Cannot convert undefined or null to object", call.span))
        }
        opaque @ Value::Opaque(_) => Err(opaque),
        value => Ok(value),
    }
}

fn to_object(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    match call.arg(0) {
        Value::Undefined | Value::Null => Ok(cx.empty_object()),
        opaque @ Value::Opaque(_) => Err(opaque),
        value => Ok(cx.object_around(value)),
    }
}

fn create(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let made = cx.empty_object();
    cx.set_prototype(&made, &call.arg(0), call.span)?;
    if !matches!(call.arg(1), Value::Undefined) {
        let call = Call {
            args: vec![made.clone(), call.arg(1)],
            ..call.clone()
        };
        super::attributes::define_properties(cx, &call)?;
    }
    Ok(made)
}

fn from_entries(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let pairs = cx.iterate(&call.arg(0), call.span)?;
    let mut object = Plain::default();
    for pair in pairs {
        match &pair {
            Value::Opaque(_) => return Err(pair),
            Value::Object(_) => {}
            _ => return Err(cx.type_error("Iterator value is not an entry object", call.span)),
        }
        let key = cx.property(&pair, "0", call.span);
        cx.unless_thrown()?;
        let value = cx.property(&pair, "1", call.span);
        cx.unless_thrown()?;
        let key: Name = cx.key_of(&key, call.span)?;
        object.set(Entry {
            span: Some(call.span),
            ..Entry::new(key, value)
        });
    }
    Ok(Value::Object(cx.heap.add(Object::Plain(object))))
}
