//! [`Shape`] → TypeScript text, broken into lines where it gets long.

use std::fmt::Write as _;

use super::shape::{Property, Shape};
use crate::ir::Literal;

/// Longest line that is not broken.
const WIDTH: usize = 100;

/// The text of `shape`, starting at column `column` of a line that is indented by `indent`.
pub(super) fn print(shape: &Shape, indent: usize, column: usize) -> String {
    let flat = flat(shape);
    if column + flat.len() <= WIDTH {
        return flat;
    }
    match shape {
        Shape::Array(element) if matches!(**element, Shape::Union(_)) => {
            format!("Array<{}>", print(element, indent, column + 6))
        }
        Shape::Array(element) => format!("{}[]", print(element, indent, column)),
        Shape::Object(fields) if !fields.is_empty() => {
            let inner = indent + 2;
            let mut text = "{\n".to_owned();
            for field in fields {
                let head = format!("{}{}: ", " ".repeat(inner), field_name(field));
                let value = print(&field.shape, inner, head.len());
                let head = if value.starts_with('\n') {
                    head.trim_end()
                } else {
                    &head
                };
                let _ = writeln!(text, "{head}{value};");
            }
            text + &" ".repeat(indent) + "}"
        }
        Shape::Record { keys, values } => {
            let head = format!("Record<{}, ", print(keys, indent, 0));
            let values = print(values, indent, column + head.len());
            format!("{head}{values}>")
        }
        Shape::Union(members) if members.iter().filter(|member| breaks(member)).count() == 1 => {
            let members = members.iter().map(|member| print(member, indent, column));
            members.collect::<Vec<_>>().join(" | ")
        }
        Shape::Union(members) => {
            let inner = indent + 2;
            let lines = members.iter().map(|member| {
                format!(
                    "\n{}| {}",
                    " ".repeat(inner),
                    print(member, inner + 2, inner + 2)
                )
            });
            lines.collect()
        }
        _ => flat,
    }
}

fn breaks(shape: &Shape) -> bool {
    matches!(
        shape,
        Shape::Array(_) | Shape::Object(_) | Shape::Record { .. }
    )
}

fn flat(shape: &Shape) -> String {
    match shape {
        Shape::Null => "null".to_owned(),
        Shape::Undefined => "undefined".to_owned(),
        Shape::Boolean => "boolean".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::BigInt => "bigint".to_owned(),
        Shape::String => "string".to_owned(),
        Shape::Bytes => "ArrayBuffer".to_owned(),
        Shape::Value => "Value".to_owned(),
        Shape::Any => "any".to_owned(),
        Shape::Unknown => "unknown".to_owned(),
        Shape::Never => "never".to_owned(),
        Shape::Literal(literal) => literal_text(literal),
        Shape::Id(table) => format!("Id<{}>", quoted(table)),
        Shape::Document(table) => format!("Doc<{}>", quoted(table)),
        Shape::Unsupported(reason) => format!("Unsupported<{}>", quoted(reason)),
        Shape::Up(levels) => format!("Up<{levels}>"),
        Shape::Array(element) if matches!(**element, Shape::Union(_)) => {
            format!("Array<{}>", flat(element))
        }
        Shape::Array(element) => format!("{}[]", flat(element)),
        Shape::Object(fields) if fields.is_empty() => "{}".to_owned(),
        Shape::Object(fields) => {
            let fields = fields
                .iter()
                .map(|field| format!("{}: {}", field_name(field), flat(&field.shape)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join("; "))
        }
        Shape::Record { keys, values } => format!("Record<{}, {}>", flat(keys), flat(values)),
        Shape::Union(members) => members.iter().map(flat).collect::<Vec<_>>().join(" | "),
    }
}

fn field_name(field: &Property) -> String {
    let mut chars = field.name.chars();
    let plain = chars
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_' || first == '$')
        && chars.all(|next| next.is_ascii_alphanumeric() || next == '_' || next == '$');
    let name = if plain {
        field.name.clone()
    } else {
        quoted(&field.name)
    };
    if field.optional { name + "?" } else { name }
}

fn literal_text(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => quoted(text),
        Literal::Float64(bits) => f64::from_bits(*bits).to_string(),
        Literal::Int64(number) => format!("{number}n"),
        Literal::Boolean(boolean) => boolean.to_string(),
    }
}

/// A TypeScript string literal.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
