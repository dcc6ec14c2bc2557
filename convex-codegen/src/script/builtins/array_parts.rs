//! Methods of arrays that look at items or copy them, without calling anything.

use super::{items::Items, species::species};
use crate::diagnostics::catalogue;
use crate::script::{
    Interpreter,
    coerce::{count, index},
    iterator::{Cursor, Part},
    native::{Call, Native, attempt},
    value::Value,
};

/// Methods of arrays.
pub(super) const METHODS: &[Native] = &[
    attempt("concat", |cx, call| {
        let mut items = Vec::new();
        if matches!(call.this, Value::Undefined | Value::Null) {
            Items::of(cx, call)?;
        }
        let this = cx.object_around(call.this.clone());
        for arg in [&this].into_iter().chain(&call.args) {
            if let Value::Opaque(_) = arg {
                return Err(arg.clone());
            }
            if spreads(cx, arg, call)? {
                let list = Call {
                    this: arg.clone(),
                    ..call.clone()
                };
                items.extend(Items::of(cx, &list)?.all(cx));
            } else {
                items.push(arg.clone());
            }
        }
        species(cx, call, items)
    }),
    attempt("flat", |cx, call| {
        let items = Items::of(cx, call)?.all(cx);
        let depth = match call.arg(0) {
            Value::Undefined => 1.0,
            depth => cx.integer_of(&depth, call.span)?,
        };
        let mut flat = Vec::new();
        flatten(cx, call, (items, depth), &mut flat)?;
        species(cx, call, flat)
    }),
    attempt("includes", |cx, call| {
        let items = Items::of(cx, call)?.all(cx);
        let start = cx.place_of(&call.arg(1), (items.len(), 0), call.span)?;
        let wanted = call.arg(0);
        let mut unknown = None;
        for item in &items[start..] {
            let item = item.filled();
            match item.same_value_zero(&wanted) {
                Some(true) => return Ok(Value::Bool(true)),
                Some(false) => {}
                None => {
                    unknown = Some(if matches!(item, Value::Opaque(_)) {
                        item
                    } else {
                        wanted.clone()
                    });
                }
            }
        }
        unknown.map_or(Ok(Value::Bool(false)), Err)
    }),
    attempt("indexOf", |cx, call| {
        let items = Items::of(cx, call)?.all(cx);
        let start = cx.place_of(&call.arg(1), (items.len(), 0), call.span)?;
        place(&call.arg(0), items.iter().enumerate().skip(start))
    }),
    attempt("lastIndexOf", |cx, call| {
        let items = Items::of(cx, call)?.all(cx);
        let end = match call.args.get(1) {
            None => items.len(),
            Some(start) => {
                let start = cx.integer_of(start, call.span)?;
                if start < 0.0 {
                    (items.len() + 1).saturating_sub(index(-start))
                } else {
                    index(start).saturating_add(1).min(items.len())
                }
            }
        };
        place(&call.arg(0), items.iter().enumerate().take(end).rev())
    }),
    attempt("join", |cx, call| {
        let separator = match call.arg(0) {
            Value::Undefined => ",".to_owned(),
            separator => cx.string_of(&separator, call.span)?,
        };
        joined(cx, call, &separator)
    }),
    attempt("toString", |cx, call| {
        if cx.list(&call.this).is_none() {
            return Err(match &call.this {
                Value::Opaque(_) => call.this.clone(),
                _ => cx.unsupported(call.span, "a method of arrays on something else"),
            });
        }
        let join = cx.property(&call.this, "join", call.span);
        cx.unless_thrown()?;
        match join {
            Value::Native(_) => joined(cx, call, ","),
            Value::Opaque(_) => Err(join),
            join => {
                let text = cx.call(&join, call.this.clone(), (Vec::new(), call.span));
                cx.unless_thrown()?;
                Ok(text)
            }
        }
    }),
    attempt("slice", |cx, call| {
        let items = Items::of(cx, call)?.all(cx);
        let start = cx.place_of(&call.arg(0), (items.len(), 0), call.span)?;
        let end = cx.place_of(&call.arg(1), (items.len(), items.len()), call.span)?;
        species(cx, call, items[start..end.max(start)].to_vec())
    }),
    attempt("at", |cx, call| {
        let items = Items::of(cx, call)?;
        let at = cx.integer_of(&call.arg(0), call.span)?;
        let length = items.len(cx);
        let at = if at < 0.0 {
            length.checked_sub(index(-at))
        } else {
            Some(index(at))
        };
        Ok(at.map_or(Value::Undefined, |at| items.get(cx, at).filled()))
    }),
    attempt("with", |cx, call| {
        let mut items: Vec<Value> = Items::of(cx, call)?
            .all(cx)
            .iter()
            .map(Value::filled)
            .collect();
        let at = cx.integer_of(&call.arg(0), call.span)?;
        let at = if at < 0.0 {
            items.len().checked_sub(index(-at))
        } else {
            Some(index(at))
        };
        match at.and_then(|at| items.get_mut(at)) {
            Some(item) => *item = call.arg(1),
            None => return Err(cx.range_error("Invalid index", call.span)),
        }
        Ok(cx.array(items))
    }),
    attempt("keys", |cx, call| iterator(cx, call, Part::Keys)),
    attempt("values", |cx, call| iterator(cx, call, Part::Values)),
    attempt("\0@@iterator", |cx, call| iterator(cx, call, Part::Values)),
    attempt("entries", |cx, call| iterator(cx, call, Part::Entries)),
];

