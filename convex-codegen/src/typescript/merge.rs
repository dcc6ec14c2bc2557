//! Completes types that validators leave open with those that TypeScript infers.

use std::collections::BTreeSet;

use super::{checked::CheckedTypes, known::Known, shape::Shape, thrown::Errors, to_ir::Lowering};
use crate::{
    ir::{Api, Evidence, Function, Signature, Type, TypeDef, TypeId},
    resolve::Program,
    text::Docs,
};

/// Completes `api` with the types of `checked`, except in `stale` modules.
///
/// The types that validators declare stay, since the server enforces them.
pub(super) fn merge(
    mut api: Api,
    (checked, program): (&CheckedTypes, &Program),
    stale: &BTreeSet<String>,
) -> Merged {
    let errors = Errors::new(checked, program);
    let known = Known::of(&api);
    let mut problems = Vec::new();
    recognise(&mut api, checked, stale);
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
        let returns = if is_open(&lowering, function.returns) {
            if let Shape::Unsupported(reason) = &signature.returns {
                problems.push((path.clone(), reason.clone()));
            }
            says_something(&signature.returns).then(|| lowering.returns(&signature.returns))
        } else {
            fill(&mut lowering, function.returns.ty, &signature.returns)
        };
        let args = if is_open(&lowering, function.args) {
            matches!(signature.args, Shape::Object(_)).then(|| lowering.shape(&signature.args))
        } else {
            fill(&mut lowering, function.args.ty, &signature.args)
        };
        for (side, ty) in [(&mut function.returns, returns), (&mut function.args, args)] {
            if let Some(ty) = ty {
                *side = Signature {
                    ty,
                    from: Some(Evidence::TypeScript),
                };
            }
        }
        function.throws = errors.of(&path, &mut lowering);
        let reasons: BTreeSet<String> = lowering.problems.into_iter().collect();
        problems.extend(reasons.into_iter().map(|reason| (path.clone(), reason)));
    }
    api.functions = functions;
    Merged { api, problems }
}

/// Makes functions of the candidates that TypeScript takes for ones, and puts right what was
/// guessed of others.
fn recognise(api: &mut Api, checked: &CheckedTypes, stale: &BTreeSet<String>) {
    for candidate in std::mem::take(&mut api.candidates) {
        let signature = checked.functions.get(&candidate.path.to_string());
        let kind = signature.and_then(|signature| signature.kind);
        let is_stale = stale.contains(candidate.path.module.as_str());
        let Some((kind, visibility)) = kind.filter(|_| !is_stale) else {
            api.candidates.push(candidate);
            continue;
        };
        let mut functions = api.functions.iter_mut();
        if let Some(guessed) = functions.find(|function| function.path == candidate.path) {
            (guessed.kind, guessed.visibility) = (kind, visibility);
            continue;
        }
        let mut opaque = || Signature {
            ty: api.types.add(TypeDef {
                ty: Type::Opaque,
                origin: None,
                docs: Docs::default(),
                span: candidate.span,
            }),
            from: None,
        };
        let (args, returns) = (opaque(), opaque());
        api.functions.push(Function {
            path: candidate.path,
            kind,
            visibility,
            args,
            returns,
            throws: None,
            annotation: None,
            args_annotation: None,
            docs: Docs::default(),
            span: candidate.span,
        });
    }
    api.functions.sort_by(|a, b| a.path.cmp(&b.path));
}

/// The type `id` with its opaque parts taken from `shape`; `None` if `shape` adds nothing.
fn fill(lowering: &mut Lowering<'_>, id: TypeId, shape: &Shape) -> Option<TypeId> {
    let def = lowering.types[id].clone();
    let ty = match (def.ty, shape) {
        (Type::Opaque, shape) => return says_something(shape).then(|| lowering.shape(shape)),
        (Type::Array(element), Shape::Array(shape)) => Type::Array(fill(lowering, element, shape)?),
        (
            Type::Record {
                keys,
                values,
                optional,
            },
            Shape::Record { values: shape, .. },
        ) => Type::Record {
            keys,
            values: fill(
                lowering,
                values,
                &shape.as_ref().clone().without_undefined().0,
            )?,
            optional,
        },
        (Type::Object(mut fields), Shape::Object(properties)) => {
            let mut filled = false;
            for field in &mut fields {
                let property = properties
                    .iter()
                    .find(|property| property.name == field.name);
                let Some(property) = property else { continue };
                let was_opaque = matches!(lowering.types[field.ty].ty, Type::Opaque);
                if let Some(ty) = fill(lowering, field.ty, &property.shape) {
                    field.ty = ty;
                    // Of a field whose validator is opaque it is not known whether it may be
                    // absent.
                    field.optional = if was_opaque {
                        property.optional
                    } else {
                        field.optional
                    };
                    filled = true;
                }
            }
            if !filled {
                return None;
            }
            Type::Object(fields)
        }
        _ => return None,
    };
    // The type differs from its constant's now.
    Some(lowering.types.add(TypeDef {
        ty,
        origin: None,
        ..def
    }))
}

/// The result of merging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merged {
    /// The backend.
    pub api: Api,
    /// Function, and why part of its type is opaque.
    pub problems: Vec<(String, String)>,
}

/// Returns whether nothing is known about a side.
pub(super) fn is_open(lowering: &Lowering<'_>, signature: Signature) -> bool {
    signature.from.is_none() || matches!(lowering.types[signature.ty].ty, Type::Opaque)
}

/// Returns whether a shape is more specific than `Value`.
pub(super) fn says_something(shape: &Shape) -> bool {
    !matches!(
        shape,
        Shape::Any | Shape::Unknown | Shape::Never | Shape::Unsupported(_)
    )
}
