//! Statements of functions that are called, and of modules that change what they declared.

use super::{
    Interpreter,
    environment::Place,
    heap::{Closure, Object},
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    source::Span,
    syntax::{Expr, Loop, Stmt, StmtKind},
};

/// A `case` of a `switch`: its test and its statements.
type Case = (Option<Expr>, Vec<Stmt>);

/// How a statement ends.
#[derive(Debug)]
pub enum Completion {
    /// The next one runs.
    Normal,
    /// The loop ends.
    Break,
    /// The loop goes on.
    Continue,
    /// The function ends.
    Return(Value),
    /// What happens is not known, because of this value.
    Unknown(Value),
}

impl Interpreter<'_> {
    /// Runs the statements of a block, whose scope `place` is.
    pub fn block(&mut self, body: &[Stmt], place: Place) -> Completion {
        for stmt in body {
            // Functions can be called before the line that declares them.
            if let StmtKind::Function(name, function) = &stmt.kind {
                let closure = Closure {
                    function: function.clone(),
                    place,
                    this: Value::Undefined,
                    extra: None,
                };
                let value = Value::Object(self.heap.add(Object::Closure(closure)));
                self.environments.declare(place, name, value);
            }
        }
        for stmt in body {
            match self.stmt(stmt, place) {
                Completion::Normal => {}
                end => return end,
            }
        }
        Completion::Normal
    }

    /// Runs one statement.
    pub fn stmt(&mut self, stmt: &Stmt, place: Place) -> Completion {
        if let Err(why) = self.step(stmt.span) {
            return Completion::Unknown(why);
        }
        match &stmt.kind {
            StmtKind::Var(var) => {
                let value = var
                    .init
                    .as_ref()
                    .map_or(Value::Undefined, |init| self.expr(init, place));
                self.bind(&var.pattern, value, place);
            }
            StmtKind::Function(..) | StmtKind::Empty => {}
            StmtKind::Class(name, class) => {
                let value = self.class_value(class, place);
                self.environments.declare(place, name, value);
            }
            StmtKind::Enum(name, members) => {
                let value = self.enum_value(members, place);
                self.environments.declare(place, name, value);
            }
            StmtKind::Expr(expr) => {
                let before = self.unfinished.len();
                self.expr(expr, place);
                // It is there for what it changes.
                if self.unfinished.len() > before
                    && let Some(why) = self.unfinished.last()
                {
                    return Completion::Unknown(why.clone());
                }
            }
            StmtKind::Return(value) => {
                let value = value
                    .as_ref()
                    .map_or(Value::Undefined, |value| self.expr(value, place));
                return Completion::Return(value);
            }
            StmtKind::Throw(value) => {
                return Completion::Unknown(self.opaque(catalogue::throws(value.span)));
            }
            StmtKind::If(test, then, otherwise) => {
                let value = self.expr(test, place);
                return match (value.truthy(), otherwise) {
                    (Some(true), _) => self.nested(then, place),
                    (Some(false), Some(otherwise)) => self.nested(otherwise, place),
                    (Some(false), None) => Completion::Normal,
                    // A module that throws when it is loaded has no functions.
                    (None, None) if self.trying == 0 && throws(then) => Completion::Normal,
                    (None, _) => Completion::Unknown(self.undecided(value, test.span)),
                };
            }
            StmtKind::Block(body) => {
                let inner = self.environments.enter(place);
                return self.block(body, inner);
            }
            StmtKind::ForOf(pattern, over, body) => {
                let items = self.expr(over, place);
                let items = match self.iterate(&items, over.span) {
                    Ok(items) => items,
                    Err(why) => return Completion::Unknown(why),
                };
                return self.each(items, place, |cx, item, inner| {
                    cx.bind(pattern, item, inner);
                    cx.nested(body, inner)
                });
            }
            StmtKind::ForIn(pattern, over, body) => {
                let object = self.expr(over, place);
                let keys = match self.entries(&object, over.span) {
                    Ok(entries) => entries
                        .into_iter()
                        .map(|entry| Value::String(entry.key))
                        .collect(),
                    Err(why) => return Completion::Unknown(why),
                };
                return self.each(keys, place, |cx, key, inner| {
                    cx.bind(pattern, key, inner);
                    cx.nested(body, inner)
                });
            }
            StmtKind::For(parts) => return self.counting(parts, place),
            StmtKind::Switch(subject, cases) => return self.switch((subject, cases), place),
            StmtKind::Try(block, handler, finalizer) => {
                return self.attempt((block, handler.as_deref(), finalizer.as_deref()), place);
            }
            StmtKind::Break => return Completion::Break,
            StmtKind::Continue => return Completion::Continue,
            StmtKind::Unsupported(what) => {
                return Completion::Unknown(self.opaque(catalogue::unsupported(stmt.span, what)));
            }
        }
        Completion::Normal
    }

    /// Runs a statement inside another one.
    fn nested(&mut self, stmt: &Stmt, place: Place) -> Completion {
        if self.depth >= super::DEPTH {
            return Completion::Unknown(self.opaque(catalogue::too_long(stmt.span)));
        }
        self.depth += 1;
        let end = self.stmt(stmt, place);
        self.depth -= 1;
        end
    }

    fn each(
        &mut self,
        items: Vec<Value>,
        place: Place,
        mut body: impl FnMut(&mut Self, Value, Place) -> Completion,
    ) -> Completion {
        for item in items {
            let inner = self.environments.enter(place);
            match body(self, item, inner) {
                Completion::Normal | Completion::Continue => {}
                Completion::Break => break,
                end => return end,
            }
        }
        Completion::Normal
    }

    fn counting(&mut self, parts: &Loop, place: Place) -> Completion {
        let scope = self.environments.enter(place);
        for stmt in &parts.init {
            self.stmt(stmt, scope);
        }
        loop {
            if let Some(test) = &parts.test {
                let value = self.expr(test, scope);
                match value.truthy() {
                    Some(true) => {}
                    Some(false) => return Completion::Normal,
                    None => return Completion::Unknown(self.undecided(value, test.span)),
                }
            }
            if let Err(why) = self.step(parts.body.span) {
                return Completion::Unknown(why);
            }
            match self.nested(&parts.body, scope) {
                Completion::Normal | Completion::Continue => {}
                Completion::Break => return Completion::Normal,
                end => return end,
            }
            if let Some(update) = &parts.update {
                self.expr(update, scope);
            }
        }
    }

    fn switch(&mut self, (subject, cases): (&Expr, &[Case]), place: Place) -> Completion {
        let value = self.expr(subject, place);
        let scope = self.environments.enter(place);
        let mut start = None;
        for (index, (test, _)) in cases.iter().enumerate() {
            let Some(test) = test else { continue };
            let candidate = self.expr(test, scope);
            match value.strictly_equals(&candidate) {
                Some(true) => {
                    start = Some(index);
                    break;
                }
                Some(false) => {}
                None => return Completion::Unknown(self.undecided(value, subject.span)),
            }
        }
        let start = start.or_else(|| cases.iter().position(|(test, _)| test.is_none()));
        for (_, body) in cases.iter().skip(start.unwrap_or(cases.len())) {
            match self.block(body, scope) {
                Completion::Normal => {}
                Completion::Break => return Completion::Normal,
                end => return end,
            }
        }
        Completion::Normal
    }

    fn attempt(
        &mut self,
        (block, handler, finalizer): (&[Stmt], Option<&[Stmt]>, Option<&[Stmt]>),
        place: Place,
    ) -> Completion {
        let scope = self.environments.enter(place);
        self.trying += u32::from(handler.is_some());
        let end = self.block(block, scope);
        self.trying -= u32::from(handler.is_some());
        if let (Completion::Unknown(why), Some(handler)) = (&end, handler) {
            let span = handler
                .first()
                .map_or(Span::file_start(place.file), |stmt| stmt.span);
            let why = self.by_way_of(why.clone(), span, || "this runs if it throws".to_owned());
            return Completion::Unknown(why);
        }
        match finalizer {
            Some(finalizer) => match self.block(finalizer, scope) {
                Completion::Normal => end,
                other => other,
            },
            None => end,
        }
    }

    /// The value that a condition has, or the reason why it is not known.
    fn undecided(&mut self, value: Value, span: Span) -> Value {
        match value {
            Value::Opaque(_) => {
                self.by_way_of(value, span, || "this condition decides it".to_owned())
            }
            _ => self.opaque(catalogue::unsupported(span, "this condition")),
        }
    }
}

/// Whether `stmt` ends by throwing.
fn throws(stmt: &Stmt) -> bool {
    match &stmt.kind {
        StmtKind::Throw(_) => true,
        StmtKind::Block(body) => body.last().is_some_and(throws),
        _ => false,
    }
}
