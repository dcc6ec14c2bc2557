//! `Date`, on times that are written down: the clock is that of the place where code runs. Local time
//! is in `date_local`.

use super::{
    calendar::{Parts, clipped, iso, parts, time, weekday},
    date_read::read,
};
use crate::script::{
    Interpreter,
    coerce::Hint,
    heap::Object,
    native::{Call, Namespace, Native, attempt, done, native},
    value::Value,
};

/// `Date`
pub(super) static DATE: Namespace = Namespace {
    name: "Date",
    call: Some(|cx, call| cx.unsupported(call.span, "the time at which code runs")),
    construct: Some(|cx, call| done(construct(cx, call))),
    members: &[
        native("now", |cx, call| {
            cx.unsupported(call.span, "the time at which code runs")
        }),
        attempt("UTC", |cx, call| Ok(Value::Number(of_fields(cx, call)?))),
        attempt("parse", |cx, call| {
            let text = cx.string_of(&call.arg(0), call.span)?;
            Ok(Value::Number(read(&text)))
        }),
    ],
};

/// Methods of dates.
pub(super) const METHODS: &[Native] = &[
    attempt("getTime", |cx, call| this(cx, call).map(Value::Number)),
    attempt("valueOf", |cx, call| this(cx, call).map(Value::Number)),
    attempt("toISOString", |cx, call| {
        let time = this(cx, call)?;
        if time.is_nan() {
            return Err(cx.range_error("Invalid time value", call.span));
        }
        Ok(Value::text(&iso(time)))
    }),
    attempt("toJSON", |cx, call| {
        let time = this(cx, call)?;
        Ok(if time.is_nan() {
            Value::Null
        } else {
            Value::text(&iso(time))
        })
    }),
    attempt("getUTCFullYear", |cx, call| {
        get(cx, call, |parts, _| parts.year)
    }),
    attempt("getUTCMonth", |cx, call| {
        get(cx, call, |parts, _| parts.month)
    }),
    attempt("getUTCDate", |cx, call| get(cx, call, |parts, _| parts.day)),
    attempt("getUTCHours", |cx, call| {
        get(cx, call, |parts, _| parts.hour)
    }),
    attempt("getUTCMinutes", |cx, call| {
        get(cx, call, |parts, _| parts.minute)
    }),
    attempt("getUTCSeconds", |cx, call| {
        get(cx, call, |parts, _| parts.second)
    }),
    attempt("getUTCMilliseconds", |cx, call| {
        get(cx, call, |parts, _| parts.millisecond)
    }),
    attempt("getUTCDay", |cx, call| {
        get(cx, call, |_, time| weekday(time))
    }),
    attempt("setTime", |cx, call| {
        this(cx, call)?;
        let time = cx.number_of(&call.arg(0), call.span)?;
        Ok(set(cx, call, clipped(time)))
    }),
    attempt("setUTCFullYear", |cx, call| {
        change(
            cx,
            call,
            |parts, fields| {
                [&mut parts.year, &mut parts.month, &mut parts.day]
                    .into_iter()
                    .zip(fields)
                    .for_each(|(part, field)| *part = *field);
            },
            Invalid::Revives,
        )
    }),
    attempt("setUTCMonth", |cx, call| {
        change(
            cx,
            call,
            |parts, fields| {
                [&mut parts.month, &mut parts.day]
                    .into_iter()
                    .zip(fields)
                    .for_each(|(part, field)| *part = *field);
            },
            Invalid::Stays,
        )
    }),
    attempt("setUTCDate", |cx, call| {
        change(
            cx,
            call,
            |parts, fields| {
                [&mut parts.day]
                    .into_iter()
                    .zip(fields)
                    .for_each(|(part, field)| *part = *field);
            },
            Invalid::Stays,
        )
    }),
    attempt("setUTCHours", |cx, call| {
        change(
            cx,
            call,
            |parts, fields| {
                [
                    &mut parts.hour,
                    &mut parts.minute,
                    &mut parts.second,
                    &mut parts.millisecond,
                ]
                .into_iter()
                .zip(fields)
                .for_each(|(part, field)| *part = *field);
            },
            Invalid::Stays,
        )
    }),
    attempt("setUTCMinutes", |cx, call| {
        change(
            cx,
            call,
            |parts, fields| {
                [&mut parts.minute, &mut parts.second, &mut parts.millisecond]
                    .into_iter()
                    .zip(fields)
                    .for_each(|(part, field)| *part = *field);
            },
            Invalid::Stays,
        )
    }),
    attempt("setUTCSeconds", |cx, call| {
        change(
            cx,
            call,
            |parts, fields| {
                [&mut parts.second, &mut parts.millisecond]
                    .into_iter()
                    .zip(fields)
                    .for_each(|(part, field)| *part = *field);
            },
            Invalid::Stays,
        )
    }),
    attempt("setUTCMilliseconds", |cx, call| {
        change(
            cx,
            call,
            |parts, fields| {
                [&mut parts.millisecond]
                    .into_iter()
                    .zip(fields)
                    .for_each(|(part, field)| *part = *field);
            },
            Invalid::Stays,
        )
    }),
];

