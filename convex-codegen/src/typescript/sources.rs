//! The types in the backend's own sources: for annotations.

use std::{collections::BTreeMap, rc::Rc, sync::Arc};

use super::{
    annotation::{Destination, Files},
    from_ir,
    shape::Shape,
};
use crate::{
    diagnostics::Diagnostics,
    ir::{Api, Origin},
    resolve::{Program, Target},
    source::{FileId, Span},
    syntax::types::{ModuleTypes, parse_module_types},
};

/// The sources of a backend, seen as types.
#[derive(Debug)]
pub(super) struct SourceTypes<'a> {
    program: &'a mut Program,
    diagnostics: &'a mut Diagnostics,
    parsed: BTreeMap<FileId, Rc<ModuleTypes>>,
    documents: BTreeMap<String, Shape>,
    /// By file and constant.
    validators: BTreeMap<(String, String), Shape>,
}

impl<'a> SourceTypes<'a> {
    /// The sources that `api` was read from.
    pub(super) fn new(
        api: &Api,
        program: &'a mut Program,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let tables = api.schema.iter().flat_map(|schema| &schema.tables);
        let documents = tables.map(|table| {
            (
                table.name.clone(),
                from_ir::shape(&api.types, table.document),
            )
        });
        let constants = api.types.iter().filter_map(|(id, def)| match &def.origin {
            Some(Origin::Const { file, path }) => match path.as_slice() {
                [name] => Some(((file.clone(), name.clone()), from_ir::shape(&api.types, id))),
                _ => None,
            },
            _ => None,
        });
        Self {
            documents: documents.collect(),
            validators: constants.collect(),
            parsed: BTreeMap::new(),
            program,
            diagnostics,
        }
    }

    /// The text at `span`; empty where there is none.
    pub(super) fn text(&self, span: Span) -> &str {
        let text = &self.program.project.sources.file(span.file).text;
        let range = span.start as usize..span.end as usize;
        text.get(range).unwrap_or_default()
    }
}

impl Files for SourceTypes<'_> {
    fn types(&mut self, file: FileId) -> Rc<ModuleTypes> {
        let source = self.program.project.sources.file(file);
        let parse = || Rc::new(parse_module_types(&source.path, &source.text));
        self.parsed.entry(file).or_insert_with(parse).clone()
    }

    fn import(&mut self, from: FileId, specifier: &str) -> Destination {
        match self
            .program
            .target(from, &Arc::from(specifier), self.diagnostics)
        {
            Target::Module(file) => Destination::File(file),
            Target::Generated(_) => Destination::Generated,
            Target::Package if is_convex(specifier) => Destination::Package,
            Target::Package => match self.program.package(from, specifier, self.diagnostics) {
                Some(file) => Destination::File(file),
                None => Destination::Package,
            },
            Target::Missing => Destination::Missing,
        }
    }

    fn document(&mut self, table: &str) -> Option<Shape> {
        self.documents.get(table).cloned()
    }

    fn is_schema(&self, file: FileId) -> bool {
        self.program.project.schema == Some(file)
    }

    fn validator(&mut self, file: FileId, name: &str) -> Option<Shape> {
        let path = self.program.project.sources.file(file).path.clone();
        self.validators.get(&(path, name.to_owned())).cloned()
    }
}

/// Returns whether `specifier` belongs to the package `convex`, whose types are known by name.
fn is_convex(specifier: &str) -> bool {
    specifier == "convex" || specifier.starts_with("convex/")
}
