//! The server's messages for rejected calls, verbatim.

use convex_runtime::{
    Id, Query,
    testing::{ConvexError, Deployment, Thrown, test_id},
};
use serde_json::{Value as Json, json};

use crate::{api, wire::post};

/// The message of a call that fails, without the line with the request's id.
async fn message(deployment: &Deployment, route: &str, path: &str, args: Json) -> String {
    let body = json!({ "path": path, "args": args });
    let answer = post(deployment, &format!("/api/{route}"), body)
        .await
        .expect("an answer")
        .json();
    assert_eq!(answer["status"], "error", "{answer}");
    let message = answer["errorMessage"].as_str().expect("a message");
    let (head, message) = message.split_once('\n').expect("a second line");
    let id = head
        .strip_prefix("[Request ID: ")
        .and_then(|head| head.strip_suffix("] Server Error"))
        .expect("a head");
    assert_eq!(
        (id.len(), id.chars().all(|c| c.is_ascii_hexdigit())),
        (16, true),
        "{id}"
    );
    message.to_owned()
}

async fn deployment() -> Deployment {
    Deployment::builder()
        .mutation(api::SEND, |_| async { Ok(()) })
        .query(api::COUNT, |()| async { Ok(0.0) })
        .action(api::CHOOSE, |_| async { Ok("chosen".to_owned()) })
        .action(api::ECHO, |_| async { Err(Thrown::error("boom")) })
        .query(api::ANY, |args| async { Err(ConvexError(args))? })
        .mutation(api::CLEAN_UP, |()| async { Ok(()) })
        .start()
        .await
        .expect("a free port")
}

#[tokio::test]
async fn functions_that_are_not_there() {
    let deployment = deployment().await;
    let missing = message(&deployment, "query", "nope:nope", json!({})).await;
    assert_eq!(missing, "Could not find public function for 'nope:nope'.");
    // Indistinguishable on purpose.
    let internal = message(&deployment, "mutation", "cron:cleanUp", json!({})).await;
    assert_eq!(
        internal,
        "Could not find public function for 'cron:cleanUp'."
    );
    let wrong_kind = message(&deployment, "mutation", "messages:count", json!({})).await;
    assert_eq!(
        wrong_kind,
        "Trying to execute messages.js:count as Mutation, but it is defined as Query."
    );

    let malformed = json!({ "path": "a b:c", "args": {} });
    let answer = post(&deployment, "/api/query", malformed)
        .await
        .expect("an answer");
    assert_eq!(
        (answer.status, &answer.json()["code"]),
        (400, &json!("BadConvexFunctionIdentifier"))
    );
}

#[tokio::test]
async fn arguments_that_do_not_match() {
    let deployment = deployment().await;
    let send = async |args: Json| message(&deployment, "mutation", "messages:send", args).await;

    assert_eq!(
        send(json!({ "author": "x" })).await,
        "ArgumentValidationError: Object is missing the required field `body`. Consider wrapping the field validator in \
         `v.optional(...)` if this is expected.\n\nObject: {author: \"x\"}\nValidator: v.object({author: v.string(), body: v.string()})"
    );
    assert_eq!(
        send(json!({ "author": "x", "body": "y", "x": 1 })).await,
        "ArgumentValidationError: Object contains extra field `x` that is not in the validator.\n\nObject: {author: \"x\", body: \
         \"y\", x: 1.0}\nValidator: v.object({author: v.string(), body: v.string()})"
    );
    assert_eq!(
        send(json!({ "author": { "$integer": "AwAAAAAAAAA=" }, "body": "y" })).await,
        "ArgumentValidationError: Value does not match validator.\nPath: .author\nValue: 3\nValidator: v.string()"
    );
    assert_eq!(
        send(json!(["x", "y"])).await,
        "ArgumentValidationError: Expected to receive a single object as the function's argument. Instead received 2 arguments: \
         [\"x\", \"y\"]"
    );
    assert_eq!(
        send(json!(["x"])).await,
        "ArgumentValidationError: Expected to receive an object as the function's argument. Instead received: \"x\""
    );
    let undecodable = send(json!({ "author": { "$integer": "!" }, "body": "y" })).await;
    assert!(
        undecodable.starts_with("Invalid arguments for messages.js:send: "),
        "{undecodable}"
    );
}

#[tokio::test]
async fn literals_unions_and_ids() {
    let deployment = deployment().await;
    let choose = async |mode: &str, size: &str, message_id: &str| {
        let args = json!({ "mode": mode, "size": size, "message": message_id });
        message(&deployment, "action", "values:choose", args).await
    };
    let id = test_id("messages", 0);
    assert_eq!(
        choose("b", "small", &id).await,
        "ArgumentValidationError: `\"b\"` does not match literal validator `v.literal(\"only\")`.Path: .mode"
    );
    assert_eq!(
        choose("only", "huge", &id).await,
        "ArgumentValidationError: Value does not match validator.\nPath: .size\nValue: \"huge\"\nValidator: \
         v.union(v.literal(\"small\"), v.literal(\"large\"))"
    );
    assert_eq!(
        choose("only", "small", &test_id("users", 1)).await,
        "ArgumentValidationError: Found ID \"000000000000000000000010001users\" from table `users`, which does not match the table name in validator \
         `v.id(\"messages\")`.Path: .message"
    );
    assert_eq!(
        choose("only", "small", &test_id("_storage", 1)).await,
        "ArgumentValidationError: Found ID \"000000000000000000010001_storage\" from a system table, which does not match the table name \
         in validator `v.id(\"messages\")`.Path: .message"
    );
}

#[tokio::test]
async fn results_that_do_not_match() {
    let latest = Query::<(), Vec<Id<api::Message>>>::new("messages:latest");
    let deployment = Deployment::builder()
        .query(latest, async |()| Ok(vec![test_id("users", 3).into()]))
        .start()
        .await
        .expect("a free port");
    assert_eq!(
        message(&deployment, "query", "messages:latest", json!({})).await,
        "ReturnsValidationError: Found ID \"000000000000000000000010003users\" from table `users`, which does not match the table name in \
         validator `v.id(\"messages\")`.Path: [0]"
    );
}

#[tokio::test]
async fn what_handlers_throw() {
    let deployment = deployment().await;
    let all = json!({ "int": { "$integer": "AQAAAAAAAAA=" }, "float": 1.5, "bytes": { "$bytes": "" }, "list": [] });
    let plain = message(
        &deployment,
        "action",
        "values/echo:echo",
        json!({ "all": all }),
    )
    .await;
    assert_eq!(
        plain,
        "Uncaught Error: boom\n    at handler (../convex/values/echo.ts)"
    );

    let body = json!({ "path": "values:any", "args": { "code": "EMPTY" } });
    let thrown = post(&deployment, "/api/query", body)
        .await
        .expect("an answer")
        .json();
    assert_eq!(thrown["errorData"], json!({ "code": "EMPTY" }));
    let message = thrown["errorMessage"].as_str().expect("a message");
    assert!(
        message.contains("\nUncaught ConvexError: {\"code\":\"EMPTY\"}\n    at handler"),
        "{message}"
    );
}
