//! Methods of arrays that change them, and their counterparts that change a copy.

use super::{items::Items, species::species};
use crate::script::{
    Interpreter,
    coerce::{count, index},
    heap::{Integrity, Object, ObjectId},
    native::{Call, Native, attempt},
    value::Value,
};

/// Methods of arrays.
pub(super) const METHODS: &[Native] = &[
    attempt("push", |cx, call| {
        let id = changed(cx, call)?;
        let items = items_mut(cx, id);
        items.extend(call.args.iter().cloned());
        let length = items.len();
        cx.steps(call.args.len(), call.span)?;
        Ok(count(length))
    }),
    attempt("unshift", |cx, call| {
        let id = changed(cx, call)?;
        let items = items_mut(cx, id);
        items.splice(0..0, call.args.iter().cloned());
        let length = items.len();
        cx.steps(call.args.len() + length / 16, call.span)?;
        Ok(count(length))
    }),
    attempt("pop", |cx, call| {
        let id = changed(cx, call)?;
        let last = items_mut(cx, id).pop();
        Ok(last.map_or(Value::Undefined, |last| last.filled()))
    }),
    attempt("shift", |cx, call| {
        let id = changed(cx, call)?;
        let items = items_mut(cx, id);
        if items.is_empty() {
            return Ok(Value::Undefined);
        }
        let first = items.remove(0).filled();
        let length = items.len();
        cx.steps(length / 16, call.span)?;
        Ok(first)
    }),
    attempt("splice", |cx, call| {
        let id = changed(cx, call)?;
        let length = cx.items(id).len();
        let (start, count) = removed(cx, call, length)?;
        let added: Vec<Value> = call.args.iter().skip(2).cloned().collect();
        cx.steps(added.len() + length / 16, call.span)?;
        let removed = items_mut(cx, id)
            .splice(start..start + count, added)
            .collect();
        species(cx, call, removed)
    }),
    attempt("toSpliced", |cx, call| {
        let mut items: Vec<Value> = Items::of(cx, call)?
            .all(cx)
            .iter()
            .map(Value::filled)
            .collect();
        let (start, count) = removed(cx, call, items.len())?;
        items.splice(start..start + count, call.args.iter().skip(2).cloned());
        Ok(cx.array(items))
    }),
    attempt("fill", |cx, call| {
        let id = changed(cx, call)?;
        let length = cx.items(id).len();
        let start = cx.place_of(&call.arg(1), (length, 0), call.span)?;
        let end = cx.place_of(&call.arg(2), (length, length), call.span)?;
        cx.steps(end.saturating_sub(start), call.span)?;
        items_mut(cx, id)[start..end.max(start)].fill(call.arg(0));
        Ok(call.this.clone())
    }),
    attempt("copyWithin", |cx, call| {
        let id = changed(cx, call)?;
        let mut items = cx.items(id).to_vec();
        let length = items.len();
        cx.steps(length, call.span)?;
        let target = cx.place_of(&call.arg(0), (length, 0), call.span)?;
        let start = cx.place_of(&call.arg(1), (length, 0), call.span)?;
        let end = cx.place_of(&call.arg(2), (length, length), call.span)?;
        let copied = end.saturating_sub(start).min(length - target);
        let part = items[start..start + copied].to_vec();
        items.splice(target..target + copied, part);
        *items_mut(cx, id) = items;
        Ok(call.this.clone())
    }),
    attempt("reverse", |cx, call| {
        let id = changed(cx, call)?;
        let length = cx.items(id).len();
        cx.steps(length, call.span)?;
        items_mut(cx, id).reverse();
        Ok(call.this.clone())
    }),
    attempt("toReversed", |cx, call| {
        let items = Items::of(cx, call)?.all(cx);
        Ok(cx.array(items.iter().rev().map(Value::filled).collect()))
    }),
    attempt("sort", |cx, call| {
        let id = changed(cx, call)?;
        let items = cx.items(id).to_vec();
        let length = items.len();
        let present = items
            .into_iter()
            .filter(|item| !matches!(item, Value::Hole))
            .collect();
        match super::order::sorted(cx, call, present) {
            Ok(mut items) => {
                items.resize(length, Value::Hole);
                *items_mut(cx, id) = items;
                Ok(call.this.clone())
            }
            Err(why) => Err(lost(cx, id, why)),
        }
    }),
    attempt("toSorted", |cx, call| {
        let items = Items::of(cx, call)?.all(cx);
        let items = items.iter().map(Value::filled).collect();
        let items = super::order::sorted(cx, call, items)?;
        Ok(cx.array(items))
    }),
];

/// The array that a method changes.
fn changed(cx: &mut Interpreter<'_>, call: &Call) -> Result<ObjectId, Value> {
    let Some(id) = cx.list(&call.this) else {
        return Err(match &call.this {
            Value::Opaque(_) => call.this.clone(),
            _ => cx.unsupported(call.span, "a method of arrays on something else"),
        });
    };
    let integrity = match cx.heap.get(id) {
        Object::Array(list) => list.integrity,
        _ => Integrity::Open,
    };
    match integrity {
        Integrity::Open => Ok(id),
        Integrity::Frozen => {
            Err(cx.type_error("Cannot assign to read only property of object", call.span))
        }
        Integrity::Inextensible | Integrity::Sealed => {
            let why = cx.unsupported(call.span, "a change of a sealed array");
            Err(lost(cx, id, why))
        }
    }
}

/// Makes the items of `id` unknown, because of `why`.
fn lost(cx: &mut Interpreter<'_>, id: ObjectId, why: Value) -> Value {
    if cx.unless_thrown().is_ok() {
        cx.lose_value(&Value::Object(id), &why);
    }
    why
}

fn items_mut<'a>(cx: &'a mut Interpreter<'_>, id: ObjectId) -> &'a mut Vec<Value> {
    match cx.heap.get_mut(id) {
        Object::Array(list) => &mut list.items,
        other => unreachable!("{other:?} is no array"),
    }
}

/// The index where `splice` starts and the number of items that it removes.
fn removed(cx: &mut Interpreter<'_>, call: &Call, length: usize) -> Result<(usize, usize), Value> {
    let start = cx.place_of(&call.arg(0), (length, 0), call.span)?;
    let rest = length - start;
    let count = match call.args.len() {
        0 => 0,
        1 => rest,
        _ => index(cx.integer_of(&call.arg(1), call.span)?.max(0.0)).min(rest),
    };
    Ok((start, count))
}
