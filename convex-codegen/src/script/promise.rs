//! Promises and the queue of what waits for them.

use std::collections::VecDeque;

use super::{
    Interpreter,
    heap::{Object, ObjectId},
    reach::Reached,
    value::Value,
    watch::Moment,
};
use crate::source::Span;

/// A promise.
#[derive(Debug, Clone, Default)]
pub struct Promise {
    /// Its state.
    pub state: State,
    /// The reason why it may be rejected instead.
    pub doubt: Option<Value>,
    /// The reactions that wait for it.
    pub(super) reactions: Vec<Reaction>,
    /// `true` once it was resolved, maybe with another promise that it waits for.
    pub(super) resolved: bool,
    /// The number of pairs of functions that were made to resolve it: the last one counts.
    pub(super) pairs: u32,
}

/// The state of a promise.
#[derive(Debug, Clone, Default)]
pub enum State {
    /// It is neither fulfilled nor rejected.
    #[default]
    Pending,
    /// It has this value.
    Fulfilled(Value),
    /// It is rejected with this reason.
    Rejected(Value),
    /// Its state is unknown, because of this value.
    Unknown(Value),
}

/// A reaction to a settled promise.
#[derive(Debug, Clone)]
pub(super) enum Reaction {
    /// `promise.then(fulfilled, rejected)`, whose result is another promise.
    Then(Box<[Value; 2]>, ObjectId),
    /// `promise.finally(callback)`
    Finally(Value, ObjectId),
    /// The other promise is settled with a known outcome.
    Outcome(Result<Value, Value>, ObjectId),
    /// The other promise is settled in the same way.
    Follow(ObjectId),
    /// An item of `Promise.all` and its relatives: the group and its place in it.
    Item(usize, usize),
    /// An `await` continues.
    Wake(u64),
}

/// A job in the queue.
#[derive(Debug, Clone)]
pub(super) enum Job {
    /// A reaction to a settled promise.
    React(Reaction, State),
    /// `then.call(thenable, ..)` for the promise that was resolved with it.
    Adopt(Box<[Value; 2]>, ObjectId),
    /// The rest of an `async` function that was not awaited at once.
    Rest(Box<Rest>),
}

/// The end of an `async` function that has waited.
#[derive(Debug, Clone)]
pub(super) struct Rest {
    /// The number of times that it waited.
    pub ticks: u32,
    /// Its promise.
    pub promise: ObjectId,
    /// Its end.
    pub end: Result<Value, Value>,
    /// Everything that its code could read.
    pub reads: Reached,
    /// The time when it ran.
    pub moment: Moment,
}

/// The way in which `Promise.all` and its relatives gather results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gather {
    /// `Promise.all`
    All,
    /// `Promise.allSettled`
    Settled,
    /// `Promise.any`
    Any,
}

/// A call of `Promise.all` or a relative.
#[derive(Debug)]
pub(super) struct Group {
    /// The way.
    pub how: Gather,
    /// The number of results that are missing.
    pub left: usize,
    /// The results.
    pub items: Vec<Value>,
    /// The promise of all.
    pub result: ObjectId,
}

/// The queue of jobs.
#[derive(Debug, Default)]
pub(super) struct Jobs {
    /// The jobs, in order.
    pub queue: VecDeque<Job>,
    /// The calls of `Promise.all` and its relatives.
    pub groups: Vec<Group>,
    /// The number of `await`s that have waited.
    pub tickets: u64,
    /// The `await` that continues.
    pub woken: Option<u64>,
}

impl Promise {
    /// Visits the values that it holds: its own, and the functions that wait for it.
    pub(super) fn visit(&self, visit: &mut impl FnMut(&Value)) {
        match &self.state {
            State::Fulfilled(value) | State::Rejected(value) => visit(value),
            State::Pending | State::Unknown(_) => {}
        }
        for reaction in &self.reactions {
            match reaction {
                Reaction::Then(functions, id) => {
                    functions.iter().for_each(&mut *visit);
                    visit(&Value::Object(*id));
                }
                Reaction::Finally(function, id) => {
                    visit(function);
                    visit(&Value::Object(*id));
                }
                Reaction::Outcome(_, id) | Reaction::Follow(id) => visit(&Value::Object(*id)),
                Reaction::Item(..) | Reaction::Wake(_) => {}
            }
        }
    }
}

