//! The routes that run functions.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::{
    HttpError,
    answer::{Answer, Dropped, json_answer, last, text_answer, truncated},
    headers::Caller,
    stream::Valve,
};
use crate::{
    FunctionKind,
    testing::{
        Transport,
        backend::Backend,
        clock::Timestamp,
        execute::{Invocation, Origin, execute},
        export::Format,
        fault::Step,
        path::FunctionPath,
        principal::Principal,
    },
};

/// The reason why a request gets no regular answer.
#[derive(Debug)]
pub(super) enum Refusal {
    Error(HttpError),
    /// The connection breaks.
    Drop,
}

impl From<HttpError> for Refusal {
    fn from(error: HttpError) -> Self {
        Self::Error(error)
    }
}

/// Converts a refusal for hyper.
pub(super) fn finish(answered: Result<Answer, Refusal>) -> Result<Answer, Dropped> {
    match answered {
        Ok(answer) => Ok(answer),
        Err(Refusal::Error(error)) => Ok(error.answer()),
        Err(Refusal::Drop) => Err(Dropped),
    }
}

/// The function that a route calls, with the kind and format for bodies that specify neither.
#[derive(Debug)]
struct Target {
    path: FunctionPath,
    kind: Option<FunctionKind>,
    format: Format,
}

/// One connection's view of the deployment, with what a request brought.
#[derive(Debug)]
pub(super) struct Calls {
    pub(super) backend: Arc<Backend>,
    pub(super) valve: Valve,
    pub(super) caller: Caller,
}

impl Calls {
    /// `/api/query`, `/api/mutation`, `/api/action`.
    pub(super) async fn call(&self, kind: FunctionKind, body: &Json) -> Result<Answer, Refusal> {
        self.run(self.target(kind, body)?, body).await
    }

    /// `/api/query_at_ts`.
    pub(super) async fn query_at(&self, body: &Json) -> Result<Answer, Refusal> {
        let ts = body["ts"].as_str().and_then(Timestamp::decode);
        let ts = ts.ok_or_else(|| missing("ts"))?;
        let now = self.backend.clock.now();
        if ts > now {
            return Err(HttpError::bad_request(
                "InvalidTimestamp",
                "The timestamp is in the future.",
            )
            .into());
        }
        if !ts.is_retained_at(now) {
            return Err(HttpError::injected(503, "OutOfRetention").into());
        }
        self.call(FunctionKind::Query, body).await
    }

    /// The administrator, or a refusal.
    pub(super) fn require_admin(&self) -> Result<Principal, HttpError> {
        let principal = self.caller.authenticate(&self.backend)?;
        if principal.is_admin {
            Ok(principal)
        } else {
            Err(HttpError::forbidden("BadDeployKey", BAD_DEPLOY_KEY))
        }
    }

    /// `/api/function`: any kind of function of any component, for administrators.
    pub(super) async fn any_function(&self, body: &Json) -> Result<Answer, Refusal> {
        let principal = self.require_admin()?;
        let component = body["componentPath"].as_str().unwrap_or_default();
        if principal.identity.is_some() && !component.is_empty() {
            // "Only admin or system users can call functions on non-root components directly".
            return Err(HttpError::injected(500, "InternalServerError").into());
        }
        let target = Target {
            path: path_of(body)?.within(component),
            kind: None,
            format: self.caller.format,
        };
        self.run(target, body).await
    }

    /// `/api/run/{path}`.
    pub(super) async fn run_path(&self, path: &str, body: &Json) -> Result<Answer, Refusal> {
        let Some((module, function)) = path.rsplit_once('/') else {
            let message = "Path or function name not provided in path, e.g. /api/run/messages/list";
            return Err(HttpError::bad_request("MissingIdentifier", message).into());
        };
        let path = parse(&format!("{module}:{function}"))?;
        self.run(
            Target {
                path,
                kind: None,
                format: Format::Clean,
            },
            body,
        )
        .await
    }

