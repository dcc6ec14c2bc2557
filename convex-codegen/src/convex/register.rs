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
    ir::{FunctionKind, Visibility},
    source::Span,
    text::Docs,
};

/// The value that `query({ .. })` returns.
#[derive(Debug, Clone)]
pub(crate) struct Registered {
    /// Query, mutation or action.
    pub kind: FunctionKind,
    /// Public or internal.
    pub visibility: Visibility,
    /// The argument of the builder: an object with `args`, `returns` and `handler`, or a handler.
    /// Convex reads it after the module has run, so later statements may still change it.
    pub definition: Value,
    /// Its `args`, once read.
    pub args: Option<Value>,
    /// Its `returns`, once read.
    pub returns: Option<Value>,
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
pub(crate) const BUILDERS: &[Native] = builders! {
    http "httpAction",
    "query": Public Query,
    "mutation": Public Mutation,
    "action": Public Action,
    "internalQuery": Internal Query,
    "internalMutation": Internal Mutation,
    "internalAction": Internal Action,
};

/// The generic builders of `convex/server`.
pub(crate) const GENERIC_BUILDERS: &[Native] = builders! {
    http "httpActionGeneric",
    "queryGeneric": Public Query,
    "mutationGeneric": Public Mutation,
    "actionGeneric": Public Action,
    "internalQueryGeneric": Internal Query,
    "internalMutationGeneric": Internal Mutation,
    "internalActionGeneric": Internal Action,
};

/// Returns an empty object: an HTTP action is not a function that clients call by name.
fn http_action(cx: &mut Interpreter<'_>, _: &Call) -> Value {
    cx.empty_object()
}

fn register(
    cx: &mut Interpreter<'_>,
    call: &Call,
    kind: FunctionKind,
    visibility: Visibility,
) -> Value {
    let registered = Registered {
        kind,
        visibility,
        definition: call.arg(0),
        args: None,
        returns: None,
        docs: None,
        span: call.span,
    };
    cx.host(registered)
}

/// The declared signature of a function's handler.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Handler {
    /// The declared return type.
    pub returns: Option<Span>,
    /// The declared type of its arguments.
    pub args: Option<Span>,
    /// `true` if it takes no arguments.
    pub no_args: bool,
}

impl Registered {
    /// `args` and `returns` as written (a validator, an object of validators, or `undefined`), and
    /// the handler's signature.
    pub(crate) fn parts(&self, cx: &mut Interpreter<'_>) -> (Value, Value, Handler) {
        let definition = &self.definition;
        let part = |cx: &mut Interpreter<'_>, name: &str| match definition {
            Value::Opaque(_) => definition.clone(),
            Value::Object(_) if !cx.is_callable(definition) => {
                cx.property(definition, name, self.span)
            }
            _ => Value::Undefined,
        };
        let handler = if cx.is_callable(definition) {
            definition.clone()
        } else {
            part(cx, "handler")
        };
        let args = match &self.args {
            Some(args) => args.clone(),
            None => part(cx, "args"),
        };
        let returns = match &self.returns {
            Some(returns) => returns.clone(),
            None => part(cx, "returns"),
        };
        (args, returns, Handler::of(cx, &handler))
    }
}

impl Handler {
    fn of(cx: &Interpreter<'_>, handler: &Value) -> Self {
        let Value::Object(id) = handler else {
            return Self::default();
        };
        let Object::Closure(closure) = cx.heap.get(*id) else {
            return Self::default();
        };
        let function = &closure.function;
        // Inside another function names may mean something else than at the top level.
        let top = closure.place.env.is_none() && cx.program.is_own(closure.place.file);
        Self {
            returns: function.annotation.filter(|_| top),
            args: function.args_annotation.filter(|_| top),
            no_args: top
                && function.params.len() < 2
                && function.rest.is_none()
                && !cx.reads_arguments(function),
        }
    }
}

/// The function that is either `a` or `b`, since `why` hides which; differing parts are unknown.
pub(crate) fn joined(cx: &mut Interpreter<'_>, a: &Value, b: &Value, why: &Value) -> Option<Value> {
    let (first, second) = (of(cx, a)?.1.clone(), of(cx, b)?.1.clone());
    if (first.kind, first.visibility) != (second.kind, second.visibility) {
        return None;
    }
    let ((args, returns, _), (other_args, other_returns, _)) = (first.parts(cx), second.parts(cx));
    let same = |a: Value, b: &Value| match a.strictly_equals(b) {
        Some(true) => a,
        _ => why.clone(),
    };
    let args = Some(same(args, &other_args));
    let returns = Some(same(returns, &other_returns));
    Some(cx.host(Registered {
        args,
        returns,
        ..first
    }))
}

/// The registered function in `value`.
pub(crate) fn of<'c>(cx: &'c Interpreter<'_>, value: &Value) -> Option<(ObjectId, &'c Registered)> {
    let Value::Object(id) = value else {
        return None;
    };
    Some((*id, cx.heap.host::<Registered>(*id)?))
}
