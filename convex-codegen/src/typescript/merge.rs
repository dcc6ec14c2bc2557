//! Fills in what validators leave open with what TypeScript says.

use std::collections::BTreeSet;

use super::{checked::CheckedTypes, known::Known, shape::Shape, to_ir::Lowering};
use crate::ir::{Api, Evidence, Signature, Type};

/// `api` with the types of `checked` where it has none, except in `stale` modules.
///
/// What a validator says stays: the server enforces it.
pub fn merge(mut api: Api, checked: &CheckedTypes, stale: &BTreeSet<String>) -> Merged {
    let known = Known::of(&api);
    let mut problems = Vec::new();
    let mut functions = std::mem::take(&mut api.functions);
    for function in &mut functions {
        let path = function.path.to_string();
        let Some(signature) = checked.functions.get(&path) else {
            continue;
        };
        if stale.contains(function.path.module.as_str()) {
            continue;
        }
        let mut lowering = Lowering::new(&mut api.types, &known, function.span);
        if is_open(&lowering, function.returns) && says_something(&signature.returns) {
            let ty = lowering.returns(&signature.returns);
            function.returns = Signature {
                ty,
                from: Some(Evidence::TypeScript),
            };
        }
        if is_open(&lowering, function.args) && matches!(signature.args, Shape::Object(_)) {
            let ty = lowering.shape(&signature.args);
            function.args = Signature {
                ty,
                from: Some(Evidence::TypeScript),
            };
        }
        let reasons: BTreeSet<String> = lowering.problems.into_iter().collect();
        problems.extend(reasons.into_iter().map(|reason| (path.clone(), reason)));
    }
    api.functions = functions;
    Merged { api, problems }
}

/// What comes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The backend.
    pub api: Api,
    /// Function, and why part of its type is opaque.
    pub problems: Vec<(String, String)>,
}

/// Whether nothing is known of a side.
pub fn is_open(lowering: &Lowering<'_>, signature: Signature) -> bool {
    signature.from.is_none() || matches!(lowering.types[signature.ty].ty, Type::Opaque)
}

/// Whether a shape is worth more than `Value`.
pub fn says_something(shape: &Shape) -> bool {
    !matches!(
        shape,
        Shape::Any | Shape::Unknown | Shape::Never | Shape::Unsupported(_)
    )
}
