//! A file's items as text: prettyplease item by item, one blank line between, modules and imports
//! in blocks.

use syn::{Attribute, File, Item, ItemMod, UseTree};

/// The text of `file`, which starts with `header`.
pub(crate) fn print(header: &str, file: File) -> String {
    let mut text = format!("{header}\n");
    let is_doc = |attribute: &Attribute| attribute.path().is_ident("doc");
    let (docs, lints): (Vec<_>, Vec<_>) = file.attrs.into_iter().partition(is_doc);
    for attributes in [docs, lints] {
        if !attributes.is_empty() {
            text.push('\n');
            text.push_str(&unparse(attributes, Vec::new()));
        }
    }
    items(&mut text, file.items);
    text
}

fn items(text: &mut String, items: Vec<Item>) {
    let mut previous = None;
    for item in items {
        let block = block(&item);
        if block == Block::Own || previous != Some(block) {
            text.push('\n');
        }
        previous = Some(block);
        match item {
            Item::Mod(item) if item.content.is_some() => module(text, item),
            item => text.push_str(&unparse(Vec::new(), vec![item])),
        }
    }
}

/// A module with its content, which is printed as that of a file and then moved to the right.
fn module(text: &mut String, mut module: ItemMod) {
    let content = module.content.as_mut();
    let content = content.map(|(_, items)| std::mem::take(items));
    let start = unparse(Vec::new(), vec![Item::Mod(module)]);
    let start = start.trim_end().trim_end_matches('}').trim_end();
    text.push_str(start);
    let mut inside = String::new();
    items(&mut inside, content.unwrap_or_default());
    text.push('\n');
    // What the module says of itself has a blank line below it, the brace has not.
    let inside = if start.ends_with('{') {
        inside.trim_start_matches('\n')
    } else {
        &inside
    };
    for line in inside.lines() {
        if !line.is_empty() {
            text.push_str("    ");
            text.push_str(line);
        }
        text.push('\n');
    }
    text.push_str("}\n");
}

fn unparse(attrs: Vec<Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&File {
        shebang: None,
        frontmatter: None,
        attrs,
        items,
    })
}

/// Items that stand together without a blank line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    Use(Origin),
    Module,
    Own,
}

/// Imports have a block for each origin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Std,
    Runtime,
    Generated,
}

fn block(item: &Item) -> Block {
    match item {
        Item::Use(item) => Block::Use(origin(&item.tree)),
        Item::Mod(item) if item.attrs.is_empty() && item.content.is_none() => Block::Module,
        _ => Block::Own,
    }
}

fn origin(import: &UseTree) -> Origin {
    match import {
        UseTree::Path(path) if path.ident == "std" => Origin::Std,
        UseTree::Path(path) if path.ident == "super" || path.ident == "self" => Origin::Generated,
        _ => Origin::Runtime,
    }
}
