//! A production deployment says that a call failed and not why, over HTTP and on a socket.

use convex_runtime::{
    Id, Query,
    testing::{ConvexError, Deployment, Level, Thrown, test_id},
};
use serde_json::{Value as Json, json};

use crate::{api, socket::Socket, wire::post};

async fn deployment() -> Deployment {
    let latest = Query::<(), Id<api::Message>>::new("messages:latest");
    Deployment::builder()
        .production()
        .mutation_with(api::SEND, |context, args| async move {
            context.log(Level::Log, "secret");
            match args.body.as_str() {
                "data" => Err(ConvexError(args.author))?,
                _ => Err(Thrown::error("boom")),
            }
        })
        .query(api::COUNT, async |()| Ok(0.0))
        .query(latest, async |()| Ok(test_id("users", 0).into()))
        .mutation(api::CLEAN_UP, async |()| Ok(()))
        .start()
        .await
        .expect("a free port")
}

/// Each way in which a call fails: a mutation or a query, and its arguments.
fn failures() -> Vec<(&'static str, &'static str, Json)> {
    let send = |body: Json| ("mutation", "messages:send", body);
    vec![
        ("query", "nope:nope", json!({})),
        ("mutation", "cron:cleanUp", json!({})),
        ("mutation", "messages:count", json!({})),
        send(json!({ "author": "x" })),
        send(json!({ "author": "x", "body": "y", "x": 1 })),
        send(json!({ "author": 1, "body": "y" })),
        send(json!({ "author": { "$integer": "!" }, "body": "y" })),
        send(json!({ "author": "x", "body": "throws" })),
        ("query", "messages:latest", json!({})),
    ]
}

/// `[Request ID: 0123456789abcdef] Server Error` and nothing more.
fn is_redacted(message: &Json) -> bool {
    let message = message.as_str().expect("a message");
    let id = message
        .strip_prefix("[Request ID: ")
        .and_then(|rest| rest.strip_suffix("] Server Error"));
    id.is_some_and(|id| id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[tokio::test]
async fn over_http() {
    let deployment = deployment().await;
    for (route, path, args) in failures() {
        let body = json!({ "path": path, "args": args });
        let answer = post(&deployment, &format!("/api/{route}"), body)
            .await
            .expect("an answer");
        let json = answer.json();
        assert_eq!((answer.status, &json["status"]), (200, &json!("error")));
        assert!(is_redacted(&json["errorMessage"]), "{path}: {json}");
        assert_eq!(json.as_object().expect("an object").len(), 2, "{json}");
    }
    let body = json!({ "path": "messages:send", "args": { "author": "x", "body": "data" } });
    let json = post(&deployment, "/api/mutation", body)
        .await
        .expect("an answer")
        .json();
    assert!(is_redacted(&json["errorMessage"]));
    assert_eq!(
        (&json["errorData"], json.get("logLines")),
        (&json!("x"), None)
    );
}

#[tokio::test]
async fn on_a_socket() {
    let deployment = deployment().await;
    for (route, path, args) in failures() {
        let mut socket = Socket::connect(&deployment, path).await;
        let answer = if route == "query" {
            socket.subscribe(0, path, args).await;
            let failed = socket.next_of("Transition").await["modifications"][0].clone();
            assert_eq!(failed["type"], "QueryFailed");
            json!({ "message": failed["errorMessage"], "logLines": failed["logLines"] })
        } else {
            socket.mutation(0, path, args).await;
            let failed = socket.next_of("MutationResponse").await;
            assert_eq!(failed["success"], false);
            json!({ "message": failed["result"], "logLines": failed["logLines"] })
        };
        assert!(is_redacted(&answer["message"]), "{path}: {answer}");
        assert_eq!(answer["logLines"], json!([]));
    }
}
