//! What the Rust *will be*: files, items and types with all decisions made, no text yet.

mod ident;
mod item;
mod ty;

pub use ident::{Ident, Name};
pub use item::{Body, Derive, Enum, EnumShape, Field, Handle, Item, Module, RustDocs, Struct, Variant};
pub use ty::{Ty, TypePath};

/// All generated files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Crate {
    /// The files, the root first, then sorted by path.
    pub files: Vec<File>,
}

/// One generated file, which is one Rust module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where it goes, relative to the output folder: `api/payments.rs`.
    pub path: String,
    /// The module it is, from the root: `api`, `payments`; empty for the root.
    pub module: Vec<Ident>,
    /// What stands on top of it. The root has none: an included file may not start with inner docs.
    pub docs: RustDocs,
    /// Its items, in the order they are printed.
    pub items: Vec<Item>,
}
