//! `model::Ident` as a token, and paths of them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model;

/// The token of `ident`, raw where it is a keyword.
pub fn ident(ident: &model::Ident) -> Ident {
    if ident.is_raw() {
        Ident::new_raw(ident.text(), Span::call_site())
    } else {
        Ident::new(ident.text(), Span::call_site())
    }
}

/// `a::b::c` of plain names.
pub fn path(names: &str) -> TokenStream {
    let names = names
        .split("::")
        .map(|name| Ident::new(name, Span::call_site()));
    quote!(#(#names)::*)
}

/// A path that the user wrote.
pub fn rust_path(target: &model::RustPath) -> TokenStream {
    let root = target.global.then(|| quote!(::));
    let names = target
        .names
        .iter()
        .map(|name| Ident::new(name, Span::call_site()));
    quote!(#root #(#names)::*)
}
