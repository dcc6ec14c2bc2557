//! `Array` and the methods of arrays.

use crate::diagnostics::catalogue;
use crate::script::{
    Interpreter,
    heap::Object,
    native::{Call, Namespace, Native, native},
    value::Value,
};

/// `Array`
pub static ARRAY: Namespace = Namespace {
    name: "Array",
    call: None,
    construct: None,
    members: &[
        native("isArray", |cx, call| match call.arg(0) {
            opaque @ Value::Opaque(_) => opaque,
            value => Value::Bool(cx.as_array(&value).is_some()),
        }),
        native("of", |cx, call| cx.array(call.args.clone())),
        native("from", from),
    ],
};

/// Methods of arrays.
pub const METHODS: &[Native] = &[
    native("map", |cx, call| {
        with_items(cx, call, |cx, items| {
            let mut mapped = Vec::with_capacity(items.len());
            for (index, item) in items.into_iter().enumerate() {
                mapped.push(callback(cx, call, (item, index)));
            }
            cx.array(mapped)
        })
    }),
    native("forEach", |cx, call| {
        with_items(cx, call, |cx, items| {
            for (index, item) in items.into_iter().enumerate() {
                callback(cx, call, (item, index));
            }
            Value::Undefined
        })
    }),
    native("flatMap", |cx, call| {
        with_items(cx, call, |cx, items| {
            let mut flat = Vec::new();
            for (index, item) in items.into_iter().enumerate() {
                let value = callback(cx, call, (item, index));
                match cx.as_array(&value) {
                    Some(inner) => flat.extend(inner),
                    None if matches!(value, Value::Opaque(_)) => return value,
                    None => flat.push(value),
                }
            }
            cx.array(flat)
        })
    }),
    native("filter", |cx, call| {
        with_items(cx, call, |cx, items| {
            let mut kept = Vec::new();
            for (index, item) in items.into_iter().enumerate() {
                match keeps(cx, call, (item.clone(), index)) {
                    Ok(true) => kept.push(item),
                    Ok(false) => {}
                    Err(why) => return why,
                }
            }
            cx.array(kept)
        })
    }),
    native("find", |cx, call| {
        search(cx, call, |found| {
            found.map_or(Value::Undefined, |(_, item)| item)
        })
    }),
    native("findIndex", |cx, call| {
        search(cx, call, |found| {
            Value::Number(found.map_or(-1.0, |(index, _)| count(index)))
        })
    }),
    native("some", |cx, call| {
        search(cx, call, |found| Value::Bool(found.is_some()))
    }),
    native("every", |cx, call| {
        with_items(cx, call, |cx, items| {
            for (index, item) in items.into_iter().enumerate() {
                match keeps(cx, call, (item, index)) {
                    Ok(true) => {}
                    Ok(false) => return Value::Bool(false),
                    Err(why) => return why,
                }
            }
            Value::Bool(true)
        })
    }),
    native("reduce", reduce),
    native("concat", |cx, call| {
        with_items(cx, call, |cx, mut items| {
            for arg in &call.args {
                match cx.as_array(arg) {
                    Some(more) => items.extend(more),
                    None if matches!(arg, Value::Opaque(_)) => return arg.clone(),
                    None => items.push(arg.clone()),
                }
            }
            cx.array(items)
        })
    }),
    native("flat", |cx, call| {
        with_items(cx, call, |cx, items| {
            let mut flat = Vec::new();
            for item in items {
                match cx.as_array(&item) {
                    Some(inner) => flat.extend(inner),
                    None if matches!(item, Value::Opaque(_)) => return item,
                    None => flat.push(item),
                }
            }
            cx.array(flat)
        })
    }),
    native("includes", |cx, call| {
        with_items(cx, call, |_, items| {
            let wanted = call.arg(0);
            let mut unknown = None;
            for item in items {
                match item.strictly_equals(&wanted) {
                    Some(true) => return Value::Bool(true),
                    Some(false) => {}
                    None => {
                        let opaque = matches!(item, Value::Opaque(_));
                        unknown = Some(if opaque { item } else { wanted.clone() });
                    }
                }
            }
            unknown.unwrap_or(Value::Bool(false))
        })
    }),
    native("indexOf", |cx, call| {
        with_items(cx, call, |_, items| {
            let wanted = call.arg(0);
            let found = items
                .iter()
                .position(|item| item.strictly_equals(&wanted) == Some(true));
            Value::Number(found.map_or(-1.0, count))
        })
    }),
    native("join", |cx, call| {
        with_items(cx, call, |cx, items| {
            let separator = match call.arg(0) {
                Value::String(text) => text.to_string(),
                _ => ",".to_owned(),
            };
            let mut texts = Vec::with_capacity(items.len());
            for item in items {
                match cx.string_of(&item, call.span) {
                    Ok(text) => texts.push(text),
                    Err(why) => return why,
                }
            }
            Value::text(&texts.join(&separator))
        })
    }),
    native("slice", |cx, call| {
        with_items(cx, call, |cx, items| {
            let range = super::string::range((call.arg(0), call.arg(1)), items.len());
            let part = items[range].to_vec();
            cx.array(part)
        })
    }),
    native("at", |cx, call| {
        with_items(cx, call, |_, items| match call.arg(0) {
            Value::Number(at) => {
                let range =
                    super::string::range((Value::Number(at), Value::Undefined), items.len());
                items.get(range.start).cloned().unwrap_or(Value::Undefined)
            }
            _ => items.first().cloned().unwrap_or(Value::Undefined),
        })
    }),
    native("push", |cx, call| {
        with_items(cx, call, |cx, mut items| {
            items.extend(call.args.iter().cloned());
            let length = count(items.len());
            replace(cx, call, items);
            Value::Number(length)
        })
    }),
    native("unshift", |cx, call| {
        with_items(cx, call, |cx, items| {
            let items: Vec<Value> = call.args.iter().cloned().chain(items).collect();
            let length = count(items.len());
            replace(cx, call, items);
            Value::Number(length)
        })
    }),
    native("pop", |cx, call| {
        with_items(cx, call, |cx, mut items| {
            let last = items.pop().unwrap_or(Value::Undefined);
            replace(cx, call, items);
            last
        })
    }),
    native("keys", |cx, call| {
        with_items(cx, call, |cx, items| {
            let keys = (0..items.len())
                .map(|index| Value::Number(count(index)))
                .collect();
            cx.array(keys)
        })
    }),
    native("values", |cx, call| {
        match cx.iterate(&call.this, call.span) {
            Ok(items) => cx.array(items),
            Err(why) => why,
        }
    }),
    native("entries", |cx, call| {
        with_items(cx, call, |cx, items| {
            let pair = |(index, item)| cx.array(vec![Value::Number(count(index)), item]);
            let pairs = items.into_iter().enumerate().map(pair).collect();
            cx.array(pairs)
        })
    }),
];

