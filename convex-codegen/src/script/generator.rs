//! Generators: their bodies run as a whole when their first value is requested.

use super::{
    Interpreter,
    frame::{Frame, Thrown},
    heap::{Generator, Object, ObjectId, Progress},
    native::{Native, attempt, native},
    reach::Reached,
    value::Value,
    watch::Moment,
};
use crate::{diagnostics::catalogue, source::Span};

/// The values that a generator may yield before its body is left. More of them are unknown.
const MOST: usize = 4_096;

/// Methods of generators.
pub(super) const METHODS: &[Native] = &[
    attempt("next", |cx, call| {
        let id = receiver(cx, &call.this, call.span)?;
        // What the first call sends goes nowhere.
        let sent = !matches!(call.arg(0), Value::Undefined);
        let next = if sent && cx.has_yielded(id) {
            cx.resume(id, Resume::Next(call.arg(0)), call.span)?
        } else {
            cx.next_generated(id, call.span)?
        };
        Ok(cx.iterator_result(next))
    }),
    attempt("throw", |cx, call| {
        let id = receiver(cx, &call.this, call.span)?;
        if cx.has_yielded(id) {
            let next = cx.resume(id, Resume::Throw(call.arg(0)), call.span)?;
            return Ok(cx.iterator_result(next));
        }
        cx.close_generator(id);
        Err(cx.throw(call.arg(0), call.span))
    }),
    attempt("return", |cx, call| {
        let id = receiver(cx, &call.this, call.span)?;
        if cx.has_finalizer(id) {
            let next = cx.resume(id, Resume::Return(call.arg(0)), call.span)?;
            return Ok(cx.iterator_result(next));
        }
        cx.close_generator(id);
        Ok(cx.object_of([("value", call.arg(0)), ("done", Value::Bool(true))]))
    }),
    native("\0@@iterator", |_, call| call.this.clone()),
];

fn receiver(cx: &mut Interpreter<'_>, this: &Value, span: Span) -> Result<ObjectId, Value> {
    match this {
        Value::Object(id) => match cx.heap.get(*id) {
            Object::Generator(_) => return Ok(*id),
            Object::Unknown(why) => return Err(Value::Opaque(*why)),
            _ => {}
        },
        Value::Opaque(_) => return Err(this.clone()),
        _ => {}
    }
    Err(cx.type_error("next method called on incompatible receiver", span))
}

/// The next result of a generator.
pub(super) enum Next {
    /// A yielded value.
    Yield(Value),
    /// Its result, at its end.
    Return(Value),
}

/// The way in which a generator continues after a `yield`.
#[derive(Debug, Clone)]
pub(super) enum Resume {
    /// With this value.
    Next(Value),
    /// With an error.
    Throw(Value),
    /// With its end.
    Return(Value),
}

/// The values of a generator that has run, as far as they were not taken yet.
#[derive(Debug, Clone)]
pub struct Run {
    pub(super) values: std::vec::IntoIter<Value>,
    /// The values that were taken.
    pub(super) taken: Vec<Value>,
    /// The ways in which it has continued after them; others are without a value.
    pub(super) sent: Vec<Resume>,
    /// The number of objects that existed before it ran.
    pub(super) floor: usize,
    end: End,
    /// Everything that its code could read.
    pub(super) reads: Reached,
    /// The changes that were known to be harmless.
    pub(super) checked: Moment,
}

/// The way in which a generator ends after its values.
#[derive(Debug, Clone)]
enum End {
    Return(Value),
    Throw(Box<Thrown>),
    Unknown(Value),
}

/// The yields of a running generator.
#[derive(Debug, Clone, Default)]
pub(super) struct Yields {
    values: Vec<Value>,
    /// The objects that were yielded, and all that they reach.
    reached: Reached,
    /// The changes that were compared with them.
    checked: Moment,
    /// The reason why it may have yielded other values.
    uncertain: Option<Value>,
    /// The ways in which it continues after its values; others are without a value.
    sent: Vec<Resume>,
    /// `true` once it was left because it yields too much.
    left: bool,
}

