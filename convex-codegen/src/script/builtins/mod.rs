//! What every module has without importing it.

mod array;
mod collection;
mod function;
mod object;
mod order;
mod string;

pub use array::METHODS as ARRAY_METHODS;
pub use collection::METHODS as COLLECTION_METHODS;
pub use function::METHODS as FUNCTION_METHODS;
pub use object::METHODS as OBJECT_METHODS;
pub use order::METHODS as ORDER_METHODS;
pub use string::{METHODS as STRING_METHODS, NUMBER_METHODS};

use super::{
    Interpreter,
    native::{Call, Namespace, native},
    value::Value,
};

/// The built-in objects by name.
static NAMESPACES: &[&Namespace] = &[
    &object::OBJECT,
    &array::ARRAY,
    &string::STRING,
    &string::NUMBER,
    &string::BOOLEAN,
    &string::BIG_INT,
    &MATH,
    &collection::MAP,
    &collection::SET,
    &collection::WEAK_MAP,
    &collection::WEAK_SET,
    &SYMBOL,
];

/// Symbols are names that enumeration leaves out, as it does those of private fields.
static SYMBOL: Namespace = Namespace {
    name: "Symbol",
    call: Some(symbol),
    construct: None,
    members: &[native("for", symbol)],
};

fn symbol(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    match cx.string_of(&call.arg(0), call.span) {
        Ok(description) => Value::text(&format!("#symbol {description}")),
        Err(why) => why,
    }
}

static MATH: Namespace = Namespace {
    name: "Math",
    call: None,
    construct: None,
    members: &[
        native("max", |cx, call| {
            numbers(cx, &call.args, f64::NEG_INFINITY, f64::max)
        }),
        native("min", |cx, call| {
            numbers(cx, &call.args, f64::INFINITY, f64::min)
        }),
        native("floor", |_, call| number(&call.arg(0), f64::floor)),
        native("ceil", |_, call| number(&call.arg(0), f64::ceil)),
        native("round", |_, call| {
            number(&call.arg(0), |n| (n + 0.5).floor())
        }),
        native("trunc", |_, call| number(&call.arg(0), f64::trunc)),
        native("abs", |_, call| number(&call.arg(0), f64::abs)),
        native("pow", |cx, call| {
            cx.binary(
                crate::syntax::BinaryOp::Power,
                (&call.arg(0), &call.arg(1)),
                call.span,
            )
        }),
    ],
};

fn number(value: &Value, map: fn(f64) -> f64) -> Value {
    match value {
        Value::Number(number) => Value::Number(map(*number)),
        Value::Opaque(_) => value.clone(),
        _ => Value::Number(f64::NAN),
    }
}

fn numbers(
    _: &mut Interpreter<'_>,
    values: &[Value],
    start: f64,
    fold: fn(f64, f64) -> f64,
) -> Value {
    let mut result = start;
    for value in values {
        match value {
            Value::Number(number) => result = fold(result, *number),
            Value::Opaque(_) => return value.clone(),
            _ => return Value::Number(f64::NAN),
        }
    }
    Value::Number(result)
}

/// The global `name`.
pub fn global(name: &str) -> Option<Value> {
    match name {
        "NaN" => Some(Value::Number(f64::NAN)),
        "Infinity" => Some(Value::Number(f64::INFINITY)),
        _ => {
            let found = NAMESPACES.iter().find(|namespace| namespace.name == name);
            found.map(|namespace| Value::Namespace(namespace))
        }
    }
}
