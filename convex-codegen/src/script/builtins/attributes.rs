//! Attributes of properties: `Object.defineProperty`, `Object.freeze` and related functions.

use crate::script::{
    Interpreter,
    heap::{Entry, Integrity, Object, ObjectId, Plain, array_index},
    native::Call,
    value::Value,
};
use crate::{source::Span, syntax::Name};

/// The names of all own properties, those of symbols too.
pub(super) fn names(cx: &mut Interpreter<'_>, call: &Call) -> Result<Vec<Name>, Value> {
    let value = call.arg(0);
    let object = match &value {
        Value::Object(id) => Some(*id),
        _ => None,
    };
    match object.map(|id| cx.heap.get(id)) {
        Some(Object::Plain(plain)) => {
            if let Some(why) = plain.unknown {
                return Err(Value::Opaque(why));
            }
            let (symbols, names): (Vec<Name>, Vec<Name>) = plain
                .all()
                .map(|entry| entry.key.clone())
                .filter(|key| !key.starts_with("\0#"))
                .partition(|key| key.starts_with('\0'));
            Ok([names, symbols].concat())
        }
        Some(Object::Array(_)) => {
            let mut names = cx.entry_keys(&value, call.span)?;
            let at = names
                .iter()
                .position(|name| crate::script::heap::array_index(name).is_none());
            names.insert(at.unwrap_or(names.len()), Name::from("length"));
            Ok(names)
        }
        None => match &value {
            Value::String(_) => {
                let mut names = cx.entry_keys(&value, call.span)?;
                names.push(Name::from("length"));
                Ok(names)
            }
            Value::Undefined | Value::Null => {
                Err(cx.type_error("Cannot convert undefined or null to object", call.span))
            }
            Value::Opaque(_) => Err(value),
            Value::Number(_) | Value::Bool(_) | Value::BigInt(_) | Value::Symbol(_) => {
                Ok(Vec::new())
            }
            _ => Err(cx.unsupported(call.span, "the names of these properties")),
        },
        Some(
            Object::Exotic(_)
            | Object::Collection(_)
            | Object::Date(_)
            | Object::Regex(_)
            | Object::Iterator(_)
            | Object::Promise(_),
        ) => state_names(cx, &value, call),
        Some(_) => Err(cx.unsupported(call.span, "the names of these properties")),
    }
}

/// The names of the own properties of an object whose state is not in its properties.
fn state_names(cx: &mut Interpreter<'_>, value: &Value, call: &Call) -> Result<Vec<Name>, Value> {
    let Value::Object(id) = value else {
        return Ok(Vec::new());
    };
    let extra = cx
        .heap
        .extra(*id)
        .map(|extra| cx.plain(extra))
        .unwrap_or_default();
    if let Some(why) = extra.unknown {
        return Err(Value::Opaque(why));
    }
    let mut names = match cx.heap.get(*id) {
        Object::Exotic(exotic) => exotic.keys(),
        Object::Regex(_) => vec![Name::from("lastIndex")],
        _ => Vec::new(),
    };
    let text = matches!(cx.unwrapped(value), Value::String(_));
    let indices = extra
        .all()
        .filter(|entry| array_index(&entry.key).is_some());
    names.extend(indices.map(|entry| entry.key.clone()));
    if text {
        names.push(Name::from("length"));
    }
    cx.steps(names.len(), call.span)?;
    let others = extra
        .all()
        .filter(|entry| array_index(&entry.key).is_none());
    let (symbols, others): (Vec<Name>, Vec<Name>) = others
        .map(|entry| entry.key.clone())
        .filter(|key| !key.starts_with("\0#"))
        .partition(|key| key.starts_with('\0'));
    Ok([names, others, symbols].concat())
}

/// `Object.defineProperty(object, key, descriptor)`
pub(super) fn define_property(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let target = call.arg(0);
    let key = cx.key_of(&call.arg(1), call.span)?;
    define(cx, (&target, key), &call.arg(2), call.span)?;
    Ok(target)
}

/// `Object.defineProperties(object, descriptors)`
pub(super) fn define_properties(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let target = call.arg(0);
    for entry in cx.entries_and_symbols(&call.arg(1), call.span)? {
        define(cx, (&target, entry.key), &entry.value, call.span)?;
    }
    Ok(target)
}

/// The contents of a property descriptor.
#[derive(Default)]
struct Said {
    value: Option<Value>,
    get: Option<Value>,
    set: Option<Value>,
    flags: [Option<bool>; 3],
}

