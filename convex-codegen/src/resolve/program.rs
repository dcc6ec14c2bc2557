//! The modules parsed so far; others are read when they are imported.

use std::{collections::BTreeMap, sync::Arc};

use super::Scope;
use crate::{
    diagnostics::Diagnostics,
    parallel,
    source::{FileId, Loaded, Project, Required, SourceFile, installed_package},
    syntax::{self, Export, Module, Name},
};

/// A backend whose names can be followed.
#[derive(Debug)]
pub struct Program {
    /// The texts, and what is deployed of them.
    pub project: Project,
    modules: BTreeMap<FileId, Arc<Linked>>,
    targets: BTreeMap<(FileId, Name), Target>,
    models: BTreeMap<&'static str, FileId>,
    packages: BTreeMap<(FileId, String), Option<FileId>>,
}

/// A module with its names.
#[derive(Debug)]
pub struct Linked {
    /// Its syntax.
    pub module: Module,
    /// Its names.
    pub scope: Scope,
}

impl Linked {
    /// The export `name` that is written in this module.
    pub fn export(&self, name: &str) -> Option<&Export> {
        Some(&self.module.exports[self.scope.export(name)?])
    }
}

/// The target of an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To a module of the project.
    Module(FileId),
    /// To code that Convex generates: `server`, `api` or `dataModel`.
    Generated(&'static str),
    /// To a package.
    Package,
    /// Nowhere.
    Missing,
}

/// Makes `modules` a program.
pub(crate) fn link(project: Project, modules: Vec<Module>) -> Program {
    let mut program = Program {
        project,
        modules: BTreeMap::new(),
        targets: BTreeMap::new(),
        models: BTreeMap::new(),
        packages: BTreeMap::new(),
    };
    for module in modules {
        program.add(module);
    }
    program
}

impl Program {
    /// The project that was read. The syntax trees are dropped on another thread, since that takes
    /// as long as writing a specification.
    pub fn into_project(self) -> Project {
        parallel::discard(self.modules);
        self.project
    }

    fn add(&mut self, module: Module) {
        let scope = Scope::of(&module);
        self.modules
            .insert(module.file, Arc::new(Linked { module, scope }));
    }

    /// The module of `file`, which is parsed when it was not yet.
    pub fn module(&mut self, file: FileId, diagnostics: &mut Diagnostics) -> Arc<Linked> {
        if let Some(module) = self.modules.get(&file) {
            return module.clone();
        }
        let (module, problems) = syntax::parse_file(file, self.project.sources.file(file));
        diagnostics.extend(problems);
        let scope = Scope::of(&module);
        let linked = Arc::new(Linked { module, scope });
        self.modules.insert(file, linked.clone());
        linked
    }

    /// Resolves `specifier`, imported by `from`.
    pub fn target(
        &mut self,
        from: FileId,
        specifier: &Name,
        diagnostics: &mut Diagnostics,
    ) -> Target {
        if let Some(generated) = generated(specifier) {
            return Target::Generated(generated);
        }
        let key = (from, specifier.clone());
        if let Some(target) = self.targets.get(&key) {
            return target.clone();
        }
        let project = &mut self.project;
        let target =
            match project
                .loader
                .import(from, specifier, (&mut project.sources, diagnostics))
            {
                Loaded::File(file) => Target::Module(file),
                Loaded::Package => Target::Package,
                Loaded::Missing => Target::Missing,
            };
        self.targets.insert(key, target.clone());
        target
    }

    /// The file of the package that `from` imports as `specifier`, when its code may be read.
    pub fn package(
        &mut self,
        from: FileId,
        specifier: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<FileId> {
        let key = (from, specifier.to_owned());
        if let Some(file) = self.packages.get(&key) {
            return *file;
        }
        let project = &mut self.project;
        let texts = (&mut project.sources, diagnostics);
        let file = project.loader.package(from, specifier, texts);
        self.packages.insert(key, file);
        file
    }

    /// The version of the package that `from` imports as `specifier`, when it is installed.
    pub fn installed_version(&mut self, from: FileId, specifier: &str) -> Option<String> {
        self.project.loader.installed_version(from, specifier)
    }

    /// The version of `package` that the project's lock file or manifest states.
    pub fn required(&mut self, package: &str) -> Option<Required> {
        let project = &mut self.project;
        project.loader.requirements(&project.functions).of(package)
    }

    /// Returns whether `file` belongs to the project, not to an installed package or a built-in
    /// module.
    pub fn is_own(&self, file: FileId) -> bool {
        let folder = self.project.functions.to_string_lossy();
        installed_package(&self.project.sources.file(file).path, &folder).is_none()
    }

    /// The path of the built-in module that `file` is.
    pub fn model_of(&self, file: FileId) -> Option<&'static str> {
        let (path, _) = self.models.iter().find(|(_, model)| **model == file)?;
        Some(path)
    }

    /// The module whose text is built in: what `package` exports, written for this evaluator.
    pub fn model(&mut self, (path, package): (&'static str, &str), text: &str) -> FileId {
        let sources = &mut self.project.sources;
        let add = || {
            sources.add(SourceFile {
                path: format!("node_modules/{package}/{path}"),
                text: text.to_owned(),
            })
        };
        *self.models.entry(path).or_insert_with(add)
    }
}

/// The generated module that `specifier` means, from wherever it is imported.
fn generated(specifier: &str) -> Option<&'static str> {
    let path = ["", ".js", ".ts"]
        .iter()
        .rev()
        .find_map(|extension| specifier.strip_suffix(extension))?;
    let module = path.rsplit_once("_generated/")?;
    if !module.0.is_empty() && !module.0.ends_with('/') {
        return None;
    }
    ["server", "api", "dataModel"]
        .into_iter()
        .find(|name| *name == module.1)
}
