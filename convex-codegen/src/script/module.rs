//! Modules: each runs from its first statement to its last when one of its names is first
//! requested.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Interpreter, environment::Place, frame::Completion, host::Declared, reach::Change, value::Value,
};
use crate::{
    diagnostics::catalogue,
    resolve::{Binding, Linked, Target},
    source::{FileId, Span},
    syntax::{Declarator, Exported, Expr, ExprKind, Name, Pattern, Stmt, StmtKind, VarKind},
    text::Docs,
};

/// The state of a module.
#[derive(Debug)]
pub(super) struct ModuleState {
    linked: Arc<Linked>,
    /// Values of top-level names.
    pub names: BTreeMap<Name, Value>,
    /// Values of default exports that are expressions.
    pub(super) defaults: BTreeMap<Span, Value>,
    /// Imported values that never change.
    pub(super) imports: BTreeMap<Name, Value>,
    /// `true` once it has started to run.
    ran: bool,
    /// Statements that run or have run.
    started: BTreeSet<usize>,
}

impl Interpreter<'_> {
    /// The module of `file`.
    pub fn linked(&mut self, file: FileId) -> Arc<Linked> {
        if let Some(Some(state)) = self.modules.get(file.0 as usize) {
            return state.linked.clone();
        }
        let linked = self.program.module(file, self.diagnostics);
        let state = ModuleState {
            linked: linked.clone(),
            names: BTreeMap::new(),
            defaults: BTreeMap::new(),
            imports: BTreeMap::new(),
            ran: false,
            started: BTreeSet::new(),
        };
        let at = file.0 as usize;
        if self.modules.len() <= at {
            self.modules.resize_with(at + 1, || None);
        }
        self.modules[at] = Some(state);
        linked
    }

    pub(super) fn state(&mut self, file: FileId) -> &mut ModuleState {
        let at = file.0 as usize;
        if self.modules.get(at).is_none_or(Option::is_none) {
            self.linked(file);
        }
        self.modules[at].as_mut().expect("`linked` adds it")
    }

    /// Runs the module of `file`, unless it has started: first its imports, then its statements in
    /// order.
    pub fn run_module(&mut self, file: FileId) {
        if std::mem::replace(&mut self.state(file).ran, true) || self.depth >= super::DEPTH {
            return;
        }
        let linked = self.linked(file);
        self.depth += 1;
        self.running += 1;
        if self.program.is_own(file) {
            for specifier in &linked.module.loads {
                let target = self.program.target(file, specifier, self.diagnostics);
                if let Target::Module(target) = target {
                    self.run_module(target);
                }
            }
        }
        self.prepare_common_js(file);
        let place = Place::top(file);
        for stmt in &linked.module.body {
            if let StmtKind::Function(name, function) = &stmt.kind {
                let value = self.function_value(function, place);
                self.state(file).names.insert(name.clone(), value);
            }
        }
        for name in linked.scope.vars() {
            let names = &mut self.state(file).names;
            names.entry(name.clone()).or_insert(Value::Undefined);
        }
        for index in 0..linked.module.body.len() {
            self.begin(file, index);
        }
        self.running -= 1;
        if self.running == 0 && !self.is_idle() {
            let end = Span::file_start(file);
            self.at_top(|cx| cx.run_jobs(None, end));
        }
        self.depth -= 1;
    }

    /// Runs the top-level statement `index`; false when that has begun already.
    fn begin(&mut self, file: FileId, index: usize) -> bool {
        if !self.state(file).started.insert(index) {
            return false;
        }
        let linked = self.linked(file);
        let stmt = &linked.module.body[index];
        let why = self.at_top(|cx| {
            let end = cx.top_statement(file, stmt);
            let why = match end {
                Completion::Throw(thrown) => Some(cx.opaque(thrown.problem)),
                Completion::Unknown(why) | Completion::Maybe(_, why) => Some(why),
                _ => None,
            };
            if cx.steps > 0 {
                return why;
            }
            // It was left in the middle.
            let why = cx.opaque(catalogue::too_long(stmt.span));
            cx.touch(stmt.span, Place::top(file), &why);
            Some(why)
        });
        if let Some(why) = why {
            for name in declared_by(stmt) {
                let names = &mut self.state(file).names;
                names.entry(name).or_insert_with(|| why.clone());
            }
        }
        true
    }

    /// Runs `work` as a statement of its own: nothing of what runs around it matters to it.
    pub(super) fn at_top<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let allowance = self.allowance();
        let steps = std::mem::replace(&mut self.steps, allowance);
        let frame = std::mem::take(&mut self.frame);
        let trying = std::mem::take(&mut self.trying);
        let trying_out = std::mem::take(&mut self.trying_out);
        let (doubt, thrown) = (self.doubt.take(), self.thrown.take());
        let (effect, awaited) = (self.effect.take(), self.awaited.take());
        let trials = std::mem::take(&mut self.trials);
        let (objects, variables) = (self.heap.suspend(), self.environments.suspend());
        let done = work(self);
        self.heap.resume(objects);
        self.environments.resume(variables);
        self.trials = trials;
        (self.effect, self.awaited) = (effect, awaited);
        (self.doubt, self.thrown) = (doubt, thrown);
        self.trying = trying;
        self.trying_out = trying_out;
        self.frame = frame;
        self.steps = steps;
        done
    }

    fn top_statement(&mut self, file: FileId, stmt: &Stmt) -> Completion {
        let place = Place::top(file);
        match &stmt.kind {
            StmtKind::Var(var) => self.top_variable(var, file),
            StmtKind::Default(index) => {
                let linked = self.linked(file);
                if let Exported::Expr(expr) = &linked.module.exports[*index].value {
                    self.default_value(file, expr);
                }
                Completion::Normal
            }
            StmtKind::Function(..) => Completion::Normal,
            _ => self.stmt(stmt, place),
        }
    }

    fn top_variable(&mut self, var: &Declarator, file: FileId) -> Completion {
        let place = Place::top(file);
        let value = match (&var.init, &var.pattern) {
            (Some(init), Pattern::Name(name, _)) => self.named(init, Some(name), place),
            (Some(init), _) => {
                let value = self.expr(init, place);
                self.forget_callee(init);
                value
            }
            (None, _) if var.kind == VarKind::Var => return Completion::Normal,
            (None, _) => Value::Undefined,
        };
        let value = self.annotated(value, var.annotation.as_ref());
        self.bind(&var.pattern, value, place);
        for (name, span) in var.pattern.names() {
            let value = self.state(file).names.get(name).cloned();
            let value = value.unwrap_or(Value::Undefined);
            let value = self.by_way_of(value, span, || format!("`{name}` gets its value here"));
            let docs = match var.pattern {
                Pattern::Name(..) => var.docs.as_deref(),
                _ => None,
            };
            self.declared(&value, span, (name, docs));
            self.set_name(file, name, value);
        }
        self.ended()
    }

    /// The value of `export default expr`.
    pub(super) fn default_value(&mut self, file: FileId, expr: &Expr) -> Value {
        if let Some(value) = self.state(file).defaults.get(&expr.span) {
            return value.clone();
        }
        let cycle = self.opaque(catalogue::cycle(expr.span, "the default export"));
        self.state(file).defaults.insert(expr.span, cycle);
        let name = Name::from("default");
        let value = self.at_top(|cx| {
            let value = cx.named(expr, Some(&name), Place::top(file));
            if cx.steps > 0 {
                return value;
            }
            let why = cx.opaque(catalogue::too_long(expr.span));
            cx.touch(expr.span, Place::top(file), &why);
            why
        });
        self.declared(&value, expr.span, ("default", None));
        self.state(file).defaults.insert(expr.span, value.clone());
        value
    }

    fn declared(&mut self, value: &Value, span: Span, (name, docs): (&str, Option<&Docs>)) {
        let declared = Declared {
            file: span.file,
            name,
            span,
            docs,
        };
        self.ports.library.declared(self, value, declared);
    }

    /// The top-level name `name` of `file`.
    pub fn top_level(&mut self, file: FileId, name: &Name, span: Span) -> Value {
        self.run_module(file);
        let state = self.state(file);
        if let Some(value) = state.names.get(name).or_else(|| state.imports.get(name)) {
            return value.clone();
        }
        let linked = self.linked(file);
        match linked.scope.get(name) {
            Some(Binding::Import(index)) => {
                let import = &linked.module.imports[index];
                let cycle = self.opaque(catalogue::cycle(span, &format!("`{name}`")));
                self.state(file).imports.insert(name.clone(), cycle);
                let value = self.import(file, &import.specifier, (&import.imported, import.span));
                // Objects may be others later on.
                match value {
                    Value::Object(_) if !self.is_module(&value) => {
                        self.state(file).imports.remove(name);
                    }
                    _ => {
                        let imports = &mut self.state(file).imports;
                        imports.insert(name.clone(), value.clone());
                    }
                }
                value
            }
            // Modules that import each other: it is needed before its turn.
            Some(Binding::Statement(index)) => {
                if !self.begin(file, index) {
                    let problem = catalogue::cycle(span, &format!("`{name}`"));
                    return self.throw_error("ReferenceError", problem);
                }
                let value = self.state(file).names.get(name).cloned();
                value.unwrap_or(Value::Undefined)
            }
            None => match (
                self.realm.change("globalThis", name),
                super::builtins::global(name),
            ) {
                (Some(why), _) => Value::Opaque(why),
                (None, Some(value)) => value,
                (None, None) if super::builtins::exists(name) => {
                    self.opaque(catalogue::unknown_global(span, name))
                }
                (None, None) => {
                    let problem = catalogue::unknown_name(span, name);
                    let message = format!("{name} is not defined");
                    self.throw_saying("ReferenceError", problem, Some(message))
                }
            },
        }
    }

    /// Returns whether `expr` is an undeclared name, which `typeof` accepts.
    pub(super) fn is_undeclared(&mut self, expr: &Expr, place: Place) -> bool {
        let ExprKind::Ident(name) = &expr.kind else {
            return false;
        };
        self.environments.find(place, name).is_none()
            && self.linked(place.file).scope.get(name).is_none()
            && !super::builtins::exists(name)
            && self.realm.change("globalThis", name).is_none()
    }

    fn is_module(&self, value: &Value) -> bool {
        match value {
            Value::Object(id) => matches!(self.heap.get(*id), super::heap::Object::Module(_)),
            _ => false,
        }
    }

    /// `name = value` at the top level of a module.
    pub(super) fn assign_top_level(
        &mut self,
        (name, span): (&Name, Span),
        value: Value,
        place: Place,
    ) {
        let linked = self.linked(place.file);
        match linked.scope.get(name) {
            Some(Binding::Statement(_)) if !linked.scope.is_constant(name) => {
                self.set_name(place.file, name, value);
            }
            // A name of CommonJS.
            None if self.state(place.file).names.contains_key(name) => {
                self.set_name(place.file, name, value);
            }
            None => {
                self.throw_error("ReferenceError", catalogue::unknown_name(span, name));
            }
            Some(_) => {
                self.assign_constant(name, span);
            }
        }
    }

    /// Sets the top-level name `name` of `file` to `value`.
    pub(super) fn set_name(&mut self, file: FileId, name: &Name, value: Value) {
        self.log.add(|| Change::Name(file, name.clone()));
        let old = self.state(file).names.insert(name.clone(), value);
        if let Some(before) = self.trials.last_mut() {
            before.push((file, name.clone(), old));
        }
    }
}

/// The names that a top-level statement declares.
fn declared_by(stmt: &Stmt) -> Vec<Name> {
    match &stmt.kind {
        StmtKind::Var(var) => {
            let names = var.pattern.names().into_iter();
            names.map(|(name, _)| name.clone()).collect()
        }
        StmtKind::Class(name, _) | StmtKind::Enum(name, _) | StmtKind::Namespace(name, _) => {
            vec![name.clone()]
        }
        _ => Vec::new(),
    }
}
