//! `String` and the methods that query a text; others are in `text_parts` and `text_search`.

use crate::script::{
    Interpreter,
    coerce::{count, index},
    native::{Call, Namespace, Native, attempt, done, native},
    value::Value,
};

/// `String`
pub(super) static STRING: Namespace = Namespace {
    name: "String",
    call: Some(|cx, call| match call.args.first() {
        None => Value::text(""),
        Some(Value::Symbol(key)) => Value::text(&super::symbol::text(key)),
        Some(value) => match cx.string_of(value, call.span) {
            Ok(text) => Value::text(&text),
            Err(why) => why,
        },
    }),
    construct: Some(|cx, call| {
        let text = match call.args.first() {
            None => Value::text(""),
            Some(value) => match cx.string_of(value, call.span) {
                Ok(text) => Value::text(&text),
                Err(why) => return why,
            },
        };
        cx.object_around(text)
    }),
    members: &[
        attempt("fromCharCode", |cx, call| {
            let mut units = Vec::with_capacity(call.args.len());
            for value in &call.args {
                let number = cx.number_of(value, call.span)?;
                let unit = crate::script::coerce::to_uint32(number) & 0xffff;
                units.push(u16::try_from(unit).unwrap_or(0));
            }
            cx.text_of(&units, call.span)
        }),
        attempt("fromCodePoint", |cx, call| {
            let mut text = String::new();
            for value in &call.args {
                let number = cx.number_of(value, call.span)?;
                if number.fract() != 0.0 || !(0.0..=1_114_111.0).contains(&number) {
                    return Err(cx.range_error("Invalid code point", call.span));
                }
                let point = u32::try_from(index(number)).ok().and_then(char::from_u32);
                match point {
                    Some(c) => text.push(c),
                    None => {
                        return Err(cx.unsupported(call.span, "text with half of a surrogate pair"));
                    }
                }
            }
            cx.text(&text, call.span)
        }),
        native("raw", |cx, call| done(raw(cx, call))),
    ],
};

fn raw(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    let parts = cx.property(&call.arg(0), "raw", call.span);
    cx.unless_thrown()?;
    let parts = match &parts {
        Value::String(text) => text.chars().map(|c| Value::text(&c.to_string())).collect(),
        parts => match cx.as_array(parts) {
            Some(parts) => parts,
            None => return Err(cx.unsupported(call.span, "`String.raw` of this")),
        },
    };
    let mut text = String::new();
    for (at, part) in parts.iter().enumerate() {
        text.push_str(&cx.string_of(part, call.span)?);
        if at + 1 < parts.len()
            && let Some(value) = call.args.get(at + 1)
        {
            text.push_str(&cx.string_of(value, call.span)?);
        }
    }
    cx.text(&text, call.span)
}

/// Methods of text.
pub(super) const METHODS: &[Native] = &[
    attempt("\0@@iterator", |cx, call| {
        let text = receiver(cx, call)?;
        cx.steps(text.len(), call.span)?;
        let chars = text
            .chars()
            .map(|c| Value::text(c.encode_utf8(&mut [0; 4])));
        Ok(cx.iterator(chars.collect()))
    }),
    attempt("toString", this),
    attempt("valueOf", this),
    attempt("at", |cx, call| {
        let units = units(cx, call)?;
        let at = cx.integer_of(&call.arg(0), call.span)?;
        unit_at(
            cx,
            call,
            &units,
            if at < 0.0 { at + length(&units) } else { at },
        )
        .map(|value| value.unwrap_or(Value::Undefined))
    }),
    attempt("charAt", |cx, call| {
        let units = units(cx, call)?;
        let at = cx.integer_of(&call.arg(0), call.span)?;
        unit_at(cx, call, &units, at).map(|value| value.unwrap_or(Value::text("")))
    }),
    attempt("charCodeAt", |cx, call| {
        let units = units(cx, call)?;
        let at = cx.integer_of(&call.arg(0), call.span)?;
        let unit = (at >= 0.0).then(|| units.get(index(at))).flatten();
        Ok(Value::Number(
            unit.map_or(f64::NAN, |unit| f64::from(*unit)),
        ))
    }),
    attempt("codePointAt", |cx, call| {
        let units = units(cx, call)?;
        let at = cx.integer_of(&call.arg(0), call.span)?;
        let rest = (at >= 0.0).then(|| units.get(index(at)..)).flatten();
        let point = rest.and_then(|rest| char::decode_utf16(rest.iter().copied()).next());
        Ok(point.map_or(Value::Undefined, |point| {
            let point = point.map_or_else(|half| u32::from(half.unpaired_surrogate()), u32::from);
            Value::Number(f64::from(point))
        }))
    }),
    attempt("startsWith", |cx, call| {
        let (units, wanted) = searched(cx, call)?;
        let at = cx.place_from_start(call, 1, (units.len(), 0))?;
        Ok(Value::Bool(units[at..].starts_with(&wanted)))
    }),
    attempt("endsWith", |cx, call| {
        let (units, wanted) = searched(cx, call)?;
        let end = cx.place_from_start(call, 1, (units.len(), units.len()))?;
        Ok(Value::Bool(units[..end].ends_with(&wanted)))
    }),
    attempt("includes", |cx, call| {
        let (units, wanted) = searched(cx, call)?;
        let at = cx.place_from_start(call, 1, (units.len(), 0))?;
        Ok(Value::Bool(find(&units, &wanted, at).is_some()))
    }),
    attempt("indexOf", |cx, call| {
        let units = units(cx, call)?;
        let wanted = argument(cx, call, 0)?;
        let at = cx.place_from_start(call, 1, (units.len(), 0))?;
        Ok(find(&units, &wanted, at).map_or(Value::Number(-1.0), count))
    }),
    attempt("lastIndexOf", |cx, call| {
        let units = units(cx, call)?;
        let wanted = argument(cx, call, 0)?;
        let at = cx.number_of(&call.arg(1), call.span)?;
        let Some(last) = units.len().checked_sub(wanted.len()) else {
            return Ok(Value::Number(-1.0));
        };
        let last = if at.is_nan() {
            last
        } else {
            index(at.max(0.0)).min(last)
        };
        let found = (0..=last)
            .rev()
            .find(|at| units[*at..].starts_with(&wanted));
        Ok(found.map_or(Value::Number(-1.0), count))
    }),
    attempt("localeCompare", super::collation::locale_compare),
    attempt("isWellFormed", |cx, call| {
        receiver(cx, call).map(|_| Value::Bool(true))
    }),
    attempt("toWellFormed", |cx, call| {
        Ok(Value::text(&receiver(cx, call)?))
    }),
];

