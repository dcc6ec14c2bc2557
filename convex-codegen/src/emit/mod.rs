//! [`model::File`](crate::model::File) to syntax: total, no decisions but how a name is written
//! where it stands.

mod attributes;
mod bindings;
mod enums;
mod handles;
mod idents;
mod imports;
mod one_file;
mod routes;
mod scope;
mod structs;
mod tree;

use syn::{
    Attribute, Generics, ItemType, Token, Type, TypeModifiers, WhereClausePlacement, parse_quote,
};

use crate::model::{Alias, File, Item, Module, RustDocs, Style, TableId};

pub(crate) use one_file::one_file;

use idents::ident;
use scope::Scope;

/// The syntax of `file`, one of those that have `style`.
pub(crate) fn emit(file: &File, style: Style) -> syn::File {
    let mut scope = Scope::new(file, style);
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
    let check = file.module.is_empty().then(|| version_check(&scope));
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
            .chain(check)
            .chain(items)
            .collect(),
    }
}

/// The syntax of the items of `file` alone, which name things as in the whole file.
pub(crate) fn without_imports(file: &File, style: Style) -> syn::File {
    let mut scope = Scope::new(file, style);
    let items = file.items.iter();
    syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: items.map(|item| emit_item(item, &mut scope)).collect(),
    }
}

/// A line that does not compile with a runtime of another version.
fn version_check(scope: &Scope<'_>) -> syn::Item {
    let (check, version) = (scope.qualified("generated_by"), env!("CARGO_PKG_VERSION"));
    parse_quote!(const _: () = #check(#version);)
}

fn emit_item(item: &Item, scope: &mut Scope<'_>) -> syn::Item {
    match item {
        Item::Module(item) => module(item, scope),
        Item::Handle(item) => handles::handle(item, scope),
        Item::Bindings(module) => bindings::bindings(module, scope),
        Item::BoundFunctions(item) => bindings::functions(item, scope),
        Item::Route(item) => routes::route(item, scope),
        Item::TableId(item) => table_id(item, scope),
        Item::Alias(item) => alias(item, scope),
        Item::Struct(item) => {
            scope.prelude = true; // its derives
            structs::structure(item, scope)
        }
        Item::Enum(item) => {
            scope.prelude = true;
            enums::enumeration(item, scope)
        }
    }
}

fn module(module: &Module, scope: &Scope<'_>) -> syn::Item {
    let docs = attributes::docs(&module.docs);
    let visibility = (!module.is_private).then(|| scope.visibility());
    let name = ident(&module.name);
    parse_quote!(#(#docs)* #visibility mod #name;)
}

fn alias(item: &Alias, scope: &mut Scope<'_>) -> syn::Item {
    let target = scope.ty(&item.target);
    type_alias(ident(&item.name), target, (&item.docs, scope))
}

fn table_id(item: &TableId, scope: &Scope<'_>) -> syn::Item {
    let document = tree::named(ident(&item.document).into());
    let id = tree::generic(scope.qualified("Id"), [document]);
    type_alias(tree::name("Id"), id, (&item.docs, scope))
}

fn type_alias(name: syn::Ident, target: Type, (docs, scope): (&RustDocs, &Scope<'_>)) -> syn::Item {
    syn::Item::Type(ItemType {
        attrs: attributes::docs(docs),
        vis: scope.visibility(),
        modifiers: TypeModifiers::default(),
        type_token: <Token![type]>::default(),
        ident: name,
        generics: Generics::default(),
        eq_token: <Token![=]>::default(),
        ty: Box::new(target),
        semi_token: <Token![;]>::default(),
        where_clause_placement: WhereClausePlacement::Early,
    })
}

/// Lints that the backend's names and shapes would trip, allowed on each root module and so below
/// it.
fn root_lints() -> [Attribute; 2] {
    [
        parse_quote!(#![allow(dead_code, deprecated, missing_docs, non_upper_case_globals, unreachable_pub)]),
        parse_quote!(#![allow(clippy::all, clippy::nursery, clippy::pedantic)]),
    ]
}
