//! An `Api` → the JSON of `npx convex function-spec`.

use serde::{Serialize, Serializer};

use super::{
    super::{Api, Evidence, Function, FunctionKind, Types, Visibility},
    write_schema::SchemaJson,
    write_type::{TypeJson, opaque_paths},
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, Severity},
    source::Sources,
};

/// The specification of `api`, with its diagnostics; `sources` supplies lines and columns.
pub(crate) fn write<'a>(
    api: &'a Api,
    diagnostics: &'a Diagnostics,
    sources: &'a Sources,
) -> impl Serialize + 'a {
    let schema = api.schema.as_ref();
    SpecJson {
        functions: Functions(api),
        schema: schema.map(|schema| SchemaJson::new(schema, &api.types)),
        diagnostics: diagnostics
            .iter()
            .map(|diagnostic| DiagnosticJson::new(diagnostic, sources))
            .collect(),
    }
}

#[derive(Serialize)]
struct SpecJson<'a> {
    functions: Functions<'a>,
    schema: Option<SchemaJson<'a>>,
    diagnostics: Vec<DiagnosticJson<'a>>,
}

struct Functions<'a>(&'a Api);

impl Serialize for Functions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let functions = self.0.functions.iter();
        serializer.collect_seq(functions.map(|function| FunctionJson::new(function, &self.0.types)))
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FunctionJson<'a> {
    identifier: String,
    function_type: &'static str,
    visibility: VisibilityJson,
    args: TypeJson<'a>,
    args_from: Option<&'static str>,
    returns: Option<TypeJson<'a>>,
    returns_from: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    opaque: Vec<String>,
}

#[derive(Serialize)]
struct VisibilityJson {
    kind: &'static str,
}

impl<'a> FunctionJson<'a> {
    fn new(function: &'a Function, types: &'a Types) -> Self {
        let function_type = match function.kind {
            FunctionKind::Query => "Query",
            FunctionKind::Mutation => "Mutation",
            FunctionKind::Action => "Action",
        };
        let kind = match function.visibility {
            Visibility::Public => "public",
            Visibility::Internal => "internal",
        };
        let (args, returns) = (function.args.ty, function.returns.ty);
        let mut opaque = opaque_paths(types, args, "args");
        let unknown = opaque_paths(types, returns, "returns");
        let returns_known = function.returns.from.is_some() || !unknown.is_empty();
        opaque.extend(unknown);
        Self {
            identifier: format!("{}.js:{}", function.path.module, function.path.export),
            function_type,
            visibility: VisibilityJson { kind },
            args: TypeJson::new(types, args),
            args_from: function.args.from.map(evidence),
            returns: returns_known.then(|| TypeJson::new(types, returns)),
            returns_from: function.returns.from.map(evidence),
            opaque,
        }
    }
}

fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Validator => "validator",
        Evidence::Annotation => "annotation",
        Evidence::TypeScript => "typescript",
    }
}

#[derive(Serialize)]
struct DiagnosticJson<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    file: &'a str,
    line: u32,
    column: u32,
    help: Option<&'a str>,
}

impl<'a> DiagnosticJson<'a> {
    fn new(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Self {
        let span = diagnostic.primary.span;
        let position = sources.position(span);
        Self {
            code: diagnostic.code.0,
            severity: match diagnostic.severity {
                Severity::Note => "note",
                Severity::Warning => "warning",
                Severity::Error => "error",
            },
            message: &diagnostic.message,
            file: &sources.file(span.file).path,
            line: position.line,
            column: position.column,
            help: diagnostic.help.as_deref(),
        }
    }
}