impl Interpreter<'_> {
    /// Adds a promise.
    pub(super) fn add_promise(&mut self, state: State) -> ObjectId {
        self.heap.add(Object::Promise(Box::new(Promise {
            resolved: !matches!(state, State::Pending),
            state,
            ..Promise::default()
        })))
    }

    /// The promise that `value` is.
    pub fn as_promise(&self, value: &Value) -> Option<ObjectId> {
        match value {
            Value::Object(id) if matches!(self.heap.get(*id), Object::Promise(_)) => Some(*id),
            _ => None,
        }
    }

    pub(super) fn promise(&self, id: ObjectId) -> Option<&Promise> {
        match self.heap.get(id) {
            Object::Promise(promise) => Some(promise),
            _ => None,
        }
    }

    pub(super) fn promise_mut(&mut self, id: ObjectId) -> Option<&mut Promise> {
        match self.heap.get_mut(id) {
            Object::Promise(promise) => Some(promise),
            _ => None,
        }
    }

    /// Returns whether no job waits.
    pub(super) fn is_idle(&self) -> bool {
        self.jobs.queue.is_empty()
    }

    /// Settles a promise, whose reactions then wait in the queue.
    pub(super) fn settle(&mut self, id: ObjectId, state: State) {
        let Some(promise) = self.promise_mut(id) else {
            return;
        };
        if !matches!(promise.state, State::Pending) {
            return;
        }
        promise.resolved = true;
        let reactions = std::mem::take(&mut promise.reactions);
        promise.state = state.clone();
        let jobs = reactions
            .into_iter()
            .map(move |reaction| Job::React(reaction, state.clone()));
        self.jobs.queue.extend(jobs);
    }

    /// Resolves a promise with `value`, which may be another one that it follows.
    pub(super) fn resolve_promise(&mut self, id: ObjectId, value: Value, span: Span) {
        if let Some(promise) = self.promise_mut(id) {
            promise.resolved = true;
        }
        let object = matches!(value, Value::Object(_));
        if value.strictly_equals(&Value::Object(id)) == Some(true) {
            let why = self.unsupported(span, "a promise that is resolved with itself");
            return self.settle(id, State::Unknown(why));
        }
        if let Value::Opaque(_) = value {
            return self.settle(id, State::Unknown(value));
        }
        if !object {
            return self.settle(id, State::Fulfilled(value));
        }
        match self.caught_call(|cx| cx.property(&value, "then", span)) {
            (Err(thrown), _) => self.settle(id, State::Rejected(thrown)),
            (Ok(then), _) if self.is_callable(&then) => {
                let adopt = Job::Adopt(Box::new([value, then]), id);
                self.jobs.queue.push_back(adopt);
            }
            (Ok(why @ Value::Opaque(_)), _) => self.settle(id, State::Unknown(why)),
            (Ok(_), _) => self.settle(id, State::Fulfilled(value)),
        }
    }

    /// Adds a reaction to a promise.
    pub(super) fn react(&mut self, id: ObjectId, reaction: Reaction) {
        let Some(promise) = self.promise_mut(id) else {
            return;
        };
        match &promise.state {
            State::Pending => promise.reactions.push(reaction),
            state => {
                let state = match (&promise.doubt, &reaction) {
                    // It may be rejected, so that another function runs.
                    (Some(doubt), Reaction::Then(functions, _))
                        if !matches!(functions[1], Value::Undefined) =>
                    {
                        State::Unknown(doubt.clone())
                    }
                    (Some(doubt), Reaction::Item(..)) => State::Unknown(doubt.clone()),
                    _ => state.clone(),
                };
                self.jobs.queue.push_back(Job::React(reaction, state));
            }
        }
    }

    /// Adds the rest of an `async` function.
    pub(super) fn finish_later(&mut self, rest: Rest) {
        self.jobs.queue.push_back(Job::Rest(Box::new(rest)));
    }

    /// Begins to gather the results of `count` promises.
    pub(super) fn gather(&mut self, how: Gather, count: usize, result: ObjectId) -> usize {
        self.jobs.groups.push(Group {
            how,
            left: count,
            items: vec![Value::Undefined; count],
            result,
        });
        let group = self.jobs.groups.len() - 1;
        if count == 0 {
            self.gathered(group);
        }
        group
    }

    /// Waits for a promise: what is in the queue runs first.
    pub(super) fn wait_for(&mut self, id: ObjectId, span: Span) -> State {
        if self.trying_out > 0 {
            return State::Unknown(self.unsupported(span, "waiting where code may not run"));
        }
        self.jobs.tickets += 1;
        let ticket = self.jobs.tickets;
        self.react(id, Reaction::Wake(ticket));
        if !self.run_jobs(Some(ticket), span) {
            return State::Unknown(self.unsupported(span, "a promise that nothing here settles"));
        }
        match self.promise(id) {
            Some(promise) => promise.state.clone(),
            None => State::Unknown(self.unsupported(span, "this promise")),
        }
    }

    /// `Promise.resolve(value)`
    pub(super) fn promise_of(&mut self, value: Value, span: Span) -> ObjectId {
        if let Some(id) = self.as_promise(&value) {
            return id;
        }
        let id = self.add_promise(State::Pending);
        self.resolve_promise(id, value, span);
        id
    }
}
