//! The methods of regular expressions that symbols name: those of text, the other way round.

use super::{text_parts, text_search};
use crate::script::{
    Interpreter,
    native::{Call, Native, attempt, find},
    value::Value,
};

/// Methods of regular expressions.
pub(super) const METHODS: &[Native] = &[
    attempt("\0@@match", |cx, call| turned(cx, call, "match")),
    attempt("\0@@matchAll", |cx, call| {
        let global = cx
            .as_regex(&call.this)
            .is_some_and(|id| cx.regex(id).flags.contains('g'));
        if !global {
            return Err(
                cx.unsupported(call.span, "all matches of a regular expression without `g`")
            );
        }
        turned(cx, call, "matchAll")
    }),
    attempt("\0@@replace", |cx, call| turned(cx, call, "replace")),
    attempt("\0@@search", |cx, call| turned(cx, call, "search")),
    attempt("\0@@split", |cx, call| turned(cx, call, "split")),
];

/// Calls the method `name` of the text that is given, with the regular expression.
fn turned(cx: &mut Interpreter<'_>, call: &Call, name: &str) -> Result<Value, Value> {
    if cx.as_regex(&call.this).is_none() {
        return Err(match &call.this {
            Value::Opaque(_) => call.this.clone(),
            _ => cx.unsupported(
                call.span,
                "this method of regular expressions on something else",
            ),
        });
    }
    let text = cx.string_of(&call.arg(0), call.span)?;
    let more = call.args.iter().skip(1).cloned();
    let call = Call {
        this: Value::text(&text),
        args: std::iter::once(call.this.clone()).chain(more).collect(),
        span: call.span,
    };
    let method = find(text_search::METHODS, name).or_else(|| find(text_parts::METHODS, name));
    match method {
        Some(Value::Native(method)) => Ok(method.run(cx, &call)),
        _ => Err(cx.unsupported(call.span, "this method of regular expressions")),
    }
}
