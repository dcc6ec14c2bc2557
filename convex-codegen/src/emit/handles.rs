//! Handles: the constants that stand for functions.

use quote::quote;
use syn::{Item, parse_quote};

use crate::model::{FunctionKind, Handle, Visibility};

use super::{attributes, idents::ident, scope::Scope};

/// `pub const process: Action<ProcessArgs, ProcessReturns> = Action::new("payments:process");`
pub fn handle(handle: &Handle, scope: &mut Scope<'_>) -> Item {
    let docs = attributes::docs(&handle.docs);
    let name = ident(&handle.name);
    let kind = scope.runtime(match handle.kind {
        FunctionKind::Query => "Query",
        FunctionKind::Mutation => "Mutation",
        FunctionKind::Action => "Action",
    });
    let (args, returns) = (scope.ty(&handle.args), scope.ty(&handle.returns));
    let internal = match handle.visibility {
        Visibility::Public => None,
        Visibility::Internal => Some(scope.runtime("Internal")).map(|internal| quote!(, #internal)),
    };
    let (visibility, path) = (scope.visibility(), &handle.path);
    let inferred = handle.inferred.then(|| quote!(.inferred()));
    parse_quote!(#docs #visibility const #name: #kind<#args, #returns #internal> = #kind::new(#path) #inferred;)
}
