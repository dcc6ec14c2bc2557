//! `async` functions and `await`.

use super::{
    Interpreter,
    environment::Place,
    frame::Frame,
    heap::{Closure, Object},
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    source::Span,
    syntax::{Expr, ExprKind},
};

impl Interpreter<'_> {
    /// Runs an `async` function. If the caller does not await it, the code after its first `await`
    /// runs later.
    pub(super) fn run_async(&mut self, closure: &Closure, frame: Frame, args: Vec<Value>) -> Value {
        let trying = if frame.detached { 0 } else { self.trying };
        let outer = std::mem::replace(&mut self.trying, trying);
        let (value, _) = self.run_in(closure, frame, args);
        self.trying = outer;
        match value {
            Value::Opaque(_) => value,
            value => Value::Object(self.heap.add(Object::Promise(value))),
        }
    }

    /// `await inner`
    pub(super) fn await_value(&mut self, inner: &Expr, span: Span, place: Place) -> Value {
        if let ExprKind::Call(..) = inner.kind
            && !self.frame.detached
        {
            self.awaited = Some(inner.span);
        }
        let value = self.expr(inner, place);
        self.awaited = None;
        let value = match value {
            Value::Object(id) => match self.heap.get(id) {
                Object::Promise(inner) => inner.clone(),
                _ => match self.property(&Value::Object(id), "then", span) {
                    then if self.is_callable(&then) => {
                        self.unsupported(span, "an object with a method `then` that is awaited")
                    }
                    _ => Value::Object(id),
                },
            },
            value => value,
        };
        if self.frame.detached && self.frame.suspended.is_none() {
            let what = "what an async function does after `await`";
            self.frame.suspended = Some(self.opaque(catalogue::unsupported(span, what)));
        }
        value
    }
}
