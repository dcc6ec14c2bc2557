//! Describes a backend in the JSON of `npx convex function-spec`.

use std::path::Path;

use crate::{Diagnostic, Error, diagnostics::render, ir, pipeline};

/// A backend as `npx convex function-spec` describes it, worked out from its sources alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spec {
    json: String,
    report: String,
    functions: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Spec {
    /// The JSON: `functions` as Convex lists them, each with `argsFrom` and `returnsFrom` (`validator`, `annotation`,
    /// `typescript` or null), `schema` as `schema.export()` returns it, and `diagnostics`.
    ///
    /// A type that was not understood is `any` there, and its path is listed in the function's or
    /// table's `opaque`.
    pub fn json(&self) -> &str {
        &self.json
    }

    /// Returns the diagnostics as text, rendered as rustc would; empty if there are none.
    pub fn report(&self) -> &str {
        &self.report
    }

    /// Returns the number of functions.
    pub fn functions(&self) -> usize {
        self.functions
    }

    /// Returns the diagnostics as data.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

/// Describes the backend at `dir`, which is a project or its functions folder.
///
/// ```
/// let spec = convex_codegen::spec("../examples/quickstart")?;
/// assert!(spec.json().contains("payments.js:process"));
/// # Ok::<(), convex_codegen::Error>(())
/// ```
///
/// # Errors
///
/// When a folder or `convex.json` cannot be read. What is wrong inside a file is in
/// [`Spec::report`].
pub fn spec(dir: impl AsRef<Path>) -> Result<Spec, Error> {
    let backend = pipeline::read(Path::new("."), dir.as_ref(), None)?;
    let json = ir::spec::write(&backend.api, &backend.diagnostics, &backend.sources);
    Ok(Spec {
        json: serde_json::to_string_pretty(&json)
            .map_err(|error| Error::Config(format!("the specification is no JSON: {error}")))?,
        report: render::report(&backend.diagnostics, &backend.sources),
        functions: backend.api.functions.len(),
        diagnostics: backend.placed(),
    })
}
