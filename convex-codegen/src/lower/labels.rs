//! What a member of a union is called, before it is spelled in Rust.

use crate::{
    ir::{Field, Literal, Origin, Type, TypeId, Types},
    model::Variant,
};

use super::{draft::Ref, names::checksum};

/// Labels of literals; text and number that read alike get different ones.
pub fn literals(literals: &[&Literal]) -> Vec<String> {
    let plain: Vec<String> = literals.iter().map(|literal| plain(literal)).collect();
    let label = |(at, literal): (usize, &&Literal)| {
        let alone = plain.iter().filter(|other| **other == plain[at]).count() == 1;
        match literal {
            _ if alone => plain[at].clone(),
            Literal::String(_) => plain[at].clone(),
            Literal::Float64(_) => format!("number {}", plain[at]),
            Literal::Int64(_) => format!("int64 {}", plain[at]),
            Literal::Boolean(_) => format!("boolean {}", plain[at]),
        }
    };
    literals.iter().enumerate().map(label).collect()
}

/// What the path of a field inside `variant` calls it.
pub fn of_variant(variant: &Variant<Ref>) -> &str {
    match &variant.literal {
        Some(Literal::String(text)) => text,
        _ => variant.name.text(),
    }
}

fn plain(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => text.clone(),
        Literal::Float64(bits) => f64::from_bits(*bits)
            .to_string()
            .replace('-', "minus ")
            .replace('.', " point "),
        Literal::Int64(value) => value.to_string().replace('-', "minus "),
        Literal::Boolean(value) => value.to_string(),
    }
}

/// Labels of the members of a union that has no tag, all different.
pub fn members(types: &Types, members: &[TypeId]) -> Vec<String> {
    let of_literals: Vec<&Literal> = members
        .iter()
        .filter_map(|member| match &types[*member].ty {
            Type::Literal(literal) => Some(literal),
            _ => None,
        })
        .collect();
    let mut of_literals = literals(&of_literals).into_iter();
    let labels: Vec<String> = members
        .iter()
        .map(|&member| match &types[member].ty {
            Type::Literal(_) => of_literals.next().unwrap_or_default(),
            _ => label(types, member, members),
        })
        .collect();
    let apart: Vec<String> = (0..members.len())
        .map(|at| apart(types, members, (&labels, at)))
        .collect();
    let different = |(at, label): (usize, &String)| {
        if apart.iter().filter(|other| *other == label).count() == 1 {
            label.clone()
        } else {
            format!("{} {}", labels[at], checksum(&describe(types, members[at])))
        }
    };
    apart.iter().enumerate().map(different).collect()
}

/// The label of a member, and what tells it apart from those that have the same.
fn apart(types: &Types, members: &[TypeId], (labels, at): (&[String], usize)) -> String {
    let label = &labels[at];
    let mut others = labels.iter().enumerate();
    if others.all(|(other, text)| other == at || text != label) {
        return label.clone();
    }
    let sibling = (members[at], members);
    match &types[members[at]].ty {
        Type::Literal(_) if labels.iter().position(|other| other == label) == Some(at) => {
            label.clone()
        }
        Type::Object(fields) => own_field(types, fields, sibling)
            .map(|own| format!("{label} with {own}"))
            .or_else(|| telling_field(types, fields, sibling))
            .unwrap_or_else(|| label.clone()),
        Type::Record { values, .. } => {
            format!("{} record", self::label(types, *values, &[]))
        }
        _ => label.clone(),
    }
}

/// The first field whose type no other object has there, with its type: `a string` beside `a number`.
fn telling_field(
    types: &Types,
    fields: &[Field],
    (id, siblings): (TypeId, &[TypeId]),
) -> Option<String> {
    let type_of = |fields: &[Field], name: &str| {
        let field = fields.iter().find(|field| field.name == name)?;
        Some(label(types, field.ty, &[]))
    };
    let mut named = fields
        .iter()
        .map(|field| (&field.name, label(types, field.ty, &[])));
    let (name, own) = named.find(|(name, own)| {
        let mut others = siblings.iter().filter(|sibling| **sibling != id);
        others.all(|sibling| match &types[*sibling].ty {
            Type::Object(others) => type_of(others, name).as_ref() != Some(own),
            _ => true,
        })
    })?;
    Some(format!("{name} {own}"))
}

