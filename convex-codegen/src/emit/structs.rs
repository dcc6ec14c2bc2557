//! Structs: arguments, returns, documents and what is inside them.

use crate::model::{Field, Struct, Ty};

use super::{attributes, escape::string, layout::indented, scope::Scope};

/// A struct with its attributes.
pub fn structure(item: &Struct, scope: &mut Scope<'_>) -> String {
    let mut text = attributes::docs(&item.docs);
    text.push_str(&attributes::derives(&item.derives, scope));
    let arguments: Vec<String> = item
        .literal
        .as_ref()
        .map(attributes::literal)
        .into_iter()
        .chain(attributes::table(item.table.as_deref()))
        .chain(constants(&item.fields))
        .chain(
            item.rest
                .as_ref()
                .map(|rest| format!("paginated = {}", scope.ty(rest))),
        )
        .chain(item.serde.then(|| "serde".to_owned()))
        .collect();
    text.push_str(&attributes::convex(&arguments));
    let (visibility, name) = (scope.visibility(), &item.name);
    if item.literal.is_some() {
        return text + &format!("{visibility} struct {name};\n");
    }
    let fields: String = fields(&item.fields)
        .map(|item| {
            let (attributes, field) = field(item, scope);
            indented(&format!("{attributes}{visibility} {field},"))
        })
        .collect();
    if fields.is_empty() {
        text + &format!("{visibility} struct {name} {{}}\n")
    } else {
        text + &format!("{visibility} struct {name} {{\n{fields}}}\n")
    }
}

/// Those of `fields` that Rust has.
pub fn fields(fields: &[Field]) -> impl Iterator<Item = &Field> {
    let is_there = |field: &&Field| !matches!(field.ty, Ty::Constant(_));
    fields.iter().filter(is_there)
}

/// `constant("kind" = "text")` for each field that is always the same.
pub fn constants(fields: &[Field]) -> impl Iterator<Item = String> {
    fields.iter().filter_map(|field| match &field.ty {
        Ty::Constant(literal) => {
            let (name, literal) = (string(&field.name.wire), attributes::literal(literal));
            Some(format!("constant({name} = {literal})"))
        }
        _ => None,
    })
}

/// A field without its visibility: its attributes, then `name: Type`.
pub fn field(item: &Field, scope: &mut Scope<'_>) -> (String, String) {
    let optional = match &item.ty {
        Ty::Flag(literal) => Some(format!("flag = {}", attributes::literal(literal))),
        _ => item.optional.then(|| "optional".to_owned()),
    };
    let arguments: Vec<String> = attributes::wire_name(&item.name)
        .into_iter()
        .chain(optional)
        .collect();
    let attributes = attributes::docs(&item.docs) + &attributes::convex(&arguments);
    (
        attributes,
        format!("{}: {}", item.name.rust, scope.ty(&item.ty)),
    )
}
