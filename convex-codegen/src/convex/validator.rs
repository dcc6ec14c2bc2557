//! Validators as `convex/values` builds them: `v.*`, and the methods of validators.

use super::object_methods::METHODS as OBJECT_METHODS;
use crate::script::{
    Interpreter,
    heap::ObjectId,
    host::{HostClass, HostKind},
    native::{Call, Namespace, Native, find, native},
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    ir::{Literal, Origin},
    source::Span,
    syntax::Name,
    text::Docs,
};

/// A validator.
#[derive(Debug, Clone)]
pub(crate) struct Validator {
    /// The values it accepts.
    pub kind: Kind,
    /// `true` if a field with this validator may be absent.
    pub optional: bool,
    /// The validator that this one is the optional form of: both are one type.
    pub base: Option<ObjectId>,
    /// The named thing it was written for.
    pub origin: Option<Origin>,
    /// The comment above that thing.
    pub docs: Option<Box<Docs>>,
    /// The place where it was built.
    pub span: Span,
}

impl HostKind for Validator {
    const CLASS: &'static HostClass = &HostClass {
        property: |cx, id, key, _| property(cx, id, key),
        call: None,
    };
}

/// The kind of a validator. Unknown parts are opaque values.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    /// `v.any()`
    Any,
    /// `v.null()`
    Null,
    /// `v.boolean()`
    Boolean,
    /// `v.number()`
    Float64,
    /// `v.int64()`
    Int64,
    /// `v.commitTs()`
    CommitTs,
    /// `v.string()`
    String,
    /// `v.bytes()`
    Bytes,
    /// `v.id(table)`
    Id(Name),
    /// `v.literal(value)`
    Literal(Literal),
    /// `v.array(element)`
    Array(Value),
    /// `v.object(fields)`: a plain object.
    Object(ObjectId),
    /// `v.record(keys, values)`
    Record(Value, Value),
    /// `v.union(..members)`
    Union(Vec<Value>),
}

impl Kind {
    /// The value of `.kind`.
    fn name(&self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Float64 => "float64",
            Self::Int64 => "int64",
            Self::CommitTs => "commitTs",
            Self::String => "string",
            Self::Bytes => "bytes",
            Self::Id(_) => "id",
            Self::Literal(_) => "literal",
            Self::Array(_) => "array",
            Self::Object(_) => "object",
            Self::Record(..) => "record",
            Self::Union(_) => "union",
        }
    }
}

/// `v`
pub(crate) static V: Namespace = Namespace {
    name: "v",
    call: None,
    construct: None,
    members: BUILDERS,
};

const BUILDERS: &[Native] = &[
    native("id", |cx, call| match call.arg(0) {
        Value::String(table) => make(cx, Kind::Id(table), call.span),
        other => rejected(cx, &other, call.span, "`v.id(tableName)` requires a string"),
    }),
    native("null", |cx, call| make(cx, Kind::Null, call.span)),
    native("number", |cx, call| make(cx, Kind::Float64, call.span)),
    native("float64", |cx, call| make(cx, Kind::Float64, call.span)),
    native("bigint", |cx, call| make(cx, Kind::Int64, call.span)),
    native("int64", |cx, call| make(cx, Kind::Int64, call.span)),
    native("commitTs", |cx, call| make(cx, Kind::CommitTs, call.span)),
    native("boolean", |cx, call| make(cx, Kind::Boolean, call.span)),
    native("string", |cx, call| make(cx, Kind::String, call.span)),
    native("bytes", |cx, call| make(cx, Kind::Bytes, call.span)),
    native("any", |cx, call| make(cx, Kind::Any, call.span)),
    native("literal", literal),
    native("array", |cx, call| match call.arg(0) {
        Value::Undefined => rejected(
            cx,
            &Value::Undefined,
            call.span,
            "a validator is undefined in `v.array()`",
        ),
        element => make(cx, Kind::Array(element), call.span),
    }),
    native("object", |cx, call| object(cx, &call.arg(0), call.span)),
    native("record", record),
    native("union", |cx, call| union(cx, call.args.clone(), call.span)),
    native("optional", |cx, call| optional(cx, &call.arg(0), call.span)),
    native("nullable", |cx, call| {
        let null = make(cx, Kind::Null, call.span);
        union(cx, vec![call.arg(0), null], call.span)
    }),
];

/// The functions that `convex/values` exports besides `v`.
pub(crate) const FUNCTIONS: &[Native] = &[native("asObjectValidator", |cx, call| {
    let value = call.arg(0);
    match of(cx, &value) {
        Some(_) => value,
        None => object(cx, &value, call.span),
    }
})];

const METHODS: &[Native] = &[
    native("optional", |cx, call| optional(cx, &call.this, call.span)),
    native("asOptional", |cx, call| optional(cx, &call.this, call.span)),
];

fn literal(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    let literal = match call.arg(0) {
        Value::String(text) => Literal::String(text.to_string()),
        Value::Number(number) => Literal::number(number),
        Value::Bool(value) => Literal::Boolean(value),
        Value::BigInt(value) => match i64::try_from(value) {
            Ok(value) => Literal::Int64(value),
            Err(_) => {
                return rejected(
                    cx,
                    &call.arg(0),
                    call.span,
                    "a `bigint` literal must fit 64 bits",
                );
            }
        },
        other => {
            return rejected(
                cx,
                &other,
                call.span,
                "`v.literal(value)` must be a string, number, bigint or boolean",
            );
        }
    };
    make(cx, Kind::Literal(literal), call.span)
}

