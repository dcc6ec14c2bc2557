//! Statements.

use super::{Interpreter, environment::Place, frame::Completion, value::Value};
use crate::{
    diagnostics::catalogue,
    source::Span,
    syntax::{Declarator, Expr, ExprKind, Name, Pattern, Stmt, StmtKind, VarKind},
};

impl Interpreter<'_> {
    /// Runs the statements of a block, whose scope `place` is.
    pub(super) fn block(&mut self, body: &[Stmt], place: Place) -> Completion {
        self.hoist(body, place);
        for (at, stmt) in body.iter().enumerate() {
            match self.stmt(stmt, place) {
                Completion::Normal => {}
                Completion::Unknown(why) => {
                    // The rest may run or not.
                    let rest = &body[at + 1..];
                    if !rest.is_empty() {
                        let ((), changes) = self.tried(|cx| cx.rest(rest, place));
                        self.forget(changes, &why);
                    }
                    return Completion::Unknown(why);
                }
                Completion::Maybe(value, why) => {
                    let rest = &body[at + 1..];
                    let (end, changes) = self.tried(|cx| cx.goes_on(rest, place));
                    self.forget(changes, &why);
                    return match end {
                        Completion::Return(other) => {
                            Completion::Return(self.either_value(value, &other, why))
                        }
                        Completion::Normal => Completion::Maybe(value, why),
                        Completion::Throw(_) if self.trying == 0 => Completion::Return(value),
                        _ => Completion::Unknown(why),
                    };
                }
                end => return end,
            }
        }
        Completion::Normal
    }

    fn goes_on(&mut self, rest: &[Stmt], place: Place) -> Completion {
        for (at, stmt) in rest.iter().enumerate() {
            match self.stmt(stmt, place) {
                Completion::Normal => {}
                Completion::Maybe(value, why) => {
                    return match self.goes_on(&rest[at + 1..], place) {
                        Completion::Return(other) => {
                            Completion::Return(self.either_value(value, &other, why))
                        }
                        Completion::Normal => Completion::Maybe(value, why),
                        Completion::Throw(_) if self.trying == 0 => Completion::Return(value),
                        _ => Completion::Unknown(why),
                    };
                }
                Completion::Unknown(why) => {
                    self.rest(&rest[at + 1..], place);
                    return Completion::Unknown(why);
                }
                end => return end,
            }
        }
        Completion::Normal
    }

    /// A value that is one of two, and which is not known because of `why`.
    pub(super) fn either_value(&mut self, a: Value, b: &Value, why: Value) -> Value {
        if a.same_value(b) == Some(true) {
            return a;
        }
        let joined = self.ports.library.joined(self, (&a, b), &why);
        joined.unwrap_or(why)
    }

    fn rest(&mut self, rest: &[Stmt], place: Place) {
        for stmt in rest {
            match self.stmt(stmt, place) {
                Completion::Normal | Completion::Unknown(_) | Completion::Maybe(..) => {}
                _ => break,
            }
        }
    }

    /// Runs one statement.
    pub(super) fn stmt(&mut self, stmt: &Stmt, place: Place) -> Completion {
        self.labeled(stmt, &[], place)
    }

    /// Runs a statement that has `labels`.
    pub(super) fn labeled(&mut self, stmt: &Stmt, labels: &[Name], place: Place) -> Completion {
        if let Err(why) = self.step(stmt.span) {
            return Completion::Unknown(why);
        }
        match &stmt.kind {
            StmtKind::Var(var) => self.variable(var, place),
            StmtKind::Function(..) | StmtKind::Empty | StmtKind::Default(_) => Completion::Normal,
            StmtKind::Class(name, class) => {
                let value = self.class_value(class, place);
                self.initialize(place, name, value);
                self.ended()
            }
            StmtKind::Enum(name, members) => {
                let value = self.enum_value(name, members, place);
                self.initialize(place, name, value);
                self.ended()
            }
            StmtKind::Namespace(name, namespace) => {
                let value = self.namespace_value(name, namespace, place);
                self.initialize(place, name, value);
                self.ended()
            }
            StmtKind::Expr(expr) => {
                self.for_effect(expr, place);
                self.ended()
            }
            StmtKind::Return(value) => {
                let value = value
                    .as_ref()
                    .map_or(Value::Undefined, |value| self.expr(value, place));
                match self.ended() {
                    Completion::Normal => Completion::Return(value),
                    end => end,
                }
            }
            StmtKind::Throw(expr) => {
                let value = self.expr(expr, place);
                match self.ended() {
                    Completion::Normal => Self::throwing(value, expr.span),
                    end => end,
                }
            }
            StmtKind::If(test, then, otherwise) => {
                self.if_stmt(test, (then, otherwise.as_deref()), place)
            }
            StmtKind::Block(body) => {
                let scope = self.environments.enter(place);
                self.within(stmt.span, |cx| cx.block(body, scope))
            }
            StmtKind::ForOf(each) => self.for_of(each, labels, place),
            StmtKind::ForIn(each) => self.for_in(each, labels, place),
            StmtKind::For(parts) => self.counting(parts, labels, place),
            StmtKind::DoWhile(body, test) => self.do_while((body, test), labels, place),
            StmtKind::Labeled(label, inner) => {
                let labels: Vec<Name> = labels.iter().chain([label]).cloned().collect();
                match self.within(stmt.span, |cx| cx.labeled(inner, &labels, place)) {
                    Completion::Break(Some(broken)) if broken == *label => Completion::Normal,
                    end => end,
                }
            }
            StmtKind::Switch(subject, cases) => self.switch((subject, cases), place),
            StmtKind::Try(parts) => self.attempt(parts, place),
            StmtKind::Break(label) => Completion::Break(label.clone()),
            StmtKind::Continue(label) => Completion::Continue(label.clone()),
            StmtKind::Unsupported(what) => {
                let why = self.opaque(catalogue::unsupported(stmt.span, what));
                self.touch(stmt.span, place, &why);
                Completion::Unknown(why)
            }
        }
    }

    fn variable(&mut self, var: &Declarator, place: Place) -> Completion {
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
        match self.ended() {
            Completion::Normal => {}
            end => return end,
        }
        if var.kind == VarKind::Var {
            self.assign(&var.pattern, value, place);
        } else {
            self.bind(&var.pattern, value, place);
        }
        self.ended()
    }

    /// The completion of a statement whose expressions were evaluated.
    pub(super) fn ended(&mut self) -> Completion {
        if let Some(thrown) = self.thrown.take() {
            return Completion::Throw(thrown);
        }
        match self.frame.suspended.take() {
            Some(why) => Completion::Unknown(why),
            None => Completion::Normal,
        }
    }

    /// Runs what is one level deeper, unless that is too deep.
    pub(super) fn within(
        &mut self,
        span: Span,
        inner: impl FnOnce(&mut Self) -> Completion,
    ) -> Completion {
        if self.depth >= super::DEPTH {
            return Completion::Unknown(self.too_deep(span));
        }
        self.depth += 1;
        let end = inner(self);
        self.depth -= 1;
        end
    }

    /// Runs a statement inside another one.
    pub(super) fn inner(&mut self, stmt: &Stmt, place: Place) -> Completion {
        self.within(stmt.span, |cx| cx.stmt(stmt, place))
    }

    /// Evaluates an expression for its side effects.
    fn for_effect(&mut self, expr: &Expr, place: Place) {
        let mut call = expr;
        loop {
            call = match &call.kind {
                ExprKind::Await(inner) | ExprKind::Chain(inner) | ExprKind::Unary(_, inner) => {
                    inner
                }
                ExprKind::Logical(_, operands) => &operands[1],
                _ => break,
            };
        }
        self.effect = matches!(call.kind, ExprKind::Call(..) | ExprKind::OptionalCall(..))
            .then_some(call.span);
        self.expr(expr, place);
        self.effect = None;
    }

    fn if_stmt(
        &mut self,
        test: &Expr,
        (then, otherwise): (&Stmt, Option<&Stmt>),
        place: Place,
    ) -> Completion {
        let value = self.expr(test, place);
        match self.ended() {
            Completion::Normal => {}
            end => return end,
        }
        match value.truthy() {
            Some(true) => self.inner(then, place),
            Some(false) => match otherwise {
                Some(otherwise) => self.inner(otherwise, place),
                None => Completion::Normal,
            },
            None => {
                let why = self.undecided(value, test.span);
                self.either(why, (then, otherwise), place)
            }
        }
    }

    /// One of two statements runs, and which is not known.
    fn either(
        &mut self,
        why: Value,
        (then, otherwise): (&Stmt, Option<&Stmt>),
        place: Place,
    ) -> Completion {
        let run = |cx: &mut Self, stmt: Option<&Stmt>| match stmt {
            Some(stmt) => cx.inner(stmt, place),
            None => Completion::Normal,
        };
        let (first, changed) = self.tried(|cx| run(cx, Some(then)));
        // A module that throws when it is loaded has no functions.
        if self.trying == 0 && matches!(first, Completion::Throw(_)) {
            return run(self, otherwise);
        }
        let (second, changed_too) = self.tried(|cx| run(cx, otherwise));
        if self.trying == 0 && matches!(second, Completion::Throw(_)) {
            return run(self, Some(then));
        }
        self.forget(changed, &why);
        self.forget(changed_too, &why);
        self.joined(first, second, why)
    }

    /// `throw value`.
    fn throwing(value: Value, span: Span) -> Completion {
        let problem = catalogue::throws(span);
        Completion::Throw(Box::new(super::frame::Thrown {
            value,
            problem,
            closing: false,
        }))
    }

    /// The completion of code that ends with either `first` or `second`; `why` hides which.
    pub(super) fn joined(
        &mut self,
        first: Completion,
        second: Completion,
        why: Value,
    ) -> Completion {
        match (first, second) {
            (Completion::Normal, Completion::Normal) => Completion::Normal,
            (Completion::Break(a), Completion::Break(b)) if a == b => Completion::Break(a),
            (Completion::Continue(a), Completion::Continue(b)) if a == b => Completion::Continue(a),
            (Completion::Return(a), Completion::Return(b)) => {
                Completion::Return(self.either_value(a, &b, why))
            }
            (Completion::Return(value), Completion::Normal)
            | (Completion::Normal, Completion::Return(value)) => Completion::Maybe(value, why),
            (Completion::Throw(thrown), Completion::Throw(_)) => Completion::Throw(thrown),
            _ => Completion::Unknown(why),
        }
    }
}
