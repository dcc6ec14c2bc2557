//! `Number`, `Boolean` and the methods of numbers.

use super::{digits, numeric};
use crate::script::{
    Interpreter,
    coerce::index,
    native::{Call, Namespace, Native, attempt, done, native},
    value::Value,
};
use crate::syntax::number_text;

/// `Number`
pub(super) static NUMBER: Namespace = Namespace {
    name: "Number",
    call: Some(|cx, call| done(to_number(cx, call))),
    construct: Some(|cx, call| match to_number(cx, call) {
        Ok(number) => cx.object_around(number),
        Err(why) => why,
    }),
    members: &[
        native("isInteger", |_, call| {
            is_number(call, |number| number.is_finite() && number.fract() == 0.0)
        }),
        native("isSafeInteger", |_, call| {
            is_number(call, |number| number.fract() == 0.0 && number.abs() <= SAFE)
        }),
        native("isFinite", |_, call| is_number(call, f64::is_finite)),
        native("isNaN", |_, call| is_number(call, f64::is_nan)),
        attempt("parseFloat", parse_float),
        attempt("parseInt", parse_int),
    ],
};

/// The constants of `Number`.
pub(super) const CONSTANTS: &[(&str, f64)] = &[
    ("MAX_SAFE_INTEGER", SAFE),
    ("MIN_SAFE_INTEGER", -SAFE),
    ("MAX_VALUE", f64::MAX),
    ("MIN_VALUE", 5e-324),
    ("EPSILON", f64::EPSILON),
    ("POSITIVE_INFINITY", f64::INFINITY),
    ("NEGATIVE_INFINITY", f64::NEG_INFINITY),
    ("NaN", f64::NAN),
];

const SAFE: f64 = 9_007_199_254_740_991.0;

/// `Boolean`
pub(super) static BOOLEAN: Namespace = Namespace {
    name: "Boolean",
    call: Some(|_, call| {
        let value = call.arg(0);
        value.truthy().map_or(value, Value::Bool)
    }),
    construct: Some(|cx, call| match call.arg(0).truthy() {
        Some(truthy) => cx.object_around(Value::Bool(truthy)),
        None => call.arg(0),
    }),
    members: &[],
};

/// `parseInt`
pub(super) static PARSE_INT: Native = attempt("parseInt", parse_int);

/// `parseFloat`
pub(super) static PARSE_FLOAT: Native = attempt("parseFloat", parse_float);

/// `isNaN`
pub(super) static IS_NAN: Native = attempt("isNaN", |cx, call| {
    Ok(Value::Bool(cx.number_of(&call.arg(0), call.span)?.is_nan()))
});

/// `isFinite`
pub(super) static IS_FINITE: Native = attempt("isFinite", |cx, call| {
    let number = cx.number_of(&call.arg(0), call.span)?;
    Ok(Value::Bool(number.is_finite()))
});

/// Methods of numbers.
pub(super) const METHODS: &[Native] = &[
    attempt("toString", |cx, call| {
        let number = receiver(cx, call)?;
        let text = match radix(cx, call)? {
            10 => number_text(number),
            _ if !number.is_finite() => number_text(number),
            radix => match digits::radix(number, radix) {
                Some(text) => text,
                None => return Err(cx.unsupported(call.span, "a number this large in this base")),
            },
        };
        Ok(Value::text(&text))
    }),
    attempt("toFixed", |cx, call| {
        let number = receiver(cx, call)?;
        let places = places(cx, call, (0, "toFixed() digits"))?.unwrap_or(0);
        Ok(Value::text(&if number.is_finite() && number.abs() < 1e21 {
            digits::fixed(number, places)
        } else {
            number_text(number)
        }))
    }),
    attempt("toExponential", |cx, call| {
        let number = receiver(cx, call)?;
        if !number.is_finite() {
            cx.integer_of(&call.arg(0), call.span)?;
            return Ok(Value::text(&number_text(number)));
        }
        let places = places(cx, call, (0, "toExponential()"))?;
        Ok(Value::text(&digits::exponential(number, places)))
    }),
    attempt("toPrecision", |cx, call| {
        let number = receiver(cx, call)?;
        if !number.is_finite() {
            cx.integer_of(&call.arg(0), call.span)?;
            return Ok(Value::text(&number_text(number)));
        }
        Ok(Value::text(
            &match places(cx, call, (1, "toPrecision()"))? {
                None => number_text(number),
                Some(count) => digits::precision(number, count),
            },
        ))
    }),
    attempt("valueOf", |cx, call| Ok(Value::Number(receiver(cx, call)?))),
];

