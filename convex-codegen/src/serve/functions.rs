//! Functions that the driver found, as functions of the deployment.

use std::sync::Arc;

use convex_runtime::{
    FunctionKind, Value, decode, encode,
    testing::{Access, Builder, Context, Deployment, ForeignFunction, Thrown},
};
use serde_json::{Value as Json, json};

use super::driver::Driver;

/// Reads the driver's list.
pub fn parse(message: &Json) -> Vec<ForeignFunction> {
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
pub fn registered(functions: Vec<ForeignFunction>, driver: &Arc<Driver>) -> Builder {
    functions.into_iter().fold(Deployment::builder(), |builder, function| {
        let driver = driver.clone();
        let (kind, path) = (function.kind, Arc::<str>::from(function.path.as_str()));
        let handler = Arc::new(move |context: Context, args: Value| {
            let (driver, path) = (driver.clone(), path.clone());
            let call = async move {
                let request = json!({
                    "kind": kind.as_str(),
                    "path": &*path,
                    "args": serde_json::from_str::<Json>(&encode(&args)?)?,
                    "identity": context.identity().map(convex_runtime::testing::Identity::to_json),
                });
                match driver.call(request).await {
                    Some(result) => outcome(&context, &result),
                    None => Err(Thrown::error("the Node process that executes functions has ended")),
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