impl Interpreter<'_> {
    pub(super) fn progress(&self, id: ObjectId) -> Option<&Progress> {
        match self.heap.get(id) {
            Object::Generator(generator) => Some(&generator.progress),
            _ => None,
        }
    }

    pub(super) fn set_progress(&mut self, id: ObjectId, progress: Progress) {
        if let Object::Generator(generator) = self.heap.get_mut(id) {
            generator.progress = progress;
        }
    }

    /// The next value of the generator `id`.
    pub(super) fn next_generated(&mut self, id: ObjectId, span: Span) -> Result<Next, Value> {
        self.steps(1, span)?;
        let Object::Generator(generator) = self.heap.get_mut(id) else {
            return Err(self.unsupported(span, "this generator"));
        };
        let progress = std::mem::replace(&mut generator.progress, Progress::Ended);
        let run = match progress {
            Progress::Ended => return Ok(Next::Return(Value::Undefined)),
            Progress::Fresh => {
                let generator = Generator {
                    progress: Progress::Ended,
                    ..(**generator).clone()
                };
                match self.run_generator(&generator, Vec::new(), span) {
                    Ok(run) => run,
                    Err(why) => {
                        self.lose_value(&Value::Object(id), &why);
                        return Err(why);
                    }
                }
            }
            Progress::Ran(mut run) => {
                // Its code would see what has changed since it was left.
                if self.changed(&run.reads, &run.checked) {
                    let what = "a generator that runs in turns with a change";
                    let why = self.unsupported(span, what);
                    self.lose_value(&Value::Object(id), &why);
                    return Err(why);
                }
                run.checked = self.moment();
                run
            }
        };
        self.next_of_run(id, run)
    }

    /// The next value of a generator that has run.
    pub(super) fn next_of_run(&mut self, id: ObjectId, mut run: Box<Run>) -> Result<Next, Value> {
        if let Some(value) = run.values.next() {
            run.taken.push(value.clone());
            self.set_progress(id, Progress::Ran(run));
            return Ok(Next::Yield(value));
        }
        match run.end {
            End::Return(value) => Ok(Next::Return(value)),
            End::Throw(thrown) => Err(self.raise(thrown)),
            End::Unknown(why) => {
                self.lose_value(&Value::Object(id), &why);
                Err(why)
            }
        }
    }

    /// Returns whether the generator `id` waits at a `yield`.
    fn has_yielded(&self, id: ObjectId) -> bool {
        matches!(self.progress(id), Some(Progress::Ran(_)))
    }

    /// `{ value, done }`
    fn iterator_result(&mut self, next: Next) -> Value {
        let (value, done) = match next {
            Next::Yield(value) => (value, false),
            Next::Return(value) => (value, true),
        };
        self.object_of([("value", value), ("done", Value::Bool(done))])
    }

    /// Returns whether the generator `id` may yield more when it is ended early.
    fn has_finalizer(&self, id: ObjectId) -> bool {
        let Object::Generator(generator) = self.heap.get(id) else {
            return false;
        };
        let span = generator.closure.function.span;
        let text = &self.program.project.sources.file(span.file).text;
        let text = text.get(span.start as usize..span.end as usize);
        matches!(generator.progress, Progress::Ran(_))
            && text.is_none_or(|text| text.contains("finally"))
    }

    /// Ends the generator `id` early.
    pub(super) fn close_generator(&mut self, id: ObjectId) {
        self.set_progress(id, Progress::Ended);
    }

    pub(super) fn run_generator(
        &mut self,
        generator: &Generator,
        sent: Vec<Resume>,
        span: Span,
    ) -> Result<Box<Run>, Value> {
        self.watch();
        let floor = self.heap.count();
        let frame = Frame {
            this: generator.this.clone(),
            yields: Some(Box::new(Yields {
                checked: self.moment(),
                sent: sent.clone(),
                ..Yields::default()
            })),
            ..Frame::default()
        };
        let args = generator.args.clone();
        let mut yields = Yields::default();
        let first = self.environments.next();
        // An error is thrown when its turn comes.
        self.trying += 1;
        let outer = self.doubt.take();
        let (result, changes) = self.watched(|cx| {
            cx.deeper(span, |cx| {
                let (result, frame) = cx.run_in(&generator.closure, frame, args);
                yields = frame.yields.map(|yields| *yields).unwrap_or_default();
                result
            })
        });
        self.trying -= 1;
        let thrown = self.thrown.take();
        self.compare_yields(&mut yields, span);
        if let Some(why) = std::mem::replace(&mut self.doubt, outer)
            && self.trying > 0
        {
            self.doubtful(&why);
            yields.uncertain.get_or_insert(why);
        }
        // It would run in turns with the code that takes its values.
        let unknown = if changes.reach_before(first) {
            let why = self.unsupported(span, "a generator that changes something");
            self.forget(changes, &why);
            Some(why)
        } else {
            yields.uncertain.take()
        };
        if let Some(why) = unknown {
            return Err(why);
        }
        let end = match (thrown, result) {
            _ if yields.left => End::Unknown(self.opaque(catalogue::too_long(span))),
            (Some(thrown), _) if thrown.closing => End::Return(thrown.value),
            (Some(thrown), _) => End::Throw(thrown),
            (None, why @ Value::Opaque(_)) if yields.values.is_empty() => {
                return Err(why);
            }
            (None, why @ Value::Opaque(_)) => End::Unknown(why),
            (None, value) => End::Return(value),
        };
        let closure = Value::Object(self.heap.add(Object::Closure(generator.closure.clone())));
        let mut reads = yields.reached;
        reads.extend(
            self,
            [&closure, &generator.this]
                .into_iter()
                .chain(&generator.args),
        );
        Ok(Box::new(Run {
            values: yields.values.into_iter(),
            taken: Vec::new(),
            sent,
            floor,
            end,
            reads,
            checked: self.moment(),
        }))
    }

    /// Marks the yields as uncertain if what was yielded has changed: the values were taken before.
    fn compare_yields(&mut self, yields: &mut Yields, span: Span) {
        if self.changed(&yields.reached, &yields.checked) {
            let why = self.unsupported(span, "a generator that changes what it has yielded");
            yields.uncertain.get_or_insert(why);
        }
        yields.checked = self.moment();
    }

    /// Remembers that the running generator may have yielded other values, because of `why`.
    pub(super) fn uncertain_yields(&mut self, why: &Value) {
        if let Some(yields) = &mut self.frame.yields {
            yields.uncertain.get_or_insert_with(|| why.clone());
        }
    }

    /// Remembers that the values are uncertain if something is sent to the next `yield`, which stands
    /// for one of another iterator.
    pub(super) fn delegate(&mut self, span: Span) {
        let Some(yields) = &self.frame.yields else {
            return;
        };
        match yields.sent.get(yields.values.len()) {
            None | Some(Resume::Next(Value::Undefined)) => {}
            Some(_) => {
                let why = self.unsupported(span, "a value that is sent through `yield*`");
                self.uncertain_yields(&why);
            }
        }
    }

    /// The number of values that the running generator has yielded.
    pub(super) fn yields_so_far(&self) -> usize {
        let yields = self.frame.yields.as_ref();
        yields.map_or(0, |yields| yields.values.len())
    }

    /// Takes back all but the first `count` yields.
    pub(super) fn undo_yields(&mut self, count: usize) {
        if let Some(yields) = &mut self.frame.yields {
            yields.values.truncate(count);
        }
    }

    /// `yield value`
    pub(super) fn yielded(&mut self, value: Value, span: Span) -> Value {
        let Some(mut yields) = self.frame.yields.take() else {
            return self.opaque(catalogue::unsupported(span, "`yield` here"));
        };
        self.compare_yields(&mut yields, span);
        yields.reached.extend(self, [&value]);
        yields.values.push(value);
        if yields.values.len() >= MOST {
            yields.left = true;
            let problem = catalogue::too_long(span);
            self.thrown = Some(Box::new(Thrown {
                value: Value::Undefined,
                problem,
                closing: true,
            }));
        }
        let resume = yields.sent.get(yields.values.len() - 1).cloned();
        self.frame.yields = Some(yields);
        match resume {
            Some(Resume::Next(value)) => value,
            Some(Resume::Throw(value)) => {
                self.throw(value, span);
                Value::Undefined
            }
            Some(Resume::Return(value)) => {
                self.thrown = Some(Box::new(Thrown {
                    value,
                    problem: catalogue::throws(span),
                    closing: true,
                }));
                Value::Undefined
            }
            None => Value::Undefined,
        }
    }
}