/// Returns whether `concat` takes `value` for a list.
fn spreads(cx: &mut Interpreter<'_>, value: &Value, call: &Call) -> Result<bool, Value> {
    if !matches!(value, Value::Object(_)) {
        return Ok(false);
    }
    let spreads = cx.property(value, "\0@@isConcatSpreadable", call.span);
    cx.unless_thrown()?;
    match spreads {
        Value::Undefined => Ok(cx.list(value).is_some()),
        spreads => spreads.truthy().ok_or(spreads),
    }
}

fn iterator(cx: &mut Interpreter<'_>, call: &Call, part: Part) -> Result<Value, Value> {
    match cx.list(&call.this) {
        Some(id) => Ok(cx.cursor(Cursor::Array(id, 0, part))),
        None => Err(cx.unsupported(call.span, "a method of arrays on something else")),
    }
}

/// The index of the first `wanted` in `items`, or -1.
fn place<'a>(
    wanted: &Value,
    items: impl Iterator<Item = (usize, &'a Value)>,
) -> Result<Value, Value> {
    for (at, item) in items {
        if matches!(item, Value::Hole) {
            continue;
        }
        match item.strictly_equals(wanted) {
            Some(true) => return Ok(count(at)),
            Some(false) => {}
            None if matches!(item, Value::Opaque(_)) => return Err(item.clone()),
            None => return Err(wanted.clone()),
        }
    }
    Ok(Value::Number(-1.0))
}

fn flatten(
    cx: &mut Interpreter<'_>,
    call: &Call,
    (items, depth): (Vec<Value>, f64),
    flat: &mut Vec<Value>,
) -> Result<(), Value> {
    cx.steps(items.len(), call.span)?;
    for item in items {
        match (&item, cx.list(&item)) {
            (Value::Hole, _) => {}
            (Value::Opaque(_), _) => return Err(item),
            (_, Some(inner)) if depth >= 1.0 => {
                let inner = cx.items(inner).to_vec();
                cx.nested(call.span, |cx| {
                    flatten(cx, call, (inner, depth - 1.0), flat)
                })?;
            }
            _ => flat.push(item),
        }
    }
    Ok(())
}

fn joined(cx: &mut Interpreter<'_>, call: &Call, separator: &str) -> Result<Value, Value> {
    let Value::Object(id) = call.this else {
        return joined_items(cx, call, separator);
    };
    // An array inside itself is empty text.
    if cx.realm.joining.contains(&id) {
        return Ok(Value::text(""));
    }
    cx.realm.joining.push(id);
    let text = joined_items(cx, call, separator);
    cx.realm.joining.pop();
    text
}

fn joined_items(cx: &mut Interpreter<'_>, call: &Call, separator: &str) -> Result<Value, Value> {
    const LONGEST: usize = 1 << 20;
    let text = cx.nested(call.span, |cx| {
        let mut text = String::new();
        for (at, item) in Items::of(cx, call)?.all(cx).iter().enumerate() {
            if at > 0 {
                text.push_str(separator);
            }
            if !matches!(item, Value::Undefined | Value::Null | Value::Hole) {
                text.push_str(&cx.string_of(item, call.span)?);
            }
            if text.len() > LONGEST {
                return Err(cx.opaque(catalogue::too_long(call.span)));
            }
        }
        Ok(text)
    });
    cx.text(&text?, call.span)
}
