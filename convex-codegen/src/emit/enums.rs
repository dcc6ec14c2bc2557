//! Enums: literals, tagged objects, other unions.

use heck::ToLowerCamelCase;

use crate::model::{Body, Enum, EnumShape, Literal, Variant};

use super::{
    attributes,
    escape::string,
    layout::{fits, indented},
    scope::Scope,
    structs::{constants, field, fields},
};

/// An enum with its attributes.
pub fn enumeration(item: &Enum, scope: &mut Scope<'_>) -> String {
    let mut text = attributes::docs(&item.docs);
    text.push_str(&attributes::derives(&item.derives, scope));
    let shape = match &item.shape {
        EnumShape::Literals => None,
        EnumShape::Tagged(tag) => Some(format!("tag = {}", string(tag))),
        EnumShape::Union => Some("union".to_owned()),
    };
    let arguments: Vec<String> = attributes::table(item.table.as_deref())
        .into_iter()
        .chain(shape)
        .chain(item.serde.then(|| "serde".to_owned()))
        .collect();
    text.push_str(&attributes::convex(&arguments));
    let (visibility, name) = (scope.visibility(), &item.name);
    let variants = item.variants.iter().map(|item| variant(item, scope));
    let variants: String = variants.map(|variant| indented(&variant)).collect();
    text + &format!("{visibility} enum {name} {{\n{variants}}}\n")
}

fn variant(item: &Variant, scope: &mut Scope<'_>) -> String {
    let literal = item
        .literal
        .as_ref()
        .filter(|literal| !is_conventional(item, literal))
        .map(attributes::literal);
    let constants: Vec<String> = match &item.body {
        Body::Struct(fields) => constants(fields).collect(),
        Body::Unit | Body::Tuple(_) => Vec::new(),
    };
    let arguments: Vec<String> = literal.into_iter().chain(constants).collect();
    let attributes = attributes::docs(&item.docs) + &attributes::convex(&arguments);
    let name = &item.name;
    let body = match &item.body {
        Body::Unit => format!("{name},"),
        Body::Tuple(ty) => format!("{name}({}),", scope.ty(ty)),
        Body::Struct(all) => {
            let fields: Vec<(String, String)> =
                fields(all).map(|item| field(item, scope)).collect();
            structure(&name.to_string(), &fields)
        }
    };
    attributes + &body
}

/// On one line where that has room for all of it.
fn structure(name: &str, fields: &[(String, String)]) -> String {
    if fields.is_empty() {
        return format!("{name} {{}},");
    }
    let bare: Vec<&str> = fields.iter().map(|(_, field)| field.as_str()).collect();
    let line = format!("{name} {{ {} }},", bare.join(", "));
    if fits(&line, 1) && fields.iter().all(|(attributes, _)| attributes.is_empty()) {
        return line;
    }
    let lines = fields
        .iter()
        .map(|(attributes, field)| indented(&format!("{attributes}{field},")));
    format!("{name} {{\n{}}},", lines.collect::<String>())
}

/// Returns whether the derives find the literal from the variant's name alone.
fn is_conventional(item: &Variant, literal: &Literal) -> bool {
    matches!(literal, Literal::String(text) if *text == item.name.text().to_lower_camel_case())
}