fn count(index: usize) -> f64 {
    f64::from(u32::try_from(index).unwrap_or(u32::MAX))
}

pub(super) fn with_items(
    cx: &mut Interpreter<'_>,
    call: &Call,
    work: impl FnOnce(&mut Interpreter<'_>, Vec<Value>) -> Value,
) -> Value {
    match cx.iterate(&call.this, call.span) {
        Ok(items) => work(cx, items),
        Err(why) => why,
    }
}

pub(super) fn replace(cx: &mut Interpreter<'_>, call: &Call, items: Vec<Value>) {
    if let Value::Object(id) = call.this {
        *cx.heap.get_mut(id) = Object::Array(items.into());
    }
}

fn callback(cx: &mut Interpreter<'_>, call: &Call, (item, index): (Value, usize)) -> Value {
    let args = vec![item, Value::Number(count(index)), call.this.clone()];
    cx.call(&call.arg(0), Value::Undefined, (args, call.span))
}

/// Whether the callback holds for an item.
fn keeps(cx: &mut Interpreter<'_>, call: &Call, item: (Value, usize)) -> Result<bool, Value> {
    let value = callback(cx, call, item);
    match value.truthy() {
        Some(kept) => Ok(kept),
        None => Err(value),
    }
}

fn search(
    cx: &mut Interpreter<'_>,
    call: &Call,
    result: fn(Option<(usize, Value)>) -> Value,
) -> Value {
    with_items(cx, call, |cx, items| {
        for (index, item) in items.into_iter().enumerate() {
            match keeps(cx, call, (item.clone(), index)) {
                Ok(true) => return result(Some((index, item))),
                Ok(false) => {}
                Err(why) => return why,
            }
        }
        result(None)
    })
}

fn reduce(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    with_items(cx, call, |cx, items| {
        let mut items = items.into_iter().enumerate();
        let mut result = match call.args.get(1) {
            Some(start) => start.clone(),
            None => match items.next() {
                Some((_, first)) => first,
                None => return cx.opaque(catalogue::throws(call.span)),
            },
        };
        for (index, item) in items {
            let args = vec![result, item, Value::Number(count(index)), call.this.clone()];
            result = cx.call(&call.arg(0), Value::Undefined, (args, call.span));
        }
        result
    })
}

fn from(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    const LONGEST: f64 = 100_000.0;
    let source = call.arg(0);
    let items = match cx.as_plain(&source) {
        Some(_) => match cx.property(&source, "length", call.span) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "bounded right here"
            )]
            Value::Number(length) if (0.0..LONGEST).contains(&length) => {
                vec![Value::Undefined; length as usize]
            }
            opaque @ Value::Opaque(_) => return opaque,
            _ => Vec::new(),
        },
        None => match cx.iterate(&source, call.span) {
            Ok(items) => items,
            Err(why) => return why,
        },
    };
    if let Err(why) = cx.steps(items.len(), call.span) {
        return why;
    }
    let map = call.arg(1);
    if matches!(map, Value::Undefined) {
        return cx.array(items);
    }
    let mut mapped = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        let args = vec![item, Value::Number(count(index))];
        mapped.push(cx.call(&map, Value::Undefined, (args, call.span)));
    }
    cx.array(mapped)
}
