//! The whole compiler, stage after stage. Only the first and the last touch files; those between
//! collect diagnostics.

use std::path::{Path, PathBuf};

use crate::{
    Config, Error, convex,
    diagnostics::{Diagnostics, Placed, render},
    ir, lower, packages, print,
    resolve::{self, Program},
    source::{self, FileId, Files, Project, Sources, discover},
    syntax::{self, Parsed},
    typescript::{self, TypesFile},
    write::{Output, Printed},
};

/// The result of the stages up to the IR.
#[derive(Debug)]
pub(crate) struct Backend {
    /// Every text that was read, for messages.
    pub sources: Sources,
    /// Every file and folder that was read.
    pub read: Vec<PathBuf>,
    /// The functions folder, or the specification.
    pub folder: PathBuf,
    /// The number of modules that Convex would deploy.
    pub modules: usize,
    /// The backend's functions and tables.
    pub api: ir::Api,
    /// The diagnostics.
    pub diagnostics: Diagnostics,
}

impl Backend {
    /// Returns the diagnostics with places as text.
    pub(crate) fn placed(&self) -> Vec<Placed> {
        let diagnostics = self.diagnostics.iter();
        diagnostics
            .map(|diagnostic| Placed::new(diagnostic, &self.sources))
            .collect()
    }
}

/// Reads the backend at `dir`, relative to `base`: what its validators say, then what TypeScript
/// and annotations say. A file instead of a folder is what `npx convex function-spec` wrote.
///
/// `types` names the file with what TypeScript says, where that is not in its usual place.
pub(crate) fn read(base: &Path, dir: &Path, types: Option<&Path>) -> Result<Backend, Error> {
    read_again(base, (dir, types), None)
}

/// As [`read`]; files that were `parsed` before with the same text are not parsed again.
fn read_again(
    base: &Path,
    (dir, types): (&Path, Option<&Path>),
    parsed: Option<&mut Parsed>,
) -> Result<Backend, Error> {
    if dir.extension().is_some_and(|extension| extension == "json") {
        return read_specification(base, dir);
    }
    let Evaluated {
        mut program,
        api,
        mut diagnostics,
    } = evaluate_again(base, dir, parsed)?;
    let types = TypesFile::named_or_found(types, (base, &program.project.functions))?;
    if let Some(types) = &types {
        program.project.loader.note(&types.path);
    }
    let api = typescript::complete(api, types.as_ref(), &mut program, &mut diagnostics);
    let project = program.into_project();
    Ok(Backend {
        read: project.loader.files_read().map(Path::to_path_buf).collect(),
        sources: project.sources,
        folder: project.functions,
        modules: project.modules.len(),
        api,
        diagnostics,
    })
}

fn read_specification(base: &Path, path: &Path) -> Result<Backend, Error> {
    let (sources, file) = source::file(base, path)?;
    let mut diagnostics = Diagnostics::default();
    let text = &sources.file(file).text;
    let api = ir::spec::read(text, file, &mut diagnostics).map_err(|error| {
        Error::Config(format!(
            "`{}` is not a function specification: {error}",
            path.display()
        ))
    })?;
    Ok(Backend {
        read: vec![base.join(path)],
        sources,
        folder: path.to_owned(),
        modules: 0,
        api,
        diagnostics,
    })
}

/// The result of evaluating validators alone.
#[derive(Debug)]
pub(crate) struct Evaluated {
    /// The modules, for later look-ups.
    pub program: Program,
    /// The backend's functions and tables.
    pub api: ir::Api,
    /// The diagnostics.
    pub diagnostics: Diagnostics,
}

/// Reads the backend at `dir`, relative to `base`, as far as its validators go.
pub(crate) fn evaluate(base: &Path, dir: &Path) -> Result<Evaluated, Error> {
    evaluate_again(base, dir, None)
}

fn evaluate_again(
    base: &Path,
    dir: &Path,
    parsed: Option<&mut Parsed>,
) -> Result<Evaluated, Error> {
    let mut diagnostics = Diagnostics::default();
    let project = discover(Files::disk(), (base, dir), &mut diagnostics)?;
    Ok(understand(project, parsed, diagnostics))
}

/// Works out what the backend whose texts were found is, as far as its validators go.
pub(crate) fn understand(
    project: Project,
    parsed: Option<&mut Parsed>,
    mut diagnostics: Diagnostics,
) -> Evaluated {
    let mut program = parse(project, parsed, &mut diagnostics);
    let mut api = convex::evaluate(&mut program, &packages::Imports, &mut diagnostics);
    api.fingerprints = ir::fingerprints(&api.functions, &api.types);
    Evaluated {
        program,
        api,
        diagnostics,
    }
}

/// Parses the modules of a project, but for those that were `parsed` before with the same text, and
/// links their names.
pub(crate) fn parse(
    project: Project,
    parsed: Option<&mut Parsed>,
    diagnostics: &mut Diagnostics,
) -> Program {
    let entry_points = project.modules.iter().map(|module| module.file);
    let mut files: Vec<FileId> = entry_points.chain(project.schema).collect();
    files.sort_unstable();
    let modules = match parsed {
        Some(parsed) => parsed.parse(&project.sources, &files, diagnostics),
        None => syntax::parse_all(&project.sources, &files, diagnostics),
    };
    resolve::link(project, modules)
}

/// Reads the backend that `config` names and generates its Rust, in memory. A backend with errors
/// has none. Files that an earlier run `printed` from the same model are not printed again, and
/// those that it `parsed` with the same text are not parsed again.
pub(crate) fn generate(
    base: &Path,
    config: &Config,
    printed: Option<&Printed>,
    parsed: Option<&mut Parsed>,
) -> Result<(Backend, Vec<Output>), Error> {
    let place = (config.convex_dir.as_path(), config.types_file.as_deref());
    let mut backend = read_again(base, place, parsed)?;
    stop_at_errors(&backend)?;
    let lowered = lower::lower(
        &backend.api,
        &backend.sources,
        config,
        &mut backend.diagnostics,
    );
    if !lowered.misfits.is_empty() {
        return Err(Error::Config(lowered.misfits.join("\n")));
    }
    stop_at_errors(&backend)?;
    let outputs = print::files(&lowered.model, config, printed);
    Ok((backend, outputs))
}

fn stop_at_errors(backend: &Backend) -> Result<(), Error> {
    match backend.diagnostics.errors() {
        0 => Ok(()),
        errors => Err(Error::Backend {
            report: render::report(&backend.diagnostics, &backend.sources),
            errors,
            diagnostics: backend.placed(),
        }),
    }
}
