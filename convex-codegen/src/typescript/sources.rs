//! The types in the backend's own sources: for annotations, and for the fingerprints of modules.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
    sync::Arc,
};

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
    syntax::types::{ModuleTypes, parse_module_types, specifiers},
};

/// The sources of a backend, seen as types.
#[derive(Debug)]
pub struct SourceTypes<'a> {
    program: &'a mut Program,
    diagnostics: &'a mut Diagnostics,
    parsed: BTreeMap<FileId, Rc<ModuleTypes>>,
    documents: BTreeMap<String, Shape>,
    /// By file and constant.
    validators: BTreeMap<(String, String), Shape>,
}

impl<'a> SourceTypes<'a> {
    /// The sources that `api` was read from.
    pub fn new(api: &Api, program: &'a mut Program, diagnostics: &'a mut Diagnostics) -> Self {
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
    pub fn text(&self, span: Span) -> &str {
        let text = &self.program.project.sources.file(span.file).text;
        let range = span.start as usize..span.end as usize;
        text.get(range).unwrap_or_default()
    }

    /// Each module with the fingerprint of its source and of all that it imports.
    ///
    /// Through `_generated/server` and `_generated/dataModel` that is the schema, too; not what it calls by
    /// `_generated/api`, which would be every module.
    pub fn fingerprints(&mut self) -> BTreeMap<String, String> {
        let modules = self.program.project.modules.clone();
        let fingerprints = modules.iter().map(|module| {
            let mut hash = Fingerprint::default();
            let (mut seen, mut waiting) = (BTreeSet::from([module.file]), vec![module.file]);
            while let Some(file) = waiting.pop() {
                hash.add(&self.program.project.sources.file(file).text);
                for next in self.imports(file) {
                    if seen.insert(next) {
                        waiting.push(next);
                    }
                }
            }
            (module.path.as_str().to_owned(), hash.text())
        });
        fingerprints.collect()
    }

    /// The files that `file` imports, in the order in which they are mentioned.
    fn imports(&mut self, file: FileId) -> Vec<FileId> {
        let text = self.program.project.sources.file(file).text.clone();
        let mut files = Vec::new();
        for specifier in specifiers(&text) {
            match self
                .program
                .target(file, &Arc::from(specifier), self.diagnostics)
            {
                Target::Module(target) => files.push(target),
                Target::Generated("server" | "dataModel") => {
                    files.extend(self.program.project.schema);
                }
                Target::Generated(_) | Target::Package | Target::Missing => {}
            }
        }
        files
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

/// Whether `specifier` is of the package `convex` itself, whose types are known by name.
fn is_convex(specifier: &str) -> bool {
    specifier == "convex" || specifier.starts_with("convex/")
}

/// FNV-1a of 64 bits: the same on every machine and with every compiler, and nobody has to be kept from forging it.
#[derive(Debug)]
struct Fingerprint(u64);

impl Default for Fingerprint {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fingerprint {
    /// Adds a text; how its lines end does not count, because a checkout may change that.
    fn add(&mut self, text: &str) {
        let bytes = text.bytes().filter(|byte| *byte != b'\r');
        for byte in bytes.chain([0]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn text(&self) -> String {
        format!("{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Fingerprint;

    #[test]
    fn fingerprints_are_those_of_the_published_algorithm() {
        let mut hash = Fingerprint::default();
        hash.add("foobar");
        // FNV-1a of "foobar\0", computed by hand from the published 85944171f73967e8 of "foobar".
        assert_eq!(
            hash.0,
            0x8594_4171_f739_67e8_u64.wrapping_mul(0x0000_0100_0000_01b3)
        );
        let mut other = Fingerprint::default();
        other.add("foo\r\nbar");
        let mut same = Fingerprint::default();
        same.add("foo\nbar");
        assert_eq!(other.text(), same.text());
    }
}
