//! `convex-codegen types`: updates `convex-types.d.ts`, or reports that it is out of date.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{self, Path, PathBuf},
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use crate::{
    diagnostics::{Placed, render},
    error::Error,
    ir::Api,
    pipeline,
    resolve::Program,
    source,
    typescript::{self, Limits, Question, TypesFile, TypesProgress, TypesReport},
    write,
};

/// Asks the project's own TypeScript compiler for the types that validators do not declare, and
/// stores the answer in a file that [`generate`](crate::generate) reads.
///
/// ```no_run
/// let types = convex_codegen::Types::new("convex");
/// let report = types.update(&mut |_| {})?;
/// println!("{report}");
/// # Ok::<(), convex_codegen::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Types {
    folder: PathBuf,
    file: PathBuf,
    tsc: Option<PathBuf>,
    deadline: Duration,
    stopped: Option<Arc<AtomicBool>>,
}

/// The answer of TypeScript.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Asked {
    /// The text of the file.
    pub text: String,
    /// Statistics on how much of it is typed.
    pub report: TypesReport,
}

impl Types {
    /// For the backend in `convex_dir`, with the file `convex-types.d.ts` in the current folder.
    pub fn new(convex_dir: impl Into<PathBuf>) -> Self {
        Self {
            folder: convex_dir.into(),
            file: PathBuf::from(typescript::FILE_NAME),
            tsc: None,
            deadline: Duration::from_secs(600),
            stopped: None,
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

    /// Stops the compiler, and all processes that it started, soon after `stopped` becomes true:
    /// for programs that handle Ctrl-C themselves. The compiler then does not get the terminal's
    /// own signal.
    #[must_use]
    pub fn stop_when(mut self, stopped: Arc<AtomicBool>) -> Self {
        self.stopped = Some(stopped);
        self
    }

    /// Asks TypeScript and writes the file if it changed. Calls `progress` while the compiler runs.
    ///
    /// # Errors
    ///
    /// If the backend or the file cannot be read, a module cannot be parsed, or TypeScript is
    /// missing or writes nothing.
    pub fn update(&self, progress: &mut dyn FnMut(TypesProgress)) -> Result<TypesReport, Error> {
        let Asked { text, mut report } = self.ask(progress)?;
        if source::text::of(&self.file).ok().as_ref() != Some(&text) {
            if let Some(folder) = self.file.parent() {
                fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))?;
            }
            write::replace(&self.file, &text)
                .map_err(|error| Error::io("write", &self.file, error))?;
            report.changed = true;
        }
        Ok(report)
    }

    /// Asks TypeScript without writing the file. Calls `progress` while the compiler runs.
    ///
    /// # Errors
    ///
    /// As [`Types::update`].
    pub fn ask(&self, progress: &mut dyn FnMut(TypesProgress)) -> Result<Asked, Error> {
        let (api, mut program) = self.read()?;
        let question = Question {
            folder: &program.project.functions.clone(),
            tsc: self.tsc.as_deref(),
            limits: Limits {
                deadline: self.deadline,
                stopped: self.stopped.as_deref(),
            },
        };
        let data_model = self.data_model(&program.project.functions)?;
        let checked = typescript::ask(&api, (&mut program, &question), progress)?;
        Ok(Asked {
            text: checked.text(&data_model),
            report: TypesReport::of(&api, &checked),
        })
    }

    /// Returns the modules that are new or changed since the file was written. Does not run
    /// TypeScript.
    ///
    /// # Errors
    ///
    /// If the backend or the file cannot be read.
    pub fn stale(&self) -> Result<BTreeSet<String>, Error> {
        let (api, mut program) = self.read()?;
        let text = TypesFile::read(&self.file)?.map_or_else(String::new, |types| types.text);
        Ok(typescript::stale(&api, &text, &mut program))
    }

    fn read(&self) -> Result<(Api, Program), Error> {
        let base = env::current_dir().map_err(|error| Error::io("read", ".", error))?;
        let read = pipeline::evaluate(&base, &self.folder)?;
        // If a module cannot be parsed, its functions would be missing.
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

    /// The specifier with which the file imports `_generated/dataModel`.
    fn data_model(&self, functions: &Path) -> Result<String, Error> {
        let folder = self
            .file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let real =
            |path: &Path| fs::canonicalize(path).map_err(|error| Error::io("read", path, error));
        let functions = real(functions)?;
        let folder = match real(folder) {
            Ok(folder) => folder,
            // It is made when the file is written.
            Err(_) => path::absolute(folder).map_err(|error| Error::io("find", folder, error))?,
        };
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
