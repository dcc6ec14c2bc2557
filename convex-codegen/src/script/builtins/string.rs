//! `String`, `Number`, `Boolean`, `BigInt` and the methods of text.

use std::ops::Range;

use crate::diagnostics::catalogue;
use crate::script::{
    Interpreter,
    native::{Call, Namespace, Native, native},
    value::Value,
};

/// `String`
pub static STRING: Namespace = Namespace {
    name: "String",
    call: Some(|cx, call| match call.args.first() {
        None => Value::text(""),
        Some(value) => to_text(cx, value, call),
    }),
    construct: None,
    members: &[],
};

/// `Number`
pub static NUMBER: Namespace = Namespace {
    name: "Number",
    call: Some(|cx, call| match call.arg(0) {
        Value::Number(number) => Value::Number(number),
        Value::Bool(value) => Value::Number(f64::from(u8::from(value))),
        Value::String(text) if text.trim().is_empty() => Value::Number(0.0),
        Value::String(text) => Value::Number(text.trim().parse().unwrap_or(f64::NAN)),
        opaque @ Value::Opaque(_) => opaque,
        _ => cx.opaque(catalogue::unsupported(
            call.span,
            "`Number()` of this value",
        )),
    }),
    construct: None,
    members: &[
        native("isInteger", |_, call| {
            is_number(call, |number| number.fract() == 0.0)
        }),
        native("isFinite", |_, call| is_number(call, f64::is_finite)),
        native("isNaN", |_, call| is_number(call, f64::is_nan)),
    ],
};

/// Whether the argument is a number of which `test` holds.
fn is_number(call: &Call, test: impl FnOnce(f64) -> bool) -> Value {
    match call.arg(0) {
        opaque @ Value::Opaque(_) => opaque,
        Value::Number(number) => Value::Bool(test(number)),
        _ => Value::Bool(false),
    }
}

/// `Boolean`
pub static BOOLEAN: Namespace = Namespace {
    name: "Boolean",
    call: Some(|_, call| {
        let value = call.arg(0);
        value.truthy().map_or(value, Value::Bool)
    }),
    construct: None,
    members: &[],
};

/// `BigInt`
pub static BIG_INT: Namespace = Namespace {
    name: "BigInt",
    call: Some(|cx, call| {
        let value = call.arg(0);
        match cx.string_of(&value, call.span) {
            Err(why) => why,
            Ok(text) => match text.trim().parse() {
                Ok(number) => Value::BigInt(number),
                Err(_) => cx.opaque(catalogue::unsupported(
                    call.span,
                    "`BigInt()` of this value",
                )),
            },
        }
    }),
    construct: None,
    members: &[],
};

/// Methods of numbers and booleans.
pub const NUMBER_METHODS: &[Native] =
    &[native("toString", |cx, call| to_text(cx, &call.this, call))];

/// Methods of text.
pub const METHODS: &[Native] = &[
    native("toString", |cx, call| to_text(cx, &call.this, call)),
    native("toUpperCase", |cx, call| {
        map(cx, call, |text, _| Value::text(&text.to_uppercase()))
    }),
    native("toLowerCase", |cx, call| {
        map(cx, call, |text, _| Value::text(&text.to_lowercase()))
    }),
    native("trim", |cx, call| {
        map(cx, call, |text, _| Value::text(text.trim()))
    }),
    native("startsWith", |cx, call| {
        map(cx, call, |text, arg| Value::Bool(text.starts_with(arg)))
    }),
    native("endsWith", |cx, call| {
        map(cx, call, |text, arg| Value::Bool(text.ends_with(arg)))
    }),
    native("includes", |cx, call| {
        map(cx, call, |text, arg| Value::Bool(text.contains(arg)))
    }),
    native("concat", |cx, call| {
        map(cx, call, |text, arg| Value::text(&format!("{text}{arg}")))
    }),
    native("charAt", |cx, call| slice(cx, call, |start| start + 1)),
    native("slice", |cx, call| slice(cx, call, |_| usize::MAX)),
    native("substring", |cx, call| slice(cx, call, |_| usize::MAX)),
    native("split", |cx, call| match (&call.this, call.arg(0)) {
        (Value::String(text), Value::String(separator)) => {
            let parts = if separator.is_empty() {
                text.chars().map(|c| Value::text(&c.to_string())).collect()
            } else {
                text.split(&*separator).map(Value::text).collect()
            };
            cx.array(parts)
        }
        (this, _) => cx.rejected(
            this,
            call.span,
            "`split()` with this separator is not understood",
        ),
    }),
    native("replace", |cx, call| replace(cx, call, 1)),
    native("replaceAll", |cx, call| replace(cx, call, usize::MAX)),
    native("repeat", |cx, call| match (&call.this, call.arg(0)) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "bounded right here"
        )]
        (Value::String(text), Value::Number(times))
            if (0.0..1000.0).contains(&times) && text.len() < 1000 =>
        {
            Value::text(&text.repeat(times as usize))
        }
        (this, _) => cx.rejected(this, call.span, "`repeat()` of this is not understood"),
    }),
];

fn to_text(cx: &mut Interpreter<'_>, value: &Value, call: &Call) -> Value {
    match cx.string_of(value, call.span) {
        Ok(text) => Value::text(&text),
        Err(why) => why,
    }
}

fn map(cx: &mut Interpreter<'_>, call: &Call, map: fn(&str, &str) -> Value) -> Value {
    match (&call.this, call.arg(0)) {
        (Value::String(text), Value::String(arg)) => map(text, &arg),
        (Value::String(text), Value::Undefined) => map(text, ""),
        (Value::String(_), arg) => cx.rejected(&arg, call.span, "text is expected here"),
        (this, _) => cx.rejected(this, call.span, "text is expected here"),
    }
}

fn replace(cx: &mut Interpreter<'_>, call: &Call, times: usize) -> Value {
    match (&call.this, call.arg(0), call.arg(1)) {
        (Value::String(text), Value::String(from), Value::String(to)) if !to.contains('$') => {
            Value::text(&text.replacen(&*from, &to, times))
        }
        (_, opaque @ Value::Opaque(_), _) | (_, _, opaque @ Value::Opaque(_)) => opaque,
        (this, ..) => cx.rejected(
            this,
            call.span,
            "`replace()` with these arguments is not understood",
        ),
    }
}

fn slice(cx: &mut Interpreter<'_>, call: &Call, end: fn(usize) -> usize) -> Value {
    let Value::String(text) = &call.this else {
        return cx.rejected(&call.this, call.span, "text is expected here");
    };
    for arg in &call.args {
        if let Value::Opaque(_) = arg {
            return arg.clone();
        }
    }
    let units: Vec<u16> = text.encode_utf16().collect();
    let range = range((call.arg(0), call.arg(1)), units.len());
    let end = end(range.start).min(range.end);
    Value::text(&String::from_utf16_lossy(
        units.get(range.start..end).unwrap_or_default(),
    ))
}

/// The range that `slice(start, end)` means in `length` items.
pub fn range((start, end): (Value, Value), length: usize) -> Range<usize> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates, which is what is meant"
    )]
    let place = |value: Value, default: usize| match value {
        Value::Number(number) if number < 0.0 => length.saturating_sub((-number) as usize),
        #[expect(clippy::cast_sign_loss, reason = "negative numbers are handled above")]
        Value::Number(number) => (number as usize).min(length),
        _ => default,
    };
    let start = place(start, 0);
    start..place(end, length).max(start)
}
