//! Validators as `convex/values` builds them: `v.*`, and the methods of validators.

use crate::script::{
    Interpreter,
    heap::{Entry, Object, ObjectId, Plain},
    native::{Call, Namespace, Native, find, native},
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    docs::Docs,
    ir::{Literal, Origin},
    source::Span,
    syntax::Name,
};

/// A validator.
#[derive(Debug, Clone)]
pub struct Validator {
    /// What it accepts.
    pub kind: Kind,
    /// Whether the field that has it may be absent.
    pub optional: bool,
    /// The validator that this one is the optional form of: both are one type.
    pub base: Option<ObjectId>,
    /// The named thing it was written for.
    pub origin: Option<Origin>,
    /// The comment above that thing.
    pub docs: Option<Box<Docs>>,
    /// Where it was built.
    pub span: Span,
}

/// What a validator accepts. Parts that are not known are opaque values.
#[derive(Debug, Clone)]
pub enum Kind {
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
    /// What `.kind` says.
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
pub static V: Namespace = Namespace {
    name: "v",
    call: None,
    construct: None,
    members: BUILDERS,
};

const BUILDERS: &[Native] = &[
    native("id", |cx, call| match call.arg(0) {
        Value::String(table) => cx.validator(Kind::Id(table), call.span),
        other => cx.rejected(&other, call.span, "`v.id(tableName)` requires a string"),
    }),
    native("null", |cx, call| cx.validator(Kind::Null, call.span)),
    native("number", |cx, call| cx.validator(Kind::Float64, call.span)),
    native("float64", |cx, call| cx.validator(Kind::Float64, call.span)),
    native("bigint", |cx, call| cx.validator(Kind::Int64, call.span)),
    native("int64", |cx, call| cx.validator(Kind::Int64, call.span)),
    native("commitTs", |cx, call| {
        cx.validator(Kind::CommitTs, call.span)
    }),
    native("boolean", |cx, call| cx.validator(Kind::Boolean, call.span)),
    native("string", |cx, call| cx.validator(Kind::String, call.span)),
    native("bytes", |cx, call| cx.validator(Kind::Bytes, call.span)),
    native("any", |cx, call| cx.validator(Kind::Any, call.span)),
    native("literal", literal),
    native("array", |cx, call| match call.arg(0) {
        Value::Undefined => cx.rejected(
            &Value::Undefined,
            call.span,
            "a validator is undefined in `v.array()`",
        ),
        element => cx.validator(Kind::Array(element), call.span),
    }),
    native("object", |cx, call| {
        cx.object_validator(&call.arg(0), call.span)
    }),
    native("record", record),
    native("union", |cx, call| {
        cx.union_validator(call.args.clone(), call.span)
    }),
    native("optional", |cx, call| cx.optional(&call.arg(0), call.span)),
    native("nullable", |cx, call| {
        let null = cx.validator(Kind::Null, call.span);
        cx.union_validator(vec![call.arg(0), null], call.span)
    }),
];

/// The functions that `convex/values` exports beside `v`.
pub const FUNCTIONS: &[Native] = &[native("asObjectValidator", |cx, call| {
    let value = call.arg(0);
    match cx.as_validator(&value) {
        Some(_) => value,
        None => cx.object_validator(&value, call.span),
    }
})];

const METHODS: &[Native] = &[
    native("optional", |cx, call| cx.optional(&call.this, call.span)),
    native("asOptional", |cx, call| cx.optional(&call.this, call.span)),
];

const OBJECT_METHODS: &[Native] = &[
    native("omit", |cx, call| {
        cx.with_fields(call, |fields, keys| {
            for key in keys {
                fields.remove(key);
            }
        })
    }),
    native("pick", |cx, call| {
        cx.with_fields(call, |fields, keys| {
            let mut picked = Plain::default();
            for key in keys {
                let missing = Entry::new(key.clone(), Value::Undefined);
                picked.set(fields.get(key).cloned().unwrap_or(missing));
            }
            *fields = picked;
        })
    }),
    native("partial", |cx, call| {
        let Some((_, Kind::Object(fields))) = cx.as_validator(&call.this) else {
            return Value::Undefined;
        };
        let mut partial = cx.plain(fields);
        let entries: Vec<Entry> = partial.iter().cloned().collect();
        for entry in entries {
            let value = cx.optional(&entry.value, call.span);
            partial.set(Entry { value, ..entry });
        }
        cx.rebuilt(&call.this, partial, call.span)
    }),
    native("extend", |cx, call| {
        let Some((_, Kind::Object(fields))) = cx.as_validator(&call.this) else {
            return Value::Undefined;
        };
        let mut extended = cx.plain(fields);
        cx.spread_into(&mut extended, &call.arg(0), call.span);
        cx.rebuilt(&call.this, extended, call.span)
    }),
];

fn literal(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    let literal = match call.arg(0) {
        Value::String(text) => Literal::String(text.to_string()),
        Value::Number(number) => Literal::number(number),
        Value::Bool(value) => Literal::Boolean(value),
        Value::BigInt(value) => match i64::try_from(value) {
            Ok(value) => Literal::Int64(value),
            Err(_) => {
                return cx.rejected(
                    &call.arg(0),
                    call.span,
                    "a `bigint` literal must fit 64 bits",
                );
            }
        },
        other => {
            return cx.rejected(
                &other,
                call.span,
                "`v.literal(value)` must be a string, number, bigint or boolean",
            );
        }
    };
    cx.validator(Kind::Literal(literal), call.span)
}

fn record(cx: &mut Interpreter<'_>, call: &Call) -> Value {
    let (keys, values) = (call.arg(0), call.arg(1));
    for part in [&keys, &values] {
        match cx.as_validator(part) {
            Some((true, _)) => {
                let why = "a record validator cannot have optional keys or values";
                return cx.rejected(&Value::Undefined, call.span, why);
            }
            Some(_) => {}
            None if matches!(part, Value::Opaque(_)) => {}
            None => {
                return cx.rejected(
                    part,
                    call.span,
                    "key and value of `v.record()` must be validators",
                );
            }
        }
    }
    cx.validator(Kind::Record(keys, values), call.span)
}

impl Interpreter<'_> {
    /// A new validator.
    pub fn validator(&mut self, kind: Kind, span: Span) -> Value {
        let validator = Validator {
            kind,
            optional: false,
            base: None,
            origin: None,
            docs: None,
            span,
        };
        Value::Object(self.heap.add(Object::Validator(validator)))
    }

