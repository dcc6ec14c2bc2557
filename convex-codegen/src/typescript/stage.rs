//! The stage that completes the IR: from the types of validators alone to those of all evidence.

use std::{
    collections::{BTreeMap, BTreeSet},
    thread,
};

use super::{
    annotate::annotate, checked::CheckedTypes, file, find::TypesFile, fingerprint::fingerprints,
    from_ir, merge::merge, reason, sources::SourceTypes,
};
use crate::{
    diagnostics::{Diagnostics, Severity, catalogue},
    ir::{Api, Evidence, Signature, Type},
    resolve::Program,
    source::Span,
};

/// Stack of the thread that reads types; reserved, not used.
const STACK: usize = 1 << 30;

/// Completes `api` with the types that validators do not declare: from `types`, then from the
/// annotations of handlers. One warning lists what stays unknown.
pub(crate) fn complete(
    api: Api,
    types: Option<&TypesFile>,
    program: &mut Program,
    diagnostics: &mut Diagnostics,
) -> Api {
    let mut functions = api.functions.iter();
    // What functions throw, validators do not say.
    let says_errors = types.is_some_and(|types| file::says_errors(&types.text));
    let is_whole = !says_errors
        && api.candidates.is_empty()
        && functions
            .all(|function| is_whole(&api, function.returns) && is_whole(&api, function.args));
    if is_whole {
        return api;
    }
    let fallback = api.clone();
    let api = thread::scope(|scope| {
        let work = || with_evidence(api, types, program, diagnostics);
        match thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, work)
        {
            Ok(thread) => thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            Err(_) => fallback,
        }
    });
    name_candidates(&api, diagnostics);
    api
}

/// Names each export that is omitted although it may be a function.
pub(crate) fn name_candidates(api: &Api, diagnostics: &mut Diagnostics) {
    for candidate in &api.candidates {
        // An error was reported where it was found.
        let reported = candidate.why.severity == Severity::Error;
        if candidate.may_be_a_function && !reported {
            let path = candidate.path.to_string();
            let problem = catalogue::unknown_export(candidate.span, &path, &candidate.why);
            diagnostics.push(problem);
        }
    }
}

fn with_evidence(
    mut api: Api,
    types: Option<&TypesFile>,
    program: &mut Program,
    diagnostics: &mut Diagnostics,
) -> Api {
    // Never reported: if a file cannot be found, the type that needs it says so.
    let mut unseen = Diagnostics::default();
    let (mut problems, mut unanswered) = (Vec::new(), Vec::new());
    let checked = types.and_then(|types| match file::read(&types.text) {
        Ok(checked) => Some(checked),
        Err(problem) => {
            diagnostics.push(catalogue::unreadable_types(
                anywhere(&api),
                &types.path.display().to_string(),
                &problem,
            ));
            None
        }
    });
    if let (Some(checked), Some(types)) = (&checked, types) {
        let stale = stale_modules(&api, checked, &fingerprints(program));
        if !stale.is_empty() {
            diagnostics.push(catalogue::stale_types(
                anywhere(&api),
                &types.path.display().to_string(),
                &stale,
            ));
        }
        let merged = merge(api, (checked, program), &stale);
        api = merged.api;
        unanswered = merged.problems;
    }
    let mut sources = SourceTypes::new(&api, program, &mut unseen);
    let merged = annotate(api, &mut sources);
    problems.extend(merged.problems);
    api = merged.api;
    // An annotation may supply what the compiler could not.
    let annotated = api
        .functions
        .iter()
        .filter(|function| function.returns.from == Some(Evidence::Annotation));
    let annotated: BTreeSet<String> = annotated
        .map(|function| function.path.to_string())
        .collect();
    unanswered.retain(|(path, _)| !annotated.contains(path));
    problems.extend(unanswered);
    for (path, reason) in problems {
        let span = api
            .functions
            .iter()
            .find(|function| function.path.to_string() == path)
            .map(|function| function.span);
        diagnostics.push(catalogue::type_without_value(
            span.unwrap_or_else(|| anywhere(&api)),
            &path,
            &reason::sentence(&reason),
        ));
    }
    let unknown = api
        .functions
        .iter()
        .filter(|function| !is_known(&api, function.returns));
    let unknown: Vec<_> = unknown
        .map(|function| (function.path.to_string(), function.span))
        .collect();
    if checked.is_none()
        && let Some((_, span)) = unknown.first()
    {
        let paths: Vec<&str> = unknown.iter().map(|(path, _)| path.as_str()).collect();
        diagnostics.push(catalogue::unknown_returns(*span, &paths));
    }
    api
}

/// The modules of `api` whose types differ from those in `text`, a `convex-types.d.ts`; all of them
/// if `text` cannot be read.
pub(crate) fn stale(api: &Api, text: &str, program: &mut Program) -> BTreeSet<String> {
    let checked = file::read(text).unwrap_or_default();
    stale_modules(api, &checked, &fingerprints(program))
}

/// The modules of `api` whose sources changed since `checked` was determined.
fn stale_modules(
    api: &Api,
    checked: &CheckedTypes,
    now: &BTreeMap<String, String>,
) -> BTreeSet<String> {
    let functions = api.functions.iter().map(|function| &function.path);
    let candidates = api.candidates.iter().map(|candidate| &candidate.path);
    let candidates = candidates.filter(|path| path.export != "*");
    let modules: BTreeSet<&str> = functions
        .chain(candidates)
        .map(|path| path.module.as_str())
        .collect();
    let stale = modules
        .into_iter()
        .filter(|module| checked.sources.get(*module) != now.get(*module));
    stale.map(str::to_owned).collect()
}

/// Returns whether the side is declared and no part of it is opaque.
fn is_whole(api: &Api, signature: Signature) -> bool {
    signature.from.is_some() && from_ir::shape(&api.types, signature.ty).is_supported()
}

fn is_known(api: &Api, signature: Signature) -> bool {
    signature.from.is_some() && !matches!(api.types[signature.ty].ty, Type::Opaque)
}

/// A place for what concerns the whole backend.
fn anywhere(api: &Api) -> Span {
    let first = api.functions.first().map(|function| function.span.file);
    Span::file_start(first.unwrap_or(crate::source::FileId(0)))
}
