//! Completes types that neither validators nor TypeScript declare, from the annotations of
//! handlers.

use std::collections::BTreeSet;

use super::{
    annotation::{Destination, Files, resolve},
    known::Known,
    merge::{Merged, is_open, says_something},
    shape::Shape,
    sources::SourceTypes,
    to_ir::Lowering,
};
use crate::{
    ir::{Api, Evidence, Function, Signature},
    source::FileId,
    syntax::types::{TsType, TypeExport, TypeImport, parse_type},
};

/// Most files that an export is followed through.
const HOPS: usize = 16;

/// Completes `api` with the types that handlers are annotated with.
pub(super) fn annotate(mut api: Api, sources: &mut SourceTypes<'_>) -> Merged {
    let known = Known::of(&api);
    let mut problems = Vec::new();
    let mut functions = std::mem::take(&mut api.functions);
    for function in &mut functions {
        let mut lowering = Lowering::new(&mut api.types, &known, function.span);
        if let Some(place) = function.args_annotation
            && is_open(&lowering, function.args)
            && let Some(annotation) = parse_type(sources.text(place))
        {
            let shape = resolve(sources, place.file, &annotation);
            if matches!(shape, Shape::Object(_)) {
                let ty = lowering.shape(&shape);
                function.args = Signature {
                    ty,
                    from: Some(Evidence::Annotation),
                };
            }
        }
        if !is_open(&lowering, function.returns) {
            continue;
        }
        let Some((file, annotation)) = annotation(sources, function) else {
            continue;
        };
        let shape = resolve(sources, file, &annotation);
        if let Shape::Unsupported(reason) = &shape {
            problems.push((function.path.to_string(), reason.clone()));
        }
        if !says_something(&shape) {
            continue;
        }
        let ty = lowering.returns(&shape);
        function.returns = Signature {
            ty,
            from: Some(Evidence::Annotation),
        };
        let reasons: BTreeSet<String> = lowering.problems.into_iter().collect();
        problems.extend(
            reasons
                .into_iter()
                .map(|reason| (function.path.to_string(), reason)),
        );
    }
    api.functions = functions;
    Merged { api, problems }
}

/// The declared return type of `function` and the file that it is written in: from the function's
/// own declaration, or else from its handler's annotation.
fn annotation(sources: &mut SourceTypes<'_>, function: &Function) -> Option<(FileId, TsType)> {
    let export = (function.span.file, function.path.export.as_str());
    registered(sources, export, HOPS).or_else(|| {
        let place = function.annotation?;
        Some((place.file, parse_type(sources.text(place))?))
    })
}

/// The return type that `file` declares for its export `name`, with `RegisteredQuery` or the like.
fn registered(
    sources: &mut SourceTypes<'_>,
    (file, name): (FileId, &str),
    hops: usize,
) -> Option<(FileId, TsType)> {
    let types = sources.types(file);
    if let Some(returns) = types.registered.get(name) {
        return Some((file, returns.clone()));
    }
    let elsewhere = match types.exports.get(name) {
        Some(TypeExport::From(import)) => vec![import.clone()],
        Some(TypeExport::Local(local)) => types.imports.get(local).cloned().into_iter().collect(),
        None => {
            let name = Some(name.to_owned());
            types
                .stars
                .iter()
                .map(|specifier| TypeImport {
                    specifier: specifier.clone(),
                    name: name.clone(),
                })
                .collect()
        }
    };
    elsewhere
        .into_iter()
        .find_map(|import| match sources.import(file, &import.specifier) {
            Destination::File(target) => registered(
                sources,
                (target, import.name.as_deref()?),
                hops.checked_sub(1)?,
            ),
            _ => None,
        })
}
