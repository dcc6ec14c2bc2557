//! The JSON of `npx convex function-spec`, or our own → an `Api`.

use serde_json::Value;

use super::{
    super::{
        Api, Evidence, Function, FunctionKind, FunctionPath, Signature, Type, Types, Visibility,
        fingerprints,
    },
    cursor::{Cursor, SpecError},
    read_schema::read_schema,
    read_type::{Destination, TypeReader},
};
use crate::{
    diagnostics::{Diagnostics, catalogue},
    source::{FileId, ModulePath, Span},
    text::Docs,
};

/// The backend that `text`, the file `file`, describes. HTTP actions are skipped: they have no
/// signature.
///
/// # Errors
///
/// If `text` is not JSON, or not a function specification; the error names the place.
pub(crate) fn read(
    text: &str,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Result<Api, SpecError> {
    let json: Value = serde_json::from_str(text).map_err(|error| SpecError {
        path: String::new(),
        problem: format!("not JSON: {error}"),
    })?;
    let root = Cursor::root(&json);
    let mut types = Types::default();
    let mut to = Destination {
        types: &mut types,
        diagnostics,
        span: Span::file_start(file),
    };
    let mut functions = Vec::new();
    for function in root.field("functions")?.elements()? {
        functions.extend(read_function(&function, &mut to)?);
    }
    functions.sort_by(|a, b| a.path.cmp(&b.path));
    let schema = match root.optional("schema")? {
        Some(schema) => Some(read_schema(&schema, &mut to)?),
        None => None,
    };
    Ok(Api {
        fingerprints: fingerprints(&functions, &types),
        functions,
        schema,
        routes: Vec::new(),
        candidates: Vec::new(),
        types,
    })
}

fn read_function(
    json: &Cursor<'_>,
    to: &mut Destination<'_>,
) -> Result<Option<Function>, SpecError> {
    let span = to.span;
    let kind = json.field("functionType")?;
    let kind = match kind.text()? {
        "Query" => FunctionKind::Query,
        "Mutation" => FunctionKind::Mutation,
        "Action" => FunctionKind::Action,
        "HttpAction" => return Ok(None),
        other => {
            let problem = catalogue::unknown_kind(to.span, &kind.path(), other);
            to.diagnostics.push(problem);
            return Ok(None);
        }
    };
    let mut reader = TypeReader::new(json, to);
    Ok(Some(Function {
        path: read_path(&json.field("identifier")?)?,
        kind,
        visibility: read_visibility(json)?,
        args: read_signature(json, "args", &mut reader)?,
        returns: read_signature(json, "returns", &mut reader)?,
        throws: None,
        annotation: None,
        args_annotation: None,
        docs: Docs::default(),
        span,
    }))
}

/// `payments/refunds.js:create`, or without the extension; without an export it is the default one.
fn read_path(json: &Cursor<'_>) -> Result<FunctionPath, SpecError> {
    let text = json.text()?;
    let (module, export) = text.rsplit_once(':').unwrap_or((text, "default"));
    if module.is_empty() || export.is_empty() {
        return Err(json.expected("`module:export`"));
    }
    Ok(FunctionPath {
        module: ModulePath::new(module.strip_suffix(".js").unwrap_or(module)),
        export: export.to_owned(),
    })
}

fn read_visibility(function: &Cursor<'_>) -> Result<Visibility, SpecError> {
    let visibility = function.field("visibility")?;
    let kind = visibility.field("kind")?;
    match kind.text()? {
        "public" => Ok(Visibility::Public),
        "internal" => Ok(Visibility::Internal),
        _ => Err(kind.expected("`public` or `internal`")),
    }
}

/// The type under `key`. Convex writes `any` for arguments that no validator declares, and null for
/// such results.
fn read_signature(
    function: &Cursor<'_>,
    key: &str,
    reader: &mut TypeReader<'_, '_>,
) -> Result<Signature, SpecError> {
    let ty = match function.optional(key)? {
        Some(json) => reader.read(&json, key)?,
        None => reader.add(Type::Any, None),
    };
    Ok(Signature {
        ty,
        from: read_evidence(function, key)?,
    })
}

/// Reads `argsFrom` or `returnsFrom`. Convex's own output has neither and knows only validators.
fn read_evidence(function: &Cursor<'_>, key: &str) -> Result<Option<Evidence>, SpecError> {
    let from = format!("{key}From");
    if function.value().get(&from).is_none() {
        let declared = function.value()[key]["type"]
            .as_str()
            .is_some_and(|kind| kind != "any");
        return Ok(declared.then_some(Evidence::Validator));
    }
    let Some(from) = function.optional(&from)? else {
        return Ok(None);
    };
    match from.text()? {
        "validator" => Ok(Some(Evidence::Validator)),
        "annotation" => Ok(Some(Evidence::Annotation)),
        "typescript" => Ok(Some(Evidence::TypeScript)),
        _ => Err(from.expected("`validator`, `annotation`, `typescript` or null")),
    }
}
