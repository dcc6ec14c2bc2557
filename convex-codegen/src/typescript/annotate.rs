//! Fills in what neither validators nor the checker say with the annotations of handlers.

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
    ir::{Api, Evidence, Signature},
    source::FileId,
    syntax::types::{TsType, TypeExport, TypeImport},
};

/// Most files that an export is followed through.
const HOPS: usize = 16;

/// `api` with the return types that handlers are annotated with, where it has none.
pub fn annotate(mut api: Api, sources: &mut SourceTypes<'_>) -> Merged {
    let known = Known::of(&api);
    let mut problems = Vec::new();
    let mut functions = std::mem::take(&mut api.functions);
    for function in &mut functions {
        let mut lowering = Lowering::new(&mut api.types, &known, function.span);
        if !is_open(&lowering, function.returns) {
            continue;
        }
        let file = function.span.file;
        let Some(annotation) = sources
            .types(file)
            .handlers
            .get(&function.path.export)
            .cloned()
        else {
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

/// The annotation of the handler that `file` exports as `name`, and the file in which it is written.
fn handler(
    sources: &mut SourceTypes<'_>,
    (file, name): (FileId, &str),
    hops: usize,
) -> Option<(FileId, TsType)> {
    let types = sources.types(file);
    if let Some(annotation) = types.handlers.get(name) {
        return Some((file, annotation.clone()));
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
            Destination::File(target) => handler(
                sources,
                (target, import.name.as_deref()?),
                hops.checked_sub(1)?,
            ),
            _ => None,
        })
}
