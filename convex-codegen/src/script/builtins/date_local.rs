//! Methods of dates that depend on a time zone or a language. Convex runs functions in UTC, so that
//! local time is UTC.

use super::{
    calendar::{date_text, parts, time_text, utc_text, whole_text},
    date::{METHODS as UTC_METHODS, this},
};
use crate::script::{
    Interpreter,
    native::{Call, Native, attempt, find},
    value::Value,
};

/// Methods of dates.
pub(super) const METHODS: &[Native] = &[
    attempt("getFullYear", |cx, call| utc(cx, call, "getUTCFullYear")),
    attempt("getMonth", |cx, call| utc(cx, call, "getUTCMonth")),
    attempt("getDate", |cx, call| utc(cx, call, "getUTCDate")),
    attempt("getDay", |cx, call| utc(cx, call, "getUTCDay")),
    attempt("getHours", |cx, call| utc(cx, call, "getUTCHours")),
    attempt("getMinutes", |cx, call| utc(cx, call, "getUTCMinutes")),
    attempt("getSeconds", |cx, call| utc(cx, call, "getUTCSeconds")),
    attempt("getMilliseconds", |cx, call| {
        utc(cx, call, "getUTCMilliseconds")
    }),
    attempt("setFullYear", |cx, call| utc(cx, call, "setUTCFullYear")),
    attempt("setMonth", |cx, call| utc(cx, call, "setUTCMonth")),
    attempt("setDate", |cx, call| utc(cx, call, "setUTCDate")),
    attempt("setHours", |cx, call| utc(cx, call, "setUTCHours")),
    attempt("setMinutes", |cx, call| utc(cx, call, "setUTCMinutes")),
    attempt("setSeconds", |cx, call| utc(cx, call, "setUTCSeconds")),
    attempt("setMilliseconds", |cx, call| {
        utc(cx, call, "setUTCMilliseconds")
    }),
    attempt("getYear", |cx, call| {
        let time = this(cx, call)?;
        let year = if time.is_nan() {
            time
        } else {
            parts(time).year - 1900.0
        };
        Ok(Value::Number(year))
    }),
    attempt("getTimezoneOffset", |cx, call| {
        let time = this(cx, call)?;
        Ok(Value::Number(if time.is_nan() { time } else { 0.0 }))
    }),
    attempt("toString", |cx, call| text(cx, call, whole_text)),
    attempt("toDateString", |cx, call| text(cx, call, date_text)),
    attempt("toTimeString", |cx, call| text(cx, call, time_text)),
    attempt("toUTCString", |cx, call| text(cx, call, utc_text)),
    attempt("toLocaleDateString", |cx, call| {
        let time = this(cx, call)?;
        // Other years have an era.
        let common = !time.is_nan() && (1600.0..10_000.0).contains(&parts(time).year);
        if !common || !in_english(cx, call)? {
            return Err(cx.unsupported(call.span, "a date in a language"));
        }
        let parts = parts(time);
        let (month, day, year) = (parts.month + 1.0, parts.day, parts.year);
        cx.text(&format!("{month}/{day}/{year}"), call.span)
    }),
    attempt("\0@@toPrimitive", |cx, call| match call.arg(0) {
        Value::String(hint) if &*hint == "number" => this(cx, call).map(Value::Number),
        Value::String(hint) if matches!(&*hint, "string" | "default") => text(cx, call, whole_text),
        hint @ Value::Opaque(_) => Err(hint),
        _ => Err(cx.type_error("Invalid hint", call.span)),
    }),
];

/// Methods that depend on a language.
pub(super) const UNKNOWN: &[&str] = &["setYear", "toLocaleString", "toLocaleTimeString"];

/// Runs the method `name`, which works in UTC.
fn utc(cx: &mut Interpreter<'_>, call: &Call, name: &str) -> Result<Value, Value> {
    match find(UTC_METHODS, name) {
        Some(Value::Native(method)) => Ok(method.run(cx, call)),
        _ => Err(cx.unsupported(call.span, "this method of dates")),
    }
}

fn text(cx: &mut Interpreter<'_>, call: &Call, of: fn(f64) -> String) -> Result<Value, Value> {
    let time = this(cx, call)?;
    cx.text(&of(time), call.span)
}

/// Returns whether the arguments ask for American English and for no other form than the usual one.
fn in_english(cx: &mut Interpreter<'_>, call: &Call) -> Result<bool, Value> {
    let english = matches!(call.arg(0), Value::String(language) if &*language == "en-US");
    let options = match call.arg(1) {
        Value::Undefined => return Ok(english),
        options if cx.as_plain(&options).is_some() => cx.entries(&options, call.span)?,
        _ => return Ok(false),
    };
    let usual = options.iter().all(|option| {
        &*option.key == "timeZone"
            && matches!(&option.value, Value::String(zone) if &**zone == "UTC")
    });
    Ok(english && usual)
}
