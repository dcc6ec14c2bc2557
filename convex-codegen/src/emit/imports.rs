//! The `use` lines of a file: std, then the runtime, then generated modules.

use syn::{Item, parse_quote};

use super::{idents::path, scope::Scope};

/// What `scope` was asked for, after everything else is emitted.
pub fn imports(scope: &Scope<'_>) -> Vec<Item> {
    let mut items = Vec::new();
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
    for target in scope.generated.values() {
        items.push(parse_quote!(use #target;));
    }
    items
}
