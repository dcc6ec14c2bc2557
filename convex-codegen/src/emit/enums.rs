//! Enums: literals, tagged objects, other unions.

use heck::ToLowerCamelCase;

use crate::{
    model::{Body, Enum, EnumShape, Field, Literal, Variant},
    print::Page,
};

use super::{
    attributes,
    scope::Scope,
    structs::{arguments, field},
};

/// rustfmt's `struct_variant_width`.
const INLINE_WIDTH: usize = 35;

/// An enum with its attributes.
pub fn enumeration(item: &Enum, scope: &mut Scope<'_>, page: &mut Page) {
    attributes::docs(&item.docs, page);
    attributes::derives(&item.derives, scope, page);
    let shape = match &item.shape {
        EnumShape::Literals => None,
        EnumShape::Tagged(tag) => Some(format!("tag = {tag:?}")),
        EnumShape::Union => Some("union".to_owned()),
    };
    let table = item.table.iter().map(|table| format!("table = {table:?}"));
    attributes::convex(&table.chain(shape).collect::<Vec<_>>(), page);
    let short = item.variants.iter().all(|variant| match &variant.body {
        Body::Struct(fields) => inline(fields, scope).is_some(),
        _ => true,
    });
    let layout = if short { Layout::Short } else { Layout::Tall };
    page.block(&format!("pub enum {} {{", item.name), "}", |page| {
        item.variants
            .iter()
            .for_each(|item| variant(item, layout, scope, page));
    });
}

/// How struct variants stand: each on one line, or, when one is too long for that, all on several.
#[derive(Clone, Copy)]
enum Layout {
    Short,
    Tall,
}

fn variant(item: &Variant, layout: Layout, scope: &mut Scope<'_>, page: &mut Page) {
    attributes::docs(&item.docs, page);
    let literal = item
        .literal
        .as_ref()
        .filter(|literal| !is_conventional(item, literal));
    attributes::convex(
        &literal
            .map(attributes::literal)
            .into_iter()
            .collect::<Vec<_>>(),
        page,
    );
    match &item.body {
        Body::Unit => page.line(&format!("{},", item.name)),
        Body::Tuple(ty) => page.line(&format!("{}({}),", item.name, scope.ty(ty))),
        Body::Struct(fields) if fields.is_empty() => page.line(&format!("{} {{}},", item.name)),
        Body::Struct(fields) => match (layout, inline(fields, scope)) {
            (Layout::Short, Some(fields)) => {
                page.line(&format!("{} {{ {fields} }},", item.name));
            }
            _ => page.block(&format!("{} {{", item.name), "},", |page| {
                for item in fields {
                    field(item, "", (scope, page));
                }
            }),
        },
    }
}

/// The fields on one line, when they are short and bare.
fn inline(fields: &[Field], scope: &mut Scope<'_>) -> Option<String> {
    let bare = |field: &Field| field.docs.lines.is_empty() && arguments(field).is_empty();
    if !fields.iter().all(bare) {
        return None;
    }
    let text: Vec<String> = fields
        .iter()
        .map(|field| format!("{}: {}", field.name.rust, scope.ty(&field.ty)))
        .collect();
    let text = text.join(", ");
    (text.chars().count() <= INLINE_WIDTH).then_some(text)
}

/// Whether the derives find the literal from the variant's name alone.
fn is_conventional(item: &Variant, literal: &Literal) -> bool {
    matches!(literal, Literal::String(text) if *text == item.name.text().to_lower_camel_case())
}
