//! Code that says which values a shape allows, for the testing deployment.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::{
    attribute::Literal,
    encode::literal_tokens,
    shape::{Alternative, Contents, Field, Item, Shape},
};

/// `name` is the trait that knows the validators of the parts.
pub fn body(item: &Item<'_>, name: &str) -> TokenStream {
    let runtime = &item.runtime;
    let name = Ident::new(name, Span::call_site());
    match &item.shape {
        Shape::Object(fields) => {
            let fields = fields.iter().map(|field| entry(item, &name, field));
            quote! { #runtime::convert::Validator::Object(&[#(#fields),*]) }
        }
        Shape::Literals(choices) => {
            let choices = choices
                .iter()
                .map(|choice| literal_tokens(runtime, &choice.literal));
            quote! { #runtime::convert::Validator::Literals(&[#(#choices),*]) }
        }
        Shape::Tagged { tag, variants } => {
            let members = variants.iter().map(|variant| {
                let literal = literal(item, &variant.choice.literal);
                let fields = match &variant.contents {
                    Contents::Fields(fields) => fields,
                    Contents::Object(ty) => {
                        return quote! { <#ty as #runtime::#name>::validator };
                    }
                };
                let fields = fields.iter().map(|field| entry(item, &name, field));
                quote! {
                    || #runtime::convert::Validator::Object(&[
                        #runtime::convert::FieldValidator {
                            name: #tag,
                            presence: #runtime::convert::Presence::Required,
                            validator: || #literal,
                        },
                        #(#fields),*
                    ])
                }
            });
            quote! { #runtime::convert::Validator::Union(&[#(#members),*]) }
        }
        Shape::Union(alternatives) => {
            let members = alternatives.iter().map(|alternative| match alternative {
                Alternative::Literal(choice) => {
                    let literal = literal(item, &choice.literal);
                    quote! { || #literal }
                }
                Alternative::Type { ty, .. } => quote! { <#ty as #runtime::#name>::validator },
            });
            quote! { #runtime::convert::Validator::Union(&[#(#members),*]) }
        }
    }
}

fn entry(item: &Item<'_>, name: &Ident, field: &Field<'_>) -> TokenStream {
    let runtime = &item.runtime;
    let Field { ty, wire, .. } = field;
    let presence = Ident::new(
        if field.optional {
            "Optional"
        } else {
            "Required"
        },
        Span::call_site(),
    );
    quote! {
        #runtime::convert::FieldValidator {
            name: #wire,
            presence: #runtime::convert::Presence::#presence,
            validator: <#ty as #runtime::#name>::validator,
        }
    }
}

fn literal(item: &Item<'_>, literal: &Literal) -> TokenStream {
    let runtime = &item.runtime;
    let literal = literal_tokens(runtime, literal);
    quote! { #runtime::convert::Validator::Literals(&[#literal]) }
}
