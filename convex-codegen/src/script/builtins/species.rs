//! The class of an array that a method of arrays makes.

use crate::script::{Interpreter, native::Call, value::Value};

/// An array of what `Array.from` and `Array.of` are called on.
pub(super) fn of_class(
    cx: &mut Interpreter<'_>,
    call: &Call,
    items: Vec<Value>,
) -> Result<Value, Value> {
    match &call.this {
        Value::Namespace(namespace) if namespace.name == "Array" => Ok(cx.array(items)),
        Value::Opaque(_) => Err(call.this.clone()),
        this if !cx.is_callable(this) => Ok(cx.array(items)),
        this => derived(cx, call, this, items),
    }
}

/// The result of a method that returns an array of the class of the one that it is called on.
pub(super) fn species(
    cx: &mut Interpreter<'_>,
    call: &Call,
    items: Vec<Value>,
) -> Result<Value, Value> {
    let known = cx.list(&call.this).and_then(|id| cx.rest_of_properties(id));
    let Some(extra) = known else {
        return Ok(cx.array(items));
    };
    match cx
        .found_along(extra, "constructor")
        .map(|entry| entry.value)
    {
        None => Ok(cx.array(items)),
        Some(class) => derived(cx, call, &class, items),
    }
}

/// An array of a class that extends `Array` and has no code of its own that making one would run.
fn derived(
    cx: &mut Interpreter<'_>,
    call: &Call,
    class: &Value,
    items: Vec<Value>,
) -> Result<Value, Value> {
    let simple = match class {
        Value::Object(id) => cx.is_simple_array_class(*id),
        _ => false,
    };
    let (true, Some(prototype)) = (simple, cx.instance_prototype(class)) else {
        return Err(cx.unsupported(call.span, "an array that this class makes"));
    };
    let made = cx.array(items);
    if let Value::Object(id) = made {
        cx.derive(id, prototype);
    }
    Ok(made)
}
