//! Functions that the driver found, as functions of the deployment.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use convex_runtime::{
    FunctionKind, Value, decode, encode,
    testing::{
        Access, Builder, Context, Deployment, ForeignFunction, ForeignQuestion, ForeignRequest,
        ForeignResponse, Identity, Thrown,
    },
};
use serde_json::{Value as Json, json};

use super::driver::Driver;

const ENDED: &str = "the Node process that executes functions has ended";

/// Reads the driver's list.
pub(super) fn parse(message: &Json) -> Vec<ForeignFunction> {
    let functions = message["functions"].as_array();
    functions
        .into_iter()
        .flatten()
        .filter_map(|function| {
            let text = |field: &str| Some(function[field].as_str()?.to_owned());
            Some(ForeignFunction {
                path: text("path")?,
                kind: match function["kind"].as_str()? {
                    "query" => FunctionKind::Query,
                    "mutation" => FunctionKind::Mutation,
                    "action" => FunctionKind::Action,
                    _ => return None,
                },
                access: match function["access"].as_str()? {
                    "public" => Access::Public,
                    _ => Access::Internal,
                },
                args: text("args")?,
                returns: text("returns")?,
            })
        })
        .collect()
}

/// A deployment of these functions, executed by the driver.
pub(super) fn registered(functions: Vec<ForeignFunction>, driver: &Arc<Driver>) -> Builder {
    let http = driver.clone();
    let system = driver.clone();
    let builder = Deployment::builder().foreign_system(Arc::new(move |question| {
        let driver = system.clone();
        Box::pin(async move { owned(&driver, question).await })
    }));
    let builder = builder.foreign_http(Arc::new(move |request| {
        let driver = http.clone();
        Box::pin(async move { respond(&driver, request).await })
    }));
    functions.into_iter().fold(builder, |builder, function| {
        let driver = driver.clone();
        let (kind, path) = (function.kind, Arc::<str>::from(function.path.as_str()));
        let handler = Arc::new(move |context: Context, args: Value| {
            let (driver, path) = (driver.clone(), path.clone());
            let call = async move {
                let request = json!({
                    "type": "call",
                    "kind": kind.as_str(),
                    "path": &*path,
                    "args": serde_json::from_str::<Json>(&encode(&args)?)?,
                    "identity": context.identity().map(Identity::to_json),
                });
                match driver.call(request).await {
                    Some(result) => outcome(&context, &result),
                    None => Err(Thrown::error(ENDED)),
                }
            };
            Box::pin(call) as _
        });
        builder.foreign(&function, handler)
    })
}

fn outcome(context: &Context, result: &Json) -> Result<Value, Thrown> {
    let lines = result["logLines"].as_array().into_iter().flatten();
    context.log_lines(lines.filter_map(|line| Some(line.as_str()?.to_owned())));
    match result.get("error") {
        None => Ok(decode(&result["value"].to_string())?),
        Some(error) => {
            let message = error["message"].as_str().unwrap_or_default().to_owned();
            let data = error.get("data").map(|data| decode(&data.to_string()));
            Err(Thrown::reported(message, data.transpose()?))
        }
    }
}

/// Answers what the owner asks about data and environment variables.
async fn owned(driver: &Driver, question: ForeignQuestion) -> Result<Value, Thrown> {
    let request = match question {
        ForeignQuestion::Tables => json!({ "type": "tables" }),
        ForeignQuestion::Documents(args) => json!({
            "type": "documents",
            "table": args["table"],
            "order": args["order"],
            "numItems": args["paginationOpts"]["numItems"],
            "cursor": args["paginationOpts"]["cursor"],
        }),
        ForeignQuestion::Environment(changes) => {
            json!({ "type": "environment", "changes": changes })
        }
    };
    result(driver.call(request).await)
}

/// Runs a cron job now. What it returns is not used, as on Convex.
pub(super) async fn run_job(driver: &Driver, name: &str) -> Result<(), String> {
    let answer = driver.call(json!({ "type": "cron", "name": name })).await;
    let answer = answer.ok_or(ENDED)?;
    match answer["error"]["message"].as_str() {
        Some(message) => Err(message.to_owned()),
        None => Ok(()),
    }
}

/// The value of an answer of the driver.
fn result(answer: Option<Json>) -> Result<Value, Thrown> {
    let Some(answer) = answer else {
        return Err(Thrown::error(ENDED));
    };
    match answer["error"]["message"].as_str() {
        Some(message) => Err(Thrown::reported(message.to_owned(), None)),
        None => Ok(decode(&answer["value"].to_string())?),
    }
}

/// Executes an HTTP action, or sends and receives a stored file.
async fn respond(driver: &Driver, request: ForeignRequest) -> Result<ForeignResponse, Thrown> {
    let request = json!({
        "type": "respond",
        "method": request.method,
        "path": request.path,
        "headers": request.headers,
        "body": STANDARD.encode(request.body),
        "identity": request.identity.as_ref().map(Identity::to_json),
    });
    let Some(result) = driver.call(request).await else {
        return Err(Thrown::error(ENDED));
    };
    if let Some(message) = result["error"]["message"].as_str() {
        return Err(Thrown::reported(message.to_owned(), None));
    }
    Ok(ForeignResponse {
        status: serde_json::from_value(result["status"].clone())?,
        headers: serde_json::from_value(result["headers"].clone())?,
        body: STANDARD.decode(result["body"].as_str().unwrap_or_default())?,
    })
}
