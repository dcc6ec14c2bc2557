//! Methods of text that put it between tags of HTML.

use super::string::receiver;
use crate::script::{
    Interpreter,
    native::{Call, Native, attempt},
    value::Value,
};

/// Methods of text.
pub(super) const METHODS: &[Native] = &[
    attempt("anchor", |cx, call| with_attribute(cx, call, ("a", "name"))),
    attempt("big", |cx, call| tagged(cx, call, "big")),
    attempt("blink", |cx, call| tagged(cx, call, "blink")),
    attempt("bold", |cx, call| tagged(cx, call, "b")),
    attempt("fixed", |cx, call| tagged(cx, call, "tt")),
    attempt("fontcolor", |cx, call| {
        with_attribute(cx, call, ("font", "color"))
    }),
    attempt("fontsize", |cx, call| {
        with_attribute(cx, call, ("font", "size"))
    }),
    attempt("italics", |cx, call| tagged(cx, call, "i")),
    attempt("link", |cx, call| with_attribute(cx, call, ("a", "href"))),
    attempt("small", |cx, call| tagged(cx, call, "small")),
    attempt("strike", |cx, call| tagged(cx, call, "strike")),
    attempt("sub", |cx, call| tagged(cx, call, "sub")),
    attempt("sup", |cx, call| tagged(cx, call, "sup")),
];

fn tagged(cx: &mut Interpreter<'_>, call: &Call, tag: &str) -> Result<Value, Value> {
    let text = receiver(cx, call)?;
    cx.text(&format!("<{tag}>{text}</{tag}>"), call.span)
}

fn with_attribute(
    cx: &mut Interpreter<'_>,
    call: &Call,
    (tag, attribute): (&str, &str),
) -> Result<Value, Value> {
    let text = receiver(cx, call)?;
    let value = cx
        .string_of(&call.arg(0), call.span)?
        .replace('"', "&quot;");
    cx.text(
        &format!("<{tag} {attribute}=\"{value}\">{text}</{tag}>"),
        call.span,
    )
}
