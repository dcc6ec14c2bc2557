//! Generators that are told how to continue, and `yield*`.

use super::{
    Interpreter,
    generator::{Next, Resume},
    heap::{Object, ObjectId, Progress},
    value::Value,
};
use crate::source::Span;

impl Interpreter<'_> {
    /// Continues the generator `id` in the way that it is told: it runs again from its start, which
    /// has no effect but its values.
    pub(super) fn resume(
        &mut self,
        id: ObjectId,
        resume: Resume,
        span: Span,
    ) -> Result<Next, Value> {
        let Object::Generator(generator) = self.heap.get_mut(id) else {
            return Err(self.unsupported(span, "this generator"));
        };
        let progress = std::mem::replace(&mut generator.progress, Progress::Ended);
        let generator = (**generator).clone();
        let Progress::Ran(run) = progress else {
            return Err(self.unsupported(span, "this generator"));
        };
        let old = |value: &Value| match value {
            Value::Object(object) => object.index() < run.floor,
            Value::Opaque(_) => false,
            _ => true,
        };
        if self.changed(&run.reads, &run.checked) || !run.taken.iter().all(old) {
            let why = self.unsupported(span, "a value that is sent to this generator");
            self.lose_value(&Value::Object(id), &why);
            return Err(why);
        }
        let count = run.taken.len();
        let mut sent = run.sent;
        sent.resize(count - 1, Resume::Next(Value::Undefined));
        sent.push(resume);
        let mut again = match self.run_generator(&generator, sent, span) {
            Ok(again) => again,
            Err(why) => {
                self.lose_value(&Value::Object(id), &why);
                return Err(why);
            }
        };
        for before in &run.taken {
            let same = again
                .values
                .next()
                .and_then(|value| value.same_value(before));
            if same != Some(true) {
                let why = self.unsupported(span, "a value that is sent to this generator");
                self.lose_value(&Value::Object(id), &why);
                return Err(why);
            }
        }
        again.taken = run.taken;
        again.floor = run.floor;
        self.next_of_run(id, again)
    }

    /// `yield* value`
    pub(super) fn yield_all(&mut self, value: &Value, span: Span) -> Value {
        if let Value::Object(id) = value
            && let Object::Generator(_) = self.heap.get(*id)
        {
            let id = *id;
            loop {
                match self.next_generated(id, span) {
                    Ok(Next::Yield(value)) => {
                        self.delegate(span);
                        self.yielded(value, span);
                        if self.thrown.is_some() {
                            return Value::Undefined;
                        }
                    }
                    Ok(Next::Return(value)) => return value,
                    Err(why) => return self.not_delegated(why),
                }
            }
        }
        let mut cursor = match self.begin_iteration(value, span) {
            Ok(cursor) => cursor,
            Err(why) => return self.not_delegated(why),
        };
        // The result of another iterator is not kept.
        let result = match cursor {
            super::iterator::Cursor::Protocol(..) => {
                self.unsupported(span, "the result of this `yield*`")
            }
            _ => Value::Undefined,
        };
        loop {
            match self.advance(&mut cursor, span) {
                Ok(Some(value)) => {
                    self.delegate(span);
                    self.yielded(value, span);
                    if self.thrown.is_some() {
                        return Value::Undefined;
                    }
                }
                Ok(None) => return result,
                Err(why) => return self.not_delegated(why),
            }
        }
    }

    fn not_delegated(&mut self, why: Value) -> Value {
        if self.thrown.is_none() {
            self.uncertain_yields(&why);
            self.doubtful(&why);
        }
        why
    }
}
