//! All files as one: modules inside each other.

use std::{cmp::Reverse, collections::BTreeMap};

use syn::{Item, token::Brace};

use crate::model::{Crate, Ident};

use super::{emit, idents::ident};

/// The syntax of the root with all modules in it.
pub(crate) fn one_file(model: &Crate) -> syn::File {
    let files = model.files.iter();
    let mut files: BTreeMap<&[Ident], syn::File> = files
        .map(|file| (file.module.as_slice(), emit(file, model.style)))
        .collect();
    let mut modules: Vec<&[Ident]> = files.keys().copied().collect();
    modules.sort_by_key(|module| Reverse(module.len()));
    for module in modules {
        let Some((name, parent)) = module.split_last() else {
            break;
        };
        let name = ident(name);
        let file = files.remove(module).expect("each module is met once");
        let parent = files.get_mut(parent).expect("parents are shorter");
        let mut declarations = parent.items.iter_mut().filter_map(|item| match item {
            Item::Mod(declaration) => Some(declaration),
            _ => None,
        });
        let declaration = declarations
            .find(|declaration| declaration.ident == name)
            .expect("parents declare their modules");
        declaration.attrs.extend(file.attrs);
        declaration.content = Some((Brace::default(), file.items));
        declaration.semi = None;
    }
    files.remove(&[][..]).expect("there is a root")
}