/// Methods of booleans.
pub(super) const BOOLEAN_METHODS: &[Native] = &[
    attempt("toString", |cx, call| match cx.unwrapped(&call.this) {
        Value::Bool(value) => Ok(Value::text(&value.to_string())),
        opaque @ Value::Opaque(_) => Err(opaque),
        _ => Err(cx.type_error(
            "Boolean.prototype.toString requires that 'this' be a Boolean",
            call.span,
        )),
    }),
    attempt("valueOf", |cx, call| match cx.unwrapped(&call.this) {
        value @ Value::Bool(_) => Ok(value),
        opaque @ Value::Opaque(_) => Err(opaque),
        _ => Err(cx.type_error("this is not a boolean", call.span)),
    }),
];

fn receiver(cx: &mut Interpreter<'_>, call: &Call) -> Result<f64, Value> {
    match cx.unwrapped(&call.this) {
        Value::Number(number) => Ok(number),
        opaque @ Value::Opaque(_) => Err(opaque),
        _ => Err(cx.type_error("this is not a number", call.span)),
    }
}

/// The radix that the first argument is.
pub(super) fn radix(cx: &mut Interpreter<'_>, call: &Call) -> Result<u32, Value> {
    match call.arg(0) {
        Value::Undefined => Ok(10),
        value => match index(cx.integer_of(&value, call.span)?) {
            #[expect(clippy::cast_possible_truncation, reason = "at most 36")]
            radix @ 2..=36 => Ok(radix as u32),
            _ => Err(cx.range_error(
                "toString() radix argument must be between 2 and 36",
                call.span,
            )),
        },
    }
}

/// The number of digits that the first argument asks for.
fn places(
    cx: &mut Interpreter<'_>,
    call: &Call,
    (least, what): (u32, &str),
) -> Result<Option<u32>, Value> {
    let value = call.arg(0);
    if matches!(value, Value::Undefined) {
        return Ok(None);
    }
    let places = cx.integer_of(&value, call.span)?;
    if (f64::from(least)..=100.0).contains(&places) {
        return Ok(Some(u32::try_from(index(places)).unwrap_or(100)));
    }
    let message = format!("{what} argument must be between {least} and 100");
    Err(cx.range_error(&message, call.span))
}

/// Returns whether the argument is a number that passes `test`.
fn is_number(call: &Call, test: impl FnOnce(f64) -> bool) -> Value {
    match call.arg(0) {
        opaque @ Value::Opaque(_) => opaque,
        Value::Number(number) => Value::Bool(test(number)),
        _ => Value::Bool(false),
    }
}

fn to_number(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let Some(value) = call.args.first() else {
        return Ok(Value::Number(0.0));
    };
    Ok(match cx.numeric(value, call.span)? {
        #[expect(
            clippy::cast_precision_loss,
            reason = "this is JavaScript's own conversion"
        )]
        Value::BigInt(number) => Value::Number(number as f64),
        number => number,
    })
}

fn parse_float(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let text = cx.string_of(&call.arg(0), call.span)?;
    Ok(Value::Number(numeric::parse_float(&text)))
}

fn parse_int(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let text = cx.string_of(&call.arg(0), call.span)?;
    let radix = cx.number_of(&call.arg(1), call.span)?;
    let radix = crate::script::coerce::to_int32(radix);
    Ok(Value::Number(numeric::parse_int(&text, radix)))
}
