//! `Parsed`: what an earlier round of the same program has parsed.

use std::collections::BTreeMap;

use super::{Module, parse::parse_each};
use crate::{
    diagnostics::Diagnostics,
    source::{FileId, SourceFile, Sources},
};

/// The files of the last round. One with the same number, name and text is not parsed again: its
/// syntax is a function of these.
#[derive(Debug, Default)]
pub(crate) struct Parsed(BTreeMap<FileId, (SourceFile, Module)>);

impl Parsed {
    /// Does what [`parse_all`](super::parse_all) does, and remembers the files instead of those of
    /// before. `files` are sorted.
    pub(crate) fn parse(
        &mut self,
        sources: &Sources,
        files: &[FileId],
        diagnostics: &mut Diagnostics,
    ) -> Vec<Module> {
        self.0.retain(|file, (source, _)| {
            files.binary_search(file).is_ok() && sources.file(*file) == source
        });
        let fresh: Vec<FileId> = files
            .iter()
            .copied()
            .filter(|file| !self.0.contains_key(file))
            .collect();
        let mut modules: Vec<Module> = self.0.values().map(|(_, module)| module.clone()).collect();
        for (module, problems) in parse_each(sources, &fresh) {
            // Problems are not remembered, so that a file with some is parsed each time.
            if problems.is_empty() {
                let source = sources.file(module.file).clone();
                self.0.insert(module.file, (source, module.clone()));
            }
            diagnostics.extend(problems);
            modules.push(module);
        }
        modules.sort_by_key(|module| module.file);
        modules
    }
}
