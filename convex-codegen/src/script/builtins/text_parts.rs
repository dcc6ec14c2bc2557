//! Methods of text that make another one of it: parts, paddings, cases.

use super::{
    numeric::is_space,
    string::{argument, receiver, units},
};
use crate::script::{
    Interpreter,
    coerce::index,
    native::{Call, Native, attempt},
    value::Value,
};

/// Methods of text.
pub(super) const METHODS: &[Native] = &[
    attempt("toUpperCase", |cx, call| {
        let text = receiver(cx, call)?.to_uppercase();
        cx.text(&text, call.span)
    }),
    attempt("toLowerCase", |cx, call| {
        let text = receiver(cx, call)?.to_lowercase();
        cx.text(&text, call.span)
    }),
    attempt("toLocaleUpperCase", |cx, call| {
        let text = neutral(cx, call)?.to_uppercase();
        cx.text(&text, call.span)
    }),
    attempt("toLocaleLowerCase", |cx, call| {
        let text = neutral(cx, call)?.to_lowercase();
        cx.text(&text, call.span)
    }),
    attempt("normalize", |cx, call| {
        let text = receiver(cx, call)?;
        let form = match call.arg(0) {
            Value::Undefined => "NFC".to_owned(),
            form => cx.string_of(&form, call.span)?,
        };
        if !matches!(&*form, "NFC" | "NFD" | "NFKC" | "NFKD") {
            return Err(cx.range_error(
                "The normalization form should be one of NFC, NFD, NFKC, NFKD",
                call.span,
            ));
        }
        if text.is_ascii() {
            cx.text(&text, call.span)
        } else {
            Err(cx.unsupported(call.span, "normalization of this text"))
        }
    }),
    attempt("trim", |cx, call| {
        let text = receiver(cx, call)?;
        cx.text(text.trim_matches(is_space), call.span)
    }),
    attempt("trimStart", |cx, call| {
        let text = receiver(cx, call)?;
        cx.text(text.trim_start_matches(is_space), call.span)
    }),
    attempt("trimEnd", |cx, call| {
        let text = receiver(cx, call)?;
        cx.text(text.trim_end_matches(is_space), call.span)
    }),
    attempt("concat", |cx, call| {
        let mut text = receiver(cx, call)?;
        for arg in &call.args {
            text.push_str(&cx.string_of(arg, call.span)?);
        }
        cx.text(&text, call.span)
    }),
    attempt("slice", |cx, call| {
        let units = units(cx, call)?;
        let start = cx.place_of(&call.arg(0), (units.len(), 0), call.span)?;
        let end = cx.place_of(&call.arg(1), (units.len(), units.len()), call.span)?;
        cx.text_of(&units[start..end.max(start)], call.span)
    }),
    attempt("substring", |cx, call| {
        let units = units(cx, call)?;
        let start = cx.place_from_start(call, 0, (units.len(), 0))?;
        let end = cx.place_from_start(call, 1, (units.len(), units.len()))?;
        cx.text_of(&units[start.min(end)..start.max(end)], call.span)
    }),
    attempt("substr", |cx, call| {
        let units = units(cx, call)?;
        let start = cx.place_of(&call.arg(0), (units.len(), 0), call.span)?;
        let rest = units.len() - start;
        let length = cx.place_from_start(call, 1, (rest, rest))?;
        cx.text_of(&units[start..start + length], call.span)
    }),
    attempt("padStart", |cx, call| {
        let (text, padding) = padding(cx, call)?;
        cx.text_of(&[padding, text].concat(), call.span)
    }),
    attempt("padEnd", |cx, call| {
        let (text, padding) = padding(cx, call)?;
        cx.text_of(&[text, padding].concat(), call.span)
    }),
    attempt("repeat", |cx, call| {
        let text = receiver(cx, call)?;
        let times = cx.integer_of(&call.arg(0), call.span)?;
        if times < 0.0 || times.is_infinite() {
            return Err(cx.range_error("Invalid count value", call.span));
        }
        let times = index(times);
        within(cx, call, text.len().saturating_mul(times))?;
        cx.text(
            &text.repeat(if text.is_empty() { 0 } else { times }),
            call.span,
        )
    }),
    attempt("split", super::text_search::split),
];

/// The text of a method that takes a language; `Err` when it is given one.
fn neutral(cx: &mut Interpreter<'_>, call: &Call) -> Result<String, Value> {
    let text = receiver(cx, call)?;
    match call.arg(0) {
        Value::Undefined => Ok(text),
        _ => Err(cx.unsupported(call.span, "the case of letters in a language")),
    }
}

/// `Err` when a text of `length` would be too long.
fn within(cx: &mut Interpreter<'_>, call: &Call, length: usize) -> Result<(), Value> {
    const LONGEST: usize = 1 << 20;
    if length > LONGEST {
        return Err(cx.opaque(crate::diagnostics::catalogue::too_long(call.span)));
    }
    Ok(())
}

/// The text and what it is padded with.
fn padding(cx: &mut Interpreter<'_>, call: &Call) -> Result<(Vec<u16>, Vec<u16>), Value> {
    let units = units(cx, call)?;
    let length = index(cx.integer_of(&call.arg(0), call.span)?.max(0.0));
    if length <= units.len() {
        return Ok((units, Vec::new()));
    }
    let filler = match call.arg(1) {
        Value::Undefined => vec![u16::from(b' ')],
        _ => argument(cx, call, 1)?,
    };
    if filler.is_empty() {
        return Ok((units, Vec::new()));
    }
    within(cx, call, length)?;
    let padding = filler
        .into_iter()
        .cycle()
        .take(length - units.len())
        .collect();
    Ok((units, padding))
}
