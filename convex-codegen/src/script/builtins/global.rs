//! The names that every module has.

use super::{
    array, big_int, collection, date, encoding, error, function, json_read, json_write,
    kind::{Kind, Member},
    math, number, object, promise, reflect, regex, string, symbol, uri,
};
use crate::script::{
    Interpreter,
    native::{Call, Namespace, Native, attempt, native},
    value::Value,
};

/// The built-in objects.
static NAMESPACES: &[&Namespace] = &[
    &object::OBJECT,
    &function::FUNCTION,
    &array::ARRAY,
    &string::STRING,
    &number::NUMBER,
    &number::BOOLEAN,
    &big_int::BIG_INT,
    &symbol::SYMBOL,
    &math::MATH,
    &JSON,
    &reflect::REFLECT,
    &collection::MAP,
    &collection::SET,
    &collection::WEAK_MAP,
    &collection::WEAK_SET,
    &date::DATE,
    &promise::PROMISE,
    &regex::REG_EXP,
    &CONSOLE,
    &GLOBAL_THIS,
];

/// The built-in functions.
static FUNCTIONS: &[&Native] = &[
    &number::PARSE_INT,
    &number::PARSE_FLOAT,
    &number::IS_NAN,
    &number::IS_FINITE,
    &reflect::STRUCTURED_CLONE,
    &encoding::ATOB,
    &encoding::BTOA,
    &encoding::ESCAPE,
    &encoding::UNESCAPE,
    &ENCODE_COMPONENT,
    &ENCODE_WHOLE,
    &DECODE_COMPONENT,
    &DECODE_WHOLE,
];

/// Globals of Convex's runtimes or Node, which are unknown here.
static OTHERS: &[&str] = &[
    "AbortController",
    "AbortSignal",
    "ArrayBuffer",
    "Atomics",
    "BigInt64Array",
    "BigUint64Array",
    "Blob",
    "BroadcastChannel",
    "Buffer",
    "ByteLengthQueuingStrategy",
    "CompressionStream",
    "Convex",
    "CountQueuingStrategy",
    "Crypto",
    "CryptoKey",
    "CustomEvent",
    "DOMException",
    "DataView",
    "DecompressionStream",
    "Event",
    "EventTarget",
    "File",
    "FinalizationRegistry",
    "Float32Array",
    "Float64Array",
    "FormData",
    "Headers",
    "Int16Array",
    "Int32Array",
    "Int8Array",
    "Intl",
    "Iterator",
    "MessageChannel",
    "MessageEvent",
    "MessagePort",
    "Navigator",
    "Performance",
    "Proxy",
    "ReadableStream",
    "Request",
    "Response",
    "SharedArrayBuffer",
    "SubtleCrypto",
    "TextDecoder",
    "TextDecoderStream",
    "TextEncoder",
    "TextEncoderStream",
    "TransformStream",
    "URL",
    "URLSearchParams",
    "Uint16Array",
    "Uint32Array",
    "Uint8Array",
    "Uint8ClampedArray",
    "WeakRef",
    "WebAssembly",
    "WebSocket",
    "WritableStream",
    "__dirname",
    "__filename",
    "arguments",
    "clearImmediate",
    "clearInterval",
    "clearTimeout",
    "crypto",
    "eval",
    "exports",
    "fetch",
    "global",
    "module",
    "navigator",
    "performance",
    "process",
    "queueMicrotask",
    "require",
    "self",
    "setImmediate",
    "setInterval",
    "setTimeout",
    "window",
];

static JSON: Namespace = Namespace {
    name: "JSON",
    call: None,
    construct: None,
    members: &[
        attempt("parse", json_read::parse),
        attempt("stringify", json_write::stringify),
    ],
};

/// `globalThis`, whose properties are the globals.
static GLOBAL_THIS: Namespace = Namespace {
    name: "globalThis",
    call: None,
    construct: None,
    members: &[],
};

/// The property `key` of `globalThis`.
pub(super) fn global_member(key: &str) -> Member {
    match global(key) {
        Some(value) => Member::Value(value),
        None if OTHERS.contains(&key) => Member::Unknown,
        None => Kind::Object.inherited(key),
    }
}

/// `console`, whose methods have no effect here.
static CONSOLE: Namespace = Namespace {
    name: "console",
    call: None,
    construct: None,
    members: &[
        native("log", |_, _| Value::Undefined),
        native("info", |_, _| Value::Undefined),
        native("warn", |_, _| Value::Undefined),
        native("error", |_, _| Value::Undefined),
        native("debug", |_, _| Value::Undefined),
        native("trace", |_, _| Value::Undefined),
    ],
};

static ENCODE_COMPONENT: Native = attempt("encodeURIComponent", |cx, call| {
    let text = cx.string_of(&call.arg(0), call.span)?;
    cx.text(&uri::encode_component(&text), call.span)
});

static ENCODE_WHOLE: Native = attempt("encodeURI", |cx, call| {
    let text = cx.string_of(&call.arg(0), call.span)?;
    cx.text(&uri::encode_whole(&text), call.span)
});

static DECODE_COMPONENT: Native = attempt("decodeURIComponent", |cx, call| {
    decoded(cx, call, uri::decode_component)
});

static DECODE_WHOLE: Native = attempt("decodeURI", |cx, call| decoded(cx, call, uri::decode_whole));

fn decoded(
    cx: &mut Interpreter<'_>,
    call: &Call,
    decode: fn(&str) -> Option<String>,
) -> Result<Value, Value> {
    let text = cx.string_of(&call.arg(0), call.span)?;
    match decode(&text) {
        Some(text) => cx.text(&text, call.span),
        None => Err(cx.throw_message("URIError", "URI malformed", call.span)),
    }
}

/// The global `name`.
pub(crate) fn global(name: &str) -> Option<Value> {
    match name {
        "undefined" => return Some(Value::Undefined),
        "NaN" => return Some(Value::Number(f64::NAN)),
        "Infinity" => return Some(Value::Number(f64::INFINITY)),
        _ => {}
    }
    let namespace = NAMESPACES
        .iter()
        .copied()
        .find(|namespace| namespace.name == name);
    let namespace = namespace
        .or_else(|| error::find(name))
        .map(Value::Namespace);
    let function = FUNCTIONS
        .iter()
        .copied()
        .find(|function| function.name == name);
    namespace.or_else(|| function.map(Value::Native))
}

/// Returns whether there is a global `name`, known or not; any other name is a `ReferenceError`.
pub(crate) fn exists(name: &str) -> bool {
    global(name).is_some() || OTHERS.contains(&name)
}
