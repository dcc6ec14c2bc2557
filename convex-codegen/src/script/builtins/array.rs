//! `Array` and the methods of arrays that call a function for each item.

use super::{
    items::Items,
    species::{of_class, species},
};
use crate::diagnostics::catalogue;
use crate::script::{
    Interpreter,
    coerce::{count, index},
    native::{Call, Namespace, Native, attempt, done, native},
    value::Value,
};

/// The longest array that a length alone makes.
pub(crate) const LONGEST: usize = 100_000;

/// `Array`
pub(super) static ARRAY: Namespace = Namespace {
    name: "Array",
    call: Some(|cx, call| done(construct(cx, call))),
    construct: Some(|cx, call| done(construct(cx, call))),
    members: &[
        native("isArray", |cx, call| match call.arg(0) {
            opaque @ Value::Opaque(_) => opaque,
            Value::Namespace(namespace) if namespace.name == "Array.prototype" => Value::Bool(true),
            value => Value::Bool(cx.list(&value).is_some()),
        }),
        attempt("of", |cx, call| of_class(cx, call, call.args.clone())),
        attempt("from", from),
    ],
};

/// Methods of arrays.
pub(super) const METHODS: &[Native] = &[
    attempt("map", |cx, call| {
        let items = Items::of(cx, call)?;
        let length = items.len(cx);
        callable(cx, call)?;
        let mut mapped = Vec::with_capacity(length);
        for at in 0..length {
            mapped.push(match items.get(cx, at) {
                Value::Hole => Value::Hole,
                item => callback(cx, call, item, at)?,
            });
        }
        species(cx, call, mapped)
    }),
    attempt("forEach", |cx, call| {
        let items = Items::of(cx, call)?;
        callable(cx, call)?;
        for at in 0..items.len(cx) {
            match items.get(cx, at) {
                Value::Hole => {}
                item => {
                    callback(cx, call, item, at)?;
                }
            }
        }
        Ok(Value::Undefined)
    }),
    attempt("flatMap", |cx, call| {
        let items = Items::of(cx, call)?;
        callable(cx, call)?;
        let mut flat = Vec::new();
        for at in 0..items.len(cx) {
            let item = match items.get(cx, at) {
                Value::Hole => continue,
                item => item,
            };
            let value = callback(cx, call, item, at)?;
            match cx.list(&value) {
                Some(inner) => {
                    let inner = cx.items(inner).to_vec();
                    cx.steps(inner.len(), call.span)?;
                    flat.extend(
                        inner
                            .into_iter()
                            .filter(|item| !matches!(item, Value::Hole)),
                    );
                }
                None if matches!(value, Value::Opaque(_)) => return Err(value),
                None => flat.push(value),
            }
        }
        species(cx, call, flat)
    }),
    attempt("filter", |cx, call| {
        let items = Items::of(cx, call)?;
        callable(cx, call)?;
        let mut kept = Vec::new();
        for at in 0..items.len(cx) {
            let item = items.get(cx, at);
            if !matches!(item, Value::Hole) && holds(cx, call, item.clone(), at)? {
                kept.push(item);
            }
        }
        species(cx, call, kept)
    }),
    attempt("find", |cx, call| {
        Ok(search(cx, call, From::Start)?.map_or(Value::Undefined, |found| found.1))
    }),
    attempt("findIndex", |cx, call| {
        Ok(search(cx, call, From::Start)?.map_or(Value::Number(-1.0), |found| count(found.0)))
    }),
    attempt("findLast", |cx, call| {
        Ok(search(cx, call, From::End)?.map_or(Value::Undefined, |found| found.1))
    }),
    attempt("findLastIndex", |cx, call| {
        Ok(search(cx, call, From::End)?.map_or(Value::Number(-1.0), |found| count(found.0)))
    }),
    attempt("some", |cx, call| any(cx, call, Wanted::Some)),
    attempt("every", |cx, call| any(cx, call, Wanted::Failing)),
    attempt("reduce", |cx, call| reduce(cx, call, From::Start)),
    attempt("reduceRight", |cx, call| reduce(cx, call, From::End)),
];

/// The end of the array where a search starts.
#[derive(Debug, Clone, Copy, PartialEq)]
enum From {
    Start,
    End,
}

impl From {
    /// The place of the item that comes after `step` others.
    fn place(self, step: usize, length: usize) -> usize {
        match self {
            Self::Start => step,
            Self::End => length - 1 - step,
        }
    }
}

/// The kind of item that ends a test of all items.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Wanted {
    /// An item for which the callback holds.
    Some,
    /// An item for which it does not.
    Failing,
}

/// Returns `Err` if the first argument is not a function.
fn callable(cx: &mut Interpreter<'_>, call: &Call) -> Result<(), Value> {
    match call.arg(0) {
        Value::Opaque(_) => Err(call.arg(0)),
        function if cx.is_callable(&function) => Ok(()),
        _ => Err(cx.type_error("the argument is not a function", call.span)),
    }
}

