//! The `use` lines of a file: std, then the runtime, then generated modules.

use std::fmt::Write as _;

use std::collections::BTreeMap;

use crate::model::Ident;

use super::{
    layout::list,
    scope::{Import, Scope},
};

/// Writes the imports that `scope` was asked for; call it after everything else is emitted.
pub fn imports(scope: &Scope<'_>) -> String {
    let mut text = String::new();
    if scope.imports_prelude() {
        text.push_str("use ::std::prelude::v1::*;\n");
    }
    for name in &scope.std {
        let _ = writeln!(text, "use {};", scope.absolute(name));
    }
    let names: Vec<String> = scope
        .runtime
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    let runtime = scope.absolute("convex_runtime");
    match names.as_slice() {
        [] => {}
        [only] => {
            let _ = writeln!(text, "use {runtime}::{only};");
        }
        all => text.push_str(&list(&format!("use {runtime}::{{"), all, "};")),
    }
    let mut modules: BTreeMap<(usize, &[Ident]), Vec<&Import>> = BTreeMap::new();
    for target in scope.generated.values() {
        modules.entry(target.module()).or_default().push(target);
    }
    for targets in modules.into_values() {
        match targets.as_slice() {
            [only] => {
                let _ = writeln!(text, "use {only};");
            }
            all => {
                let names: Vec<String> = all.iter().map(|target| target.name()).collect();
                text.push_str(&list(&format!("use {}::{{", all[0].parent()), &names, "};"));
            }
        }
    }
    text
}
