//! Functions of the backend as `convex/server` registers them.

use crate::script::{
    Interpreter,
    heap::{Object, ObjectId},
    host::{HostClass, HostKind},
    native::{Call, Native, native},
    value::Value,
};
use crate::{
    diagnostics::catalogue,
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
    /// The definition.
    pub span: Span,
}

impl HostKind for Registered {
    const CLASS: &'static HostClass = &HostClass {
        property,
        call: Some("a direct call of a Convex function"),
    };
}

/// A function that a registered function has for Convex.
static INSIDE: Native = native("_handler", |cx, call| {
    let what = "the inside of a registered function";
    cx.opaque(catalogue::unsupported(call.span, what))
});

fn property(cx: &mut Interpreter<'_>, id: ObjectId, key: &str, _: Span) -> Option<Value> {
    let registered = cx.heap.host::<Registered>(id)?;
    match (key, registered.kind, registered.visibility) {
        ("isConvexFunction", ..)
        | ("isQuery", FunctionKind::Query, _)
        | ("isMutation", FunctionKind::Mutation, _)
        | ("isAction", FunctionKind::Action, _)
        | ("isPublic", _, Visibility::Public)
        | ("isInternal", _, Visibility::Internal) => Some(Value::Bool(true)),
        (
            "_handler" | "exportArgs" | "exportReturns" | "invokeQuery" | "invokeMutation"
            | "invokeAction",
            ..,
        ) => Some(Value::Native(&INSIDE)),
        _ => None,
    }
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
        span: call.span,
    };
    cx.host(registered)
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

/// The function of the backend that `value` is.
pub fn of<'c>(cx: &'c Interpreter<'_>, value: &Value) -> Option<(ObjectId, &'c Registered)> {
    let Value::Object(id) = value else {
        return None;
    };
    Some((*id, cx.heap.host::<Registered>(*id)?))
}
