//! Documentation, derives and `#[convex(..)]`.

use proc_macro2::{Literal as Number, TokenStream};
use quote::{ToTokens, quote};
use syn::{AttrStyle, Attribute, Token};

use crate::model::{Derive, Literal, Name, RustDocs};

use super::{
    idents::{path, rust_path},
    scope::Scope,
    tree,
};

/// `/// ..` and `#[deprecated]`.
pub(super) fn docs(docs: &RustDocs) -> Vec<Attribute> {
    let lines = docs.lines.iter().map(|line| tree::doc(&doc_text(line)));
    let deprecated = docs.deprecated.as_ref().map(|note| match note.as_str() {
        "" => tree::word("deprecated"),
        note => tree::list("deprecated", quote!(note = #note)),
    });
    lines.chain(deprecated).collect()
}

/// `//! ..`.
pub(super) fn inner_docs(docs: &RustDocs) -> Vec<Attribute> {
    let inner = |line: &String| Attribute {
        style: AttrStyle::Inner(<Token![!]>::default()),
        ..tree::doc(&doc_text(line))
    };
    docs.lines.iter().map(inner).collect()
}

/// A line of documentation as the attribute holds it: with the space that stands before it in a
/// comment.
fn doc_text(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

/// `#[derive(..)]`.
pub(super) fn derives(derives: &[Derive], scope: &mut Scope<'_>) -> Attribute {
    let names = derives.iter().map(|derive| match derive {
        Derive::Debug => path("Debug"),
        Derive::Clone => path("Clone"),
        Derive::Copy => path("Copy"),
        Derive::PartialEq => path("PartialEq"),
        Derive::Eq => path("Eq"),
        Derive::PartialOrd => path("PartialOrd"),
        Derive::Ord => path("Ord"),
        Derive::Hash => path("Hash"),
        Derive::Default => path("Default"),
        Derive::FromConvex => scope.runtime("FromConvex"),
        Derive::ToConvex => scope.runtime("ToConvex"),
        Derive::Literals => scope.runtime("Literals"),
        Derive::Builder => scope.runtime("Builder"),
        Derive::Other(derive) => rust_path(derive),
    });
    tree::list("derive", separated(names))
}

/// `#[convex(..)]` with `arguments`, if there are any.
pub(super) fn convex(arguments: impl Iterator<Item = TokenStream>) -> Option<Attribute> {
    let arguments = separated(arguments);
    (!arguments.is_empty()).then(|| tree::list("convex", arguments))
}

/// `a, b, c`.
fn separated(parts: impl Iterator<Item = impl ToTokens>) -> TokenStream {
    let mut all = TokenStream::new();
    for part in parts {
        if !all.is_empty() {
            all.extend(quote!(,));
        }
        part.to_tokens(&mut all);
    }
    all
}

/// `table = ".."`, if it is the document of a table.
pub(super) fn table(table: Option<&str>) -> Option<TokenStream> {
    table.map(|table| quote!(table = #table))
}

/// The name on the wire, where the Rust name does not tell it.
pub(super) fn wire_name(name: &Name) -> Option<TokenStream> {
    let wire = &name.wire;
    (!name.is_conventional()).then(|| quote!(#wire))
}

/// A literal as Rust writes it.
pub(super) fn literal(literal: &Literal) -> TokenStream {
    match literal {
        Literal::String(text) => quote!(#text),
        Literal::Float64(bits) => {
            let value = f64::from_bits(*bits);
            if value.is_nan() {
                return quote!(nan);
            }
            if value.is_infinite() {
                return if value > 0.0 {
                    quote!(infinity)
                } else {
                    quote!(-infinity)
                };
            }
            let minus = value.is_sign_negative().then(|| quote!(-));
            let digits = Number::f64_unsuffixed(value.abs());
            quote!(#minus #digits)
        }
        Literal::Int64(value) => {
            let minus = value.is_negative().then(|| quote!(-));
            // `unsigned_abs` knows the one value whose negation does not fit.
            let digits: TokenStream = format!("{}i64", value.unsigned_abs())
                .parse()
                .unwrap_or_default();
            quote!(#minus #digits)
        }
        Literal::Boolean(value) => quote!(#value),
    }
}
