//! The three derives: an impl around the code for a shape.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{DeriveInput, Error, Ident, Path, Result, parse_quote};

use crate::{
    attribute::Literal,
    decode::{self, Reader},
    encode::{self, Writer},
    literals::{self, StringChoice},
    page,
    shape::{Item, Shape},
    validator,
};

pub(crate) fn to_convex(input: &DeriveInput) -> Result<TokenStream> {
    let item = Item::read(input)?;
    let runtime = &item.runtime;
    let body = encode::body(&item, &Writer::SENT);
    let mirror = mirror(&item, |item| {
        let receive = decode::body(item, &Reader::MIRRORED);
        let validator = validator::body(item, "ToConvex");
        quote! {
            fn receive(__node: #runtime::Node<'_>) -> ::core::result::Result<Self, #runtime::Mismatch> { #receive }
            fn validator() -> #runtime::convert::Validator { #validator }
        }
    });
    let mut tokens = implement(
        &item,
        &parse_quote!(#runtime::ToConvex),
        &quote! {
            #[inline]
            fn to_convex(&self, __out: &mut #runtime::Encoder) { #body }
            #mirror
        },
    );
    if let Some(rest) = &item.rest {
        let (ident, allow) = (&input.ident, item.allow());
        tokens.extend(quote! {
            #allow
            #[automatically_derived]
            impl #runtime::PaginatedArgs for #ident {
                type Rest = #rest;
            }
        });
    }
    if item.serde {
        let (ident, allow) = (&input.ident, item.allow());
        tokens.extend(quote! {
            #allow
            #[automatically_derived]
            impl #runtime::serde::Serialize for #ident {
                fn serialize<__S: #runtime::serde::Serializer>(
                    &self,
                    __serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    #runtime::serde::serialize(self, __serializer)
                }
            }
        });
    }
    Ok(tokens)
}

pub(crate) fn from_convex(input: &DeriveInput) -> Result<TokenStream> {
    let item = Item::read(input)?;
    let runtime = &item.runtime;
    let body = decode::body(&item, &Reader::RECEIVED);
    let mirror = mirror(&item, |item| {
        let send = encode::body(item, &Writer::MIRRORED);
        let validator = validator::body(item, "FromConvex");
        quote! {
            fn send(&self, __out: &mut #runtime::Encoder) { #send }
            fn validator() -> #runtime::convert::Validator { #validator }
        }
    });
    let mut tokens = implement(
        &item,
        &parse_quote!(#runtime::FromConvex),
        &quote! {
            #[inline]
            fn from_convex(__node: #runtime::Node<'_>) -> ::core::result::Result<Self, #runtime::Mismatch> { #body }
            #mirror
        },
    );
    if item.serde {
        let (ident, allow) = (&input.ident, item.allow());
        tokens.extend(quote! {
            #allow
            #[automatically_derived]
            impl<'de> #runtime::serde::Deserialize<'de> for #ident {
                fn deserialize<__D: #runtime::serde::Deserializer<'de>>(
                    __deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    #runtime::serde::deserialize(__deserializer)
                }
            }
        });
    }
    tokens.extend(page::implement(&item));
    if let Some(table) = &item.table {
        let ident = &input.ident;
        let (parameters, arguments, bounds) = input.generics.split_for_impl();
        let allow = item.allow();
        tokens.extend(quote! {
            #allow
            #[automatically_derived]
            impl #parameters #runtime::Table for #ident #arguments #bounds {
                const NAME: &'static ::core::primitive::str = #table;
            }
        });
    }
    Ok(tokens)
}

pub(crate) fn builder(input: &DeriveInput) -> Result<TokenStream> {
    crate::builder::items(&Item::read(input)?)
}

pub(crate) fn literals(input: &DeriveInput) -> Result<TokenStream> {
    let item = Item::read(input)?;
    let Shape::Literals(choices) = &item.shape else {
        return Err(Error::new(
            input.ident.span(),
            "`Literals` is for enums of unit variants",
        ));
    };
    let mut strings = Vec::with_capacity(choices.len());
    for choice in choices {
        match &choice.literal {
            Literal::String(text) => strings.push(StringChoice {
                ident: choice.ident,
                text,
            }),
            _ => {
                return Err(Error::new(
                    choice.ident.span(),
                    "`Literals` is for enums of string literals",
                ));
            }
        }
    }
    Ok(literals::items(&item, &strings))
}

/// The testing deployment's side. It vanishes in a runtime that lacks the feature.
fn mirror(item: &Item<'_>, code: impl FnOnce(&Item<'_>) -> TokenStream) -> TokenStream {
    if !cfg!(feature = "testing") {
        return TokenStream::new();
    }
    let runtime = &item.runtime;
    let code = code(item);
    quote! { #runtime::__testing! { #code } }
}

fn implement(item: &Item<'_>, name: &Path, body: &TokenStream) -> TokenStream {
    let ident = &item.input.ident;
    let (parameters, arguments, bounds) = item.input.generics.split_for_impl();
    // Each type parameter has to be convertible, too.
    let types: Vec<&Ident> = item
        .input
        .generics
        .type_params()
        .map(|parameter| &parameter.ident)
        .collect();
    let bounds = match (bounds, types.is_empty()) {
        (bounds, true) => bounds.map(ToTokens::into_token_stream),
        (None, false) => Some(quote!(where #(#types: #name),*)),
        (Some(bounds), false) => {
            let bounds = &bounds.predicates;
            Some(quote!(where #(#types: #name,)* #bounds))
        }
    };
    let allow = item.allow();
    quote! {
        #allow
        #[automatically_derived]
        impl #parameters #name for #ident #arguments #bounds { #body }
    }
}