    /// Whether `value` is a validator: optional or not, and its kind.
    pub fn as_validator(&self, value: &Value) -> Option<(bool, Kind)> {
        let Value::Object(id) = value else {
            return None;
        };
        match self.heap.get(*id) {
            Object::Validator(validator) => Some((validator.optional, validator.kind.clone())),
            _ => None,
        }
    }

    /// `v.object(fields)`.
    pub fn object_validator(&mut self, fields: &Value, span: Span) -> Value {
        let Some(id) = self.as_plain(fields) else {
            return self.rejected(
                fields,
                span,
                "`v.object()` takes an object whose values are validators",
            );
        };
        if let Some(why) = self.plain(id).unknown {
            return Value::Opaque(why);
        }
        for entry in self.plain(id).iter() {
            let known = matches!(&entry.value, Value::Opaque(_))
                || self.as_validator(&entry.value).is_some();
            if !known {
                let why = match entry.value {
                    Value::Undefined => {
                        format!("the validator of field `{}` is undefined", entry.key)
                    }
                    _ => format!("the value of field `{}` is not a validator", entry.key),
                };
                let problem = catalogue::rejected(entry.span.unwrap_or(span), &why);
                return self.opaque(problem);
            }
        }
        self.validator(Kind::Object(id), span)
    }

    /// `v.union(..members)`.
    pub fn union_validator(&mut self, members: Vec<Value>, span: Span) -> Value {
        for member in &members {
            if self.as_validator(member).is_none() && !matches!(member, Value::Opaque(_)) {
                return self.rejected(
                    member,
                    span,
                    "all members of `v.union()` must be validators",
                );
            }
        }
        self.validator(Kind::Union(members), span)
    }

    /// `v.optional(value)`.
    pub fn optional(&mut self, value: &Value, span: Span) -> Value {
        let Value::Object(id) = value else {
            return self.rejected(value, span, "`v.optional()` takes a validator");
        };
        let Object::Validator(validator) = self.heap.get(*id) else {
            return self.rejected(value, span, "`v.optional()` takes a validator");
        };
        let base = Some(validator.base.unwrap_or(*id));
        let optional = Validator {
            optional: true,
            base,
            ..validator.clone()
        };
        Value::Object(self.heap.add(Object::Validator(optional)))
    }

    /// The property `key` of a validator.
    pub fn validator_property(&mut self, id: ObjectId, key: &str) -> Option<Value> {
        let Object::Validator(validator) = self.heap.get(id) else {
            return None;
        };
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
            ("members", Kind::Union(members)) => Some(self.array(members)),
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

    /// A validator like `this` with other fields, chosen by the names in the call's arguments.
    fn with_fields(&mut self, call: &Call, change: impl Fn(&mut Plain, &[Name])) -> Value {
        let Some((_, Kind::Object(fields))) = self.as_validator(&call.this) else {
            return Value::Undefined;
        };
        let mut keys = Vec::new();
        for arg in &call.args {
            match arg {
                Value::String(key) => keys.push(key.clone()),
                other => return self.rejected(other, call.span, "field names must be strings"),
            }
        }
        let mut changed = self.plain(fields);
        change(&mut changed, &keys);
        self.rebuilt(&call.this, changed, call.span)
    }

    /// An object validator as optional as `this` with `fields`.
    fn rebuilt(&mut self, this: &Value, fields: Plain, span: Span) -> Value {
        let optional = self
            .as_validator(this)
            .is_some_and(|(optional, _)| optional);
        let fields = Value::Object(self.heap.add(Object::Plain(fields)));
        let rebuilt = self.object_validator(&fields, span);
        match (&rebuilt, optional) {
            (Value::Object(id), true) => {
                if let Object::Validator(validator) = self.heap.get_mut(*id) {
                    validator.optional = true;
                }
                rebuilt
            }
            _ => rebuilt,
        }
    }

    /// What the library throws an error for. An unknown argument explains itself.
    pub fn rejected(&mut self, argument: &Value, span: Span, why: &str) -> Value {
        match argument {
            Value::Opaque(_) => argument.clone(),
            _ => self.opaque(catalogue::rejected(span, why)),
        }
    }
}
