//! Plain TypeScript types → [`Shape`], for the declaration files that we read: what `tsc` emits and
//! what we write.

use super::shape::{Property, Shape};
use crate::{
    ir::Literal,
    syntax::types::{Keyword, TsLiteral, TsMember, TsReference, TsType},
};

/// The shape of a type that holds nothing to look up except the markers of `expand.ts`.
pub(super) fn shape(ty: &TsType) -> Shape {
    match ty {
        TsType::Keyword(keyword) => keyword_shape(*keyword),
        TsType::Literal(literal) => literal_shape(literal),
        TsType::Template => Shape::String,
        TsType::Array(element) => array(shape(element)),
        TsType::Tuple(elements) => array(Shape::union(elements.iter().map(shape))),
        TsType::Object(members) => object(members),
        TsType::Union(members) => Shape::union(members.iter().map(shape)),
        TsType::Reference(reference) => marker(reference),
        TsType::Intersection(members) => brand(members),
        TsType::Function => Shape::Unsupported("function".to_owned()),
        TsType::Other(name) => Shape::Unsupported((*name).to_owned()),
        TsType::TypeOf(_) | TsType::Indexed(..) | TsType::KeyOf(_) | TsType::Mapped(_) => {
            Shape::Unsupported("a type that TypeScript left unresolved".to_owned())
        }
    }
}

/// The shape of one of the language's words.
pub(super) fn keyword_shape(keyword: Keyword) -> Shape {
    match keyword {
        Keyword::Any => Shape::Any,
        Keyword::Unknown | Keyword::Object => Shape::Unknown,
        Keyword::Never => Shape::Never,
        Keyword::Undefined | Keyword::Void => Shape::Undefined,
        Keyword::Null => Shape::Null,
        Keyword::Boolean => Shape::Boolean,
        Keyword::Number => Shape::Number,
        Keyword::BigInt => Shape::BigInt,
        Keyword::String => Shape::String,
        Keyword::Symbol => Shape::Unsupported("symbol".to_owned()),
    }
}

/// The shape of a literal.
pub(super) fn literal_shape(literal: &TsLiteral) -> Shape {
    match literal {
        TsLiteral::String(text) => Shape::Literal(Literal::String(text.clone())),
        TsLiteral::Number(number) => Shape::Literal(Literal::number(*number)),
        TsLiteral::BigInt(Some(number)) => Shape::Literal(Literal::Int64(*number)),
        TsLiteral::BigInt(None) => Shape::BigInt,
        TsLiteral::Boolean(boolean) => Shape::Literal(Literal::Boolean(*boolean)),
    }
}

/// An array: what `undefined` there would be, Convex rejects.
pub(super) fn array(element: Shape) -> Shape {
    Shape::Array(Box::new(element.without_undefined().0))
}

fn object(members: &[TsMember]) -> Shape {
    let mut fields = Vec::new();
    let mut index: Option<(Vec<Shape>, Vec<Shape>)> = None;
    for member in members {
        match member {
            TsMember::Property {
                name, ty, optional, ..
            } => {
                fields.push(Property {
                    name: name.clone(),
                    optional: *optional,
                    shape: shape(ty),
                });
            }
            TsMember::Index { keys, values } => {
                let (all_keys, all_values) = index.get_or_insert_default();
                all_keys.push(shape(keys));
                all_values.push(shape(values));
            }
            TsMember::Method { .. } | TsMember::Other => {
                return Shape::Unsupported("an object with methods".to_owned());
            }
        }
    }
    structure(fields, index)
}

/// An object of fields and index signatures (all their keys, all their values).
pub(super) fn structure(fields: Vec<Property>, index: Option<(Vec<Shape>, Vec<Shape>)>) -> Shape {
    let is_function = |shape: &Shape| *shape == Shape::Unsupported("function".to_owned());
    if let Some(method) = fields
        .iter()
        .find(|field| !field.optional && is_function(&field.shape))
    {
        return Shape::Unsupported(format!("an object with the method `{}`", method.name));
    }
    let Some((keys, values)) = index else {
        return Shape::object(fields.into_iter().map(without_functions));
    };
    let named = fields.into_iter().map(|field| {
        if field.optional {
            Shape::union([field.shape, Shape::Undefined])
        } else {
            field.shape
        }
    });
    let values = Shape::union(values.into_iter().chain(named));
    if values == Shape::Never {
        return Shape::Object(Vec::new());
    }
    let keys = match Shape::union(keys) {
        Shape::Id(table) => Shape::Id(table),
        _ => Shape::String,
    };
    Shape::Record {
        keys: Box::new(keys),
        values: Box::new(values),
    }
}

/// A field that may hold a function can only be absent: Convex sends no functions.
fn without_functions(mut field: Property) -> Property {
    let members = field.shape.members().iter();
    let kept = members.filter(|member| **member != Shape::Unsupported("function".to_owned()));
    if field.optional {
        field.shape = Shape::union(kept.cloned());
    }
    field
}

/// `string & { __tableName: "tasks" }`, or the primitive of another brand.
fn brand(members: &[TsType]) -> Shape {
    let table = members.iter().find_map(|member| match member {
        TsType::Object(fields) => fields.iter().find_map(|field| match field {
            TsMember::Property {
                name,
                ty: TsType::Literal(TsLiteral::String(table)),
                ..
            } if name == "__tableName" => Some(table.clone()),
            _ => None,
        }),
        _ => None,
    });
    if let Some(table) = table {
        return Shape::Id(table);
    }
    let primitive = members.iter().map(shape).find(|shape| {
        matches!(
            shape,
            Shape::String | Shape::Number | Shape::BigInt | Shape::Boolean | Shape::Literal(_)
        )
    });
    primitive.unwrap_or_else(|| Shape::Unsupported("an intersection".to_owned()))
}

fn marker(reference: &TsReference) -> Shape {
    let name = reference.name.last().map_or("", String::as_str);
    let text = |argument: &TsType| match argument {
        TsType::Literal(TsLiteral::String(text)) => Some(text.clone()),
        _ => None,
    };
    let known = match (name, reference.args.as_slice()) {
        ("Bytes" | "ArrayBuffer", []) => Some(Shape::Bytes),
        ("Value" | "AnyValue", []) => Some(Shape::Value),
        ("Id", [table]) => text(table).map(Shape::Id),
        ("Doc" | "Document", [table]) => text(table).map(Shape::Document),
        ("Unsupported", [reason]) => text(reason).map(Shape::Unsupported),
        ("Array" | "ReadonlyArray", [element]) => Some(array(shape(element))),
        ("Record", [keys, values]) => Some(structure(
            Vec::new(),
            Some((vec![shape(keys)], vec![shape(values)])),
        )),
        ("Up", [TsType::Literal(TsLiteral::Number(levels))]) => level(*levels).map(Shape::Up),
        ("Up", [TsType::Literal(TsLiteral::String(levels))]) => levels.parse().ok().map(Shape::Up),
        _ => None,
    };
    known.unwrap_or_else(|| {
        let name = reference.name.join(".");
        Shape::Unsupported(match &reference.specifier {
            Some(package) => format!("`{name}` of `{package}`, which TypeScript does not find"),
            None => format!("`{name}`"),
        })
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be a small whole number"
)]
fn level(levels: f64) -> Option<usize> {
    (levels.fract() == 0.0 && (0.0..1000.0).contains(&levels)).then_some(levels as usize)
}
