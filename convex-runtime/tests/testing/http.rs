//! Routes, formats and headers of the HTTP API.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use convex_runtime::testing::{ConvexError, Deployment, Identity, Level};
use serde_json::json;

use crate::{
    api,
    wire::{get, post, post_with},
};

async fn deployment() -> Deployment {
    let sent = Arc::new(AtomicUsize::new(0));
    let counted = sent.clone();
    Deployment::builder()
        .mutation(api::SEND, move |_| {
            sent.fetch_add(1, Ordering::SeqCst);
            async { Ok(()) }
        })
        .query(api::COUNT, move |()| {
            let count = counted.load(Ordering::SeqCst);
            async move { Ok(f64::from(u32::try_from(count)?)) }
        })
        .action(api::ECHO, |args| async { Ok(args.all) })
        .query_with(api::ANY, |context, args| async move {
            context.log(Level::Log, "hello");
            match context.identity() {
                Some(identity) => Ok(identity.subject().into()),
                None => Ok(args),
            }
        })
        .start()
        .await
        .expect("a free port")
}

#[tokio::test]
async fn a_call_runs_the_handler() {
    let deployment = deployment().await;
    let send = json!({ "path": "messages:send", "args": { "author": "a", "body": "b" } });
    let answer = post(&deployment, "/api/mutation", send)
        .await
        .expect("an answer");
    assert_eq!(
        (answer.status, answer.json()),
        (200, json!({ "status": "success", "value": null }))
    );

    // npm sends an array of one, and spells paths in other ways.
    let count =
        json!({ "path": "messages.js:count", "args": [{}], "format": "convex_encoded_json" });
    let counted = post(&deployment, "/api/query", count)
        .await
        .expect("an answer");
    assert_eq!(counted.json(), json!({ "status": "success", "value": 1.0 }));

    let counted = get(&deployment, "/api/query?path=messages%3Acount&args=%7B%7D")
        .await
        .expect("an answer");
    assert_eq!(counted.json(), json!({ "status": "success", "value": 1.0 }));
}

#[tokio::test]
async fn every_format_of_a_value() {
    let deployment = deployment().await;
    let encoded = json!({
        "int": { "$integer": "AQAAAAAAAAA=" },
        "float": { "$float": "AAAAAAAA+H8=" },
        "bytes": { "$bytes": "aGk=" },
        "list": ["a", null],
    });
    let in_format = async |format: &str| {
        let body =
            json!({ "path": "values/echo:echo", "args": { "all": encoded }, "format": format });
        post(&deployment, "/api/action", body)
            .await
            .expect("an answer")
            .json()
    };
    assert_eq!(in_format("convex_encoded_json").await["value"], encoded);
    assert_eq!(
        in_format("json").await["value"],
        json!({ "int": "1", "float": "NaN", "bytes": "aGk=", "list": ["a", null] })
    );
    assert_eq!(in_format("export_json").await["value"]["int"], json!(1));
    assert_eq!(
        in_format("yaml").await,
        json!({ "code": "BadFormat", "message": "format param must be one of [`json`]. Got yaml" })
    );
}

#[tokio::test]
async fn run_takes_the_path_from_the_url() {
    let deployment = deployment().await;
    let answer = post(
        &deployment,
        "/api/run/messages/count",
        json!({ "args": {} }),
    )
    .await
    .expect("an answer");
    assert_eq!(answer.json(), json!({ "status": "success", "value": 0.0 }));
    let answer = post(&deployment, "/api/run/messages", json!({ "args": {} }))
        .await
        .expect("an answer");
    assert_eq!(
        (answer.status, answer.json()["code"].clone()),
        (400, json!("MissingIdentifier"))
    );
}

