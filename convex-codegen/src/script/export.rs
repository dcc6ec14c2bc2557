//! Exports of modules, and imports of them.

use std::collections::BTreeSet;

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

impl Interpreter<'_> {
    /// The names that `file` exports, its `export *` included, sorted.
    pub fn export_names(&mut self, file: FileId) -> BTreeSet<Name> {
        if self.is_common_js(file) {
            return self.common_js_names(file);
        }
        let mut names = BTreeSet::new();
        let mut seen = BTreeSet::from([file]);
        let mut waiting = vec![file];
        while let Some(current) = waiting.pop() {
            let linked = self.linked(current);
            let own = linked.module.exports.iter().map(|export| &export.name);
            names.extend(
                own.filter(|name| current == file || &***name != "default")
                    .cloned(),
            );
            for (specifier, _) in &linked.module.stars {
                let target = self.star_target(current, specifier);
                waiting.extend(target.filter(|target| seen.insert(*target)));
            }
        }
        names.retain(|name| !self.is_ambiguous(file, name));
        names
    }

    /// The target of `export * from "specifier"` in `file`.
    pub(super) fn star_target(&mut self, file: FileId, specifier: &Name) -> Option<FileId> {
        match self.program.target(file, specifier, self.diagnostics) {
            Target::Module(target) => Some(target),
            Target::Package => self.ports.packages.module(self, file, specifier),
            Target::Generated(_) | Target::Missing => None,
        }
    }

    /// The export `name` of `file`; `None` if there is none.
    pub fn export(&mut self, file: FileId, name: &str) -> Option<Value> {
        self.export_through(file, name, &mut BTreeSet::new())
    }

    fn export_through(
        &mut self,
        file: FileId,
        name: &str,
        seen: &mut BTreeSet<FileId>,
    ) -> Option<Value> {
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
        for (specifier, span) in &linked.module.stars {
            let target = self.program.target(file, specifier, self.diagnostics);
            found = if let Target::Module(target) = target {
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
