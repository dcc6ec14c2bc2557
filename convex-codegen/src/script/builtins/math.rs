//! `Math`.

use crate::script::{
    Interpreter,
    coerce::{to_int32, to_uint32},
    native::{Call, Namespace, attempt, native},
    value::Value,
};
use std::f64::consts;

/// The constants of `Math`.
pub(super) const CONSTANTS: &[(&str, f64)] = &[
    ("PI", consts::PI),
    ("E", consts::E),
    ("LN2", consts::LN_2),
    ("LN10", consts::LN_10),
    ("LOG2E", consts::LOG2_E),
    ("LOG10E", consts::LOG10_E),
    ("SQRT2", consts::SQRT_2),
    ("SQRT1_2", consts::FRAC_1_SQRT_2),
];

/// `Math`
pub(super) static MATH: Namespace = Namespace {
    name: "Math",
    call: None,
    construct: None,
    members: &[
        attempt("max", |cx, call| {
            fold(cx, call, (f64::NEG_INFINITY, larger))
        }),
        attempt("min", |cx, call| {
            fold(cx, call, (f64::INFINITY, |a, b| -larger(-a, -b)))
        }),
        attempt("floor", |cx, call| map(cx, call, f64::floor)),
        attempt("ceil", |cx, call| map(cx, call, f64::ceil)),
        attempt("round", |cx, call| map(cx, call, round)),
        attempt("trunc", |cx, call| map(cx, call, f64::trunc)),
        attempt("abs", |cx, call| map(cx, call, f64::abs)),
        attempt("sqrt", |cx, call| map(cx, call, f64::sqrt)),
        attempt("sign", |cx, call| {
            map(cx, call, |number| {
                if number == 0.0 || number.is_nan() {
                    number
                } else {
                    number.signum()
                }
            })
        }),
        #[expect(clippy::cast_possible_truncation, reason = "this rounds")]
        attempt("fround", |cx, call| {
            map(cx, call, |number| f64::from(number as f32))
        }),
        attempt("clz32", |cx, call| {
            map(cx, call, |number| {
                f64::from(to_uint32(number).leading_zeros())
            })
        }),
        attempt("imul", |cx, call| {
            let a = cx.number_of(&call.arg(0), call.span)?;
            let b = cx.number_of(&call.arg(1), call.span)?;
            let product = to_int32(a).wrapping_mul(to_int32(b));
            Ok(Value::Number(f64::from(product)))
        }),
        attempt("pow", |cx, call| {
            let base = cx.number_of(&call.arg(0), call.span)?;
            let exponent = cx.number_of(&call.arg(1), call.span)?;
            cx.power(base, exponent, call.span)
        }),
        attempt("log2", |cx, call| exact(cx, call, f64::log2)),
        attempt("log10", |cx, call| exact(cx, call, f64::log10)),
        attempt("cbrt", |cx, call| exact(cx, call, f64::cbrt)),
        attempt("log", |cx, call| trivial(cx, call, (1.0, 0.0), f64::ln)),
        attempt("log1p", |cx, call| {
            trivial(cx, call, (0.0, 0.0), f64::ln_1p)
        }),
        attempt("exp", |cx, call| trivial(cx, call, (0.0, 1.0), f64::exp)),
        attempt("expm1", |cx, call| {
            trivial(cx, call, (0.0, 0.0), f64::exp_m1)
        }),
        attempt("sin", |cx, call| trivial(cx, call, (0.0, 0.0), f64::sin)),
        attempt("cos", |cx, call| trivial(cx, call, (0.0, 1.0), f64::cos)),
        attempt("tan", |cx, call| trivial(cx, call, (0.0, 0.0), f64::tan)),
        attempt("asin", |cx, call| trivial(cx, call, (0.0, 0.0), f64::asin)),
        attempt("acos", |cx, call| trivial(cx, call, (1.0, 0.0), f64::acos)),
        attempt("atan", |cx, call| trivial(cx, call, (0.0, 0.0), f64::atan)),
        attempt("sinh", |cx, call| trivial(cx, call, (0.0, 0.0), f64::sinh)),
        attempt("cosh", |cx, call| trivial(cx, call, (0.0, 1.0), f64::cosh)),
        attempt("tanh", |cx, call| trivial(cx, call, (0.0, 0.0), f64::tanh)),
        attempt("hypot", hypot),
        attempt("atan2", |cx, call| {
            let y = cx.number_of(&call.arg(0), call.span)?;
            let x = cx.number_of(&call.arg(1), call.span)?;
            // On the axes the result is a constant.
            if y == 0.0 || x == 0.0 || y.is_nan() || x.is_nan() {
                Ok(Value::Number(y.atan2(x)))
            } else {
                Err(cx.unsupported(call.span, "a function that engines round differently"))
            }
        }),
        native("random", |cx, call| {
            cx.unsupported(call.span, "a random number")
        }),
    ],
};