#[tokio::test]
async fn consistent_queries_share_a_timestamp() {
    let deployment = deployment().await;
    let ts = post(&deployment, "/api/query_ts", json!(null))
        .await
        .expect("an answer")
        .json()["ts"]
        .clone();
    let body = json!({ "path": "messages:count", "args": {}, "ts": ts });
    let answer = post(&deployment, "/api/query_at_ts", body)
        .await
        .expect("an answer");
    assert_eq!(answer.json(), json!({ "status": "success", "value": 0.0 }));

    let future = json!({ "path": "messages:count", "args": {}, "ts": "//////////8=" });
    assert_eq!(
        post(&deployment, "/api/query_at_ts", future)
            .await
            .expect("an answer")
            .status,
        400
    );

    let count = json!({ "path": "messages:count", "args": {} });
    let batch = json!({ "queries": [count, { "path": "nope:nope", "args": {} }] });
    let results = post(&deployment, "/api/query_batch", batch)
        .await
        .expect("an answer")
        .json()["results"]
        .clone();
    assert_eq!(results[0], json!({ "status": "success", "value": 0.0 }));
    assert_eq!(results[1]["status"], "error");
}

#[tokio::test]
async fn headers_say_who_calls() {
    let deployment = deployment().await;
    let token = deployment.token(Identity::new("alice"));
    let body = json!({ "path": "values:any", "args": {} });
    let with = async |name: &str, value: &str| {
        let answer = post_with(&deployment, "/api/query", &[(name, value)], body.clone())
            .await
            .expect("an answer");
        (answer.status, answer.json())
    };

    let (status, answer) = with("authorization", &format!("Bearer {token}")).await;
    assert_eq!((status, &answer["value"]), (200, &json!("alice")));
    assert_eq!(answer["logLines"], json!(["[LOG] 'hello'"]));

    let (status, answer) = with("authorization", "Bearer a.b.c").await;
    assert_eq!((status, &answer["code"]), (401, &json!("NoAuthProvider")));
    deployment.expire_token(&token);
    assert_eq!(
        with("authorization", &format!("Bearer {token}")).await.0,
        401
    );
    assert_eq!(with("authorization", "short").await.0, 400);

    let (status, answer) = with("convex-client", "nonsense").await;
    assert_eq!(
        (status, &answer["code"]),
        (400, &json!("InvalidClientVersion"))
    );
    let (status, answer) = with("convex-client", "npm-0.19.1").await;
    assert_eq!(
        (status, &answer["code"]),
        (400, &json!("ClientVersionUnsupported"))
    );
}

#[tokio::test]
async fn production_redacts_messages_but_not_data() {
    let deployment = Deployment::builder()
        .production()
        .query_with(api::ANY, |context, _| async move {
            context.log(Level::Warn, "secret");
            Err(ConvexError(7_i64))?
        })
        .start()
        .await
        .expect("a free port");
    let body = json!({ "path": "values:any", "args": {}, "format": "convex_encoded_json" });
    let id = [("convex-request-id", "0123456789abcdef")];
    let answer = post_with(&deployment, "/api/query", &id, body)
        .await
        .expect("an answer");
    assert_eq!(
        answer.json(),
        json!({
            "status": "error",
            "errorMessage": "[Request ID: 0123456789abcdef] Server Error",
            "errorData": { "$integer": "BwAAAAAAAAA=" },
        })
    );
}

#[tokio::test]
async fn a_file_is_uploaded_once_per_url() {
    let deployment = deployment().await;
    let url = deployment.upload_url();
    let path = url.strip_prefix(&deployment.url()).expect("it is here");
    let stored = post(&deployment, path, json!("hello"))
        .await
        .expect("an answer")
        .json();
    let id = stored["storageId"].as_str().expect("an id");
    assert_eq!(
        deployment.stored_file(&id.into()),
        Some(b"\"hello\"".to_vec())
    );
    assert_eq!(
        post(&deployment, path, json!("again"))
            .await
            .expect("an answer")
            .status,
        401
    );
    let file = get(&deployment, &format!("/api/storage/{id}"))
        .await
        .expect("an answer");
    assert_eq!(file.body, "\"hello\"");
}
