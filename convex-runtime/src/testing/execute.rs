//! `execute`: from a request to its outcome, as the server does it.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{
    Context, Identity, ReceivedCall, Thrown, Transport,
    backend::Backend,
    lock::lock,
    outcome::Outcome,
    path::FunctionPath,
    registry::Registered,
    validator::{Validator, display::Shown},
};
use crate::{FunctionKind, Tape, Value};

/// How large arguments may be, in bytes.
const MAX_ARGS: usize = 16 << 20;

/// A call that a client asks for.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) path: FunctionPath,
    /// As what it is called; any kind when the route does not say.
    pub(super) kind: Option<FunctionKind>,
    /// Encoded JSON: one object, or an array of arguments.
    pub(super) args: Json,
    pub(super) identity: Option<Identity>,
    pub(super) origin: Origin,
}

/// What makes a function run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// A client calls or subscribes.
    Call(Transport),
    /// A subscription runs again; that is no call.
    Rerun,
}

/// Runs a call to its end, even when its caller goes away.
pub(super) async fn execute(backend: &Arc<Backend>, request: Request) -> Outcome {
    let context = Context::new(request.identity.clone());
    let result = match admit(backend, &request) {
        Ok((function, args)) => {
            let running = (function.handler)(context.clone(), args);
            let result = match backend.tasks.run(running).await {
                Some(result) => result.map_err(|thrown| thrown.at(request.path.module())),
                None => Err(Thrown::error("the handler panicked").at(request.path.module())),
            };
            if function.kind != FunctionKind::Query {
                // Before the caller hears of it: what it asks for next must see the change.
                backend.publish();
            }
            result.and_then(|returns| check_returns(&function.returns, returns))
        }
        Err(thrown) => Err(thrown),
    };
    Outcome {
        result,
        log_lines: context.take_log_lines(),
    }
}

/// Finds the function and checks the arguments.
fn admit(backend: &Backend, request: &Request) -> Result<(Registered, Value), Thrown> {
    let function = lock(&backend.registry)
        .find_public(&request.path, request.kind)?
        .clone();
    let args = parse_args(&request.path, &request.args)?;
    let args = single(&function.args, args)?;
    if let Err(error) = function.args.check_args(&args) {
        return Err(Thrown::server(format!("ArgumentValidationError: {error}")));
    }
    if let Origin::Call(transport) = request.origin {
        let call = ReceivedCall {
            args: args.clone(),
            identity: request.identity.clone(),
            transport,
        };
        backend.journal.record(request.path.clone(), call);
    }
    Ok((function, args))
}

fn parse_args(path: &FunctionPath, args: &Json) -> Result<Vec<Value>, Thrown> {
    let text = args.to_string();
    if text.len() > MAX_ARGS {
        let mebibytes = text.len() >> 20;
        return Err(Thrown::server(format!(
            "Arguments for {path} are too large (actual: {mebibytes} MiB, limit: 16 MiB)"
        )));
    }
    let invalid = |reason: &dyn std::fmt::Display| {
        Thrown::server(format!("Invalid arguments for {path}: {reason}"))
    };
    let value: Value = Tape::parse(&text)
        .map_err(|error| invalid(&error))?
        .root()
        .decode()
        .map_err(|error| invalid(&error))?;
    Ok(match value {
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

fn check_returns(validator: &Validator, returns: Value) -> Result<Value, Thrown> {
    match validator.check(&returns) {
        Ok(()) => Ok(returns),
        Err(error) => Err(Thrown::server(format!("ReturnsValidationError: {error}"))),
    }
}