fn this(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    match cx.unwrapped(&call.this) {
        text @ Value::String(_) => Ok(text),
        opaque @ Value::Opaque(_) => Err(opaque),
        _ => Err(cx.type_error(
            "String.prototype.toString requires that 'this' be a String",
            call.span,
        )),
    }
}

/// The text that a method is called on.
pub(super) fn receiver(cx: &mut Interpreter<'_>, call: &Call) -> Result<String, Value> {
    match &call.this {
        Value::Undefined | Value::Null => Err(cx.type_error(
            "String.prototype method called on null or undefined",
            call.span,
        )),
        this => cx.string_of(this, call.span),
    }
}

/// The UTF-16 units of the text that a method is called on. Every 16 are a step.
pub(super) fn units(cx: &mut Interpreter<'_>, call: &Call) -> Result<Vec<u16>, Value> {
    let units: Vec<u16> = receiver(cx, call)?.encode_utf16().collect();
    cx.steps(units.len() / 16, call.span)?;
    Ok(units)
}

/// The UTF-16 units of an argument.
pub(super) fn argument(
    cx: &mut Interpreter<'_>,
    call: &Call,
    at: usize,
) -> Result<Vec<u16>, Value> {
    let text = cx.string_of(&call.arg(at), call.span)?;
    Ok(text.encode_utf16().collect())
}

/// The text and the text to search for, which must not be a regular expression.
fn searched(cx: &mut Interpreter<'_>, call: &Call) -> Result<(Vec<u16>, Vec<u16>), Value> {
    let units = units(cx, call)?;
    if cx.as_regex(&call.arg(0)).is_some() {
        let message = "First argument must not be a regular expression";
        return Err(cx.type_error(message, call.span));
    }
    Ok((units, argument(cx, call, 0)?))
}

/// The index of the first `wanted` in `units`, starting at `at`.
pub(super) fn find(units: &[u16], wanted: &[u16], at: usize) -> Option<usize> {
    let last = units.len().checked_sub(wanted.len())?;
    (at..=last).find(|at| units[*at..].starts_with(wanted))
}

#[expect(clippy::cast_precision_loss, reason = "texts are far shorter")]
fn length(units: &[u16]) -> f64 {
    units.len() as f64
}

fn unit_at(
    cx: &mut Interpreter<'_>,
    call: &Call,
    units: &[u16],
    at: f64,
) -> Result<Option<Value>, Value> {
    let unit = (at >= 0.0).then(|| units.get(index(at))).flatten();
    unit.map(|unit| cx.text_of(&[*unit], call.span)).transpose()
}

impl Interpreter<'_> {
    /// The place in a text of `length` units that an argument names: a negative one is the start.
    pub fn place_from_start(
        &mut self,
        call: &Call,
        at: usize,
        (length, default): (usize, usize),
    ) -> Result<usize, Value> {
        match call.arg(at) {
            Value::Undefined => Ok(default),
            value => Ok(index(self.integer_of(&value, call.span)?.max(0.0)).min(length)),
        }
    }
}
