//! Structs: arguments, returns, documents and the objects inside them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Item, parse_quote};

use crate::model::{Field, Struct, Ty};

use super::{attributes, idents::ident, scope::Scope};

/// A struct with its attributes.
pub fn structure(item: &Struct, scope: &mut Scope<'_>) -> Item {
    let docs = attributes::docs(&item.docs);
    let derives = attributes::derives(&item.derives, scope);
    let literal = item.literal.as_ref().map(attributes::literal);
    let paginated = item.rest.as_ref().map(|rest| {
        let rest = scope.ty(rest);
        quote!(paginated = #rest)
    });
    let arguments = literal
        .into_iter()
        .chain(attributes::table(item.table.as_deref()))
        .chain(constants(&item.fields))
        .chain(paginated)
        .chain(item.serde.then(|| quote!(serde)));
    let convex = attributes::convex(&arguments.collect::<Vec<_>>());
    let (visibility, name) = (scope.visibility(), ident(&item.name));
    if item.literal.is_some() {
        return parse_quote! {
            #docs
            #derives
            #convex
            #visibility struct #name;
        };
    }
    let fields = fields(&item.fields).map(|item| {
        let (attributes, field) = field(item, scope);
        quote!(#attributes #visibility #field)
    });
    parse_quote! {
        #docs
        #derives
        #convex
        #visibility struct #name { #(#fields),* }
    }
}

/// Returns those of `fields` that become fields in Rust.
pub fn fields(fields: &[Field]) -> impl Iterator<Item = &Field> {
    let is_there = |field: &&Field| !matches!(field.ty, Ty::Constant(_));
    fields.iter().filter(is_there)
}

/// `constant("kind" = "text")` for each field that is always the same.
pub fn constants(fields: &[Field]) -> impl Iterator<Item = TokenStream> {
    fields.iter().filter_map(|field| match &field.ty {
        Ty::Constant(literal) => {
            let (name, literal) = (&field.name.wire, attributes::literal(literal));
            Some(quote!(constant(#name = #literal)))
        }
        _ => None,
    })
}

/// A field with its attributes, without its visibility: the attributes, then `name: Type`.
pub fn field(item: &Field, scope: &mut Scope<'_>) -> (TokenStream, TokenStream) {
    let docs = attributes::docs(&item.docs);
    let optional = match &item.ty {
        Ty::Flag(literal) => {
            let literal = attributes::literal(literal);
            Some(quote!(flag = #literal))
        }
        _ => item.optional.then(|| quote!(optional)),
    };
    let arguments: Vec<TokenStream> = attributes::wire_name(&item.name)
        .into_iter()
        .chain(optional)
        .collect();
    let convex = attributes::convex(&arguments);
    let (name, ty) = (ident(&item.name.rust), scope.ty(&item.ty));
    (quote!(#docs #convex), quote!(#name: #ty))
}