fn said(cx: &mut Interpreter<'_>, descriptor: &Value, span: Span) -> Result<Said, Value> {
    match descriptor {
        Value::Opaque(_) => return Err(descriptor.clone()),
        Value::Object(_) => {}
        _ => return Err(cx.type_error("Property description must be an object", span)),
    }
    let mut said = Said::default();
    for (at, flag) in ["enumerable", "writable", "configurable"]
        .into_iter()
        .enumerate()
    {
        if cx.has(descriptor, flag, span)? {
            let value = cx.property(descriptor, flag, span);
            cx.unless_thrown()?;
            said.flags[at] = Some(value.truthy().ok_or(value)?);
        }
    }
    for (slot, name) in [
        (&mut said.value, "value"),
        (&mut said.get, "get"),
        (&mut said.set, "set"),
    ] {
        if cx.has(descriptor, name, span)? {
            let value = cx.property(descriptor, name, span);
            cx.unless_thrown()?;
            *slot = Some(value);
        }
    }
    for function in [&said.get, &said.set].into_iter().flatten() {
        if !matches!(function, Value::Undefined | Value::Opaque(_)) && !cx.is_callable(function) {
            return Err(cx.type_error("Getter and setter must be functions", span));
        }
    }
    if (said.get.is_some() || said.set.is_some())
        && (said.value.is_some() || said.flags[1].is_some())
    {
        let message = "Invalid property descriptor. Cannot both specify accessors and a value or writable attribute";
        return Err(cx.type_error(message, span));
    }
    Ok(said)
}

fn define(
    cx: &mut Interpreter<'_>,
    (target, key): (&Value, Name),
    descriptor: &Value,
    span: Span,
) -> Result<(), Value> {
    let said = match said(cx, descriptor, span) {
        Ok(said) => said,
        Err(why) => {
            cx.unless_thrown()?;
            if let Value::Opaque(id) = why {
                cx.taint(target, id);
            }
            return Err(why);
        }
    };
    let Value::Object(id) = target else {
        return Err(match target {
            Value::Opaque(_) => target.clone(),
            Value::Native(_) | Value::Namespace(_) | Value::Reference => {
                cx.unsupported(span, "a property of a built-in object")
            }
            _ => cx.type_error("Object.defineProperty called on non-object", span),
        });
    };
    let before = cx.own_entry(*id, &key);
    if let Some(before) = &before {
        let changes = said.flags[2] == Some(true)
            || said.flags[0].is_some_and(|enumerable| enumerable == before.hidden)
            || said.get.is_some()
            || said.set.is_some()
            || before.getter
            || before.readonly;
        if before.permanent && changes {
            return match said.value {
                Some(value) if !before.getter && value.same_value(&before.value) == Some(true) => {
                    Ok(())
                }
                _ => Err(cx.type_error("Cannot redefine property", span)),
            };
        }
    } else if cx.integrity(*id) > Integrity::Open {
        return Err(cx.type_error("Cannot define property, object is not extensible", span));
    }
    let accessor = said.get.is_some() || said.set.is_some();
    let known = before.as_ref();
    let same_kind = known.filter(|before| {
        accessor == (before.getter || before.setter.is_some())
            || (!accessor && said.value.is_none())
    });
    let mut entry = match same_kind {
        Some(before) => before.clone(),
        None => Entry::new(key.clone(), Value::Undefined),
    };
    entry.hidden = !said.flags[0].unwrap_or(known.is_some_and(|before| !before.hidden));
    entry.permanent = !said.flags[2].unwrap_or(known.is_some_and(|before| !before.permanent));
    if accessor {
        entry.readonly = false;
        if let Some(get) = said.get {
            entry.value = get;
        }
        entry.getter = true;
        if let Some(set) = said.set {
            entry.setter = (!matches!(set, Value::Undefined)).then_some(set);
        }
    } else {
        if !entry.getter {
            entry.readonly =
                !said.flags[1].unwrap_or(same_kind.is_some_and(|before| !before.readonly));
        }
        if let Some(value) = said.value {
            entry.value = value;
            entry.getter = false;
            entry.setter = None;
        }
    }
    cx.define_entry(*id, entry, span)
}

/// `Object.getOwnPropertyDescriptor(object, key)`
pub(super) fn descriptor(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let key = cx.key_of(&call.arg(1), call.span)?;
    let object = call.arg(0);
    described(cx, &object, &key, call)
}

/// `Object.getOwnPropertyDescriptors(object)`
pub(super) fn descriptors(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let made = cx.empty_object();
    for name in names(cx, call)? {
        let description = described(cx, &call.arg(0), &name, call)?;
        cx.set_property(&made, Entry::new(name, description));
    }
    Ok(made)
}