/// The larger one; 0 is larger than -0, and nothing is larger than `NaN`.
fn larger(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a == 0.0 && b == 0.0 {
        if a.is_sign_positive() { a } else { b }
    } else {
        a.max(b)
    }
}

/// Halves are rounded up, and what is rounded to 0 keeps its sign.
fn round(number: f64) -> f64 {
    let floor = number.floor();
    let rounded = if number - floor >= 0.5 {
        floor + 1.0
    } else {
        floor
    };
    rounded.copysign(number)
}

fn map(cx: &mut Interpreter<'_>, call: &Call, map: fn(f64) -> f64) -> Result<Value, Value> {
    let number = cx.number_of(&call.arg(0), call.span)?;
    Ok(Value::Number(map(number)))
}

/// A function whose whole results are the same everywhere; others may differ in their last bit.
fn exact(cx: &mut Interpreter<'_>, call: &Call, map: fn(f64) -> f64) -> Result<Value, Value> {
    let number = map(cx.number_of(&call.arg(0), call.span)?);
    if number.fract() == 0.0 || !number.is_finite() {
        Ok(Value::Number(number))
    } else {
        Err(cx.unsupported(call.span, "a function that engines round differently"))
    }
}

/// A function whose results may differ in their last bit, but for `constant`, infinities and `NaN`.
fn trivial(
    cx: &mut Interpreter<'_>,
    call: &Call,
    constant: (f64, f64),
    map: fn(f64) -> f64,
) -> Result<Value, Value> {
    let number = cx.number_of(&call.arg(0), call.span)?;
    #[expect(clippy::float_cmp, reason = "exactly this number")]
    if number == constant.0 {
        // 0 keeps its sign.
        let zero = number == 0.0 && constant.1 == 0.0;
        return Ok(Value::Number(if zero { number } else { constant.1 }));
    }
    let result = map(number);
    if result.is_nan() || (result.is_infinite() && number.is_infinite()) {
        return Ok(Value::Number(result));
    }
    Err(cx.unsupported(call.span, "a function that engines round differently"))
}

fn fold(
    cx: &mut Interpreter<'_>,
    call: &Call,
    (start, fold): (f64, fn(f64, f64) -> f64),
) -> Result<Value, Value> {
    let mut numbers = Vec::with_capacity(call.args.len());
    for value in &call.args {
        numbers.push(cx.number_of(value, call.span)?);
    }
    Ok(Value::Number(numbers.into_iter().fold(start, fold)))
}

fn hypot(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let mut squares = 0.0;
    let mut infinite = false;
    for value in &call.args {
        let number = cx.number_of(value, call.span)?;
        infinite |= number.is_infinite();
        squares += number * number;
    }
    if infinite {
        return Ok(Value::Number(f64::INFINITY));
    }
    let result: f64 = f64::sqrt(squares);
    if result.fract() == 0.0 || result.is_nan() {
        Ok(Value::Number(result))
    } else {
        Err(cx.unsupported(call.span, "a function that engines round differently"))
    }
}
