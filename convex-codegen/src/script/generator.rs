//! Generators and `async` functions.

use super::{
    Interpreter,
    environment::Place,
    frame::Frame,
    heap::{Closure, Object, ObjectId},
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    source::Span,
    syntax::{Expr, ExprKind},
};

impl Interpreter<'_> {
    /// The values that a generator yields; its body runs as a whole. A second call returns none.
    pub(super) fn generated(&mut self, id: ObjectId, span: Span) -> Result<Vec<Value>, Value> {
        let Object::Generator(generator) = self.heap.get_mut(id) else {
            return Ok(Vec::new());
        };
        if std::mem::replace(&mut generator.done, true) {
            return Ok(Vec::new());
        }
        let generator = generator.clone();
        let frame = Frame {
            this: generator.this.clone(),
            yields: Some(Vec::new()),
            ..Frame::default()
        };
        let args = generator.args.clone();
        let mut values = Vec::new();
        let first = self.environments.next();
        let (result, changes) = self.watched(|cx| {
            cx.deeper(span, |cx| {
                let (result, frame) = cx.run_in(&generator.closure, frame, args);
                values = frame.yields.unwrap_or_default();
                result
            })
        });
        // It would run in turns with the code that takes its values.
        if changes.reach_before(first) {
            let why = self.unsupported(span, "a generator that changes something");
            self.forget(changes, &why);
            return Err(why);
        }
        match result {
            Value::Opaque(_) => Err(result),
            _ => Ok(values),
        }
    }

    /// `yield value`
    pub(super) fn yielded(&mut self, values: Vec<Value>, span: Span) -> Value {
        match &mut self.frame.yields {
            Some(yields) => {
                yields.extend(values);
                Value::Undefined
            }
            None => self.opaque(catalogue::unsupported(span, "`yield` here")),
        }
    }

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
                _ => Value::Object(id),
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
