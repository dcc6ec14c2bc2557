//! `Backend`: a backend's functions, tables and diagnostics.

use std::{
    env,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use super::{Function, Rust, Table, build::Builder, rust};
use crate::{
    Config, Diagnostic, Error,
    diagnostics::Diagnostics,
    ir, lower, model, pipeline,
    source::{SourceFile, Sources},
};

/// A backend: its functions and tables, sorted by name.
#[derive(Debug)]
pub struct Backend {
    inner: pipeline::Backend,
    config: Config,
    model: OnceLock<model::Crate>,
    functions: Vec<Function>,
    tables: Vec<Table>,
}

impl Backend {
    /// Reads the backend that `config` names.
    ///
    /// Problems inside of files are [`Backend::diagnostics`], also those that would keep Rust from
    /// being generated.
    ///
    /// # Errors
    ///
    /// When the folder, `convex.json` or the specification cannot be read.
    pub fn read(config: &Config) -> Result<Self, Error> {
        let base = env::current_dir().map_err(|error| Error::io("find", ".", error))?;
        let types = config.types_file.as_deref();
        let inner = pipeline::read(&base, &config.convex_dir, types)?;
        Ok(Self::new(inner, config.clone()))
    }

    /// Reads the JSON that `npx convex function-spec` prints; messages call it `name`.
    ///
    /// ```
    /// use convex_codegen::inspect::Backend;
    ///
    /// let json = r#"{ "functions": [] }"#;
    /// assert!(Backend::specification("production", json)?.functions().is_empty());
    /// # Ok::<(), convex_codegen::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When `json` is not a function specification.
    pub fn specification(name: &str, json: &str) -> Result<Self, Error> {
        let mut sources = Sources::default();
        let file = sources.add(SourceFile {
            path: name.to_owned(),
            text: json.to_owned(),
        });
        let mut diagnostics = Diagnostics::default();
        let api = ir::spec::read(json, file, &mut diagnostics).map_err(|error| {
            Error::Config(format!("`{name}` is not a function specification: {error}"))
        })?;
        let inner = pipeline::Backend {
            read: Vec::new(),
            sources,
            folder: PathBuf::from("specification.json"),
            modules: 0,
            api,
            diagnostics,
        };
        Ok(Self::new(inner, Config::new("specification.json")))
    }

    pub(crate) fn new(inner: pipeline::Backend, config: Config) -> Self {
        let mut builder = Builder::new(&inner);
        let functions = inner.api.functions.iter();
        let functions = functions
            .map(|function| builder.function(function))
            .collect();
        let tables = inner.api.schema.iter().flat_map(|schema| &schema.tables);
        let mut tables: Vec<Table> = tables.map(|table| builder.table(table)).collect();
        tables.sort_by(|a, b| a.name.cmp(&b.name));
        Self {
            functions,
            tables,
            config,
            model: OnceLock::new(),
            inner,
        }
    }

    /// The queries, mutations and actions, sorted by path.
    pub fn functions(&self) -> &[Function] {
        &self.functions
    }

    /// The function with this path, such as `payments:charge`.
    pub fn function(&self, path: &str) -> Option<&Function> {
        self.functions.iter().find(|function| function.path == path)
    }

    /// The tables of the schema, sorted by name.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// Returns the problems that were found.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.inner.placed()
    }

    /// The functions folder, or the specification.
    pub fn folder(&self) -> &Path {
        &self.inner.folder
    }

    /// Returns the number of modules that Convex would deploy.
    pub fn modules(&self) -> usize {
        self.inner.modules
    }

    /// Every file and folder that was read.
    pub fn read_files(&self) -> impl Iterator<Item = &Path> {
        self.inner.read.iter().map(PathBuf::as_path)
    }

    /// One line: how many functions there are, and how many of them are typed.
    pub fn summary(&self) -> String {
        ir::Coverage::of(&self.inner.api).to_string()
    }

    /// The Rust that is generated for the function with this path; `None` if there is no such
    /// function, or `Config` omits it.
    pub fn rust(&self, path: &str) -> Option<Rust> {
        let model = self.model.get_or_init(|| {
            let mut problems = Diagnostics::default();
            let inner = &self.inner;
            lower::lower(&inner.api, &inner.sources, &self.config, &mut problems).model
        });
        rust::rust(model, path)
    }
}
