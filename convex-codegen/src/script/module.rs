//! Modules: their exports and their top-level names, evaluated when they are first needed.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    BUDGET, Interpreter, builtins,
    environment::Place,
    heap::{Closure, Object, ObjectId},
    host::{Declared, PackageImport},
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    docs::Docs,
    resolve::{Binding, Linked, Target},
    source::{FileId, Span},
    syntax::{Exported, Imported, Name, Pattern, Stmt, StmtKind},
};

/// What is known of a module so far.
#[derive(Debug)]
pub struct ModuleState {
    linked: Arc<Linked>,
    /// Values of top-level names.
    pub names: BTreeMap<Name, Value>,
    defaults: BTreeMap<Span, Value>,
    /// Statements that run or have run.
    pub started: BTreeSet<usize>,
    /// How many of a name's effects have begun.
    pub begun: BTreeMap<Name, usize>,
    finished: BTreeSet<usize>,
}

impl Interpreter<'_> {
    /// The module of `file`.
    pub fn linked(&mut self, file: FileId) -> Arc<Linked> {
        if let Some(state) = self.modules.get(&file) {
            return state.linked.clone();
        }
        let linked = self.program.module(file, self.diagnostics);
        let state = ModuleState {
            linked: linked.clone(),
            names: BTreeMap::new(),
            defaults: BTreeMap::new(),
            started: BTreeSet::new(),
            begun: BTreeMap::new(),
            finished: BTreeSet::new(),
        };
        self.modules.insert(file, state);
        linked
    }

    pub(super) fn state(&mut self, file: FileId) -> &mut ModuleState {
        self.linked(file);
        self.modules.get_mut(&file).expect("`linked` adds it")
    }

    /// The names that `file` exports, its `export *` included, sorted.
    pub fn export_names(&mut self, file: FileId) -> BTreeSet<Name> {
        let linked = self.linked(file);
        let mut names: BTreeSet<Name> = linked
            .module
            .exports
            .iter()
            .map(|export| export.name.clone())
            .collect();
        if !self.stars.insert(file) {
            return names;
        }
        for (specifier, _) in &linked.module.stars {
            let inner = match self.program.target(file, specifier, self.diagnostics) {
                Target::Module(target) => self.export_names(target),
                Target::Package => match self.ports.packages.module(self, file, specifier) {
                    Some(module) => self.export_names(module),
                    None => BTreeSet::new(),
                },
                Target::Generated(_) | Target::Missing => BTreeSet::new(),
            };
            names.extend(inner.into_iter().filter(|name| &**name != "default"));
        }
        self.stars.remove(&file);
        names.retain(|name| !self.is_ambiguous(file, name));
        names
    }

    /// The export `name` of `file`; `None` when there is none.
    pub fn export(&mut self, file: FileId, name: &str) -> Option<Value> {
        let linked = self.linked(file);
        if let Some(export) = linked.export(name) {
            let value = match &export.value {
                Exported::Local(local) => self.top_level(file, local, export.span),
                Exported::From(specifier, imported) => {
                    self.import(file, specifier, (imported, export.span))
                }
                Exported::Expr(expr) => self.default_export(file, expr),
            };
            if let Some(docs) = export.docs.as_deref() {
                self.ports.library.documented(self, &value, docs);
            }
            return Some(value);
        }
        if name == "default" || !self.stars.insert(file) {
            return None;
        }
        let mut found = None;
        for (specifier, span) in &linked.module.stars {
            found = match self.program.target(file, specifier, self.diagnostics) {
                Target::Module(target) => self.export(target, name),
                _ => {
                    let import = PackageImport {
                        file,
                        specifier,
                        imported: &Imported::Namespace,
                        span: *span,
                    };
                    self.ports.packages.export(self, &import, name)
                }
            };
            if found.is_some() {
                break;
            }
        }
        self.stars.remove(&file);
        found
    }

    fn default_export(&mut self, file: FileId, expr: &crate::syntax::Expr) -> Value {
        if let Some(value) = self.state(file).defaults.get(&expr.span) {
            return value.clone();
        }
        let cycle = self.opaque(catalogue::cycle(expr.span, "the default export"));
        self.state(file).defaults.insert(expr.span, cycle);
        let value = self.fresh_budget(None, |cx| cx.expr(expr, Place::top(file)));
        self.declared(&value, file, ("default", None));
        self.state(file).defaults.insert(expr.span, value.clone());
        value
    }

    /// What `file` imports from `specifier`.
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
            (Target::Module(target), Imported::Namespace) => {
                Value::Object(self.heap.add(Object::Module(target)))
            }
            (Target::Module(target), Imported::Name(name)) => {
                let value = self.export(target, name).unwrap_or_else(|| {
                    let known = self.export_names(target);
                    let known: Vec<&str> = known.iter().map(|name| &**name).collect();
                    self.opaque(catalogue::missing_export(span, name, (specifier, &known)))
                });
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

    /// The top-level name `name` of `file`.
    pub fn top_level(&mut self, file: FileId, name: &Name, span: Span) -> Value {
        let linked = self.linked(file);
        if let Some(value) = self.state(file).names.get(name) {
            if linked.scope.effects(name).is_empty() {
                return value.clone();
            }
            self.run_effects(file, name);
            let value = self.state(file).names.get(name).cloned();
            return value.unwrap_or(Value::Undefined);
        }
        match linked.scope.get(name) {
            Some(Binding::Import(index)) => {
                let import = &linked.module.imports[index];
                let cycle = self.opaque(catalogue::cycle(span, &format!("`{name}`")));
                self.state(file).names.insert(name.clone(), cycle);
                let value = self.import(file, &import.specifier, (&import.imported, import.span));
                self.state(file).names.insert(name.clone(), value);
                self.run_effects(file, name);
                let value = self.state(file).names.get(name).cloned();
                value.unwrap_or(Value::Undefined)
            }
            Some(Binding::Statement(index)) => {
                if !self.begin(file, index) {
                    return self.opaque(catalogue::cycle(span, &format!("`{name}`")));
                }
                self.run_effects(file, name);
                let value = self.state(file).names.get(name).cloned();
                value.unwrap_or(Value::Undefined)
            }
            None => builtins::global(name)
                .unwrap_or_else(|| self.opaque(catalogue::unknown_name(span, name))),
        }
    }

    fn declared(&mut self, value: &Value, file: FileId, (name, docs): (&str, Option<&Docs>)) {
        let declared = Declared { file, name, docs };
        self.ports.library.declared(self, value, declared);
    }

    /// Sets a top-level name; false when `file` does not declare it.
    pub fn set_top_level(&mut self, file: FileId, name: &Name, value: Value) -> bool {
        let declared = matches!(
            self.linked(file).scope.get(name),
            Some(Binding::Statement(_))
        );
        if declared {
            self.state(file).names.insert(name.clone(), value);
        }
        declared
    }

    /// Evaluates the declaration that `index` is; false when that has begun already.
    pub(super) fn begin(&mut self, file: FileId, index: usize) -> bool {
        if !self.state(file).started.insert(index) {
            return false;
        }
        let linked = self.linked(file);
        let stmt = &linked.module.body[index];
        let before = self.unfinished.len();
        self.fresh_budget(Some((file, index)), |cx| cx.declare_top_level(file, stmt));
        self.state(file).finished.insert(index);
        if self.unfinished.len() > before
            && let Some(why) = self.unfinished.last().cloned()
        {
            self.lose(file, index, &why);
        }
        true
    }

    fn declare_top_level(&mut self, file: FileId, stmt: &Stmt) {
        let place = Place::top(file);
        match &stmt.kind {
            StmtKind::Var(var) => {
                let value = match &var.init {
                    Some(init) => self.expr(init, place),
                    None => Value::Undefined,
                };
                let value = self.annotated(value, var.annotation.as_ref());
                self.bind(&var.pattern, value, place);
                for (name, span) in var.pattern.names() {
                    let value = self
                        .state(file)
                        .names
                        .get(name)
                        .cloned()
                        .unwrap_or(Value::Undefined);
                    let value =
                        self.by_way_of(value, span, || format!("`{name}` gets its value here"));
                    let docs = match var.pattern {
                        Pattern::Name(..) => var.docs.as_deref(),
                        _ => None,
                    };
                    self.declared(&value, file, (name, docs));
                    self.state(file).names.insert(name.clone(), value);
                }
            }
            StmtKind::Function(name, function) => {
                let closure = Closure {
                    function: function.clone(),
                    place,
                    this: Value::Undefined,
                    extra: None,
                };
                let value = Value::Object(self.heap.add(Object::Closure(closure)));
                self.state(file).names.insert(name.clone(), value);
            }
            StmtKind::Class(name, class) => {
                let value = self.class_value(class, place);
                self.state(file).names.insert(name.clone(), value);
            }
            StmtKind::Enum(name, members) => {
                let value = self.enum_value(members, place);
                self.state(file).names.insert(name.clone(), value);
            }
            _ => {}
        }
    }

    /// Does `work`, which is the top-level statement `at`.
    pub(super) fn fresh_budget<T>(
        &mut self,
        at: Option<(FileId, usize)>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let outer = std::mem::replace(&mut self.at, at);
        let left = std::mem::replace(&mut self.steps, BUDGET);
        let this = std::mem::replace(&mut self.this, Value::Undefined);
        let class = self.class.take();
        let done = work(self);
        self.at = outer;
        self.steps = left;
        self.this = this;
        self.class = class;
        done
    }

    /// The property `key` of `import * as name`.
    pub fn module_property(&mut self, id: ObjectId, key: &str, span: Span) -> Option<Value> {
        let Object::Module(file) = self.heap.get(id) else {
            return None;
        };
        let file = *file;
        let Some(value) = self.export(file, key) else {
            // A model leaves out what it does not know.
            let model = self.program.model_of(file)?;
            return Some(self.opaque(catalogue::unknown_package(span, key, model)));
        };
        Some(self.by_way_of(value, span, || {
            format!("`{key}` is taken from its module here")
        }))
    }
}
