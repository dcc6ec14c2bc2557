//! [`model::File`](crate::model::File) to syntax: total, no decisions but how a name is written where it stands.

mod attributes;
mod enums;
mod handles;
mod idents;
mod imports;
mod scope;
#[cfg(test)]
mod speed;
mod structs;

use syn::{Attribute, parse_quote};

use crate::model::{Alias, File, Item, Module, RustDocs};

use idents::{ident, rust_path};
use scope::Scope;

/// The syntax of `file`.
pub fn emit(file: &File) -> syn::File {
    let mut scope = Scope::new(file);
    let (modules, items): (Vec<&Item>, Vec<&Item>) = file
        .items
        .iter()
        .partition(|item| matches!(item, Item::Module(_)));
    let modules: Vec<syn::Item> = modules
        .into_iter()
        .map(|item| emit_item(item, &mut scope))
        .collect();
    let items: Vec<syn::Item> = items
        .into_iter()
        .map(|item| emit_item(item, &mut scope))
        .collect();
    let mut attributes = attributes::inner_docs(&file.docs);
    if file.module.len() == 1 {
        attributes.extend(root_lints());
    }
    syn::File {
        shebang: None,
        frontmatter: None,
        attrs: attributes,
        items: modules
            .into_iter()
            .chain(imports::imports(&scope))
            .chain(items)
            .collect(),
    }
}

fn emit_item(item: &Item, scope: &mut Scope<'_>) -> syn::Item {
    match item {
        Item::Module(item) => module(item),
        Item::Handle(item) => handles::handle(item, scope),
        Item::TableId(docs) => table_id(docs, scope),
        Item::Alias(item) => alias(item),
        Item::Struct(item) => structs::structure(item, scope),
        Item::Enum(item) => enums::enumeration(item, scope),
    }
}

fn module(module: &Module) -> syn::Item {
    let docs = attributes::docs(&module.docs);
    let name = ident(&module.name);
    parse_quote!(#docs pub mod #name;)
}

fn alias(item: &Alias) -> syn::Item {
    let docs = attributes::docs(&item.docs);
    let (name, target) = (ident(&item.name), rust_path(&item.target));
    parse_quote!(#docs pub type #name = #target;)
}

fn table_id(docs: &RustDocs, scope: &Scope<'_>) -> syn::Item {
    let docs = attributes::docs(docs);
    let id = scope.qualified("Id");
    parse_quote!(#docs pub type Id = #id<Doc>;)
}

/// What the backend's names and shapes make of lints, on each root module and so on everything below.
fn root_lints() -> [Attribute; 2] {
    [
        parse_quote!(#![allow(dead_code, deprecated, missing_docs, non_upper_case_globals, unreachable_pub)]),
        parse_quote!(#![allow(clippy::all, clippy::nursery, clippy::pedantic)]),
    ]
}