pub(super) fn this(cx: &mut Interpreter<'_>, call: &Call) -> Result<f64, Value> {
    if let Value::Object(id) = call.this
        && let Object::Date(time) = cx.heap.get(id)
    {
        return Ok(*time);
    }
    Err(match &call.this {
        Value::Opaque(_) => call.this.clone(),
        _ => cx.type_error("this is not a Date object.", call.span),
    })
}

fn get(cx: &mut Interpreter<'_>, call: &Call, part: fn(Parts, f64) -> f64) -> Result<Value, Value> {
    let time = this(cx, call)?;
    Ok(Value::Number(if time.is_nan() {
        time
    } else {
        part(parts(time), time)
    }))
}

fn set(cx: &mut Interpreter<'_>, call: &Call, time: f64) -> Value {
    if let Value::Object(id) = call.this
        && let Object::Date(known) = cx.heap.get_mut(id)
    {
        *known = time;
    }
    Value::Number(time)
}

/// The effect of a setter on an invalid date.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Invalid {
    Stays,
    Revives,
}

fn change(
    cx: &mut Interpreter<'_>,
    call: &Call,
    change: fn(&mut Parts, &[f64]),
    invalid: Invalid,
) -> Result<Value, Value> {
    let mut now = this(cx, call)?;
    let mut fields = Vec::new();
    for value in &call.args {
        fields.push(cx.number_of(value, call.span)?);
    }
    if fields.is_empty() {
        fields.push(f64::NAN);
    }
    if now.is_nan() {
        if invalid == Invalid::Stays {
            return Ok(Value::Number(now));
        }
        now = 0.0;
    }
    let mut parts = parts(now);
    change(&mut parts, &fields);
    Ok(set(cx, call, clipped(time(parts))))
}

/// The time that a year, a month and further fields denote, as arguments.
fn of_fields(cx: &mut Interpreter<'_>, call: &Call) -> Result<f64, Value> {
    let mut fields = Vec::new();
    for value in &call.args {
        fields.push(cx.number_of(value, call.span)?);
    }
    let year = fields.first().copied().unwrap_or(f64::NAN);
    let century = (0.0..100.0).contains(&year.trunc());
    let field = |at: usize, default: f64| fields.get(at).copied().unwrap_or(default);
    Ok(clipped(time(Parts {
        year: if century { 1900.0 + year.trunc() } else { year },
        month: field(1, 0.0),
        day: field(2, 1.0),
        hour: field(3, 0.0),
        minute: field(4, 0.0),
        second: field(5, 0.0),
        millisecond: field(6, 0.0),
    })))
}

fn construct(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let time = match &call.args[..] {
        [] => return Err(cx.unsupported(call.span, "the time at which code runs")),
        [value] => {
            let known = match value {
                Value::Object(id) => match cx.heap.get(*id) {
                    Object::Date(time) => Some(*time),
                    _ => None,
                },
                _ => None,
            };
            match known {
                Some(time) => time,
                None => match cx.primitive(value, Hint::Default, call.span)? {
                    Value::String(text) => read(&text),
                    other => clipped(cx.number_of(&other, call.span)?),
                },
            }
        }
        // Local time is UTC.
        _ => of_fields(cx, call)?,
    };
    Ok(Value::Object(cx.heap.add(Object::Date(time))))
}
