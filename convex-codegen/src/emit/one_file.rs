//! All files as one: modules inside each other.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::model::{Crate, File, HEADER, Ident, Style};

use super::{attributes, layout::indented, parts};

/// The text of the root with all modules in it.
pub fn one_file(model: &Crate) -> String {
    let files = model.files.iter();
    let files: BTreeMap<&[Ident], &File> =
        files.map(|file| (file.module.as_slice(), file)).collect();
    format!("{HEADER}\n{}", module(&[], &files, model.style))
}

/// Writes the content of a module, with a blank line first unless it starts with its documentation.
fn module(path: &[Ident], files: &BTreeMap<&[Ident], &File>, style: Style) -> String {
    let Some(file) = files.get(path) else {
        return String::new();
    };
    let parts = parts(file, style);
    let mut text = parts.inner.clone();
    for child in &parts.modules {
        let mut below = path.to_vec();
        below.push(child.name.clone());
        let content = module(&below, files, style);
        let content = indented(content.trim_start_matches('\n'));
        let docs = attributes::docs(&child.docs);
        let (visibility, name) = (parts.visibility, &child.name);
        let _ = write!(text, "\n{docs}{visibility} mod {name} {{\n{content}}}\n");
    }
    parts.finish(text)
}
