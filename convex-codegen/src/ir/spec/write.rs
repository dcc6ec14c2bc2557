//! An `Api` → the JSON of `npx convex function-spec`.

use serde_json::{Value, json};

use super::{
    super::{Api, Evidence, Function, FunctionKind, Types, Visibility},
    write_schema::write_schema,
    write_type::TypeWriter,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, Severity},
    source::Sources,
};

/// The specification of `api`, with what was noticed on the way; `sources` gives lines and columns.
pub fn write(api: &Api, diagnostics: &Diagnostics, sources: &Sources) -> Value {
    let functions: Vec<Value> = api
        .functions
        .iter()
        .map(|function| write_function(function, &api.types))
        .collect();
    let diagnostics: Vec<Value> = diagnostics
        .iter()
        .map(|diagnostic| write_diagnostic(diagnostic, sources))
        .collect();
    json!({
        "functions": functions,
        "schema": api.schema.as_ref().map(|schema| write_schema(schema, &api.types)),
        "diagnostics": diagnostics,
    })
}

fn write_function(function: &Function, types: &Types) -> Value {
    let kind = match function.kind {
        FunctionKind::Query => "Query",
        FunctionKind::Mutation => "Mutation",
        FunctionKind::Action => "Action",
    };
    let visibility = match function.visibility {
        Visibility::Public => "public",
        Visibility::Internal => "internal",
    };
    let mut writer = TypeWriter::new(types);
    let args = writer.write(function.args.ty, "args");
    let returns = writer.write(function.returns.ty, "returns");
    let opaque = writer.opaque();
    let returns_known =
        function.returns.from.is_some() || opaque.iter().any(|path| path.starts_with("returns"));
    let mut json = json!({
        "identifier": format!("{}.js:{}", function.path.module, function.path.export),
        "functionType": kind,
        "visibility": { "kind": visibility },
        "args": args,
        "argsFrom": function.args.from.map(evidence),
        "returns": if returns_known { returns } else { Value::Null },
        "returnsFrom": function.returns.from.map(evidence),
    });
    if !opaque.is_empty() {
        json["opaque"] = json!(opaque);
    }
    json
}

fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Validator => "validator",
        Evidence::Annotation => "annotation",
        Evidence::TypeScript => "typescript",
    }
}

fn write_diagnostic(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let span = diagnostic.primary.span;
    let position = sources.position(span);
    json!({
        "code": diagnostic.code.0,
        "severity": match diagnostic.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        },
        "message": diagnostic.message,
        "file": sources.file(span.file).path,
        "line": position.line,
        "column": position.column,
        "help": diagnostic.help,
    })
}
