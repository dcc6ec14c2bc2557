//! Code that writes a shape.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::{Path, Type, spanned::Spanned};

use crate::{
    attribute::Literal,
    shape::{Alternative, Contents, Field, Item, Object, Presence, Shape, Variant},
};

/// The trait that writes the parts.
pub(crate) struct Writer {
    convert: (&'static str, &'static str),
    field: &'static str,
    optional: &'static str,
}

impl Writer {
    /// Writes types that a client sends.
    pub(crate) const SENT: Self = Self {
        convert: ("ToConvex", "to_convex"),
        field: "field",
        optional: "optional",
    };
    /// Writes, in the testing deployment, types that a client receives.
    pub(crate) const MIRRORED: Self = Self {
        convert: ("FromConvex", "send"),
        field: "send_field",
        optional: "send_optional",
    };

    fn field(&self, runtime: &Path, field: &Field<'_>, value: &TokenStream) -> TokenStream {
        // Errors about the type point at the type.
        let span = field.ty.span().resolved_at(Span::call_site());
        let name = &field.wire;
        let method = match &field.presence {
            Presence::Required => self.field,
            Presence::Optional => self.optional,
            Presence::Flag(literal) => {
                let literal = literal_tokens(runtime, literal);
                return quote_spanned! { span => __out.flag(#name, #value, #literal); };
            }
        };
        let method = Ident::new(method, span);
        quote_spanned! { span => __out.#method(#name, #value); }
    }

    /// The fields of an object; `value` is how one of them is referred to.
    fn object(
        &self,
        runtime: &Path,
        object: &Object<'_>,
        value: impl Fn(usize, &Field<'_>) -> TokenStream,
    ) -> TokenStream {
        let constants = object.constants.iter().map(|constant| {
            let (name, literal) = (&constant.name, literal_tokens(runtime, &constant.literal));
            quote! { __out.constant(#name, #literal); }
        });
        let fields = object.fields.iter().enumerate();
        let fields = fields.map(|(at, field)| self.field(runtime, field, &value(at, field)));
        quote! { #(#constants)* #(#fields)* }
    }
}

pub(crate) fn body(item: &Item<'_>, writer: &Writer) -> TokenStream {
    match &item.shape {
        Shape::Object(object) => {
            let fields = writer.object(&item.runtime, object, |_, field| {
                let member = &field.member;
                let span = field.ty.span().resolved_at(Span::call_site());
                quote_spanned!(span => &self.#member)
            });
            quote! { __out.begin_object(); #fields __out.end_object(); }
        }
        Shape::Literal(literal) => write_literal(&item.runtime, literal),
        Shape::Transparent { ty } => {
            let write = convert(item, writer, ty);
            quote! { #write(&self.0, __out) }
        }
        Shape::Literals(choices) => {
            let arms = choices.iter().map(|choice| {
                let ident = choice.ident;
                let write = write_literal(&item.runtime, &choice.literal);
                quote! { Self::#ident => #write, }
            });
            choose(&arms.collect())
        }
        Shape::Tagged { tag, variants } => {
            let arms = variants
                .iter()
                .map(|variant| tagged(item, writer, (tag, variant)));
            choose(&arms.collect())
        }
        Shape::Union(alternatives) => {
            let arms = alternatives
                .iter()
                .map(|alternative| member(item, writer, alternative));
            choose(&arms.collect())
        }
    }
}

fn choose(arms: &TokenStream) -> TokenStream {
    if arms.is_empty() {
        quote! { match *self {} }
    } else {
        quote! { match self { #arms } }
    }
}

fn tagged(item: &Item<'_>, writer: &Writer, (tag, variant): (&str, &Variant<'_>)) -> TokenStream {
    let ident = variant.choice.ident;
    let runtime = &item.runtime;
    let object = match &variant.contents {
        Contents::Fields(object) => object,
        Contents::Object(ty) => {
            let write = convert(item, writer, ty);
            return quote! { Self::#ident(__value) => #write(__value, __out), };
        }
    };
    let literal = write_literal(runtime, &variant.choice.literal);
    let members = object.fields.iter().map(|field| &field.member);
    // Bound under names of ours: neither a field nor a handle beside the type is called `__field0`.
    let names: Vec<Ident> = (0..object.fields.len())
        .map(|position| format_ident!("__field{position}"))
        .collect();
    let fields = writer.object(runtime, object, |at, _| {
        let name = &names[at];
        quote!(#name)
    });
    quote! {
        Self::#ident { #(#members: #names),* } => {
            __out.begin_object();
            __out.name(#tag);
            #literal;
            #fields
            __out.end_object();
        }
    }
}

fn member(item: &Item<'_>, writer: &Writer, alternative: &Alternative<'_>) -> TokenStream {
    let runtime = &item.runtime;
    match alternative {
        Alternative::Literal(choice) => {
            let ident = choice.ident;
            let write = write_literal(runtime, &choice.literal);
            quote! { Self::#ident => #write, }
        }
        Alternative::Type { ident, ty } => {
            let write = convert(item, writer, ty);
            quote! { Self::#ident(__value) => #write(__value, __out), }
        }
    }
}

/// The function that writes a part of type `ty`; errors about it point there.
fn convert(item: &Item<'_>, writer: &Writer, ty: &Type) -> TokenStream {
    let runtime = &item.runtime;
    let span = ty.span().resolved_at(Span::call_site());
    let name = Ident::new(writer.convert.0, span);
    let method = Ident::new(writer.convert.1, span);
    quote_spanned! { span => #runtime::#name::#method }
}

fn write_literal(runtime: &Path, literal: &Literal) -> TokenStream {
    match literal {
        Literal::String(text) => quote!(__out.string(#text)),
        other => {
            let literal = literal_tokens(runtime, other);
            quote!(__out.literal(#literal))
        }
    }
}

/// A literal as a `convex_runtime::Literal`.
pub(crate) fn literal_tokens(runtime: &Path, literal: &Literal) -> TokenStream {
    match literal {
        Literal::String(value) => quote!(#runtime::Literal::String(#value)),
        Literal::Float64(value) => {
            let value = float(*value);
            quote!(#runtime::Literal::Float64(#value))
        }
        Literal::Int64(value) => quote!(#runtime::Literal::Int64(#value)),
        Literal::Boolean(value) => quote!(#runtime::Literal::Boolean(#value)),
    }
}

/// A number, also one that Rust has no literal for.
fn float(value: f64) -> TokenStream {
    if value.is_nan() {
        quote!(::core::primitive::f64::NAN)
    } else if value == f64::INFINITY {
        quote!(::core::primitive::f64::INFINITY)
    } else if value == f64::NEG_INFINITY {
        quote!(::core::primitive::f64::NEG_INFINITY)
    } else {
        quote!(#value)
    }
}