fn record(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    let (keys, values) = (call.arg(0), call.arg(1));
    for part in [&keys, &values] {
        match of(cx, part) {
            Some((true, _)) => {
                let why = "a record validator cannot have optional keys or values";
                return rejected(cx, &Value::Undefined, call.span, why);
            }
            Some(_) => {}
            None if matches!(part, Value::Opaque(_)) => {}
            None => {
                return rejected(
                    cx,
                    part,
                    call.span,
                    "key and value of `v.record()` must be validators",
                );
            }
        }
    }
    make(cx, Kind::Record(keys, values), call.span)
}

/// A new validator.
pub(crate) fn make(cx: &mut Interpreter<'_>, kind: Kind, span: Span) -> Value {
    let validator = Validator {
        kind,
        optional: false,
        base: None,
        origin: None,
        docs: None,
        span,
    };
    cx.host(validator)
}

/// If `value` is a validator, returns whether it is optional, and its kind.
pub(crate) fn of(cx: &Interpreter<'_>, value: &Value) -> Option<(bool, Kind)> {
    let Value::Object(id) = value else {
        return None;
    };
    let validator = cx.heap.host::<Validator>(*id)?;
    Some((validator.optional, validator.kind.clone()))
}

/// `v.object(fields)`.
pub(crate) fn object(cx: &mut Interpreter<'_>, fields: &Value, span: Span) -> Value {
    let Some(id) = cx.as_plain(fields) else {
        return rejected(
            cx,
            fields,
            span,
            "`v.object()` takes an object whose values are validators",
        );
    };
    if let Some(why) = cx.plain(id).unknown {
        return Value::Opaque(why);
    }
    for entry in cx.plain(id).iter() {
        let known = matches!(&entry.value, Value::Opaque(_)) || of(cx, &entry.value).is_some();
        if !known {
            let why = match entry.value {
                Value::Undefined => {
                    format!("the validator of field `{}` is undefined", entry.key)
                }
                _ => format!("the value of field `{}` is not a validator", entry.key),
            };
            let problem = catalogue::rejected(entry.span.unwrap_or(span), &why);
            return cx.failed(problem);
        }
    }
    make(cx, Kind::Object(id), span)
}

/// `v.union(..members)`.
pub(crate) fn union(cx: &mut Interpreter<'_>, members: Vec<Value>, span: Span) -> Value {
    for member in &members {
        if of(cx, member).is_none() && !matches!(member, Value::Opaque(_)) {
            return rejected(
                cx,
                member,
                span,
                "all members of `v.union()` must be validators",
            );
        }
    }
    make(cx, Kind::Union(members), span)
}

/// `v.optional(value)`.
pub(crate) fn optional(cx: &mut Interpreter<'_>, value: &Value, span: Span) -> Value {
    let Value::Object(id) = value else {
        return rejected(cx, value, span, "`v.optional()` takes a validator");
    };
    let Some(validator) = cx.heap.host::<Validator>(*id) else {
        return rejected(cx, value, span, "`v.optional()` takes a validator");
    };
    let base = Some(validator.base.unwrap_or(*id));
    let optional = Validator {
        optional: true,
        base,
        ..validator.clone()
    };
    cx.host(optional)
}

/// The property `key` of a validator.
pub(crate) fn property(cx: &mut Interpreter<'_>, id: ObjectId, key: &str) -> Option<Value> {
    let validator = cx.heap.host::<Validator>(id)?;
    let kind = validator.kind.clone();
    match (key, kind) {
        ("kind", kind) => Some(Value::text(kind.name())),
        ("isOptional", _) => Some(Value::text(if validator.optional {
            "optional"
        } else {
            "required"
        })),
        ("isConvexValidator", _) => Some(Value::Bool(true)),
        ("fields", Kind::Object(fields)) => Some(Value::Object(fields)),
        ("element", Kind::Array(element)) => Some(element),
        ("members", Kind::Union(members)) => Some(cx.array(members)),
        ("key", Kind::Record(keys, _)) => Some(keys),
        ("value", Kind::Record(_, values)) => Some(values),
        ("tableName", Kind::Id(table)) => Some(Value::String(table)),
        ("value", Kind::Literal(literal)) => Some(match literal {
            Literal::String(text) => Value::text(&text),
            Literal::Float64(bits) => Value::Number(f64::from_bits(bits)),
            Literal::Int64(value) => Value::BigInt(value.into()),
            Literal::Boolean(value) => Value::Bool(value),
        }),
        (key, Kind::Object(_)) => find(METHODS, key).or_else(|| find(OBJECT_METHODS, key)),
        (key, _) => find(METHODS, key),
    }
}

/// The result of a call for which Convex throws an error. An unknown argument carries its own
/// reason.
pub(crate) fn rejected(cx: &mut Interpreter<'_>, argument: &Value, span: Span, why: &str) -> Value {
    match argument {
        Value::Opaque(_) => argument.clone(),
        _ => cx.failed(catalogue::rejected(span, why)),
    }
}
