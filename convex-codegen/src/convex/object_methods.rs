//! The methods of object validators: `omit`, `pick`, `partial`, `extend`.

use super::validator::{Kind, Validator, object, of, optional, rejected};
use crate::{
    script::{
        Interpreter,
        heap::{Entry, Object, ObjectId, Plain},
        native::{Call, Native, native},
        value::Value,
    },
    source::Span,
    syntax::Name,
};

/// Methods of object validators.
pub(super) const METHODS: &[Native] = &[
    native("omit", |cx, call| {
        with_fields(cx, call, |fields, keys| {
            for key in keys {
                fields.remove(key);
            }
        })
    }),
    native("pick", |cx, call| {
        with_fields(cx, call, |fields, keys| {
            let mut picked = Plain::default();
            for key in keys {
                let missing = Entry::new(key.clone(), Value::Undefined);
                picked.set(fields.get(key).cloned().unwrap_or(missing));
            }
            *fields = picked;
        })
    }),
    native("partial", |cx, call| {
        let Some((_, Kind::Object(fields))) = of(cx, &call.this) else {
            return Value::Undefined;
        };
        let mut partial = match copied(cx, fields, call.span) {
            Ok(fields) => fields,
            Err(why) => return why,
        };
        let entries: Vec<Entry> = partial.iter().cloned().collect();
        for entry in entries {
            let value = optional(cx, &entry.value, call.span);
            partial.set(Entry { value, ..entry });
        }
        rebuilt(cx, &call.this, partial, call.span)
    }),
    native("extend", |cx, call| {
        let Some((_, Kind::Object(fields))) = of(cx, &call.this) else {
            return Value::Undefined;
        };
        let mut extended = match copied(cx, fields, call.span) {
            Ok(fields) => fields,
            Err(why) => return why,
        };
        cx.spread_into(&mut extended, &call.arg(0), call.span);
        rebuilt(cx, &call.this, extended, call.span)
    }),
];

/// A copy of the fields of an object validator, which counts as steps.
fn copied(cx: &mut Interpreter<'_>, fields: ObjectId, span: Span) -> Result<Plain, Value> {
    let count = match cx.heap.get(fields) {
        Object::Plain(plain) => plain.len(),
        _ => 0,
    };
    cx.steps(count * 4, span)?;
    Ok(cx.plain(fields))
}

/// A validator like `this` with other fields, chosen by the names in the call's arguments.
fn with_fields(
    cx: &mut Interpreter<'_>,
    call: &Call,
    change: impl Fn(&mut Plain, &[Name]),
) -> Value {
    let Some((_, Kind::Object(fields))) = of(cx, &call.this) else {
        return Value::Undefined;
    };
    let mut keys = Vec::new();
    for arg in &call.args {
        match arg {
            Value::String(key) => keys.push(key.clone()),
            other => return rejected(cx, other, call.span, "field names must be strings"),
        }
    }
    let mut changed = match copied(cx, fields, call.span) {
        Ok(fields) => fields,
        Err(why) => return why,
    };
    change(&mut changed, &keys);
    rebuilt(cx, &call.this, changed, call.span)
}

/// An object validator as optional as `this` with `fields`.
fn rebuilt(cx: &mut Interpreter<'_>, this: &Value, fields: Plain, span: Span) -> Value {
    let optional = of(cx, this).is_some_and(|(optional, _)| optional);
    let fields = Value::Object(cx.heap.add(Object::Plain(fields)));
    let rebuilt = object(cx, &fields, span);
    match (&rebuilt, optional) {
        (Value::Object(id), true) => {
            if let Some(validator) = cx.heap.host_mut::<Validator>(*id) {
                validator.optional = true;
            }
            rebuilt
        }
        _ => rebuilt,
    }
}
