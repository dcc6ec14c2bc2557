//! [`model::File`](crate::model::File) to text: total, no decisions but how a name is written where it stands.

mod attributes;
mod enums;
mod handles;
mod scope;
mod structs;

use crate::{
    model::{File, HEADER, Item, Module},
    print::Page,
};

use scope::Scope;

/// What the backend's names and shapes make of lints, on each root module and so on everything below.
const ALLOW: [&str; 2] = [
    "#![allow(dead_code, missing_docs, non_upper_case_globals, unreachable_pub)]",
    "#![allow(clippy::all, clippy::nursery, clippy::pedantic)]",
];

/// The text of `file`.
pub fn emit(file: &File) -> String {
    let mut scope = Scope::new(file);
    let mut body = Page::default();
    let mut after_module = false;
    for item in &file.items {
        let bare_module = matches!(item, Item::Module(module) if module.docs.lines.is_empty());
        if !(bare_module && after_module) {
            body.gap();
        }
        after_module = bare_module;
        match item {
            Item::Module(item) => module(item, &mut body),
            Item::Handle(item) => handles::handle(item, &mut scope, &mut body),
            Item::TableId(docs) => {
                attributes::docs(docs, &mut body);
                body.line(&format!("pub type Id = {}<Doc>;", scope.qualified("Id")));
            }
            Item::Struct(item) => structs::structure(item, &mut scope, &mut body),
            Item::Enum(item) => enums::enumeration(item, &mut scope, &mut body),
        }
    }
    let mut page = Page::default();
    page.line(HEADER);
    page.gap();
    for line in &file.docs.lines {
        page.line(format!("//! {line}").trim_end());
    }
    page.gap();
    if file.module.len() == 1 {
        for line in ALLOW {
            page.line(line);
        }
        page.gap();
    }
    scope.imports(&mut page);
    page.gap();
    page.join(&body)
}

fn module(module: &Module, page: &mut Page) {
    attributes::docs(&module.docs, page);
    page.line(&format!("pub mod {};", module.name));
}
