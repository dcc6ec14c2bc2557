//! Exports of modules, and imports of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::{
    Interpreter,
    heap::{Object, ObjectId},
    host::PackageImport,
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    resolve::Target,
    source::{FileId, Span},
    syntax::{Exported, Imported, Name},
};

/// The target of a declaration `export * from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StarTarget {
    /// A module of the project.
    Module(FileId),
    /// A package, and the module that stands for it, if one is known.
    Package(Option<FileId>),
    /// Something that is not read.
    Unread,
}

impl StarTarget {
    /// The module whose exports are known.
    pub(super) fn file(self) -> Option<FileId> {
        match self {
            Self::Module(file) => Some(file),
            Self::Package(file) => file,
            Self::Unread => None,
        }
    }
}

/// Files that were visited, by their numbers: modules that all export each other have as many
/// declarations as there are pairs of them.
#[derive(Debug, Default)]
struct Visited(Vec<bool>);

impl Visited {
    fn contains(&self, file: FileId) -> bool {
        self.0.get(file.0 as usize).copied().unwrap_or_default()
    }

    /// Returns whether `file` is new.
    fn insert(&mut self, file: FileId) -> bool {
        let at = file.0 as usize;
        if self.0.len() <= at {
            self.0.resize(at + 1, false);
        }
        !std::mem::replace(&mut self.0[at], true)
    }
}

impl Interpreter<'_> {
    /// The names that `file` exports, its `export *` included, sorted.
    pub fn export_names(&mut self, file: FileId) -> BTreeSet<Name> {
        if self.is_common_js(file) {
            return self.common_js_names(file);
        }
        // A name that one file alone declares is not ambiguous.
        let mut names: BTreeMap<Name, usize> = BTreeMap::new();
        let mut seen = Visited::default();
        seen.insert(file);
        let mut waiting = vec![file];
        while let Some(current) = waiting.pop() {
            let linked = self.linked(current);
            let own = linked.module.exports.iter().map(|export| &export.name);
            for name in own.filter(|name| current == file || &***name != "default") {
                *names.entry(name.clone()).or_default() += 1;
            }
            let targets = self.star_targets(current);
            let targets = targets.iter().filter_map(|target| target.file());
            waiting.extend(targets.filter(|target| seen.insert(*target)));
        }
        let known = names.into_iter().filter_map(|(name, files)| {
            (files < 2 || !self.is_ambiguous(file, &name)).then_some(name)
        });
        known.collect()
    }

    /// The targets of the declarations `export * from` in `file`, in their order.
    pub(super) fn star_targets(&mut self, file: FileId) -> Rc<[StarTarget]> {
        if let Some(known) = self.stars.get(&file) {
            return known.clone();
        }
        let linked = self.linked(file);
        let stars = linked.module.stars.iter();
        let targets: Rc<[StarTarget]> = stars
            .map(
                |(specifier, _)| match self.program.target(file, specifier, self.diagnostics) {
                    Target::Module(target) => StarTarget::Module(target),
                    Target::Package => {
                        StarTarget::Package(self.ports.packages.module(self, file, specifier))
                    }
                    Target::Generated(_) | Target::Missing => StarTarget::Unread,
                },
            )
            .collect();
        self.stars.insert(file, targets.clone());
        targets
    }

    /// The export `name` of `file`; `None` if there is none.
    pub fn export(&mut self, file: FileId, name: &str) -> Option<Value> {
        self.export_through(file, name, &mut Visited::default())
    }

    fn export_through(&mut self, file: FileId, name: &str, seen: &mut Visited) -> Option<Value> {
        if self.is_common_js(file) {
            return self.common_js_export(file, name);
        }
        let linked = self.linked(file);
        if let Some(export) = linked.export(name) {
            let value = match &export.value {
                Exported::Local(local) => self.top_level(file, local, export.span),
                Exported::From(specifier, imported) => {
                    self.run_module(file);
                    self.import(file, specifier, (imported, export.span))
                }
                Exported::Expr(expr) => {
                    self.run_module(file);
                    self.default_value(file, expr)
                }
            };
            if let Some(docs) = export.docs.as_deref() {
                self.ports.library.documented(self, &value, docs);
            }
            return Some(self.seen(value));
        }
        if name == "default" || !seen.insert(file) || linked.module.stars.is_empty() {
            return None;
        }
        self.run_module(file);
        if self.depth >= super::DEPTH {
            return None;
        }
        self.depth += 1;
        let mut found = None;
        let targets = self.star_targets(file);
        for ((specifier, span), target) in linked.module.stars.iter().zip(&*targets) {
            found = if let StarTarget::Module(target) = *target {
                if seen.contains(target) {
                    continue;
                }
                self.export_through(target, name, seen)
            } else {
                let import = PackageImport {
                    file,
                    specifier,
                    imported: &Imported::Namespace,
                    span: *span,
                };
                self.ports.packages.export(self, &import, name)
            };
            if found.is_some() {
                break;
            }
        }
        self.depth -= 1;
        found
    }

    /// The value that `file` imports from `specifier`.
    pub fn import(
        &mut self,
        file: FileId,
        specifier: &Name,
        (imported, span): (&Imported, Span),
    ) -> Value {
        // Files may re-export from each other in a circle.
        self.deeper(span, |cx| cx.imported(file, specifier, (imported, span)))
    }

    fn imported(
        &mut self,
        file: FileId,
        specifier: &Name,
        (imported, span): (&Imported, Span),
    ) -> Value {
        let target = self.program.target(file, specifier, self.diagnostics);
        match (target, imported) {
            (Target::Module(target), Imported::Namespace) => self.namespace(target),
            (Target::Module(target), Imported::Name(name)) => {
                let value = if let Some(value) = self.export(target, name) {
                    value
                } else {
                    let known = self.export_names(target);
                    let known: Vec<&str> = known.iter().map(|name| &**name).collect();
                    self.opaque(catalogue::missing_export(span, name, (specifier, &known)))
                };
                self.by_way_of(value, span, || format!("`{name}` is imported here"))
            }
            (Target::Missing, _) => self.opaque(catalogue::missing_module(span, specifier)),
            (target @ (Target::Package | Target::Generated(_)), imported) => {
                let import = PackageImport {
                    file,
                    specifier,
                    imported,
                    span,
                };
                self.ports.packages.import(self, &target, &import)
            }
        }
    }

    /// `import * as name` of `file`.
    pub(super) fn namespace(&mut self, file: FileId) -> Value {
        if self.is_common_js(file) {
            return self.common_js_value(file);
        }
        Value::Object(self.heap.add(Object::Module(file)))
    }

    /// The property `key` of `import * as name`.
    pub fn module_property(&mut self, id: ObjectId, key: &str, span: Span) -> Option<Value> {
        let Object::Module(file) = self.heap.get(id) else {
            return None;
        };
        let file = *file;
        let Some(value) = self.export(file, key) else {
            return self.ports.packages.left_out(self, file, key, span);
        };
        Some(self.by_way_of(value, span, || {
            format!("`{key}` is taken from its module here")
        }))
    }
}