    /// `/api/query_batch`: all at one point in time.
    pub(super) async fn batch(&self, body: &Json) -> Result<Answer, Refusal> {
        let queries = body["queries"]
            .as_array()
            .ok_or_else(|| missing("queries"))?;
        let mut results = Vec::with_capacity(queries.len());
        let mut first_fault = None;
        for query in queries {
            let target = self.target(FunctionKind::Query, query)?;
            let (answer, fault) = self.outcome(target, query).await?;
            results.push(answer);
            first_fault = first_fault.or(fault);
        }
        self.deliver(&json!({ "results": results }), first_fault.as_ref())
    }

    fn target(&self, kind: FunctionKind, body: &Json) -> Result<Target, HttpError> {
        Ok(Target {
            path: path_of(body)?,
            kind: Some(kind),
            format: self.caller.format,
        })
    }

    async fn run(&self, target: Target, body: &Json) -> Result<Answer, Refusal> {
        let (json, fault) = self.outcome(target, body).await?;
        self.deliver(&json, fault.as_ref())
    }

    /// Answers, or applies a fault to the answer.
    fn deliver(&self, json: &Json, fault: Option<&Step>) -> Result<Answer, Refusal> {
        match fault {
            Some(Step::DropBeforeResponse) => Err(Refusal::Drop),
            Some(Step::Truncate) => Ok(truncated(json)),
            Some(Step::DropAfterResponse) => Ok(last(json_answer(json))),
            Some(Step::Malformed) => Ok(text_answer("<html>this is not JSON", "application/json")),
            Some(Step::Oversized(bytes)) => {
                let json = json.to_string();
                let padding = " ".repeat(bytes.saturating_sub(json.len()));
                Ok(text_answer(json + &padding, "application/json"))
            }
            Some(Step::HalfClose) => {
                self.valve.close();
                Ok(json_answer(json))
            }
            _ => Ok(json_answer(json)),
        }
    }

    /// Runs a function. The returned fault still has to be applied to the answer.
    async fn outcome(&self, target: Target, body: &Json) -> Result<(Json, Option<Step>), Refusal> {
        let Target { path, kind, format } = target;
        let principal = self.caller.authenticate(&self.backend)?;
        let args = body.get("args").ok_or_else(|| missing("args"))?.clone();
        let fault = self.backend.faults.take(&path);
        match &fault {
            Some(Step::DropBeforeRun) => return Err(Refusal::Drop),
            Some(Step::Status { status, code }) => {
                return Err(HttpError::injected(*status, code).into());
            }
            Some(step) => step.wait().await,
            None => {}
        }
        let request = Invocation {
            path,
            kind,
            args,
            principal,
            origin: Origin::Call(Transport::Http),
        };
        let outcome = execute(&self.backend, request).await;
        // Like the server, which looks at the format only when there is a value to format.
        let format = match body.get("format").and_then(Json::as_str) {
            Some(name) => Format::parse(name).ok_or_else(|| bad_format(name))?,
            None => format,
        };
        Ok((
            self.backend
                .mode
                .answer(&outcome, &self.caller.request_id, format),
            fault,
        ))
    }
}

const BAD_DEPLOY_KEY: &str = "The provided deploy key was invalid for this deployment. Double check that the environment this key was \
                              generated for matches the desired deployment.";

fn path_of(body: &Json) -> Result<FunctionPath, HttpError> {
    parse(body["path"].as_str().ok_or_else(|| missing("path"))?)
}

fn parse(path: &str) -> Result<FunctionPath, HttpError> {
    FunctionPath::parse(path).map_err(|invalid| {
        HttpError::bad_request("BadConvexFunctionIdentifier", invalid.to_string())
    })
}

fn missing(field: &str) -> HttpError {
    HttpError::bad_request(
        "BadJsonBody",
        format!(
            "Failed to deserialize the JSON body into the target type: missing field `{field}`"
        ),
    )
}

fn bad_format(name: &str) -> HttpError {
    HttpError::bad_request(
        "BadFormat",
        format!("format param must be one of [`json`]. Got {name}"),
    )
}