fn callback(cx: &mut Interpreter<'_>, call: &Call, item: Value, at: usize) -> Result<Value, Value> {
    let this = cx.object_around(call.this.clone());
    let args = vec![item, count(at), this];
    let value = cx.call(&call.arg(0), call.arg(1), (args, call.span));
    cx.unless_thrown()?;
    Ok(value)
}

/// Returns whether the callback holds for an item.
fn holds(cx: &mut Interpreter<'_>, call: &Call, item: Value, at: usize) -> Result<bool, Value> {
    let value = callback(cx, call, item, at)?;
    value.truthy().ok_or(value)
}

fn search(
    cx: &mut Interpreter<'_>,
    call: &Call,
    from: From,
) -> Result<Option<(usize, Value)>, Value> {
    let items = Items::of(cx, call)?;
    callable(cx, call)?;
    let length = items.len(cx);
    for step in 0..length {
        let at = from.place(step, length);
        let item = items.get(cx, at).filled();
        if holds(cx, call, item.clone(), at)? {
            return Ok(Some((at, item)));
        }
    }
    Ok(None)
}

/// `some` and `every`: a `wanted` item determines the result.
fn any(cx: &mut Interpreter<'_>, call: &Call, wanted: Wanted) -> Result<Value, Value> {
    let holding = wanted == Wanted::Some;
    let items = Items::of(cx, call)?;
    callable(cx, call)?;
    for at in 0..items.len(cx) {
        let item = items.get(cx, at);
        if !matches!(item, Value::Hole) && holds(cx, call, item, at)? == holding {
            return Ok(Value::Bool(holding));
        }
    }
    Ok(Value::Bool(!holding))
}

fn reduce(cx: &mut Interpreter<'_>, call: &Call, from: From) -> Result<Value, Value> {
    let items = Items::of(cx, call)?;
    callable(cx, call)?;
    let length = items.len(cx);
    let mut result = call.args.get(1).cloned();
    for step in 0..length {
        let at = from.place(step, length);
        let item = match items.get(cx, at) {
            Value::Hole => continue,
            item => item,
        };
        result = Some(match result {
            None => item,
            Some(result) => {
                let args = vec![result, item, count(at), call.this.clone()];
                let value = cx.call(&call.arg(0), Value::Undefined, (args, call.span));
                cx.unless_thrown()?;
                value
            }
        });
    }
    result.ok_or_else(|| cx.type_error("Reduce of empty array with no initial value", call.span))
}

/// `Array(3)` and `Array(1, 2)`.
fn construct(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    match &call.args[..] {
        [Value::Opaque(_)] => Err(call.arg(0)),
        [Value::Number(length)] => {
            let length = array_length(cx, call, *length)?;
            cx.steps(length, call.span)?;
            Ok(cx.array(vec![Value::Hole; length]))
        }
        items => Ok(cx.array(items.to_vec())),
    }
}

/// `number` as the length of an array.
pub(super) fn array_length(
    cx: &mut Interpreter<'_>,
    call: &Call,
    number: f64,
) -> Result<usize, Value> {
    if number.fract() != 0.0 || !(0.0..4_294_967_296.0).contains(&number) {
        return Err(cx.range_error("Invalid array length", call.span));
    }
    if index(number) > LONGEST {
        return Err(cx.opaque(catalogue::too_long(call.span)));
    }
    Ok(index(number))
}

fn from(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let source = call.arg(0);
    let map = call.arg(1);
    match &map {
        Value::Opaque(_) => return Err(map),
        Value::Undefined => {}
        map if cx.is_callable(map) => {}
        _ => return Err(cx.type_error("the argument is not a function", call.span)),
    }
    let items = if cx.as_plain(&source).is_some() && !cx.is_iterable(&source, call.span)? {
        let length = cx.property(&source, "length", call.span);
        cx.unless_thrown()?;
        let length = cx.integer_of(&length, call.span)?.max(0.0);
        if length > 100_000.0 {
            return Err(cx.opaque(catalogue::too_long(call.span)));
        }
        let mut items = Vec::new();
        for at in 0..index(length) {
            items.push(cx.property(&source, &at.to_string(), call.span));
            cx.unless_thrown()?;
        }
        items
    } else if matches!(
        source,
        Value::Number(_) | Value::Bool(_) | Value::BigInt(_) | Value::Symbol(_)
    ) {
        Vec::new()
    } else {
        cx.iterate(&source, call.span)?
    };
    cx.steps(items.len(), call.span)?;
    if matches!(map, Value::Undefined) {
        return of_class(cx, call, items);
    }
    let mut mapped = Vec::with_capacity(items.len());
    for (at, item) in items.into_iter().enumerate() {
        let args = vec![item, count(at)];
        mapped.push(cx.call(&map, call.arg(2), (args, call.span)));
        cx.unless_thrown()?;
    }
    of_class(cx, call, mapped)
}
