//! Code that reads a shape.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Type, spanned::Spanned};

use crate::{
    encode::literal_tokens,
    shape::{Alternative, Choice, Contents, Field, Item, Shape},
};

/// Which trait reads the parts.
pub struct Reader {
    convert: (&'static str, &'static str),
    required: &'static str,
    optional: &'static str,
}

impl Reader {
    /// What a client receives.
    pub const RECEIVED: Self = Self {
        convert: ("FromConvex", "from_convex"),
        required: "required",
        optional: "optional",
    };
    /// What the testing deployment receives: types that a client sends.
    pub const MIRRORED: Self = Self {
        convert: ("ToConvex", "receive"),
        required: "receive_required",
        optional: "receive_optional",
    };

    fn fields(&self, fields: &[Field<'_>]) -> TokenStream {
        fields
            .iter()
            .map(|field| {
                let Field {
                    member,
                    ty,
                    wire,
                    optional,
                } = field;
                // Errors about the type point at the type.
                let span = ty.span().resolved_at(Span::call_site());
                let method = Ident::new(
                    if *optional {
                        self.optional
                    } else {
                        self.required
                    },
                    span,
                );
                quote_spanned! { span => #member: __object.#method(#wire)?, }
            })
            .collect()
    }
}

pub fn body(item: &Item<'_>, reader: &Reader) -> TokenStream {
    match &item.shape {
        Shape::Object(fields) => object(&[], fields, &reading(&quote!(Self), fields, reader)),
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
                    Contents::Fields(fields) => {
                        let read = reading(&quote!(Self::#ident), fields, reader);
                        let read = object(&[tag], fields, &read);
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

/// Opens the object and reads its fields into the value that `read` makes.
fn object(tags: &[&String], fields: &[Field<'_>], read: &TokenStream) -> TokenStream {
    let (optional, required): (Vec<_>, Vec<_>) = fields.iter().partition(|field| field.optional);
    let required = tags
        .iter()
        .copied()
        .chain(required.iter().map(|field| &field.wire));
    let optional = optional.iter().map(|field| &field.wire);
    let open = quote! { __node.object(&[#(#required),*], &[#(#optional),*])? };
    if fields.is_empty() {
        quote! { #open; #read }
    } else {
        quote! { let mut __object = #open; #read }
    }
}

fn reading(path: &TokenStream, fields: &[Field<'_>], reader: &Reader) -> TokenStream {
    let fields = reader.fields(fields);
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
