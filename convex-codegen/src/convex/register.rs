//! Functions of the backend as `convex/server` registers them.

use crate::script::{
    Interpreter,
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

/// Builders, by the name that they are exported as.
macro_rules! builders {
    (http $http:literal, $($name:literal: $visibility:ident $kind:ident,)*) => {
        &[
            $(native($name, |cx, call| {
                register(cx, call, FunctionKind::$kind, Visibility::$visibility)
            }),)*
            native($http, http_action),
        ]
    };
}

/// The builders that `convex/server` and `_generated/server` export.
pub const BUILDERS: &[Native] = builders! {
    http "httpAction",
    "query": Public Query,
    "mutation": Public Mutation,
    "action": Public Action,
    "internalQuery": Internal Query,
    "internalMutation": Internal Mutation,
    "internalAction": Internal Action,
};

/// The same builders under the names of `convex/server`.
pub const GENERIC_BUILDERS: &[Native] = builders! {
    http "httpActionGeneric",
    "queryGeneric": Public Query,
    "mutationGeneric": Public Mutation,
    "actionGeneric": Public Action,
    "internalQueryGeneric": Internal Query,
    "internalMutationGeneric": Internal Mutation,
    "internalActionGeneric": Internal Action,
};

/// An HTTP action is no function that clients call by name.
fn http_action(cx: &mut Interpreter<'_>, _: &Call) -> Value {
    cx.empty_object()
}

fn register(
    cx: &mut Interpreter<'_>,
    call: &Call,
    kind: FunctionKind,
    visibility: Visibility,
) -> Value {
    let definition = call.arg(0);
    let part = |cx: &mut Interpreter<'_>, name: &str| match &definition {
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
fn annotation(cx: &Interpreter<'_>, handler: &Value) -> Option<Span> {
    let Value::Object(id) = handler else {
        return None;
    };
    match cx.heap.get(*id) {
        Object::Closure(closure) if closure.place.env.is_none() => closure.function.annotation,
        _ => None,
    }
}

impl Interpreter<'_> {
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
