//! Code that reads a shape.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Path, Type, spanned::Spanned};

use crate::{
    encode::literal_tokens,
    seen::Choice,
    shape::{Alternative, Contents, Field, Item, Object, Presence, Shape},
};

/// The trait that reads the parts.
pub(crate) struct Reader {
    convert: (&'static str, &'static str),
    required: &'static str,
    optional: &'static str,
}

impl Reader {
    /// Reads types that a client receives.
    pub(crate) const RECEIVED: Self = Self {
        convert: ("FromConvex", "from_convex"),
        required: "required",
        optional: "optional",
    };
    /// Reads, in the testing deployment, types that a client sends.
    pub(crate) const MIRRORED: Self = Self {
        convert: ("ToConvex", "receive"),
        required: "receive_required",
        optional: "receive_optional",
    };

    fn fields(&self, runtime: &Path, fields: &[Field<'_>]) -> TokenStream {
        fields
            .iter()
            .map(|field| {
                let Field {
                    member,
                    ty,
                    wire,
                    presence,
                } = field;
                // Errors about the type point at the type.
                let span = ty.span().resolved_at(Span::call_site());
                let method = match presence {
                    Presence::Required => self.required,
                    Presence::Optional => self.optional,
                    Presence::Flag(literal) => {
                        let literal = literal_tokens(runtime, literal);
                        return quote_spanned! { span => #member: __object.flag(#wire, &[#literal])?, };
                    }
                };
                let method = Ident::new(method, span);
                quote_spanned! { span => #member: __object.#method(#wire)?, }
            })
            .collect()
    }
}

pub(crate) fn body(item: &Item<'_>, reader: &Reader) -> TokenStream {
    match &item.shape {
        Shape::Object(all) => object(item, &[], all, &reading(item, &quote!(Self), all, reader)),
        Shape::Literal(literal) => {
            let literal = literal_tokens(&item.runtime, literal);
            quote! { __node.literal(&[#literal]).map(|_| Self) }
        }
        Shape::Transparent { ty } => {
            let read = convert(item, reader, ty);
            quote! { #read(__node).map(Self) }
        }
        Shape::Literals(choices) => {
            let literals = literals(item, choices);
            let arms = arms(choices.iter().map(|choice| {
                let ident = choice.ident;
                quote!(::core::result::Result::Ok(Self::#ident))
            }));
            if choices.is_empty() {
                return quote! { ::core::result::Result::Err(__node.expected("a member of an empty union")) };
            }
            quote! { match __node.literal(#literals)? { #arms } }
        }
        Shape::Tagged { tag, variants } => {
            let choices = variants.iter().map(|variant| &variant.choice);
            let literals = literals(item, choices);
            let arms = arms(variants.iter().map(|variant| {
                let ident = variant.choice.ident;
                match &variant.contents {
                    Contents::Fields(all) => {
                        let read = reading(item, &quote!(Self::#ident), all, reader);
                        let read = object(item, &[tag], all, &read);
                        quote!({ #read })
                    }
                    Contents::Object(ty) => {
                        let read = convert(item, reader, ty);
                        quote!(#read(__node).map(Self::#ident))
                    }
                }
            }));
            if variants.is_empty() {
                return quote! { ::core::result::Result::Err(__node.expected("a member of an empty union")) };
            }
            quote! { match __node.tag(#tag, #literals)? { #arms } }
        }
        Shape::Union(alternatives) => {
            let members = alternatives
                .iter()
                .map(|alternative| member(item, reader, alternative));
            quote! { __node.union(&[#(#members),*]) }
        }
    }
}

/// Opens the object, checks what is constant and reads its fields into the value that `read` makes.
fn object(item: &Item<'_>, tags: &[&String], all: &Object<'_>, read: &TokenStream) -> TokenStream {
    let Object { fields, constants } = all;
    let (required, optional): (Vec<_>, Vec<_>) =
        fields.iter().partition(|field| field.is_required());
    let names = constants.iter().map(|constant| constant.name.clone());
    let required = tags
        .iter()
        .map(|tag| (*tag).clone())
        .chain(names)
        .chain(required.iter().map(|field| field.wire.clone()));
    let optional = optional.iter().map(|field| &field.wire);
    let open = quote! { __node.object(&[#(#required),*], &[#(#optional),*])? };
    let checks = constants.iter().map(|constant| {
        let (name, literal) = (
            &constant.name,
            literal_tokens(&item.runtime, &constant.literal),
        );
        quote! { __object.constant(#name, &[#literal])?; }
    });
    if fields.is_empty() && constants.is_empty() {
        quote! { #open; #read }
    } else {
        quote! { let mut __object = #open; #(#checks)* #read }
    }
}

fn reading(
    item: &Item<'_>,
    path: &TokenStream,
    object: &Object<'_>,
    reader: &Reader,
) -> TokenStream {
    let fields = reader.fields(&item.runtime, &object.fields);
    quote! { ::core::result::Result::Ok(#path { #fields }) }
}

fn literals<'a>(item: &Item<'_>, choices: impl IntoIterator<Item = &'a Choice<'a>>) -> TokenStream {
    let literals = choices
        .into_iter()
        .map(|choice| literal_tokens(&item.runtime, &choice.literal));
    quote!(&[#(#literals),*])
}

/// Match arms `0 => a, 1 => b, _ => c`.
fn arms(values: impl ExactSizeIterator<Item = TokenStream>) -> TokenStream {
    let last = values.len().saturating_sub(1);
    values
        .enumerate()
        .map(|(position, value)| {
            if position == last {
                quote! { _ => #value, }
            } else {
                quote! { #position => #value, }
            }
        })
        .collect()
}

fn member(item: &Item<'_>, reader: &Reader, alternative: &Alternative<'_>) -> TokenStream {
    let runtime = &item.runtime;
    match alternative {
        Alternative::Literal(choice) => {
            let ident = choice.ident;
            let literal = literal_tokens(runtime, &choice.literal);
            quote! { |__node| __node.literal(&[#literal]).map(|_| Self::#ident) }
        }
        Alternative::Type { ident, ty } => {
            let read = convert(item, reader, ty);
            quote! { |__node| #read(__node).map(Self::#ident) }
        }
    }
}

/// The function that reads a part of type `ty`; errors about it point there.
fn convert(item: &Item<'_>, reader: &Reader, ty: &Type) -> TokenStream {
    let runtime = &item.runtime;
    let span = ty.span().resolved_at(Span::call_site());
    let name = Ident::new(reader.convert.0, span);
    let method = Ident::new(reader.convert.1, span);
    quote_spanned! { span => #runtime::#name::#method }
}
