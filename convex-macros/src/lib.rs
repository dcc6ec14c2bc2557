//! `derive(ToConvex)`, `derive(FromConvex)` and `derive(Literals)` for `convex-runtime`, which
//! re-exports and documents them.
//!
//! `attribute` reads `#[convex(..)]`, `shape` checks the item and derives its wire form, and
//! `encode`, `decode`, `validator` and `literals` write code for a shape.
#![warn(unreachable_pub)]

mod attribute;
mod builder;
mod decode;
mod derive;
mod encode;
mod literals;
mod page;
mod seen;
mod shape;
mod validator;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Implements `ToConvex`: the type can be sent to Convex.
#[proc_macro_derive(ToConvex, attributes(convex))]
pub fn to_convex(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::to_convex(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Implements `FromConvex`: the type can be received from Convex. With `#[convex(table = "tasks")]`
/// also `Table`.
#[proc_macro_derive(FromConvex, attributes(convex))]
pub fn from_convex(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::from_convex(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Implements `as_str`, `ALL`, `Display`, `FromStr` and `RecordKey` for an enum of string literals.
#[proc_macro_derive(Literals, attributes(convex))]
pub fn literals(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::literals(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Implements `builder()` for a struct with required and optional fields: `build` is there once all
/// required ones are set.
#[proc_macro_derive(Builder, attributes(convex))]
pub fn builder(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive::builder(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
