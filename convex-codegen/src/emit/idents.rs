//! `model::Ident` as a token, and paths of them.

use proc_macro2::{Ident, Span};
use syn::{Path, Token};

use super::tree;
use crate::model;

/// The token of `ident`, raw where it is a keyword.
pub(super) fn ident(ident: &model::Ident) -> Ident {
    if ident.is_raw() {
        Ident::new_raw(ident.text(), Span::call_site())
    } else {
        Ident::new(ident.text(), Span::call_site())
    }
}

/// `a::b::c` of plain names.
pub(super) fn path(names: &str) -> Path {
    tree::path(None, names.split("::").map(tree::name))
}

/// A path that the user wrote.
pub(super) fn rust_path(target: &model::RustPath) -> Path {
    let names = target.names.iter().map(|name| tree::name(name));
    tree::path(target.global.then(<Token![::]>::default), names)
}
