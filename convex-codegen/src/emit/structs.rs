//! Structs: arguments, returns, documents and what is inside them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Item, parse_quote};

use crate::model::{Field, Struct};

use super::{attributes, idents::ident, scope::Scope};

/// A struct with its attributes.
pub fn structure(item: &Struct, scope: &mut Scope<'_>) -> Item {
    let docs = attributes::docs(&item.docs);
    let derives = attributes::derives(&item.derives, scope);
    let arguments = attributes::table(item.table.as_deref());
    let arguments = arguments
        .into_iter()
        .chain(item.serde.then(|| quote!(serde)));
    let convex = attributes::convex(&arguments.collect::<Vec<_>>());
    let (visibility, name) = (scope.visibility(), ident(&item.name));
    let fields = item.fields.iter().map(|item| {
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

/// A field with its attributes, without its visibility: the attributes, then `name: Type`.
pub fn field(item: &Field, scope: &mut Scope<'_>) -> (TokenStream, TokenStream) {
    let docs = attributes::docs(&item.docs);
    let optional = item.optional.then(|| quote!(optional));
    let arguments: Vec<TokenStream> = attributes::wire_name(&item.name)
        .into_iter()
        .chain(optional)
        .collect();
    let convex = attributes::convex(&arguments);
    let (name, ty) = (ident(&item.name.rust), scope.ty(&item.ty));
    (quote!(#docs #convex), quote!(#name: #ty))
}
