//! The sync protocol, rule by rule.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use convex_runtime::testing::{Builder, ConvexError, Deployment, Identity, Level, Transport};
use serde_json::{Value as Json, json};

use crate::{api, socket::Socket};

/// Counts messages; `SEND` adds one.
fn counting() -> Builder {
    let sent = Arc::new(AtomicU32::new(0));
    let counted = sent.clone();
    Deployment::builder()
        .mutation_with(api::SEND, move |context, args| {
            context.log(Level::Info, &args.body);
            let is_bad = args.body == "bad";
            if !is_bad {
                sent.fetch_add(1, Ordering::SeqCst);
            }
            async move {
                if is_bad {
                    Err(ConvexError("bad"))?
                } else {
                    Ok(())
                }
            }
        })
        .query(api::COUNT, move |()| {
            let count = counted.load(Ordering::SeqCst);
            async move { Ok(f64::from(count)) }
        })
}

fn ts(version: &Json) -> u64 {
    let bytes = STANDARD
        .decode(version.as_str().expect("text"))
        .expect("base64");
    u64::from_le_bytes(bytes.try_into().expect("eight bytes"))
}

#[tokio::test]
async fn a_query_set_moves_from_version_to_version() {
    let deployment = counting().start().await.expect("a free port");
    let mut socket = Socket::connect(&deployment, "s").await;
    socket.subscribe(0, "messages.js:count", json!({})).await;
    let first = socket.next().await.expect("a transition");
    assert_eq!(
        first["startVersion"],
        json!({ "querySet": 0, "identity": 0, "ts": "AAAAAAAAAAA=" })
    );
    assert_eq!(first["endVersion"]["querySet"], 1);
    let updated = json!({ "type": "QueryUpdated", "queryId": 0, "value": 0.0, "logLines": [], "journal": null });
    assert_eq!(first["modifications"], json!([updated]));
    // Absent rather than null: npm takes null for a clock that is off.
    assert!(first.get("serverTs").is_none() && first.get("clientClockSkew").is_none());

    let remove = json!([{ "type": "Remove", "queryId": 0 }]);
    socket.send(json!({ "type": "ModifyQuerySet", "baseVersion": 1, "newVersion": 2, "modifications": remove })).await;
    let second = socket.next().await.expect("a transition");
    assert_eq!(second["startVersion"], first["endVersion"]);
    assert_eq!(
        second["modifications"],
        json!([{ "type": "QueryRemoved", "queryId": 0 }])
    );
    // A subscription is one call, however often it runs.
    assert_eq!(deployment.calls(api::COUNT).len(), 1);
    assert_eq!(deployment.calls(api::COUNT)[0].transport, Transport::Socket);
}

#[tokio::test]
async fn a_transition_follows_every_response() {
    let deployment = counting().start().await.expect("a free port");
    let mut socket = Socket::connect(&deployment, "s").await;
    socket.subscribe(0, "messages:count", json!({})).await;
    socket.next_of("Transition").await;

    socket
        .mutation(0, "messages:send", json!({ "author": "a", "body": "b" }))
        .await;
    let response = socket.next_of("MutationResponse").await;
    assert_eq!(
        (
            &response["requestId"],
            &response["success"],
            &response["result"],
            &response["logLines"]
        ),
        (&json!(0), &json!(true), &Json::Null, &json!(["[INFO] 'b'"]))
    );
    let transition = socket.next_of("Transition").await;
    assert!(ts(&response["ts"]) <= ts(&transition["endVersion"]["ts"]));

    socket
        .mutation(1, "messages:send", json!({ "author": "a", "body": "bad" }))
        .await;
    let response = socket.next_of("MutationResponse").await;
    assert_eq!(
        (&response["success"], &response["ts"]),
        (&json!(false), &Json::Null)
    );
    assert_eq!(response["errorData"], "bad");
    let message = response["result"].as_str().expect("a message");
    assert!(
        message.contains("] Server Error\nUncaught ConvexError: bad\n    at handler"),
        "{message}"
    );
    socket.next_of("Transition").await;

    socket.action(2, "nope:nope", json!({})).await;
    let response = socket.next_of("ActionResponse").await;
    assert_eq!(
        (&response["success"], response.get("ts")),
        (&json!(false), None)
    );
    socket.next_of("Transition").await;
}

#[tokio::test]
async fn only_changed_results_are_sent() {
    let deployment = counting().start().await.expect("a free port");
    let mut socket = Socket::connect(&deployment, "s").await;
    socket.subscribe(0, "messages:count", json!({})).await;
    socket.next_of("Transition").await;
    deployment.publish();
    assert_eq!(
        socket.next_of("Transition").await["modifications"],
        json!([])
    );

    // What changed elsewhere arrives by itself.
    let mut other = Socket::connect(&deployment, "other").await;
    other
        .mutation(0, "messages:send", json!({ "author": "a", "body": "b" }))
        .await;
    let transition = socket.next_of("Transition").await;
    assert_eq!(transition["modifications"][0]["value"], json!(1.0));
}

#[tokio::test]
async fn a_mutation_that_is_sent_again_runs_once() {
    let deployment = counting().start().await.expect("a free port");
    let send = json!({ "author": "a", "body": "b" });
    let mut first = Socket::connect(&deployment, "session").await;
    first.mutation(7, "messages:send", send.clone()).await;
    let answer = first.next_of("MutationResponse").await;
    let mut again = Socket::connect(&deployment, "session").await;
    again.mutation(7, "messages:send", send.clone()).await;
    assert_eq!(again.next_of("MutationResponse").await, answer);
    let mut other = Socket::connect(&deployment, "another session").await;
    other.mutation(7, "messages:send", send).await;
    other.next_of("MutationResponse").await;
    assert_eq!(deployment.calls(api::SEND).len(), 2);
}

