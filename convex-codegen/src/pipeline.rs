//! The stages, one after another.

use std::path::Path;

use crate::{
    Error,
    diagnostics::Diagnostics,
    evaluate, ir, resolve,
    source::{FileId, Sources, discover},
    syntax,
};

/// What the stages up to the IR give.
#[derive(Debug)]
pub struct Backend {
    /// Every text that was read, for messages.
    pub sources: Sources,
    /// What the backend is.
    pub api: ir::Api,
    /// What was noticed.
    pub diagnostics: Diagnostics,
}

/// Reads the backend at `dir`, relative to `base`.
pub fn read(base: &Path, dir: &Path) -> Result<Backend, Error> {
    let mut diagnostics = Diagnostics::default();
    let project = discover(base, dir, &mut diagnostics)?;
    let entry_points = project.modules.iter().map(|module| module.file);
    let mut files: Vec<FileId> = entry_points.chain(project.schema).collect();
    files.sort_unstable();
    let modules = syntax::parse_all(&project.sources, &files, &mut diagnostics);
    let mut program = resolve::link(project, modules);
    let api = evaluate::evaluate(&mut program, &mut diagnostics);
    Ok(Backend {
        sources: program.project.sources,
        api,
        diagnostics,
    })
}
