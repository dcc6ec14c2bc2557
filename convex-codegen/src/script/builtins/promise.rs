//! `Promise`.

use crate::{
    script::{
        Interpreter,
        heap::{Bound, Entry, Object, ObjectId},
        native::{Call, Namespace, Native, attempt, done},
        promise::{Gather, Promise, Reaction, State},
        unknown_call::Purpose,
        value::Value,
    },
    source::Span,
};

/// `Promise`
pub(super) static PROMISE: Namespace = Namespace {
    name: "Promise",
    call: None,
    construct: Some(|cx, call| done(construct(cx, call))),
    members: &[
        attempt("resolve", |cx, call| {
            available(cx, call)?;
            Ok(Value::Object(cx.promise_of(call.arg(0), call.span)))
        }),
        attempt("reject", |cx, call| {
            available(cx, call)?;
            Ok(Value::Object(cx.add_promise(State::Rejected(call.arg(0)))))
        }),
        attempt("all", |cx, call| gathered(cx, call, Some(Gather::All))),
        attempt("allSettled", |cx, call| {
            gathered(cx, call, Some(Gather::Settled))
        }),
        attempt("any", |cx, call| gathered(cx, call, Some(Gather::Any))),
        attempt("race", |cx, call| gathered(cx, call, None)),
    ],
};

/// Methods of promises.
pub(super) const METHODS: &[Native] = &[
    attempt("then", |cx, call| {
        let id = receiver(cx, call)?;
        let result = cx.add_promise(State::Pending);
        let functions = Box::new([call.arg(0), call.arg(1)]);
        cx.react(id, Reaction::Then(functions, result));
        Ok(Value::Object(result))
    }),
    attempt("catch", |cx, call| {
        let id = receiver(cx, call)?;
        let result = cx.add_promise(State::Pending);
        let functions = Box::new([Value::Undefined, call.arg(0)]);
        cx.react(id, Reaction::Then(functions, result));
        Ok(Value::Object(result))
    }),
    attempt("finally", |cx, call| {
        let id = receiver(cx, call)?;
        let result = cx.add_promise(State::Pending);
        let function = call.arg(0);
        let reaction = if cx.is_callable(&function) {
            Reaction::Finally(function, result)
        } else {
            Reaction::Then(Box::new([Value::Undefined, Value::Undefined]), result)
        };
        cx.react(id, reaction);
        Ok(Value::Object(result))
    }),
];

/// The function that resolves a promise.
static RESOLVE: Native = attempt("", |cx, call| {
    if let Some(id) = unresolved(cx, call) {
        available(cx, call)?;
        cx.resolve_promise(id, call.arg(1), call.span);
    }
    Ok(Value::Undefined)
});

/// The function that rejects a promise.
static REJECT: Native = attempt("", |cx, call| {
    if let Some(id) = unresolved(cx, call) {
        available(cx, call)?;
        cx.settle(id, State::Rejected(call.arg(1)));
    }
    Ok(Value::Undefined)
});

/// The promise whose resolving function is called, unless it is resolved.
fn unresolved(cx: &mut Interpreter<'_>, call: &Call) -> Option<ObjectId> {
    let id = cx.as_promise(&call.this)?;
    let Value::Number(pair) = call.arg(0) else {
        return None;
    };
    let last = |pairs: u32| f64::from(pairs).to_bits() == pair.to_bits();
    let open = |promise: &Promise| !promise.resolved && last(promise.pairs);
    cx.promise(id).is_some_and(open).then_some(id)
}

/// `Err` where the queue of jobs cannot be used: what is tried is undone. What was given is then in
/// the hands of unknown code.
fn available(cx: &mut Interpreter<'_>, call: &Call) -> Result<(), Value> {
    if cx.trying_out == 0 {
        return Ok(());
    }
    let why = cx.unsupported(call.span, "a promise where code may not run");
    cx.unknown_call(&why, &call.args, Purpose::Result);
    cx.lose_value(&call.this, &why);
    Err(why)
}

