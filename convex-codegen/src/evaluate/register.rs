//! Functions of the backend as `convex/server` registers them.

use super::{
    Evaluator,
    heap::{Object, ObjectId},
    native::{Call, Native, native},
    value::Value,
};
use crate::{
    docs::Docs,
    ir::{FunctionKind, Visibility},
    source::Span,
};

/// What `query({ .. })` gives.
#[derive(Debug, Clone)]
pub struct Registered {
    /// Query, mutation or action.
    pub kind: FunctionKind,
    /// Who may call it.
    pub visibility: Visibility,
    /// `args` as written: a validator, an object of validators, or `undefined`.
    pub args: Value,
    /// `returns` as written.
    pub returns: Value,
    /// The type that the handler says it returns, where that is written at the top level of a file.
    pub annotation: Option<Span>,
    /// The comment above the function.
    pub docs: Option<Box<Docs>>,
    /// Properties assigned to the function.
    pub extra: Option<ObjectId>,
    /// The definition.
    pub span: Span,
}

/// The builders that `convex/server` and `_generated/server` export.
pub const BUILDERS: &[Native] = &[
    native("query", |cx, call| {
        register(cx, call, FunctionKind::Query, Visibility::Public)
    }),
    native("mutation", |cx, call| {
        register(cx, call, FunctionKind::Mutation, Visibility::Public)
    }),
    native("action", |cx, call| {
        register(cx, call, FunctionKind::Action, Visibility::Public)
    }),
    native("internalQuery", |cx, call| {
        register(cx, call, FunctionKind::Query, Visibility::Internal)
    }),
    native("internalMutation", |cx, call| {
        register(cx, call, FunctionKind::Mutation, Visibility::Internal)
    }),
    native("internalAction", |cx, call| {
        register(cx, call, FunctionKind::Action, Visibility::Internal)
    }),
    native("httpAction", http_action),
];

/// The same builders under the names of `convex/server`.
pub const GENERIC_BUILDERS: &[Native] = &[
    native("queryGeneric", |cx, call| {
        register(cx, call, FunctionKind::Query, Visibility::Public)
    }),
    native("mutationGeneric", |cx, call| {
        register(cx, call, FunctionKind::Mutation, Visibility::Public)
    }),
    native("actionGeneric", |cx, call| {
        register(cx, call, FunctionKind::Action, Visibility::Public)
    }),
    native("internalQueryGeneric", |cx, call| {
        register(cx, call, FunctionKind::Query, Visibility::Internal)
    }),
    native("internalMutationGeneric", |cx, call| {
        register(cx, call, FunctionKind::Mutation, Visibility::Internal)
    }),
    native("internalActionGeneric", |cx, call| {
        register(cx, call, FunctionKind::Action, Visibility::Internal)
    }),
    native("httpActionGeneric", http_action),
];

/// An HTTP action is no function that clients call by name.
fn http_action(cx: &mut Evaluator<'_>, _: &Call) -> Value {
    cx.empty_object()
}

fn register(
    cx: &mut Evaluator<'_>,
    call: &Call,
    kind: FunctionKind,
    visibility: Visibility,
) -> Value {
    let definition = call.arg(0);
    let part = |cx: &mut Evaluator<'_>, name: &str| match &definition {
        Value::Opaque(_) => definition.clone(),
        Value::Object(_) if !cx.is_callable(&definition) => {
            cx.property(&definition, name, call.span)
        }
        _ => Value::Undefined,
    };
    let args = part(cx, "args");
    let returns = part(cx, "returns");
    let handler = if cx.is_callable(&definition) {
        definition
    } else {
        part(cx, "handler")
    };
    let registered = Registered {
        kind,
        visibility,
        args,
        returns,
        annotation: annotation(cx, &handler),
        docs: None,
        extra: None,
        span: call.span,
    };
    Value::Object(cx.heap.add(Object::Function(registered)))
}

/// What `handler` says it returns. Inside another function names may mean something else than at the top level.
fn annotation(cx: &Evaluator<'_>, handler: &Value) -> Option<Span> {
    let Value::Object(id) = handler else {
        return None;
    };
    match cx.heap.get(*id) {
        Object::Closure(closure) if closure.place.env.is_none() => closure.function.annotation,
        _ => None,
    }
}

impl Evaluator<'_> {
    /// The function of the backend that `value` is.
    pub fn as_registered(&self, value: &Value) -> Option<(ObjectId, &Registered)> {
        let Value::Object(id) = value else {
            return None;
        };
        match self.heap.get(*id) {
            Object::Function(registered) => Some((*id, registered)),
            _ => None,
        }
    }
}