/// All that a type is, in words that depend on nothing else.
fn describe(types: &Types, id: TypeId) -> String {
    fn write(types: &Types, id: TypeId, depth: usize, out: &mut String) {
        let inside: Vec<(&str, TypeId)> = match &types[id].ty {
            Type::Array(element) => vec![("", *element)],
            Type::Record { keys, values, .. } => vec![("", *keys), ("", *values)],
            Type::Union(members) => members.iter().map(|member| ("", *member)).collect(),
            Type::Object(fields) => fields
                .iter()
                .map(|field| (field.name.as_str(), field.ty))
                .collect(),
            _ => Vec::new(),
        };
        out.push_str(&label(types, id, &[]));
        for (name, ty) in inside.into_iter().filter(|_| depth < 4) {
            out.push('(');
            out.push_str(name);
            out.push(' ');
            write(types, ty, depth + 1, out);
            out.push(')');
        }
    }
    let mut text = String::new();
    write(types, id, 0, &mut text);
    text
}

fn label(types: &Types, id: TypeId, siblings: &[TypeId]) -> String {
    let def = &types[id];
    match &def.origin {
        Some(Origin::Const { path, .. }) => return path.join(" "),
        Some(Origin::Table(table)) => return format!("{table} fields"),
        Some(Origin::Document(table)) => return format!("{table} doc"),
        None => {}
    }
    match &def.ty {
        Type::Any | Type::Opaque => "value".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Float64 => "number".to_owned(),
        Type::Int64 | Type::CommitTs => "int64".to_owned(),
        Type::String => "string".to_owned(),
        Type::Bytes => "bytes".to_owned(),
        Type::Id(table) => format!("{table} id"),
        Type::Literal(literal) => plain(literal),
        Type::Array(element) if *element == id => "array".to_owned(),
        Type::Array(element) => match &types[*element].ty {
            Type::Array(_) | Type::Union(_) => "array".to_owned(),
            _ => format!("{} array", label(types, *element, &[])),
        },
        Type::Record { .. } => "record".to_owned(),
        Type::Union(_) => "union".to_owned(),
        Type::Object(fields) => object_label(types, fields, (id, siblings)),
    }
}

/// The value of its first literal field, or the first field that no sibling has.
fn object_label(types: &Types, fields: &[Field], (id, siblings): (TypeId, &[TypeId])) -> String {
    let literal = fields.iter().find_map(|field| match &types[field.ty].ty {
        Type::Literal(Literal::String(text)) if !field.optional && !text.is_empty() => {
            Some(text.clone())
        }
        _ => None,
    });
    let own = || own_field(types, fields, (id, siblings)).map(|name| format!("with {name}"));
    let alone = siblings
        .iter()
        .filter(|sibling| matches!(types[**sibling].ty, Type::Object(_)))
        .count()
        < 2;
    literal
        .or_else(|| if alone { None } else { own() })
        .unwrap_or_else(|| "object".to_owned())
}

/// The first field that no other object among `siblings` has.
fn own_field<'a>(
    types: &Types,
    fields: &'a [Field],
    (id, siblings): (TypeId, &[TypeId]),
) -> Option<&'a str> {
    let elsewhere = |name: &str| {
        let mut others = siblings.iter().filter(|sibling| **sibling != id);
        others.any(|sibling| match &types[*sibling].ty {
            Type::Object(others) => others.iter().any(|other| other.name == name),
            _ => false,
        })
    };
    let mut names = fields.iter().map(|field| field.name.as_str());
    names.find(|name| !elsewhere(name))
}
