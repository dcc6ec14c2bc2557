//! `execute`: from a request to its outcome, as the server does it.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{
    Context, JournalEntry, Thrown, Transport,
    backend::Backend,
    limits,
    lock::lock,
    outcome::Outcome,
    path::FunctionPath,
    principal::Principal,
    registry::Registered,
    system,
    validator::{Validator, display::Shown},
};
use crate::{FunctionKind, Tape, Value};

/// A call that a client asks for.
#[derive(Debug, Clone)]
pub(super) struct Invocation {
    pub(super) path: FunctionPath,
    /// As what it is called; any kind when the route does not say.
    pub(super) kind: Option<FunctionKind>,
    /// Encoded JSON: one object, or an array of arguments.
    pub(super) args: Json,
    pub(super) principal: Principal,
    pub(super) origin: Origin,
}

/// The reason why a function runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A client calls or subscribes.
    Call(Transport),
    /// A subscription runs again; this does not count as a call.
    Rerun,
}

/// Runs a call to its end, even when its caller goes away.
pub(super) async fn execute(backend: &Arc<Backend>, request: Invocation) -> Outcome {
    if let Some(result) = system::answer(backend, &request).await {
        return Outcome {
            result,
            log_lines: Vec::new(),
        };
    }
    let context = Context::new(request.principal.identity.clone());
    let admitted = admit(backend, &request);
    record(backend, &request, &admitted);
    let kind = admitted.as_ref().ok().map(|(function, _)| function.kind);
    let result = match admitted {
        Ok((function, args)) => {
            // Before the caller hears of it, who may have gone: what it asks for next, and those who
            // subscribe, must see the change.
            let published =
                (function.kind != FunctionKind::Query).then(|| Publishing(backend.clone()));
            let (handler, within) = (function.handler.clone(), context.clone());
            let running = async move {
                let _published = published;
                handler(within, args).await
            };
            let result = match backend.tasks.run(running).await {
                Some(result) => result.map_err(|thrown| thrown.at(request.path.module())),
                None => Err(Thrown::error("the handler panicked").at(request.path.module())),
            };
            result.and_then(|returns| check_returns(&function, &request.path, returns))
        }
        Err(thrown) => Err(thrown),
    };
    let outcome = Outcome {
        result,
        log_lines: context.take_log_lines(),
    };
    if let (Some(kind), Origin::Call(_)) = (kind, request.origin) {
        backend.system.log(&request, kind, &outcome);
    }
    outcome
}

/// Says that results of queries may have changed, however a handler ends.
struct Publishing(Arc<Backend>);

impl Drop for Publishing {
    fn drop(&mut self) {
        self.0.publish();
    }
}

/// Finds the function and checks the arguments.
fn admit(backend: &Backend, request: &Invocation) -> Result<(Registered, Value), Thrown> {
    let function = lock(&backend.registry)
        .find(&request.path, request.kind, &request.principal)?
        .clone();
    let args = parse_args(&request.path, &request.args)?;
    let args = single(&function.args, args)?;
    if let Err(error) = function.args.check_args(&args) {
        return Err(Thrown::server(format!("ArgumentValidationError: {error}")));
    }
    Ok((function, args))
}

/// Writes into the journal what came of a call.
fn record(backend: &Backend, request: &Invocation, admitted: &Result<(Registered, Value), Thrown>) {
    let Origin::Call(transport) = request.origin else {
        return;
    };
    let (args, refusal) = match admitted {
        Ok((_, args)) => (args.clone(), None),
        Err(thrown) => {
            let sent = parse_args(&request.path, &request.args).unwrap_or_default();
            let args = sent.into_iter().next().unwrap_or(Value::Null);
            (args, Some(thrown.message.clone()))
        }
    };
    let entry = JournalEntry {
        path: request.path.stripped(),
        args,
        identity: request.principal.identity.clone(),
        is_admin: request.principal.is_admin,
        transport,
        refusal,
    };
    backend.journal.record(request.path.clone(), entry);
}

fn parse_args(path: &FunctionPath, args: &Json) -> Result<Vec<Value>, Thrown> {
    let invalid = |reason: &dyn std::fmt::Display| {
        Thrown::server(format!("Invalid arguments for {path}: {reason}"))
    };
    let value: Value = Tape::parse(&args.to_string())
        .map_err(|error| invalid(&error))?
        .root()
        .decode()
        .map_err(|error| invalid(&error))?;
    // An array has the arguments; one argument may come without it.
    let args = match value {
        args @ Value::Array(_) => args,
        named => Value::Array(vec![named]),
    };
    if let Some(reason) = limits::undecodable(&args) {
        return Err(invalid(&reason));
    }
    if let Some(message) = limits::too_large(format_args!("Arguments for {path} are"), &args) {
        return Err(Thrown::server(message));
    }
    Ok(match args {
        Value::Array(args) => args,
        named => vec![named],
    })
}

/// Functions take one object; npm clients send it in an array.
fn single(validator: &Validator, mut args: Vec<Value>) -> Result<Value, Thrown> {
    match (args.len(), validator) {
        (1, _) => Ok(args.remove(0)),
        (0, Validator::Any) => Ok(Value::Object(std::collections::BTreeMap::new())),
        (count, _) => Err(Thrown::server(format!(
            "ArgumentValidationError: Expected to receive a single object as the function's argument. Instead received {count} \
             arguments: {}",
            Shown(&Value::Array(args))
        ))),
    }
}

fn check_returns(
    function: &Registered,
    path: &FunctionPath,
    returns: Value,
) -> Result<Value, Thrown> {
    if let Some(reason) = limits::undecodable(&returns) {
        return Err(Thrown::server(format!(
            "Function {path} return value invalid: {reason}"
        )));
    }
    if let Some(message) =
        limits::too_large(format_args!("Function {path} return value is"), &returns)
    {
        return Err(Thrown::server(message));
    }
    match function.returns.check(&returns) {
        Ok(()) => Ok(returns),
        Err(error) => Err(Thrown::server(format!("ReturnsValidationError: {error}"))),
    }
}
