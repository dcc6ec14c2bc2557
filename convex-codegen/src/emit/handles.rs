//! Handles: the constants that stand for functions.

use crate::{
    model::{FunctionKind, Handle, Visibility},
    print::Page,
};

use super::{attributes, scope::Scope};

/// `pub const process: Action<ProcessArgs, ProcessReturns> = Action::new("payments:process");`
pub fn handle(handle: &Handle, scope: &mut Scope<'_>, page: &mut Page) {
    attributes::docs(&handle.docs, page);
    let kind = scope.runtime(match handle.kind {
        FunctionKind::Query => "Query",
        FunctionKind::Mutation => "Mutation",
        FunctionKind::Action => "Action",
    });
    let mut parameters = vec![scope.ty(&handle.args), scope.ty(&handle.returns)];
    if handle.visibility == Visibility::Internal {
        parameters.push(scope.runtime("Internal"));
    }
    let left = format!(
        "pub const {}: {kind}<{}> =",
        handle.name,
        parameters.join(", ")
    );
    page.pair(&left, &format!("{kind}::new({:?});", handle.path));
}
