//! Jobs: what waits for promises runs, one after the other.

use super::{
    Interpreter,
    frame::Thrown,
    heap::ObjectId,
    promise::{Gather, Job, Reaction, State},
    unknown_call::Purpose,
    value::Value,
};
use crate::source::Span;

/// The longest queue that is run at once.
const MOST: usize = 10_000;

impl Interpreter<'_> {
    /// Runs jobs, up to the one that wakes `ticket`. Returns whether that one came.
    pub(super) fn run_jobs(&mut self, ticket: Option<u64>, span: Span) -> bool {
        for _ in 0..MOST {
            let Some(job) = self.jobs.queue.pop_front() else {
                return false;
            };
            if self.steps(1, span).is_err() {
                return false;
            }
            self.run_job(job, span);
            if ticket.is_some() && self.jobs.woken == ticket {
                return true;
            }
        }
        false
    }

    fn run_job(&mut self, job: Job, span: Span) {
        match job {
            Job::React(reaction, state) => self.run_reaction(reaction, state, span),
            Job::Adopt(parts, id) => {
                let [thenable, then] = *parts;
                if let (Some(other), Value::Native(_)) = (self.as_promise(&thenable), &then) {
                    return self.react(other, Reaction::Follow(id));
                }
                let functions = self.resolving_functions(id);
                let call = |cx: &mut Self| cx.call(&then, thenable, (functions.to_vec(), span));
                match self.caught_call(call) {
                    (Err(thrown), _) => self.reject_once(id, thrown),
                    (Ok(why @ Value::Opaque(_)), _) | (Ok(_), Some(why)) => {
                        self.settle(id, State::Unknown(why));
                    }
                    (Ok(_), None) => {}
                }
            }
            Job::Rest(mut rest) if rest.ticks > 1 => {
                rest.ticks -= 1;
                self.jobs.queue.push_back(Job::Rest(rest));
            }
            Job::Rest(rest) => {
                if self.changed(&rest.reads, &rest.moment) {
                    let what = "an async function that waits while what it reads changes";
                    let why = self.unsupported(span, what);
                    return self.settle(rest.promise, State::Unknown(why));
                }
                match rest.end {
                    Ok(value) => self.resolve_promise(rest.promise, value, span),
                    Err(thrown) => self.settle(rest.promise, State::Rejected(thrown)),
                }
            }
        }
    }

    /// Rejects a promise that an executor throws in, unless it is resolved.
    pub(super) fn reject_once(&mut self, id: ObjectId, thrown: Value) {
        if self.promise(id).is_some_and(|promise| !promise.resolved) {
            self.settle(id, State::Rejected(thrown));
        }
    }

    fn run_reaction(&mut self, reaction: Reaction, state: State, span: Span) {
        match (reaction, state) {
            (Reaction::Wake(ticket), _) => self.jobs.woken = Some(ticket),
            (Reaction::Outcome(outcome, id), State::Fulfilled(_)) => {
                self.settle(id, state_of(outcome));
            }
            (Reaction::Outcome(_, id) | Reaction::Follow(id), state) => self.settle(id, state),
            (Reaction::Item(group, at), state) => self.gather_item(group, at, state),
            (Reaction::Then(functions, id), State::Unknown(why)) => {
                for function in functions.iter() {
                    self.unknown_call(&why, std::slice::from_ref(function), Purpose::Result);
                }
                self.settle(id, State::Unknown(why));
            }
            (Reaction::Finally(function, id), State::Unknown(why)) => {
                self.unknown_call(&why, &[function], Purpose::Result);
                self.settle(id, State::Unknown(why));
            }
            (Reaction::Then(functions, id), state) => {
                let [fulfilled, rejected] = *functions;
                let (function, value, kept) = match state {
                    State::Rejected(value) => (rejected, value.clone(), Err(value)),
                    State::Fulfilled(value) => (fulfilled, value.clone(), Ok(value)),
                    _ => return,
                };
                if !self.is_callable(&function) {
                    return self.settle(id, state_of(kept));
                }
                self.run_callback((function, vec![value]), id, span);
            }
            (Reaction::Finally(function, id), state) => {
                let outcome = match state {
                    State::Rejected(value) => Err(value),
                    State::Fulfilled(value) => Ok(value),
                    _ => return,
                };
                let call = |cx: &mut Self| cx.call(&function, Value::Undefined, (Vec::new(), span));
                match self.called(call) {
                    Err(State::Rejected(thrown)) => self.settle(id, State::Rejected(thrown)),
                    Err(state) => self.settle(id, state),
                    Ok(value) => {
                        let waited = self.promise_of(value, span);
                        let inner = self.add_promise(State::Pending);
                        self.react(waited, Reaction::Outcome(outcome, inner));
                        self.resolve_promise(id, Value::Object(inner), span);
                    }
                }
            }
        }
    }

    /// Calls a function for a promise, which is resolved with its result.
    fn run_callback(&mut self, (function, args): (Value, Vec<Value>), id: ObjectId, span: Span) {
        let call = |cx: &mut Self| cx.call(&function, Value::Undefined, (args, span));
        match self.called(call) {
            Ok(value) => self.resolve_promise(id, value, span),
            Err(state) => self.settle(id, state),
        }
    }

    /// The result of a call that may throw; `Err` is the state of its promise if it is not known or
    /// throws.
    fn called(&mut self, call: impl FnOnce(&mut Self) -> Value) -> Result<Value, State> {
        match self.caught_call(call) {
            (Err(thrown), _) => Err(State::Rejected(thrown)),
            (Ok(value), None) => Ok(value),
            (Ok(_), Some(why)) => Err(State::Unknown(why)),
        }
    }

    /// Runs `call`. Returns its value or the error that it throws, and the reason why it may throw
    /// although it did not.
    pub(super) fn caught_call(
        &mut self,
        call: impl FnOnce(&mut Self) -> Value,
    ) -> (Result<Value, Value>, Option<Value>) {
        let outer = self.doubt.take();
        self.trying += 1;
        let (value, changes) = self.watched(call);
        self.trying -= 1;
        let doubt = std::mem::replace(&mut self.doubt, outer);
        let thrown: Option<Box<Thrown>> = self.thrown.take();
        if let Some(why) = &doubt {
            // It may have been left anywhere.
            self.forget(changes, why);
        }
        match (thrown, &doubt) {
            (Some(thrown), None) => (Err(thrown.value), None),
            (Some(_), Some(why)) => (Ok(why.clone()), doubt),
            (None, _) => (Ok(value), doubt),
        }
    }

    fn gather_item(&mut self, group: usize, at: usize, state: State) {
        let how = self.jobs.groups[group].how;
        let result = self.jobs.groups[group].result;
        let item = match (how, state) {
            (_, State::Unknown(why)) => return self.settle(result, State::Unknown(why)),
            (_, State::Pending) => return,
            (Gather::All, state @ State::Rejected(_))
            | (Gather::Any, state @ State::Fulfilled(_)) => return self.settle(result, state),
            (Gather::All, State::Fulfilled(value)) | (Gather::Any, State::Rejected(value)) => value,
            (Gather::Settled, State::Fulfilled(value)) => {
                self.object_of([("status", Value::text("fulfilled")), ("value", value)])
            }
            (Gather::Settled, State::Rejected(reason)) => {
                self.object_of([("status", Value::text("rejected")), ("reason", reason)])
            }
        };
        let group_of = &mut self.jobs.groups[group];
        group_of.items[at] = item;
        group_of.left -= 1;
        if group_of.left == 0 {
            self.gathered(group);
        }
    }

    pub(super) fn gathered(&mut self, group: usize) {
        let group = &mut self.jobs.groups[group];
        let (how, result) = (group.how, group.result);
        let items = std::mem::take(&mut group.items);
        let items = self.array(items);
        match how {
            Gather::Any => {
                let error = self.all_rejected(items);
                self.settle(result, State::Rejected(error));
            }
            _ => self.settle(result, State::Fulfilled(items)),
        }
    }
}

/// The state of a promise that has this outcome.
fn state_of(outcome: Result<Value, Value>) -> State {
    match outcome {
        Ok(value) => State::Fulfilled(value),
        Err(reason) => State::Rejected(reason),
    }
}
