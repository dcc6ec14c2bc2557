//! `BigInt` and its methods.

use super::numeric;
use crate::script::{
    Interpreter,
    coerce::Hint,
    native::{Call, Namespace, Native, attempt, done},
    value::Value,
};

/// `BigInt`
pub(super) static BIG_INT: Namespace = Namespace {
    name: "BigInt",
    call: Some(|cx, call| done(to_big_int(cx, call))),
    construct: None,
    members: &[
        attempt("asIntN", |cx, call| wrapped(cx, call, Sign::Kept)),
        attempt("asUintN", |cx, call| wrapped(cx, call, Sign::Dropped)),
    ],
};

/// Methods of big integers.
pub(super) const METHODS: &[Native] = &[
    attempt("toString", |cx, call| {
        let Value::BigInt(number) = cx.unwrapped(&call.this) else {
            return Err(cx.type_error("this is not a bigint", call.span));
        };
        let radix = super::number::radix(cx, call)?;
        Ok(Value::text(&in_radix(number, radix)))
    }),
    attempt("valueOf", |cx, call| match cx.unwrapped(&call.this) {
        value @ (Value::BigInt(_) | Value::Opaque(_)) => Ok(value),
        _ => Err(cx.type_error("this is not a bigint", call.span)),
    }),
];

fn in_radix(number: i128, radix: u32) -> String {
    let mut rest = number.unsigned_abs();
    let mut text = Vec::new();
    loop {
        let digit = u32::try_from(rest % u128::from(radix)).unwrap_or(0);
        text.extend(char::from_digit(digit, radix));
        rest /= u128::from(radix);
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        text.push('-');
    }
    text.iter().rev().collect()
}

fn to_big_int(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    const LARGEST: f64 = 1e38;
    let span = call.span;
    let number = match cx.primitive(&call.arg(0), Hint::Number, span)? {
        Value::BigInt(number) => Some(number),
        Value::Bool(value) => Some(i128::from(value)),
        Value::Number(number) if number.fract() != 0.0 || !number.is_finite() => {
            return Err(cx.range_error("The number cannot be converted to a BigInt", span));
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a whole number within the limits"
        )]
        Value::Number(number) => (number.abs() < LARGEST).then_some(number as i128),
        Value::String(text) if !numeric::is_big_int(&text) => {
            return Err(cx.throw_message(
                "SyntaxError",
                "Cannot convert the text to a BigInt",
                span,
            ));
        }
        Value::String(text) => numeric::big_int(&text),
        _ => return Err(cx.type_error("Cannot convert the value to a BigInt", span)),
    };
    match number {
        Some(number) => Ok(Value::BigInt(number)),
        None => Err(cx.unsupported(span, "a `bigint` this large")),
    }
}

/// The treatment of the highest bit: a sign or a digit.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sign {
    Kept,
    Dropped,
}

/// `BigInt.asIntN(bits, number)` and `BigInt.asUintN(bits, number)`.
fn wrapped(cx: &mut Interpreter<'_>, call: &Call, sign: Sign) -> Result<Value, Value> {
    let bits = cx.integer_of(&call.arg(0), call.span)?;
    let (Value::BigInt(number), true) = (call.arg(1), (0.0..=120.0).contains(&bits)) else {
        return Err(cx.unsupported(call.span, "wrapping of this `bigint`"));
    };
    if bits == 0.0 {
        return Ok(Value::BigInt(0));
    }
    let size = 1_i128 << crate::script::coerce::index(bits);
    let mut number = number.rem_euclid(size);
    if sign == Sign::Kept && number >= size / 2 {
        number -= size;
    }
    Ok(Value::BigInt(number))
}
