//! Code for the values that a shape allows, for the testing deployment.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::{
    attribute::Literal,
    encode::literal_tokens,
    shape::{Alternative, Contents, Field, Item, Object, Presence, Shape},
};

/// `name` is the trait that knows the validators of the parts.
pub(crate) fn body(item: &Item<'_>, name: &str) -> TokenStream {
    let runtime = &item.runtime;
    let name = Ident::new(name, Span::call_site());
    match &item.shape {
        Shape::Object(object) => {
            let fields = entries(item, &name, object);
            quote! { #runtime::convert::Validator::Object(&[#fields]) }
        }
        Shape::Literal(value) => literal(item, value),
        Shape::Transparent { ty } => quote! { <#ty as #runtime::#name>::validator() },
        Shape::Literals(choices) => {
            let choices = choices
                .iter()
                .map(|choice| literal_tokens(runtime, &choice.literal));
            quote! { #runtime::convert::Validator::Literals(&[#(#choices),*]) }
        }
        Shape::Tagged { tag, variants } => {
            let members = variants.iter().map(|variant| {
                let literal = literal(item, &variant.choice.literal);
                let object = match &variant.contents {
                    Contents::Fields(object) => object,
                    Contents::Object(ty) => {
                        return quote! { <#ty as #runtime::#name>::validator };
                    }
                };
                let fields = entries(item, &name, object);
                quote! {
                    || #runtime::convert::Validator::Object(&[
                        #runtime::convert::FieldValidator {
                            name: #tag,
                            presence: #runtime::convert::Presence::Required,
                            validator: || #literal,
                        },
                        #fields
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

/// Writes the validators of an object's fields, constants included.
fn entries(item: &Item<'_>, name: &Ident, object: &Object<'_>) -> TokenStream {
    let runtime = &item.runtime;
    let constants = object.constants.iter().map(|constant| {
        let (name, literal) = (&constant.name, literal(item, &constant.literal));
        quote! {
            #runtime::convert::FieldValidator {
                name: #name,
                presence: #runtime::convert::Presence::Required,
                validator: || #literal,
            }
        }
    });
    let fields = object.fields.iter().map(|field| entry(item, name, field));
    let all = constants.chain(fields);
    quote! { #(#all),* }
}

fn entry(item: &Item<'_>, name: &Ident, field: &Field<'_>) -> TokenStream {
    let runtime = &item.runtime;
    let Field { ty, wire, .. } = field;
    if let Presence::Flag(value) = &field.presence {
        let literal = literal(item, value);
        return quote! {
            #runtime::convert::FieldValidator {
                name: #wire,
                presence: #runtime::convert::Presence::Optional,
                validator: || #literal,
            }
        };
    }
    let presence = if field.is_required() {
        "Required"
    } else {
        "Optional"
    };
    let presence = Ident::new(presence, Span::call_site());
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