fn receiver(cx: &mut Interpreter<'_>, call: &Call) -> Result<ObjectId, Value> {
    available(cx, call)?;
    match cx.as_promise(&call.this) {
        Some(id) => Ok(id),
        None => Err(match &call.this {
            Value::Opaque(_) => call.this.clone(),
            _ => cx.type_error("the receiver is not a promise", call.span),
        }),
    }
}

fn construct(cx: &mut Interpreter<'_>, call: &Call) -> Result<Value, Value> {
    available(cx, call)?;
    let executor = call.arg(0);
    if let Value::Opaque(_) = executor {
        return Err(executor);
    }
    if !cx.is_callable(&executor) {
        return Err(cx.type_error("Promise resolver is not a function", call.span));
    }
    let id = cx.add_promise(State::Pending);
    let functions = cx.resolving_functions(id);
    let run = |cx: &mut Interpreter<'_>| {
        cx.call(&executor, Value::Undefined, (functions.to_vec(), call.span))
    };
    match cx.caught_call(run) {
        (Err(thrown), _) => cx.reject_once(id, thrown),
        (Ok(_), Some(why)) if cx.trying > 0 => return Err(why),
        _ => {}
    }
    Ok(Value::Object(id))
}

fn gathered(cx: &mut Interpreter<'_>, call: &Call, how: Option<Gather>) -> Result<Value, Value> {
    available(cx, call)?;
    let span = call.span;
    let result = cx.add_promise(State::Pending);
    let mut items = Vec::new();
    let mut unknown = None;
    let listed = cx.caught_call(|cx| match cx.iterate(&call.arg(0), span) {
        Ok(found) => {
            items = found;
            Value::Undefined
        }
        Err(why) => {
            unknown = Some(why.clone());
            why
        }
    });
    match (listed, unknown) {
        ((Err(thrown), _), _) => {
            cx.settle(result, State::Rejected(thrown));
            return Ok(Value::Object(result));
        }
        (_, Some(why)) => return Err(why),
        _ => {}
    }
    let group = how.map(|how| cx.gather(how, items.len(), result));
    for (at, item) in items.into_iter().enumerate() {
        cx.steps(1, span)?;
        let promise = cx.promise_of(item, span);
        let reaction = match group {
            Some(group) => Reaction::Item(group, at),
            None => Reaction::Follow(result),
        };
        cx.react(promise, reaction);
    }
    Ok(Value::Object(result))
}

impl Interpreter<'_> {
    /// The functions that resolve and reject a promise.
    pub(in crate::script) fn resolving_functions(&mut self, id: ObjectId) -> [Value; 2] {
        let mut pair = 0;
        if let Object::Promise(promise) = self.heap.get_mut(id) {
            promise.resolved = false;
            promise.pairs += 1;
            pair = promise.pairs;
        }
        [&RESOLVE, &REJECT].map(|native| {
            Value::Object(self.heap.add(Object::Bound(Bound {
                function: Value::Native(native),
                this: Value::Object(id),
                args: vec![Value::Number(f64::from(pair))],
            })))
        })
    }

    /// The error of `Promise.any` when all promises are rejected.
    pub(in crate::script) fn all_rejected(&mut self, errors: Value) -> Value {
        let span: Span = self.somewhere();
        let problem = crate::diagnostics::catalogue::throws_error(
            span,
            "AggregateError",
            "All promises were rejected",
        );
        let message = "All promises were rejected".to_owned();
        let error = self.native_error("AggregateError", &problem, Some(message));
        if let Value::Object(id) = error {
            let entry = Entry {
                hidden: true,
                ..Entry::new("errors".into(), errors)
            };
            // An error is a plain object, on which this succeeds.
            let _ = self.define_entry(id, entry, span);
        }
        error
    }
}
