//! Enums: literals, tagged objects, other unions.

use heck::ToLowerCamelCase;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Item, parse_quote};

use crate::model::{Body, Enum, EnumShape, Literal, Variant};

use super::{
    attributes,
    idents::ident,
    scope::Scope,
    structs::{constants, field, fields},
};

/// An enum with its attributes.
pub fn enumeration(item: &Enum, scope: &mut Scope<'_>) -> Item {
    let docs = attributes::docs(&item.docs);
    let derives = attributes::derives(&item.derives, scope);
    let shape = match &item.shape {
        EnumShape::Literals => None,
        EnumShape::Tagged(tag) => Some(quote!(tag = #tag)),
        EnumShape::Union => Some(quote!(union)),
    };
    let arguments = attributes::table(item.table.as_deref())
        .into_iter()
        .chain(shape)
        .chain(item.serde.then(|| quote!(serde)));
    let convex = attributes::convex(&arguments.collect::<Vec<_>>());
    let (visibility, name) = (scope.visibility(), ident(&item.name));
    let variants = item.variants.iter().map(|item| variant(item, scope));
    parse_quote! {
        #docs
        #derives
        #convex
        #visibility enum #name { #(#variants),* }
    }
}

fn variant(item: &Variant, scope: &mut Scope<'_>) -> TokenStream {
    let docs = attributes::docs(&item.docs);
    let literal = item
        .literal
        .as_ref()
        .filter(|literal| !is_conventional(item, literal));
    let constants = match &item.body {
        Body::Struct(fields) => constants(fields).collect(),
        Body::Unit | Body::Tuple(_) => Vec::new(),
    };
    let arguments = literal
        .map(attributes::literal)
        .into_iter()
        .chain(constants);
    let convex = attributes::convex(&arguments.collect::<Vec<_>>());
    let name = ident(&item.name);
    let body = match &item.body {
        Body::Unit => None,
        Body::Tuple(ty) => {
            let ty = scope.ty(ty);
            Some(quote!((#ty)))
        }
        Body::Struct(all) => {
            let fields = fields(all).map(|item| {
                let (attributes, field) = field(item, scope);
                quote!(#attributes #field)
            });
            Some(quote!({ #(#fields),* }))
        }
    };
    quote!(#docs #convex #name #body)
}

/// Returns whether the derives infer the literal from the variant's name.
fn is_conventional(item: &Variant, literal: &Literal) -> bool {
    matches!(literal, Literal::String(text) if *text == item.name.text().to_lower_camel_case())
}
