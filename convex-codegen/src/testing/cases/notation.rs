//! An `Api` in a few lines of text, for the cases.

use std::fmt::Write;

use crate::ir::{Api, Function, Literal, Origin, Type, TypeId, Types, Visibility};
use crate::text::Docs;

/// One line for each function and each table.
pub(super) fn api(api: &Api) -> String {
    let mut text = String::new();
    for function in &api.functions {
        line(&mut text, function, &api.types);
    }
    for table in api.schema.iter().flat_map(|schema| &schema.tables) {
        let document = shape(&api.types, table.document);
        let docs = docs(&table.docs);
        let indexes = if table.indexes.is_none() {
            ", indexes ?"
        } else {
            ""
        };
        let _ = writeln!(text, "{docs}table {}: {document}{indexes}", table.name);
    }
    text
}

fn line(text: &mut String, function: &Function, types: &Types) {
    let visibility = match function.visibility {
        Visibility::Public => "",
        Visibility::Internal => "internal ",
    };
    let kind = format!("{:?}", function.kind).to_lowercase();
    let args = match function.args.from {
        None if types[function.args.ty].ty == Type::Any => "-".to_owned(),
        _ => shape(types, function.args.ty),
    };
    text.push_str(&docs(&function.docs));
    let _ = write!(text, "{visibility}{kind} {}({args})", function.path);
    if function.returns.from.is_some() || types[function.returns.ty].ty == Type::Opaque {
        let _ = write!(text, " -> {}", shape(types, function.returns.ty));
    }
    text.push('\n');
}

/// A comment on one line.
fn docs(docs: &Docs) -> String {
    let mut text = docs.text.replace('\n', " ");
    for (name, about) in &docs.params {
        let _ = write!(text, " @param {name} {about}");
    }
    for (tag, about) in [("returns", &docs.returns), ("deprecated", &docs.deprecated)] {
        if let Some(about) = about {
            let _ = write!(text, " @{tag} {about}");
        }
    }
    if text.is_empty() {
        text
    } else {
        format!("/* {text} */ ")
    }
}

/// A type, nearly as TypeScript writes it; a named one has its name before it.
fn shape(types: &Types, id: TypeId) -> String {
    let def = &types[id];
    let all = |ids: &[TypeId], between: &str| {
        let parts: Vec<String> = ids.iter().map(|id| shape(types, *id)).collect();
        parts.join(between)
    };
    let text = match &def.ty {
        Type::Any => "any".to_owned(),
        Type::Opaque => "?".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Float64 => "number".to_owned(),
        Type::Int64 => "int64".to_owned(),
        Type::CommitTs => "commitTs".to_owned(),
        Type::String => "string".to_owned(),
        Type::Bytes => "bytes".to_owned(),
        Type::Id(table) => format!("Id<{table}>"),
        Type::Literal(Literal::String(value)) => format!("{value:?}"),
        Type::Literal(Literal::Float64(bits)) => format!("{:?}", f64::from_bits(*bits)),
        Type::Literal(Literal::Int64(value)) => format!("{value}n"),
        Type::Literal(Literal::Boolean(value)) => value.to_string(),
        Type::Array(element) => format!("[{}]", shape(types, *element)),
        Type::Record { keys, values, .. } => {
            format!("record<{}, {}>", shape(types, *keys), shape(types, *values))
        }
        Type::Union(members) => format!("({})", all(members, " | ")),
        Type::Object(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|field| {
                    let optional = if field.optional { "?" } else { "" };
                    let docs = docs(&field.docs);
                    format!("{docs}{}{optional}: {}", field.name, shape(types, field.ty))
                })
                .collect();
            format!("{{{}}}", fields.join(", "))
        }
    };
    match (&def.origin, &def.ty) {
        (Some(origin), Type::Object(_) | Type::Union(_)) => format!("{} = {text}", name(origin)),
        _ => text,
    }
}

fn name(origin: &Origin) -> String {
    match origin {
        Origin::Const { path, .. } => path.join("."),
        Origin::Table(table) => format!("fields of {table}"),
        Origin::Document(table) => format!("document of {table}"),
    }
}
