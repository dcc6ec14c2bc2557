//! Types as TypeScript writes them.

use std::fmt;

use super::{Literal, Type};

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("any"),
            Self::Unknown => f.write_str("unknown"),
            Self::Null => f.write_str("null"),
            Self::Boolean => f.write_str("boolean"),
            Self::Number => f.write_str("number"),
            Self::Int64 | Self::CommitTs => f.write_str("bigint"),
            Self::String => f.write_str("string"),
            Self::Bytes => f.write_str("ArrayBuffer"),
            Self::Id(table) => write!(f, "Id<{table:?}>"),
            Self::Literal(Literal::String(text)) => write!(f, "{text:?}"),
            Self::Literal(Literal::Float64(bits)) => write!(f, "{}", f64::from_bits(*bits)),
            Self::Literal(Literal::Int64(value)) => write!(f, "{value}n"),
            Self::Literal(Literal::Boolean(value)) => write!(f, "{value}"),
            Self::Array(element) => match **element {
                Self::Union(_) => write!(f, "({element})[]"),
                _ => write!(f, "{element}[]"),
            },
            Self::Object(fields) if fields.is_empty() => f.write_str("{}"),
            Self::Object(fields) => {
                f.write_str("{ ")?;
                for (index, field) in fields.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "; " };
                    let mark = if field.optional { "?" } else { "" };
                    write!(f, "{separator}{}{mark}: {}", field.name, field.ty)?;
                }
                f.write_str(" }")
            }
            Self::Record { keys, values, .. } => write!(f, "Record<{keys}, {values}>"),
            Self::Union(members) if members.is_empty() => f.write_str("never"),
            Self::Union(members) => {
                for (index, member) in members.iter().enumerate() {
                    let separator = if index == 0 { "" } else { " | " };
                    write!(f, "{separator}{member}")?;
                }
                Ok(())
            }
            Self::Recursive(_) => f.write_str("…"),
        }
    }
}
