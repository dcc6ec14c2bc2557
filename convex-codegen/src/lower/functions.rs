//! Names of the constants that stand for functions.

use std::collections::BTreeMap;

use crate::{
    diagnostics::{Diagnostics, naming},
    ir::Function,
    model::Ident,
};

use super::{
    names::Case,
    places::{ModuleKey, function_module},
    renames::Renames,
};

/// The name of each of `functions`, distinct within its module.
pub(super) fn names(
    functions: &[&Function],
    renames: &mut Renames,
    problems: &mut Diagnostics,
) -> Vec<Ident> {
    let mut modules: BTreeMap<ModuleKey, Vec<usize>> = BTreeMap::new();
    for (at, function) in functions.iter().enumerate() {
        let module = function_module(&function.path, function.visibility);
        modules.entry(module).or_default().push(at);
    }
    let mut names = vec![Ident::new("_"); functions.len()];
    for (module, members) in modules {
        let exports: Vec<&str> = members
            .iter()
            .map(|at| functions[*at].path.export.as_str())
            .collect();
        let path = |export: &str| format!("{}:{export}", module.path());
        let (spelled, clashes) = renames.spell(&exports, Case::Snake, path);
        for clash in clashes {
            let function = |&at: &usize| functions[members[at]];
            let member = |at| (function(at).path.to_string(), function(at).span);
            let members: Vec<_> = clash.members.iter().map(member).collect();
            problems.push(naming::name_clash("functions", &clash.spelling, &members));
        }
        for (at, name) in members.into_iter().zip(spelled) {
            names[at] = name.rust;
        }
    }
    names
}
