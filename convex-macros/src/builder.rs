//! Code of `derive(Builder)`: a builder that knows in its type which required fields are set.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::{Error, Result, Type};

use crate::shape::{Field, Item, Presence, Shape};

/// A required field has a type parameter of the builder: `Missing`, then the field's type.
struct Slot<'a> {
    name: Ident,
    parameter: Option<Ident>,
    ty: &'a Type,
    /// True if it is a `bool` that says whether the field is there.
    flag: bool,
}

pub(crate) fn items(item: &Item<'_>) -> Result<TokenStream> {
    let Shape::Object(object) = &item.shape else {
        return Err(Error::new(
            item.input.ident.span(),
            "`Builder` is for structs",
        ));
    };
    if !item.input.generics.params.is_empty() {
        return Err(Error::new(
            item.input.ident.span(),
            "`Builder` is for structs without parameters",
        ));
    }
    let slots = slots(&object.fields)?;
    let runtime = &item.runtime;
    let (target, visibility, allow) = (&item.input.ident, &item.input.vis, item.allow());
    let builder = format_ident!("{target}Builder");
    let names: Vec<&Ident> = slots.iter().map(|slot| &slot.name).collect();
    let parameters: Vec<&Ident> = slots
        .iter()
        .filter_map(|slot| slot.parameter.as_ref())
        .collect();
    let required: Vec<&Type> = slots
        .iter()
        .filter(|slot| slot.parameter.is_some())
        .map(|slot| slot.ty)
        .collect();
    let missing = required.iter().map(|_| quote!(#runtime::Missing));
    let types = slots.iter().map(|slot| {
        if let Some(parameter) = &slot.parameter {
            quote!(#parameter)
        } else {
            let ty = slot.ty;
            quote!(#ty)
        }
    });
    let start = slots.iter().map(|slot| {
        if slot.parameter.is_some() {
            quote!(#runtime::Missing)
        } else if slot.flag {
            quote!(false)
        } else {
            quote!(::core::option::Option::None)
        }
    });
    let setters = slots
        .iter()
        .enumerate()
        .map(|(at, slot)| setter(&builder, &slots, (at, slot)));
    // A field may be called `build`.
    let finish = Ident::new(
        if names.iter().any(|name| *name == "build") {
            "finish"
        } else {
            "build"
        },
        Span::call_site(),
    );
    Ok(quote! {
        #allow
        const _: () = {
            /// Sets fields one by one; the last step is there once all required ones are set.
            #[must_use]
            #visibility struct #builder<#(#parameters),*> { #(#names: #types),* }

            #[automatically_derived]
            impl #target {
                /// A builder with nothing set.
                #visibility const fn builder() -> #builder<#(#missing),*> {
                    #builder { #(#names: #start),* }
                }
            }

            #[automatically_derived]
            impl<#(#parameters),*> #builder<#(#parameters),*> { #(#setters)* }

            #[automatically_derived]
            impl #builder<#(#required),*> {
                /// The value.
                pub fn #finish(self) -> #target { #target { #(#names: self.#names),* } }
            }
        };
    })
}

fn slots<'a>(fields: &'a [Field<'_>]) -> Result<Vec<Slot<'a>>> {
    let slot = |(at, field): (usize, &'a Field<'_>)| match &field.member {
        syn::Member::Named(name) => Ok(Slot {
            name: name.clone(),
            parameter: field.is_required().then(|| format_ident!("__T{at}")),
            ty: field.ty,
            flag: matches!(field.presence, Presence::Flag(_)),
        }),
        syn::Member::Unnamed(index) => {
            Err(Error::new(index.span, "`Builder` needs fields with names"))
        }
    };
    fields.iter().enumerate().map(slot).collect()
}

fn setter(builder: &Ident, slots: &[Slot<'_>], (at, slot): (usize, &Slot<'_>)) -> TokenStream {
    let Slot {
        name,
        ty,
        parameter,
        ..
    } = slot;
    if parameter.is_none() {
        return quote! {
            /// Sets an optional field.
            pub fn #name(mut self, __value: impl ::core::convert::Into<#ty>) -> Self {
                self.#name = ::core::convert::Into::into(__value);
                self
            }
        };
    }
    let after = slots.iter().enumerate().filter_map(|(other, slot)| {
        let parameter = slot.parameter.as_ref()?;
        Some(if other == at {
            quote!(#ty)
        } else {
            quote!(#parameter)
        })
    });
    let values = slots.iter().enumerate().map(|(other, slot)| {
        let name = &slot.name;
        if other == at {
            quote!(#name: ::core::convert::Into::into(__value))
        } else {
            quote!(#name: self.#name)
        }
    });
    quote! {
        /// Sets a required field.
        pub fn #name(self, __value: impl ::core::convert::Into<#ty>) -> #builder<#(#after),*> {
            #builder { #(#values),* }
        }
    }
}
