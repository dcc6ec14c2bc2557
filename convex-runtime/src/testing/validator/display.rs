//! Validators and values as the server's messages spell them.

use std::fmt::{self, Display, Formatter};

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Field, Fields, Literal, Validator};
use crate::Value;

impl Display for Validator {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("v.any()"),
            Self::Null => f.write_str("v.null()"),
            Self::Boolean => f.write_str("v.boolean()"),
            Self::Int64 => f.write_str("v.int64()"),
            Self::Float64 => f.write_str("v.float64()"),
            Self::String => f.write_str("v.string()"),
            Self::Bytes => f.write_str("v.bytes()"),
            Self::Id(table) => write!(f, "v.id(\"{table}\")"),
            Self::Literal(literal) => write!(f, "v.literal({literal})"),
            Self::Array(item) => write!(f, "v.array({item})"),
            Self::Record(key, value) => write!(f, "v.record({key}, {value})"),
            Self::Object(fields) => write!(f, "{}", ObjectFields(fields)),
            Self::Union(members) => {
                f.write_str("v.union(")?;
                separated(f, members.iter(), |f, member| write!(f, "{member}"))?;
                f.write_str(")")
            }
        }
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(value) => write!(f, "{}", serde_json::Value::from(value.as_str())),
            Self::Float64(value) => match serde_json::Number::from_f64(*value) {
                Some(number) => write!(f, "{number}"),
                None => f.write_str("<number>"),
            },
            Self::Int64(_) => f.write_str("<bigint>"),
            Self::Boolean(value) => write!(f, "{value}"),
        }
    }
}

/// `v.object({..})`.
pub(super) struct ObjectFields<'a>(pub(super) &'a Fields);

impl Display for ObjectFields<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("v.object({")?;
        separated(
            f,
            self.0.iter(),
            |f,
             (
                name,
                Field {
                    validator,
                    is_optional,
                },
            )| {
                if *is_optional {
                    write!(f, "{name}: v.optional({validator})")
                } else {
                    write!(f, "{name}: {validator}")
                }
            },
        )?;
        f.write_str("})")
    }
}

/// A value as messages show it.
pub(in crate::testing) struct Shown<'a>(pub(in crate::testing) &'a Value);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Null => f.write_str("null"),
            Value::Int64(value) => write!(f, "{value}"),
            Value::Float64(value) => write!(f, "{value:?}"),
            Value::Boolean(value) => write!(f, "{value}"),
            Value::String(value) => write!(f, "{value:?}"),
            Value::Bytes(value) => write!(f, "b{:?}", STANDARD.encode(value)),
            Value::CommitTs => f.write_str("<commit timestamp>"),
            Value::Array(items) => {
                f.write_str("[")?;
                separated(f, items.iter(), |f, item| write!(f, "{}", Shown(item)))?;
                f.write_str("]")
            }
            Value::Object(fields) => {
                f.write_str("{")?;
                separated(f, fields.iter(), |f, (name, value)| {
                    write!(f, "{name}: {}", Shown(value))
                })?;
                f.write_str("}")
            }
        }
    }
}

fn separated<T>(
    f: &mut Formatter<'_>,
    items: impl Iterator<Item = T>,
    show: impl Fn(&mut Formatter<'_>, T) -> fmt::Result,
) -> fmt::Result {
    for (index, item) in items.enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        show(f, item)?;
    }
    Ok(())
}
