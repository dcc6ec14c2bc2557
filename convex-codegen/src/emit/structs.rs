//! Structs: arguments, returns, documents and the objects inside them.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{
    Fields, FieldsNamed, FieldsUnnamed, Generics, Item, ItemStruct, Token, Visibility, token,
};

use crate::model::{Field, Struct, Ty};

use super::{attributes, idents::ident, scope::Scope, tree};

/// A struct with its attributes.
pub(super) fn structure(item: &Struct, scope: &mut Scope<'_>) -> Item {
    let literal = item.literal.as_ref().map(attributes::literal);
    let mut attrs = attributes::docs(&item.docs);
    attrs.push(attributes::derives(&item.derives, scope));
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
    attrs.extend(attributes::convex(arguments));
    let fields = if item.literal.is_some() {
        Fields::Unit
    } else if let Some(inner) = &item.inner {
        let only = tree::field(Vec::new(), scope.visibility(), (None, scope.ty(inner)));
        Fields::Unnamed(FieldsUnnamed {
            paren_token: token::Paren::default(),
            unnamed: [only].into_iter().collect(),
        })
    } else {
        let fields = fields(&item.fields);
        Fields::Named(FieldsNamed {
            brace_token: token::Brace::default(),
            named: fields
                .map(|item| field(item, scope.visibility(), scope))
                .collect(),
        })
    };
    Item::Struct(ItemStruct {
        attrs,
        vis: scope.visibility(),
        struct_token: <Token![struct]>::default(),
        ident: ident(&item.name),
        generics: Generics::default(),
        semi_token: (!matches!(fields, Fields::Named(_))).then(<Token![;]>::default),
        fields,
    })
}

/// Returns those of `fields` that become fields in Rust.
pub(super) fn fields(fields: &[Field]) -> impl Iterator<Item = &Field> {
    let is_there = |field: &&Field| !matches!(field.ty, Ty::Constant(_));
    fields.iter().filter(is_there)
}

/// `constant("kind" = "text")` for each field that is always the same.
pub(super) fn constants(fields: &[Field]) -> impl Iterator<Item = TokenStream> {
    fields.iter().filter_map(|field| match &field.ty {
        Ty::Constant(literal) => {
            let (name, literal) = (&field.name.wire, attributes::literal(literal));
            Some(quote!(constant(#name = #literal)))
        }
        _ => None,
    })
}

/// A field with its attributes.
pub(super) fn field(item: &Field, visibility: Visibility, scope: &mut Scope<'_>) -> syn::Field {
    let optional = match &item.ty {
        Ty::Flag(literal) => {
            let literal = attributes::literal(literal);
            Some(quote!(flag = #literal))
        }
        _ => item.optional.then(|| quote!(optional)),
    };
    let mut attrs = attributes::docs(&item.docs);
    let arguments = attributes::wire_name(&item.name).into_iter();
    attrs.extend(attributes::convex(arguments.chain(optional)));
    let named = (Some(ident(&item.name.rust)), scope.ty(&item.ty));
    tree::field(attrs, visibility, named)
}