#[tokio::test]
async fn mutations_run_in_order_and_actions_at_once() {
    let deployment = counting()
        .action(api::ECHO, |args| async { Ok(args.all) })
        .start()
        .await
        .expect("a free port");
    let hold = deployment.hold(api::SEND);
    let mut socket = Socket::connect(&deployment, "s").await;
    for request_id in 0..3 {
        socket
            .mutation(
                request_id,
                "messages:send",
                json!({ "author": "a", "body": "b" }),
            )
            .await;
    }
    hold.reached(1).await;
    let all = json!({ "int": { "$integer": "AQAAAAAAAAA=" }, "float": 1.0, "bytes": { "$bytes": "" }, "list": [] });
    socket
        .action(3, "values/echo:echo", json!({ "all": all }))
        .await;
    assert_eq!(socket.next_of("ActionResponse").await["requestId"], 3);
    assert_eq!(deployment.calls(api::SEND).len(), 0);
    hold.release();
    for request_id in 0..3 {
        assert_eq!(
            socket.next_of("MutationResponse").await["requestId"],
            request_id
        );
    }
}

#[tokio::test]
async fn identities_have_versions() {
    let who = convex_runtime::Query::<(), Option<String>>::new("auth:who");
    let deployment = Deployment::builder()
        .query_with(who, |context, ()| async move {
            Ok(context.identity().map(|user| user.subject().to_owned()))
        })
        .start()
        .await
        .expect("a free port");
    let token = deployment.token(Identity::new("alice"));
    let mut socket = Socket::connect(&deployment, "s").await;
    socket.subscribe(0, "auth:who", json!({})).await;
    assert_eq!(
        socket.next_of("Transition").await["modifications"][0]["value"],
        Json::Null
    );

    socket.send(json!({ "type": "Authenticate", "baseVersion": 0, "tokenType": "User", "value": token })).await;
    let transition = socket.next_of("Transition").await;
    assert_eq!(
        (
            &transition["endVersion"]["identity"],
            &transition["modifications"][0]["value"]
        ),
        (&json!(1), &json!("alice"))
    );

    deployment.expire_token(&token);
    let error = socket.next_of("AuthError").await;
    assert_eq!(
        (&error["error"], &error["authUpdateAttempted"]),
        (
            &json!("TokenExpired: Convex token identity expired"),
            &json!(false)
        )
    );
    assert_eq!(socket.next().await, None, "it is closed");

    let mut socket = Socket::connect(&deployment, "s").await;
    socket.send(json!({ "type": "Authenticate", "baseVersion": 0, "tokenType": "User", "value": token })).await;
    let error = socket.next_of("AuthError").await;
    assert_eq!(
        (&error["baseVersion"], &error["authUpdateAttempted"]),
        (&json!(0), &json!(true))
    );
    assert_eq!(socket.next().await, None, "it is closed");
}

#[tokio::test]
async fn large_transitions_come_in_parts() {
    let deployment = Deployment::builder()
        .split_transitions_above(1000)
        .query(api::ANY, |args| async { Ok(args) })
        .start()
        .await
        .expect("a free port");
    let value = json!({ "text": "é".repeat(2000) });
    let mut socket = Socket::connect(&deployment, "s").await;
    socket.subscribe(0, "values:any", value.clone()).await;
    let mut whole = String::new();
    for part in 0.. {
        let chunk = socket.next().await.expect("a chunk");
        assert_eq!(
            (&chunk["type"], &chunk["partNumber"]),
            (&json!("TransitionChunk"), &json!(part))
        );
        whole += chunk["chunk"].as_str().expect("text");
        if chunk["totalParts"] == part + 1 {
            break;
        }
    }
    let transition: Json = serde_json::from_str(&whole).expect("the parts make up a transition");
    assert_eq!(transition["modifications"][0]["value"], value);

    // Others cannot put them together.
    let mut rust = Socket::open_at(&deployment, "/api/sync").await;
    rust.subscribe(0, "values:any", value).await;
    assert_eq!(rust.next().await.expect("a message")["type"], "Transition");
}

#[tokio::test]
async fn what_makes_the_server_give_up() {
    let deployment = counting().start().await.expect("a free port");
    let mut socket = Socket::connect(&deployment, "s").await;
    socket.subscribe(3, "messages:count", json!({})).await;
    let error = socket.next_of("FatalError").await;
    assert!(
        error["error"]
            .as_str()
            .expect("text")
            .starts_with("BaseVersionMismatch: ")
    );
    assert_eq!(socket.next().await, None);

    let mut socket = Socket::connect(&deployment, "s").await;
    socket.send(json!({ "type": "Dance" })).await;
    socket.next_of("FatalError").await;

    let mut socket = Socket::open(&deployment).await;
    let future = STANDARD.encode(u64::MAX.to_le_bytes());
    let connect = json!({ "type": "Connect", "sessionId": "s", "connectionCount": 3, "maxObservedTimestamp": future });
    socket.send(connect).await;
    assert_eq!(socket.next().await, None);
}

#[tokio::test(start_paused = true)]
async fn an_idle_client_hears_a_ping() {
    let deployment = counting().start().await.expect("a free port");
    let mut socket = Socket::connect(&deployment, "s").await;
    let start = tokio::time::Instant::now();
    assert_eq!(
        socket.next().await.expect("a ping"),
        json!({ "type": "Ping" })
    );
    assert!(start.elapsed() <= Duration::from_secs(15));
}
