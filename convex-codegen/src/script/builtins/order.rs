//! Methods of arrays that put their items into another order, or take some out.

use std::cmp::Ordering;

use super::array::{replace, with_items};
use crate::diagnostics::catalogue;
use crate::script::{
    Interpreter,
    native::{Call, Native, native},
    value::Value,
};

/// Methods of arrays.
pub const METHODS: &[Native] = &[
    native("sort", |cx, call| {
        with_items(cx, call, |cx, items| match sorted(cx, call, items) {
            Ok(items) => {
                replace(cx, call, items);
                call.this.clone()
            }
            Err(why) => {
                cx.lose_value(&call.this, &why);
                why
            }
        })
    }),
    native("toSorted", |cx, call| {
        with_items(cx, call, |cx, items| match sorted(cx, call, items) {
            Ok(items) => cx.array(items),
            Err(why) => why,
        })
    }),
    native("reverse", |cx, call| {
        with_items(cx, call, |cx, mut items| {
            items.reverse();
            replace(cx, call, items);
            call.this.clone()
        })
    }),
    native("toReversed", |cx, call| {
        with_items(cx, call, |cx, mut items| {
            items.reverse();
            cx.array(items)
        })
    }),
    native("shift", |cx, call| {
        with_items(cx, call, |cx, mut items| {
            if items.is_empty() {
                return Value::Undefined;
            }
            let first = items.remove(0);
            replace(cx, call, items);
            first
        })
    }),
];

/// The items by the comparison that is given, or by their texts; equal ones stay as they were.
fn sorted(cx: &mut Interpreter<'_>, call: &Call, items: Vec<Value>) -> Result<Vec<Value>, Value> {
    let mut sorted: Vec<Value> = Vec::with_capacity(items.len());
    for item in items {
        // `undefined` comes last, whatever the comparison says.
        let (mut low, mut high) = (0, sorted.len());
        while low < high {
            let middle = low + (high - low) / 2;
            match compared(cx, call, (&sorted[middle], &item))? {
                Ordering::Greater => high = middle,
                _ => low = middle + 1,
            }
        }
        sorted.insert(low, item);
    }
    Ok(sorted)
}

fn compared(
    cx: &mut Interpreter<'_>,
    call: &Call,
    (a, b): (&Value, &Value),
) -> Result<Ordering, Value> {
    match (a, b, call.arg(0)) {
        (Value::Undefined, _, _) => Ok(Ordering::Greater),
        (_, Value::Undefined, _) => Ok(Ordering::Less),
        (Value::String(a), Value::String(b), Value::Undefined) => {
            Ok(a.encode_utf16().cmp(b.encode_utf16()))
        }
        (_, _, Value::Undefined) => {
            let what = "sorting what is no text";
            Err(cx.opaque(catalogue::unsupported(call.span, what)))
        }
        (_, _, compare) => {
            let args = (vec![a.clone(), b.clone()], call.span);
            match cx.call(&compare, Value::Undefined, args) {
                Value::Number(order) => Ok(order.partial_cmp(&0.0).unwrap_or(Ordering::Equal)),
                why @ Value::Opaque(_) => Err(why),
                _ => Err(cx.opaque(catalogue::unsupported(call.span, "this order"))),
            }
        }
    }
}
