//! Names: declared when their scope is entered, read, and assigned.

use super::{
    Interpreter,
    environment::{Place, Slot},
    heap::{Closure, Object},
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    resolve::vars_of,
    source::Span,
    syntax::{Body, Function, Name, Stmt, StmtKind, VarKind},
};

impl Interpreter<'_> {
    /// The value of a name.
    pub(super) fn name(&mut self, name: &Name, span: Span, place: Place) -> Value {
        if let Some(slot) = self.environments.find(place, name) {
            if let Some(value) = &self.environments.slot(slot).value {
                return self.seen(value.clone());
            }
            let problem = catalogue::cycle(span, &format!("`{name}`"));
            let message = format!("Cannot access '{name}' before initialization");
            return self.throw_saying("ReferenceError", problem, Some(message));
        }
        if &**name == "undefined" {
            return Value::Undefined;
        }
        let value = self.top_level(place.file, name, span);
        self.seen(value)
    }

    /// Declares what the statements of a block declare. Functions can be called before the line
    /// that declares them.
    pub(super) fn hoist(&mut self, body: &[Stmt], place: Place) {
        for stmt in body {
            match &stmt.kind {
                StmtKind::Function(name, function) => {
                    let value = self.function_value(function, place);
                    self.declare(place, Slot::new(name, value));
                }
                StmtKind::Var(var) if var.kind != VarKind::Var => {
                    for (name, _) in var.pattern.names() {
                        self.declare(
                            place,
                            Slot {
                                constant: var.kind == VarKind::Const,
                                ..Slot::empty(name)
                            },
                        );
                    }
                }
                StmtKind::Class(name, _) => self.declare(place, Slot::empty(name)),
                StmtKind::Enum(name, _) | StmtKind::Namespace(name, _)
                    if !self.environments.declares(place, name) =>
                {
                    self.declare(place, Slot::new(name, Value::Undefined));
                }
                _ => {}
            }
        }
    }

    /// Declares `slot` in the innermost scope of `place`, which is not the top level.
    pub(super) fn declare(&mut self, place: Place, slot: Slot) {
        self.environments.declare(place, slot);
    }

    /// Initializes `name` in the innermost scope of `place` or at the top level.
    pub(super) fn initialize(&mut self, place: Place, name: &Name, value: Value) {
        match place.env {
            None => self.set_name(place.file, name, value),
            Some(_) if self.environments.declares(place, name) => {
                if let Some(slot) = self.environments.find(place, name) {
                    self.environments.set(slot, Some(value));
                }
            }
            Some(_) => self.declare(place, Slot::new(name, value)),
        }
    }

    /// `name = value`.
    pub(super) fn assign_name(&mut self, (name, span): (&Name, Span), value: Value, place: Place) {
        if self.thrown.is_some() {
            return;
        }
        let Some(slot) = self.environments.find(place, name) else {
            return self.assign_top_level((name, span), value, place);
        };
        let variable = self.environments.slot(slot);
        if variable.value.is_none() {
            let problem = catalogue::cycle(span, &format!("`{name}`"));
            self.throw_error("ReferenceError", problem);
        } else if variable.constant {
            self.assign_constant(name, span);
        } else {
            self.environments.set(slot, Some(value));
        }
    }

    /// Throws a `TypeError`: `name` is a constant or an import.
    pub(super) fn assign_constant(&mut self, name: &Name, span: Span) {
        let message = format!("Assignment to constant variable `{name}`");
        let problem = catalogue::throws_error(span, "TypeError", &message);
        let message = "Assignment to constant variable.".to_owned();
        self.throw_saying("TypeError", problem, Some(message));
    }

    /// A function with the scope it is made in.
    pub(super) fn function_value(
        &mut self,
        function: &std::sync::Arc<Function>,
        place: Place,
    ) -> Value {
        let mut place = place;
        let mut closure = Closure {
            function: function.clone(),
            place,
            this: Value::Undefined,
            home: None,
            extra: None,
            given: None,
        };
        if function.arrow {
            closure.this = self.frame.this.clone();
            closure.home = self.frame.home;
        }
        // A function expression knows its own name.
        let own = function.name.as_ref().filter(|_| function.expression);
        if own.is_some() {
            place = self.environments.enter(place);
            closure.place = place;
        }
        let value = Value::Object(self.heap.add(Object::Closure(closure)));
        if let Some(name) = own {
            self.declare(place, Slot::constant(name, value.clone()));
        }
        value
    }

    /// The statements of the function body at `span`, parsed when it first runs.
    pub(super) fn body(&mut self, span: Span) -> std::rc::Rc<super::frame::Body> {
        if let Some(body) = self.bodies.get(&span) {
            return body.clone();
        }
        let source = self.program.project.sources.file(span.file);
        let stmts = crate::syntax::parse_block(source, span);
        let mut vars = Vec::new();
        vars_of(&stmts, &mut vars);
        let body = std::rc::Rc::new(super::frame::Body { stmts, vars });
        self.bodies.insert(span, body.clone());
        body
    }

    /// Returns whether the body of `function` mentions `arguments`.
    pub fn reads_arguments(&self, function: &Function) -> bool {
        let Body::Block(span) = function.body else {
            return false;
        };
        let text = &self.program.project.sources.file(span.file).text;
        text.get(span.start as usize..span.end as usize)
            .is_some_and(|text| text.contains("arguments"))
    }
}
