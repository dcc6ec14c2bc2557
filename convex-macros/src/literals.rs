//! Code of `derive(Literals)`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use crate::shape::Item;

/// A string literal and its variant.
pub(crate) struct StringChoice<'a> {
    pub ident: &'a Ident,
    pub text: &'a str,
}

pub(crate) fn items(item: &Item<'_>, choices: &[StringChoice<'_>]) -> TokenStream {
    let runtime = &item.runtime;
    let (name, visibility) = (&item.input.ident, &item.input.vis);
    let allow = item.allow();
    let (parameters, arguments, bounds) = item.input.generics.split_for_impl();
    let (idents, texts): (Vec<_>, Vec<_>) = choices
        .iter()
        .map(|choice| (choice.ident, choice.text))
        .unzip();
    let to_text = if choices.is_empty() {
        quote! { match *self {} }
    } else {
        quote! { match self { #(Self::#idents => #texts,)* } }
    };
    quote! {
        #allow
        #[automatically_derived]
        impl #parameters #name #arguments #bounds {
            /// All literals, in the order of the validator.
            #visibility const ALL: &'static [Self] = &[#(Self::#idents),*];

            /// The literal as it is on the wire.
            #visibility const fn as_str(&self) -> &'static ::core::primitive::str { #to_text }
        }

        #[automatically_derived]
        impl #parameters ::core::fmt::Display for #name #arguments #bounds {
            fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { __f.pad(self.as_str()) }
        }

        #allow
        #[automatically_derived]
        impl #parameters ::core::str::FromStr for #name #arguments #bounds {
            type Err = #runtime::UnknownLiteral;

            fn from_str(__text: &::core::primitive::str) -> ::core::result::Result<Self, #runtime::UnknownLiteral> {
                match __text {
                    #(#texts => ::core::result::Result::Ok(Self::#idents),)*
                    _ => ::core::result::Result::Err(#runtime::UnknownLiteral::new(&[#(#texts),*])),
                }
            }
        }

        #[automatically_derived]
        impl #parameters #runtime::RecordKey for #name #arguments #bounds {
            fn as_key(&self) -> &::core::primitive::str { self.as_str() }

            fn from_key(__text: &::core::primitive::str) -> ::core::option::Option<Self> {
                ::core::result::Result::ok(::core::str::FromStr::from_str(__text))
            }
        }
    }
}
