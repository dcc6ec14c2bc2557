//! `Symbol`. A symbol is the key of the property that it names: a zero character, which no written
//! key begins with, and what makes it unique.

use crate::script::{
    native::{Namespace, Native, attempt, native},
    value::Value,
};
use crate::syntax::Name;

/// The symbols that the language itself uses.
const WELL_KNOWN: &[&str] = &[
    "asyncIterator",
    "hasInstance",
    "isConcatSpreadable",
    "iterator",
    "match",
    "matchAll",
    "replace",
    "search",
    "species",
    "split",
    "toPrimitive",
    "toStringTag",
    "unscopables",
];

/// The prefix of the keys of registered symbols.
const REGISTERED: &str = "\0@@for ";

/// `Symbol`
pub(super) static SYMBOL: Namespace = Namespace {
    name: "Symbol",
    call: Some(|cx, call| {
        let number = cx.heap.unique();
        let description = match call.arg(0) {
            Value::Undefined => return Value::Symbol(Name::from(format!("\0@@{number}"))),
            value => match cx.string_of(&value, call.span) {
                Ok(text) => text,
                Err(why) => return why,
            },
        };
        Value::Symbol(Name::from(format!("\0@@{number} {description}")))
    }),
    construct: None,
    members: &[
        attempt("for", |cx, call| {
            let description = cx.string_of(&call.arg(0), call.span)?;
            Ok(Value::Symbol(Name::from(format!(
                "{REGISTERED}{description}"
            ))))
        }),
        native("keyFor", |_, call| match call.arg(0) {
            Value::Symbol(key) => key
                .strip_prefix(REGISTERED)
                .map_or(Value::Undefined, Value::text),
            other => other,
        }),
    ],
};

/// Methods of symbols.
pub(super) const METHODS: &[Native] = &[
    attempt("toString", |cx, call| match cx.unwrapped(&call.this) {
        Value::Symbol(key) => Ok(Value::text(&text(&key))),
        opaque @ Value::Opaque(_) => Err(opaque),
        _ => Err(cx.type_error("this is not a symbol", call.span)),
    }),
    attempt("valueOf", |cx, call| match cx.unwrapped(&call.this) {
        value @ (Value::Symbol(_) | Value::Opaque(_)) => Ok(value),
        _ => Err(cx.type_error("this is not a symbol", call.span)),
    }),
];

/// The symbol `Symbol.name`.
pub(super) fn well_known(name: &str) -> Option<Value> {
    let known = WELL_KNOWN.contains(&name);
    known.then(|| Value::Symbol(Name::from(format!("\0@@{name}"))))
}

/// The description of a symbol.
pub(crate) fn description(key: &str) -> Option<String> {
    if let Some((_, description)) = key.split_once(' ') {
        return Some(description.to_owned());
    }
    let name = key.trim_start_matches("\0@@");
    WELL_KNOWN.contains(&name).then(|| format!("Symbol.{name}"))
}

/// `String(symbol)`
pub(super) fn text(key: &str) -> String {
    format!("Symbol({})", description(key).unwrap_or_default())
}
