//! Methods of functions.

use crate::script::{
    Interpreter,
    heap::{Bound, Object},
    native::{Call, Namespace, Native, attempt, native},
    value::Value,
};

/// `Function`
pub(super) static FUNCTION: Namespace = Namespace {
    name: "Function",
    call: Some(|cx, call| cx.unsupported(call.span, "code in text")),
    construct: Some(|cx, call| cx.unsupported(call.span, "code in text")),
    members: &[],
};

/// Methods of functions.
pub(super) const METHODS: &[Native] = &[
    native("call", |cx, call| {
        let args = call.args.iter().skip(1).cloned().collect();
        cx.call(&call.this, call.arg(0), (args, call.span))
    }),
    attempt("apply", |cx, call| {
        let args = arguments(cx, call, call.arg(1))?;
        Ok(cx.call(&call.this, call.arg(0), (args, call.span)))
    }),
    native("bind", |cx, call| {
        if !cx.is_callable(&call.this) {
            return cx.type_error("Bind must be called on a function", call.span);
        }
        Value::Object(cx.heap.add(Object::Bound(Bound {
            function: call.this.clone(),
            this: call.arg(0),
            args: call.args.iter().skip(1).cloned().collect(),
        })))
    }),
    attempt("\0@@hasInstance", |cx, call| {
        let is = cx.is_instance(&call.arg(0), &call.this, call.span)?;
        Ok(Value::Bool(is))
    }),
    native("toString", |cx, call| cx.code_text(&call.this, call.span)),
];

/// The arguments that a list, or what looks like one, holds.
pub(super) fn arguments(
    cx: &mut Interpreter<'_>,
    call: &Call,
    list: Value,
) -> Result<Vec<Value>, Value> {
    match &list {
        Value::Undefined | Value::Null => Ok(Vec::new()),
        Value::Opaque(_) => Err(list),
        list if cx.as_array(list).is_some() => cx.iterate(list, call.span),
        Value::Object(_) => {
            let call = Call {
                this: list.clone(),
                ..call.clone()
            };
            let items = super::items::Items::of(cx, &call)?.all(cx);
            Ok(items.iter().map(Value::filled).collect())
        }
        _ => Err(cx.type_error("CreateListFromArrayLike called on non-object", call.span)),
    }
}
