//! [`model::File`](crate::model::File) to text: total, no decisions but how a name is written where it stands.
//!
//! What the backend says reaches the text through [`escape`] alone, or as a name, which `lower` made an identifier.

mod attributes;
mod enums;
mod escape;
mod handles;
mod imports;
mod layout;
mod one_file;
mod scope;
#[cfg(test)]
mod speed;
mod structs;

use std::fmt::Write as _;

use crate::model::{Alias, File, HEADER, Item, Module, Style, TableId};

pub use one_file::one_file;

use layout::broken;
use scope::Scope;

/// The parts of a file's text.
struct Parts {
    /// Documentation and lints of the module that the file is.
    inner: String,
    /// The modules below it.
    modules: Vec<Module>,
    visibility: &'static str,
    /// Imports, if any.
    imports: String,
    /// Everything else, each item with a blank line before it.
    items: String,
}

/// The text of `file`, one of those that have `style`.
pub fn emit(file: &File, style: Style) -> String {
    let parts = parts(file, style);
    let mut text = format!("{HEADER}\n");
    if !parts.inner.is_empty() {
        text.push('\n');
        text.push_str(&parts.inner);
    }
    if !parts.modules.is_empty() {
        text.push('\n');
    }
    for module in &parts.modules {
        let docs = attributes::docs(&module.docs);
        let (visibility, name) = (parts.visibility, &module.name);
        let _ = writeln!(text, "{docs}{visibility} mod {name};");
    }
    parts.finish(text)
}

/// The text of the items of `file` alone, which name things as in the whole file.
pub fn without_imports(file: &File, style: Style) -> String {
    parts(file, style).items
}

impl Parts {
    /// `text` with the imports and items behind it.
    fn finish(&self, mut text: String) -> String {
        if !self.imports.is_empty() {
            text.push('\n');
            text.push_str(&self.imports);
        }
        text.push_str(&self.items);
        text
    }
}

fn parts(file: &File, style: Style) -> Parts {
    let mut scope = Scope::new(file, style);
    let mut modules = Vec::new();
    let mut items = String::new();
    for item in &file.items {
        let text = match item {
            Item::Module(item) => {
                modules.push(item.clone());
                continue;
            }
            Item::Handle(item) => handles::handle(item, &mut scope),
            Item::TableId(item) => table_id(item, &scope),
            Item::Alias(item) => alias(item, &mut scope),
            Item::Struct(item) => {
                scope.prelude = true; // its derives
                structs::structure(item, &mut scope)
            }
            Item::Enum(item) => {
                scope.prelude = true;
                enums::enumeration(item, &mut scope)
            }
        };
        items.push('\n');
        items.push_str(&text);
    }
    if file.module.is_empty() {
        items.push('\n');
        items.push_str(&version_check(&scope));
    }
    let mut inner = attributes::inner_docs(&file.docs);
    if file.module.len() == 1 {
        inner.push_str(ROOT_LINTS);
    }
    Parts {
        inner,
        modules,
        visibility: scope.visibility(),
        imports: imports::imports(&scope),
        items,
    }
}

/// A line that does not compile with a runtime of another version.
fn version_check(scope: &Scope<'_>) -> String {
    let (check, version) = (scope.qualified("generated_by"), env!("CARGO_PKG_VERSION"));
    format!("const _: () = {check}({});\n", escape::string(version))
}

fn alias(item: &Alias, scope: &mut Scope<'_>) -> String {
    let (visibility, target) = (scope.visibility(), scope.ty(&item.target));
    let start = format!("{visibility} type {} =", item.name);
    attributes::docs(&item.docs) + &broken(&start, &format!("{target};"))
}

fn table_id(item: &TableId, scope: &Scope<'_>) -> String {
    let (visibility, id) = (scope.visibility(), scope.qualified("Id"));
    let docs = attributes::docs(&item.docs);
    format!("{docs}{visibility} type Id = {id}<{}>;\n", item.document)
}

/// Lints that the backend's names and shapes would trip, allowed on each root module and so below it.
const ROOT_LINTS: &str = "\
#![allow(dead_code, deprecated, missing_docs, non_upper_case_globals, unreachable_pub)]
#![allow(clippy::all, clippy::nursery, clippy::pedantic)]
";
