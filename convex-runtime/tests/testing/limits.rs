//! Values that the server rejects because of their size or shape, with its messages.

use convex_runtime::{Query, Value, testing::Deployment};
use serde_json::{Map, Value as Json, json};

use crate::{api, wire::post};

/// The message of a call that fails, without the line with the request's id.
async fn message(deployment: &Deployment, args: Json) -> String {
    let body = json!({ "path": "values:any", "args": args });
    let answer = post(deployment, "/api/query", body)
        .await
        .expect("an answer")
        .json();
    let message = answer["errorMessage"].as_str().expect("a message");
    let (_, message) = message.split_once('\n').expect("a second line");
    message.to_owned()
}

async fn deployment() -> Deployment {
    Deployment::builder()
        .query(api::ANY, async |args| Ok(args))
        .start()
        .await
        .expect("a free port")
}

#[tokio::test]
async fn arguments_that_are_too_large() {
    let deployment = deployment().await;
    // What is around the text counts too, byte by byte.
    let around = "[{text:''}]".len();
    let text = "x".repeat((17 << 20) - around);
    assert_eq!(
        message(&deployment, json!({ "text": text })).await,
        "Arguments for values.js:any are too large (actual: 17 MiB, limit: 16 MiB)"
    );
    assert!(deployment.calls(api::ANY).is_empty());
}

#[tokio::test]
async fn results_that_are_too_large() {
    let text = Query::<(), String>::new("values:text");
    let deployment = Deployment::builder()
        .query(text, async |()| Ok("x".repeat(17 << 20)))
        .start()
        .await
        .expect("a free port");
    let body = json!({ "path": "values:text", "args": {} });
    let answer = post(&deployment, "/api/query", body)
        .await
        .expect("an answer");
    let message = answer.json()["errorMessage"].to_string();
    let expected =
        "Function values.js:text return value is too large (actual: 17.00 MiB, limit: 16 MiB)";
    assert!(message.contains(expected), "{message}");
}

#[tokio::test]
async fn arguments_that_are_no_convex_values() {
    let deployment = deployment().await;
    let items = vec![Json::Null; 8193];
    let fields: Map<String, Json> = (0..1025)
        .map(|field| (format!("f{field}"), Json::Null))
        .collect();
    // With the list of arguments and the object, the last of 64 levels is exceeded.
    let nested = (0..63).fold(json!(1), |inner, _| json!([inner]));
    for (args, reason) in [
        (
            json!({ "list": items }),
            "Array length is too long (8193 > maximum length 8192)",
        ),
        (
            Json::Object(fields),
            "Object has too many fields (1025 > maximum number 1024)",
        ),
        (
            json!({ "nested": nested }),
            "Value is too nested (nested 65 levels deep > maximum nesting 64)",
        ),
        (
            json!({ "$price": 1, "other": 2 }),
            "Field name $price starts with '$', which is reserved.",
        ),
        (
            json!({ "größe": 1 }),
            "Field name größe has invalid character 'ö': Field names can only contain non-control ASCII characters",
        ),
        (
            json!({ "x".repeat(1025): 1 }),
            "Field name is too long (1025 > maximum 1024)",
        ),
    ] {
        assert_eq!(
            message(&deployment, args).await,
            format!("Invalid arguments for values.js:any: {reason}")
        );
    }
    let deep = (0..62).fold(json!(1), |inner, _| json!([inner]));
    let body = json!({ "path": "values:any", "args": { "nested": deep } });
    let answer = post(&deployment, "/api/query", body)
        .await
        .expect("an answer");
    assert_eq!(answer.json()["status"], "success");
    assert!(matches!(deployment.journal()[0].args, Value::Null));
}
