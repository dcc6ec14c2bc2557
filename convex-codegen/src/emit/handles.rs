//! Handles: the constants that stand for functions.

use crate::model::{FunctionKind, Handle, Visibility};

use super::{attributes, escape::string, layout::broken, scope::Scope};

/// `pub const process: Action<ProcessArgs, ProcessReturns> = Action::new("payments:process");`
pub fn handle(handle: &Handle, scope: &mut Scope<'_>) -> String {
    let kind = scope.runtime(match handle.kind {
        FunctionKind::Query => "Query",
        FunctionKind::Mutation => "Mutation",
        FunctionKind::Action => "Action",
    });
    let (args, returns) = (scope.ty(&handle.args), scope.ty(&handle.returns));
    let internal = match handle.visibility {
        Visibility::Public => String::new(),
        Visibility::Internal => format!(", {}", scope.runtime("Internal")),
    };
    let (visibility, name, path) = (scope.visibility(), &handle.name, string(&handle.path));
    let inferred = if handle.inferred { ".inferred()" } else { "" };
    let line = broken(
        &format!("{visibility} const {name}: {kind}<{args}, {returns}{internal}> ="),
        &format!("{kind}::new({path}){inferred};"),
    );
    attributes::docs(&handle.docs) + &line
}
