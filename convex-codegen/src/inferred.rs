//! `convex-codegen types`: brings `convex-types.d.ts` up to date, or says that it is not.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{
    diagnostics::{Placed, render},
    error::Error,
    ir::Api,
    pipeline,
    resolve::Program,
    source,
    typescript::{self, Question, TypesFile, TypesProgress, TypesReport},
    write,
};

/// Asks the project's own TypeScript compiler for the types that validators do not say, and keeps the answer in a file
/// that [`generate`](crate::generate) reads.
///
/// ```no_run
/// let types = convex_codegen::Types::new("convex");
/// let report = types.update(&mut |_| {})?;
/// println!("{report}");
/// # Ok::<(), convex_codegen::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Types {
    folder: PathBuf,
    file: PathBuf,
    tsc: Option<PathBuf>,
    deadline: Duration,
}

impl Types {
    /// For the backend in `convex_dir`, with the file `convex-types.d.ts` in the current folder.
    pub fn new(convex_dir: impl Into<PathBuf>) -> Self {
        Self {
            folder: convex_dir.into(),
            file: PathBuf::from(typescript::FILE_NAME),
            tsc: None,
            deadline: Duration::from_secs(600),
        }
    }

    /// Keeps the types in `file`.
    #[must_use]
    pub fn file(mut self, file: impl Into<PathBuf>) -> Self {
        self.file = file.into();
        self
    }

    /// Asks the compiler `tsc`, not the one in the project's `node_modules`.
    #[must_use]
    pub fn tsc(mut self, tsc: impl Into<PathBuf>) -> Self {
        self.tsc = Some(tsc.into());
        self
    }

    /// Stops the compiler when it takes longer; ten minutes by default.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Asks and writes the file, if it changed. `progress` is called while the compiler runs.
    ///
    /// # Errors
    ///
    /// When the backend or the file cannot be read, a module cannot be parsed, or there is no TypeScript, or it writes nothing.
    pub fn update(&self, progress: &mut dyn FnMut(TypesProgress)) -> Result<TypesReport, Error> {
        let (api, mut program) = self.read()?;
        let question = Question {
            folder: &program.project.functions.clone(),
            tsc: self.tsc.as_deref(),
            deadline: self.deadline,
        };
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))?;
        }
        let data_model = self.data_model(&program.project.functions)?;
        let checked = typescript::ask(&api, (&mut program, &question), progress)?;
        let text = checked.text(&data_model);
        let mut report = TypesReport::of(&api, &checked);
        if source::text::of(&self.file).ok().as_ref() != Some(&text) {
            write::replace(&self.file, &text)
                .map_err(|error| Error::io("write", &self.file, error))?;
            report.changed = true;
        }
        Ok(report)
    }

    /// The modules whose sources changed since the file was written, and those that are new. Runs no TypeScript.
    ///
    /// # Errors
    ///
    /// When the backend or the file cannot be read.
    pub fn stale(&self) -> Result<BTreeSet<String>, Error> {
        let (api, mut program) = self.read()?;
        let text = TypesFile::read(&self.file)?.map_or_else(String::new, |types| types.text);
        Ok(typescript::stale(&api, &text, &mut program))
    }

    fn read(&self) -> Result<(Api, Program), Error> {
        let base = env::current_dir().map_err(|error| Error::io("read", ".", error))?;
        let read = pipeline::evaluate(&base, &self.folder)?;
        // A module that cannot be parsed would lack its functions.
        match read.diagnostics.errors() {
            0 => Ok((read.api, read.program)),
            errors => Err(Error::Backend {
                report: render::report(&read.diagnostics, &read.program.project.sources),
                diagnostics: read
                    .diagnostics
                    .iter()
                    .map(|problem| Placed::new(problem, &read.program.project.sources))
                    .collect(),
                errors,
            }),
        }
    }

    /// How the file imports `_generated/dataModel`.
    fn data_model(&self, functions: &Path) -> Result<String, Error> {
        let folder = self
            .file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let real =
            |path: &Path| fs::canonicalize(path).map_err(|error| Error::io("read", path, error));
        let (folder, functions) = (real(folder)?, real(functions)?);
        let shared = folder
            .components()
            .zip(functions.components())
            .take_while(|(a, b)| a == b)
            .count();
        let up = folder.components().count() - shared;
        let mut steps: Vec<String> = if up == 0 {
            vec![".".to_owned()]
        } else {
            vec!["..".to_owned(); up]
        };
        steps.extend(
            functions
                .components()
                .skip(shared)
                .map(|part| part.as_os_str().to_string_lossy().into_owned()),
        );
        Ok(steps.join("/") + "/_generated/dataModel")
    }
}
