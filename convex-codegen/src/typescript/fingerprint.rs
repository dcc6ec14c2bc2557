//! Fingerprints of everything that a module's types depend on, to detect changes without
//! TypeScript.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{
    diagnostics::Diagnostics,
    resolve::{Program, Target},
    source::{FileId, ModulePath, Requirements, package_name},
    syntax::types::{called, specifiers},
};

/// The fingerprint of each module's source and of everything that its types depend on:
///
/// - what it imports, in the project and in packages of the same workspace, whether those are
///   installed or not;
/// - through `_generated/server` and `_generated/dataModel` the schema;
/// - the functions that it runs by their reference, since it may return what they return;
/// - the versions of the packages that all these import, from the lock file. `convex` itself is
///   left out: its types are known, and a new version of it would make every module out of date.
pub(super) fn fingerprints(program: &mut Program) -> BTreeMap<String, String> {
    let folder = program.project.functions.clone();
    let mut search = Search {
        requirements: program.project.loader.requirements(&folder),
        modules: modules(program),
        program,
        diagnostics: Diagnostics::default(),
        uses: BTreeMap::new(),
    };
    let modules: Vec<(ModulePath, FileId)> = search.modules.clone().into_iter().collect();
    let fingerprints = modules
        .into_iter()
        .map(|(path, file)| (path.as_str().to_owned(), search.fingerprint(file)));
    fingerprints.collect()
}

fn modules(program: &Program) -> BTreeMap<ModulePath, FileId> {
    let modules = program.project.modules.iter();
    modules
        .map(|module| (module.path.clone(), module.file))
        .collect()
}

/// The files and packages that a file uses.
#[derive(Debug, Clone, Default)]
struct Uses {
    files: Vec<FileId>,
    packages: BTreeSet<String>,
}

struct Search<'a> {
    program: &'a mut Program,
    modules: BTreeMap<ModulePath, FileId>,
    requirements: Arc<Requirements>,
    /// Never reported: if a file cannot be found, the type that needs it says so.
    diagnostics: Diagnostics,
    uses: BTreeMap<FileId, Uses>,
}

impl Search<'_> {
    fn fingerprint(&mut self, module: FileId) -> String {
        let mut hash = Fingerprint::default();
        let mut packages = BTreeSet::new();
        let (mut seen, mut waiting) = (BTreeSet::from([module]), vec![module]);
        while let Some(file) = waiting.pop() {
            hash.add(&self.program.project.sources.file(file).text);
            let uses = self.uses(file);
            packages.extend(uses.packages);
            waiting.extend(uses.files.into_iter().filter(|next| seen.insert(*next)));
        }
        for package in packages {
            if let Some(required) = self.requirements.of(&package) {
                hash.add(&format!("{package} {}", required.text()));
            }
        }
        hash.text()
    }

    /// The files and packages that `file` uses, in the order in which they are mentioned.
    fn uses(&mut self, file: FileId) -> Uses {
        if let Some(known) = self.uses.get(&file) {
            return known.clone();
        }
        let text = self.program.project.sources.file(file).text.clone();
        let mut uses = Uses::default();
        for specifier in specifiers(&text) {
            let target = self
                .program
                .target(file, &Arc::from(specifier), &mut self.diagnostics);
            match target {
                Target::Module(target) => uses.files.push(target),
                Target::Generated("server" | "dataModel") => {
                    uses.files.extend(self.program.project.schema);
                }
                Target::Package => self.package(file, specifier, &mut uses),
                Target::Generated(_) | Target::Missing => {}
            }
        }
        let functions = called(&text);
        let runs = functions.iter().filter_map(|path| self.module_of(path));
        uses.files.extend(runs);
        self.uses.insert(file, uses.clone());
        uses
    }

    fn package(&mut self, file: FileId, specifier: &str, uses: &mut Uses) {
        let project = &mut self.program.project;
        let texts = (&mut project.sources, &mut self.diagnostics);
        if let Some(source) = project.loader.workspace_source(file, specifier, texts) {
            uses.files.push(source);
        } else if let Some((name, _)) = package_name(specifier)
            && name != "convex"
        {
            uses.packages.insert(name.to_owned());
        }
    }

    /// The module of the function `a.b.c`.
    fn module_of(&self, path: &[String]) -> Option<FileId> {
        let (_, module) = path.split_last()?;
        let module = module.join("/");
        let found = self
            .modules
            .iter()
            .find(|(path, _)| path.as_str() == module);
        found.map(|(_, file)| *file)
    }
}

/// 64-bit FNV-1a: it is stable across machines and compilers, and need not resist forgery.
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
