//! The `use` lines of a file: std, then the runtime, then generated modules.

use std::collections::BTreeMap;

use syn::{Item, parse_quote};

use crate::model::Ident;

use super::{
    idents::path,
    scope::{Import, Scope},
};

/// Returns the imports that `scope` was asked for; call it after everything else is emitted.
pub(super) fn imports(scope: &Scope<'_>) -> Vec<Item> {
    let mut items = Vec::new();
    if scope.imports_prelude() {
        items.push(parse_quote!(
            use ::std::prelude::v1::*;
        ));
    }
    for name in &scope.std {
        let name = scope.absolute(name);
        items.push(parse_quote!(use #name;));
    }
    let names: Vec<_> = scope.runtime.iter().map(|name| path(name)).collect();
    let runtime = scope.absolute("convex_runtime");
    match names.as_slice() {
        [] => {}
        [only] => items.push(parse_quote!(use #runtime::#only;)),
        all => items.push(parse_quote!(use #runtime::{#(#all),*};)),
    }
    let mut modules: BTreeMap<(usize, &[Ident]), Vec<&Import>> = BTreeMap::new();
    for target in scope.generated.values() {
        modules.entry(target.module()).or_default().push(target);
    }
    for targets in modules.into_values() {
        items.push(match targets.as_slice() {
            [only] => {
                let only = only.path(None);
                parse_quote!(use #only;)
            }
            all => {
                let module = all[0].parent().path(None);
                let names = all.iter().filter_map(|target| target.name());
                parse_quote!(use #module::{#(#names),*};)
            }
        });
    }
    items
}