fn described(
    cx: &mut Interpreter<'_>,
    object: &Value,
    key: &str,
    call: &Call,
) -> Result<Value, Value> {
    let id = match object {
        Value::Opaque(_) => return Err(object.clone()),
        Value::Object(id) => *id,
        Value::Undefined | Value::Null => {
            return Err(cx.type_error("Cannot convert undefined or null to object", call.span));
        }
        _ => return Err(cx.unsupported(call.span, "a description of this property")),
    };
    let array = matches!(cx.heap.get(id), Object::Array(_));
    if !(array || matches!(cx.heap.get(id), Object::Plain(_))) {
        return Err(cx.unsupported(call.span, "a description of this property"));
    }
    if array && key == "length" {
        let length = cx.property(object, "length", call.span);
        let frozen = cx.integrity(id) == Integrity::Frozen;
        return Ok(cx.object_of([
            ("value", length),
            ("writable", Value::Bool(!frozen)),
            ("enumerable", Value::Bool(false)),
            ("configurable", Value::Bool(false)),
        ]));
    }
    if let Object::Plain(plain) = cx.heap.get(id)
        && let (Some(why), None) = (plain.unknown, plain.get(key))
    {
        return Err(Value::Opaque(why));
    }
    let Some(entry) = cx.own_entry(id, key) else {
        return Ok(Value::Undefined);
    };
    if let (false, Some(why)) = (entry.getter, &entry.setter) {
        return Err(why.clone());
    }
    let (enumerable, configurable) = (Value::Bool(!entry.hidden), Value::Bool(!entry.permanent));
    Ok(if entry.getter {
        cx.object_of([
            ("get", entry.value),
            ("set", entry.setter.unwrap_or(Value::Undefined)),
            ("enumerable", enumerable),
            ("configurable", configurable),
        ])
    } else {
        cx.object_of([
            ("value", entry.value),
            ("writable", Value::Bool(!entry.readonly)),
            ("enumerable", enumerable),
            ("configurable", configurable),
        ])
    })
}

/// `Object.freeze(object)` and its weaker relatives.
pub(super) fn restrict(cx: &mut Interpreter<'_>, call: &Call, to: Integrity) -> Value {
    let value = call.arg(0);
    let Value::Object(id) = value else {
        return value;
    };
    match cx.heap.get_mut(id) {
        Object::Plain(plain) => restrict_plain(plain, to),
        Object::Array(list) => list.integrity = list.integrity.max(to),
        Object::Class(class) => restrict_plain(&mut class.statics, to),
        Object::Closure(_) => {
            let extra = cx.extra_of(id);
            if let Object::Plain(plain) = cx.heap.get_mut(extra) {
                restrict_plain(plain, to);
            }
        }
        // Values of a library are not changed after they are frozen.
        _ => {}
    }
    value
}

fn restrict_plain(plain: &mut Plain, to: Integrity) {
    plain.integrity = plain.integrity.max(to);
    if to >= Integrity::Sealed {
        plain.each(|entry| {
            // Private ones stay as they are.
            if !entry.key.starts_with("\0#") {
                entry.permanent = true;
                entry.readonly |= to == Integrity::Frozen && !entry.getter;
            }
        });
    }
}

/// `Object.isFrozen(object)` and its weaker relatives.
pub(super) fn is_restricted(
    cx: &mut Interpreter<'_>,
    call: &Call,
    to: Integrity,
) -> Result<Value, Value> {
    let value = call.arg(0);
    let id: ObjectId = match value {
        Value::Object(id) => id,
        Value::Opaque(_) => return Err(value),
        _ => return Ok(Value::Bool(true)),
    };
    match cx.heap.get(id) {
        Object::Plain(plain) => {
            let closed = plain.integrity >= Integrity::Inextensible;
            let mut entries = plain.all();
            Ok(Value::Bool(
                closed
                    && entries.all(|entry| match to {
                        Integrity::Frozen => entry.permanent && (entry.readonly || entry.getter),
                        Integrity::Sealed => entry.permanent,
                        _ => true,
                    }),
            ))
        }
        Object::Array(list) => {
            let empty = list.items.is_empty() && to == Integrity::Sealed;
            Ok(Value::Bool(
                list.integrity >= to || (empty && list.integrity >= Integrity::Inextensible),
            ))
        }
        _ => Err(cx.unsupported(call.span, "what may still change of this object")),
    }
}
