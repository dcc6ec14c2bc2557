//! `async` functions and `await`.

use super::{
    Interpreter,
    environment::Place,
    frame::Frame,
    heap::{Closure, Object, ObjectId},
    promise::{Rest, State},
    reach::Reached,
    value::Value,
};
use crate::{
    diagnostics::catalogue,
    source::Span,
    syntax::{Expr, ExprKind},
};

impl Interpreter<'_> {
    /// Runs an `async` function.
    pub(super) fn run_async(
        &mut self,
        closure: &Closure,
        frame: Frame,
        (args, span): (Vec<Value>, Span),
    ) -> Value {
        if frame.detached {
            return self.run_detached(closure, frame, (args, span));
        }
        let (value, _) = self.run_in(closure, frame, args);
        if let Some(thrown) = self.thrown.take() {
            self.tick(span);
            self.thrown.get_or_insert(thrown);
            return Value::Undefined;
        }
        self.promise_of_result(value, span)
    }

    /// The promise of an `async` function that has ended with `value`.
    fn promise_of_result(&mut self, value: Value, span: Span) -> Value {
        match value {
            Value::Opaque(_) => value,
            Value::Object(_) if self.trying_out > 0 => {
                let then = self.property(&value, "then", span);
                match then {
                    Value::Undefined => Value::Object(self.add_promise(State::Fulfilled(value))),
                    _ => self.unsupported(span, "a promise where code may not run"),
                }
            }
            value => {
                let id = self.add_promise(State::Pending);
                self.resolve_promise(id, value, span);
                Value::Object(id)
            }
        }
    }

    /// Runs an `async` function whose caller does not await it at once. The code after its first
    /// `await` runs later; it is run here nevertheless, as long as that makes no difference.
    fn run_detached(
        &mut self,
        closure: &Closure,
        mut frame: Frame,
        (args, span): (Vec<Value>, Span),
    ) -> Value {
        self.watch();
        frame.ticks = Some(0);
        let this = frame.this.clone();
        let first = self.environments.next();
        let (outer, trying) = (self.doubt.take(), std::mem::replace(&mut self.trying, 1));
        let given = args.clone();
        let mut ticks = 0;
        let (value, changes) = self.watched(|cx| {
            let (value, frame) = cx.run_in(closure, frame, args);
            ticks = frame.ticks.unwrap_or(0);
            value
        });
        self.trying = trying;
        let doubt = std::mem::replace(&mut self.doubt, outer);
        let thrown = self.thrown.take();
        if ticks == 0 {
            let made = match thrown {
                Some(thrown) if doubt.is_none() => {
                    Value::Object(self.add_promise(State::Rejected(thrown.value)))
                }
                Some(thrown) => self.opaque(thrown.problem),
                None => self.promise_of_result(value, span),
            };
            self.may_be_rejected(&made, doubt);
            return made;
        }
        if changes.reach_before(first) {
            let what = "an async function that changes something after `await`";
            let why = self.unsupported(span, what);
            self.forget(changes, &why);
            return why;
        }
        if self.trying_out > 0 {
            return self.unsupported(span, "a promise where code may not run");
        }
        let end = match (thrown, doubt) {
            (Some(thrown), None) => Err(thrown.value),
            (Some(_) | None, Some(why)) => Ok(why),
            (None, None) => Ok(value),
        };
        let function = Value::Object(self.heap.add(Object::Closure(closure.clone())));
        let mut reads = Reached::default();
        let (Ok(result) | Err(result)) = &end;
        reads.extend(self, [&function, &this, result].into_iter().chain(&given));
        let promise = self.add_promise(State::Pending);
        let moment = self.moment();
        self.finish_later(Rest {
            ticks,
            promise,
            end,
            reads,
            moment,
        });
        Value::Object(promise)
    }

    /// Remembers that the promise `made` may be rejected, because of `doubt`.
    fn may_be_rejected(&mut self, made: &Value, doubt: Option<Value>) {
        if let (Some(id), Some(doubt)) = (self.as_promise(made), doubt)
            && let Object::Promise(promise) = self.heap.get_mut(id)
        {
            promise.doubt = Some(doubt);
        }
    }

    /// Lets what is in the queue run, as each `await` does.
    pub(super) fn tick(&mut self, span: Span) {
        if !self.is_idle() && self.trying_out == 0 {
            let promise = self.add_promise(State::Fulfilled(Value::Undefined));
            self.wait_for(promise, span);
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
        if self.thrown.is_some() {
            return Value::Undefined;
        }
        self.awaited_value(value, span)
    }

    /// The value that `await value` has.
    pub(super) fn awaited_value(&mut self, value: Value, span: Span) -> Value {
        let promise = match self.as_promise(&value) {
            Some(id) => Some(id),
            None => match self.thenable(&value, span) {
                Ok(false) => None,
                Ok(true) => Some(self.promise_of(value.clone(), span)),
                Err(why) => {
                    self.suspend(span);
                    return why;
                }
            },
        };
        let Some(id) = promise else {
            if self.frame.detached {
                self.count_tick();
            } else {
                self.tick(span);
            }
            return value;
        };
        self.state_awaited(id, span)
    }

    /// Returns whether `value` has a method `then`, which `await` calls; `Err` if that is unknown or
    /// the call would come too early.
    fn thenable(&mut self, value: &Value, span: Span) -> Result<bool, Value> {
        let then = match value {
            Value::Opaque(_) => return Err(value.clone()),
            Value::Object(_) => self.property(value, "then", span),
            _ => return Ok(false),
        };
        self.unless_thrown()?;
        if let Value::Opaque(_) = then {
            return Err(then);
        }
        let callable = self.is_callable(&then);
        if callable && (self.frame.detached || self.trying_out > 0) {
            let what = "an object with a method `then` that is awaited";
            return Err(self.unsupported(span, what));
        }
        Ok(callable)
    }

    /// The value of a promise that is awaited.
    fn state_awaited(&mut self, id: ObjectId, span: Span) -> Value {
        let known = self.promise(id).map(|promise| promise.state.clone());
        let state = match known {
            Some(State::Pending) | None if self.frame.detached => {
                self.suspend(span);
                return self.unsupported(span, "waiting for this promise");
            }
            Some(state @ (State::Fulfilled(_) | State::Rejected(_))) if self.frame.detached => {
                self.count_tick();
                state
            }
            Some(state @ (State::Fulfilled(_) | State::Rejected(_))) if self.is_idle() => state,
            _ => self.wait_for(id, span),
        };
        if let Some(doubt) = self.promise(id).and_then(|promise| promise.doubt.clone()) {
            self.doubtful(&doubt);
        }
        match state {
            State::Fulfilled(value) => value,
            State::Rejected(reason) => {
                self.throw(reason, span);
                Value::Undefined
            }
            State::Unknown(why) => {
                self.suspend(span);
                self.doubtful(&why);
                why
            }
            State::Pending => {
                self.suspend(span);
                self.unsupported(span, "waiting for this promise")
            }
        }
    }

    fn count_tick(&mut self) {
        if let Some(ticks) = &mut self.frame.ticks {
            *ticks += 1;
        }
    }

    /// Leaves the code after this expression to later, if its function is not awaited.
    fn suspend(&mut self, span: Span) {
        if self.frame.detached && self.frame.suspended.is_none() {
            let what = "what an async function does after `await`";
            self.frame.suspended = Some(self.opaque(catalogue::unsupported(span, what)));
        }
    }
}
