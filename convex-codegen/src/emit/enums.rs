//! Enums: literals, tagged objects, other unions.

use quote::quote;
use syn::{Fields, FieldsNamed, FieldsUnnamed, Generics, Item, ItemEnum, Token, Visibility, token};

use crate::model::{Body, Enum, EnumShape, Literal, Variant};

use super::{
    attributes,
    idents::ident,
    scope::Scope,
    structs::{constants, field, fields},
    tree,
};

/// An enum with its attributes.
pub(super) fn enumeration(item: &Enum, scope: &mut Scope<'_>) -> Item {
    let mut attrs = attributes::docs(&item.docs);
    attrs.push(attributes::derives(&item.derives, scope));
    let shape = match &item.shape {
        EnumShape::Literals => None,
        EnumShape::Tagged(tag) => Some(quote!(tag = #tag)),
        EnumShape::Union => Some(quote!(union)),
    };
    let arguments = attributes::table(item.table.as_deref())
        .into_iter()
        .chain(shape)
        .chain(item.serde.then(|| quote!(serde)));
    attrs.extend(attributes::convex(arguments));
    let variants = item.variants.iter();
    Item::Enum(ItemEnum {
        attrs,
        vis: scope.visibility(),
        enum_token: <Token![enum]>::default(),
        ident: ident(&item.name),
        generics: Generics::default(),
        brace_token: token::Brace::default(),
        variants: variants.map(|item| variant(item, scope)).collect(),
    })
}

fn variant(item: &Variant, scope: &mut Scope<'_>) -> syn::Variant {
    let literal = item
        .literal
        .as_ref()
        .filter(|literal| !is_conventional(item, literal));
    let constant = match &item.body {
        Body::Struct(fields) => fields.as_slice(),
        Body::Unit | Body::Tuple(_) => &[],
    };
    let arguments = literal
        .map(attributes::literal)
        .into_iter()
        .chain(constants(constant));
    let mut attrs = attributes::docs(&item.docs);
    attrs.extend(attributes::convex(arguments));
    syn::Variant {
        attrs,
        ident: ident(&item.name),
        fields: body(&item.body, scope),
        discriminant: None,
    }
}

/// The contents of a variant. One that has the tag alone has none.
fn body(body: &Body, scope: &mut Scope<'_>) -> Fields {
    match body {
        Body::Unit => Fields::Unit,
        Body::Tuple(ty) => {
            let only = tree::field(Vec::new(), Visibility::Inherited, (None, scope.ty(ty)));
            Fields::Unnamed(FieldsUnnamed {
                paren_token: token::Paren::default(),
                unnamed: [only].into_iter().collect(),
            })
        }
        Body::Struct(all) if fields(all).next().is_none() => Fields::Unit,
        Body::Struct(all) => {
            let fields = fields(all);
            Fields::Named(FieldsNamed {
                brace_token: token::Brace::default(),
                named: fields
                    .map(|item| field(item, Visibility::Inherited, scope))
                    .collect(),
            })
        }
    }
}

/// Returns whether the derives infer the literal from the variant's name.
fn is_conventional(item: &Variant, literal: &Literal) -> bool {
    matches!(literal, Literal::String(text) if item.name.names_by_itself(text))
}
