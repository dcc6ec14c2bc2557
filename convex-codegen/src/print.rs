//! A file's items as text: prettyplease item by item, one blank line between, modules and imports in blocks.

use syn::{File, Item};

/// The text of `file`, which starts with `header`.
pub fn print(header: &str, file: File) -> String {
    let mut text = format!("{header}\n");
    if !file.attrs.is_empty() {
        text.push('\n');
        text.push_str(&prettyplease::unparse(&File {
            attrs: file.attrs,
            ..empty()
        }));
    }
    let mut previous = None;
    for item in file.items {
        let block = block(&item);
        if block == Block::Own || previous != Some(block) {
            text.push('\n');
        }
        previous = Some(block);
        text.push_str(&prettyplease::unparse(&File {
            items: vec![item],
            ..empty()
        }));
    }
    text
}

/// Items that stand together without a blank line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    Use,
    Module,
    Own,
}

fn block(item: &Item) -> Block {
    match item {
        Item::Use(_) => Block::Use,
        Item::Mod(item) if item.attrs.is_empty() => Block::Module,
        _ => Block::Own,
    }
}

fn empty() -> File {
    File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: Vec::new(),
    }
}
