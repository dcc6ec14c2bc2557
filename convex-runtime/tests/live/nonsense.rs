//! A deployment that says nonsense: the client goes on with the same connection or a new one, and
//! shows what it says next.

use std::time::Duration;

use convex_runtime::{Client, Credential, Mutation, Query, Route};
use serde_json::{Value, json};

use crate::loopback::{Loopback, Peer, time, updated};

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<(), f64> = Mutation::new("tasks:add");

/// A transition from where the loopback is after its first one.
fn transition(to: &Value, modifications: &Value) -> String {
    let from = json!({"querySet": 1, "identity": 0, "ts": time(10)});
    json!({"type": "Transition", "startVersion": from, "endVersion": to, "modifications": modifications}).to_string()
}

fn version(query_set: &str, ts: &str) -> Value {
    let text = format!(r#"{{"querySet": {query_set}, "identity": 0, "ts": {ts}}}"#);
    serde_json::from_str(&text).unwrap()
}

fn nonsense() -> Vec<String> {
    let now = format!("{:?}", time(11));
    let mut all: Vec<String> = [
        "",
        "{}",
        "[]",
        "null",
        "5",
        "{\"type\":5}",
        "{\"type\":\"Transition\"}",
        "{\"type\":\"Transition\",\"type\":\"Ping\"}",
        "{\"type\":\"FatalError\"}",
        "{\"type\":\"AuthError\"}",
        "{\"type\":\"AuthError\",\"error\":7,\"baseVersion\":-3,\"authUpdateAttempted\":\"perhaps\"}",
        "{\"type\":\"Whatever\",\"requestId\":1e999}",
        "{\"type\":\"MutationResponse\",\"requestId\":77,\"success\":true,\"result\":1.0,\"ts\":\"AAAAAAAAAAA=\",\"logLines\":[]}",
        "{\"type\":\"MutationResponse\",\"requestId\":-5,\"success\":\"yes\"}",
        "{\"type\":\"ActionResponse\",\"requestId\":1e20,\"success\":true,\"result\":null,\"logLines\":[7]}",
        "{\"type\":\"TransitionChunk\",\"chunk\":\"x\",\"partNumber\":7,\"totalParts\":3,\"transitionId\":\"t\"}",
        "{\"type\":\"TransitionChunk\",\"chunk\":\"x\",\"partNumber\":0,\"totalParts\":0,\"transitionId\":\"t\"}",
        "{\"type\":\"TransitionChunk\",\"chunk\":\"x\",\"partNumber\":0,\"totalParts\":1,\"transitionId\":\"t\"}",
        "{\"type\":\"Ping\",\"text\":\"\\ud800\"}",
        "{\"type\":\"Ping\"",
    ]
    .map(str::to_owned)
    .to_vec();
    all.push("[".repeat(100_000));
    all.push(format!(
        "{{\"type\":\"Ping\",\"deep\":{}",
        "{\"a\":".repeat(50_000)
    ));
    for (query_set, ts) in [
        ("1", "-1"),
        ("1", "1e308"),
        ("1", "\"NaN\""),
        ("1", "\"\""),
        ("1", "\"AAAAAAAAAAAA\""),
        ("1", "null"),
        ("1", &format!("{:?}", time(9))),
        ("-1", &*now),
        ("1e308", &*now),
        ("4294967296", &*now),
        ("7", &*now),
        ("null", &*now),
    ] {
        all.push(transition(&version(query_set, ts), &json!([])));
    }
    let to = version("1", &now);
    for modifications in [
        json!("none"),
        json!([7]),
        json!([{"type": "Unheard", "queryId": 0}]),
        json!([{"type": "QueryUpdated", "queryId": 999, "value": 3, "logLines": []}]),
        json!([{"type": "QueryUpdated", "queryId": -1, "value": 3, "logLines": []}]),
        json!([{"type": "QueryUpdated", "queryId": 0, "logLines": "none"}]),
        json!([{"type": "QueryUpdated", "queryId": 0, "value": {"$integer": "no"}, "logLines": []}]),
        json!([{"type": "QueryUpdated", "queryId": 0, "value": 5.0, "journal": 7, "logLines": [1]}]),
        json!([{"type": "QueryFailed", "queryId": 0, "errorMessage": 9}]),
        json!([{"type": "QueryRemoved", "queryId": 0}, {"type": "QueryRemoved", "queryId": 0}]),
    ] {
        all.push(transition(&to, &modifications));
    }
    // Twice, and so from another version than the one before left.
    let twice = transition(&to, &json!([]));
    all.extend([twice.clone(), twice]);
    all
}

/// Says it, then the truth, on this connection and on those that follow.
async fn deploy(server: Loopback, text: String) {
    let (mut peer, _) = server.serve(&json!(1.0)).await;
    peer.say_text(&text).await;
    let goes_on = async |peer: &mut Peer| {
        let value = updated(&json!(0), &json!(2.0));
        let _ = peer.try_transition((1, 0, 12), vec![value]).await;
        while peer.try_read().await.is_some() {}
    };
    goes_on(&mut peer).await;
    loop {
        let (mut peer, _) = server.serve(&json!(2.0)).await;
        while peer.try_read().await.is_some() {}
    }
}

async fn survives(text: String) -> Result<(), String> {
    let shown: String = text.chars().take(200).collect();
    let server = Loopback::start().await;
    let client = Client::builder().url(server.url()).build().unwrap();
    let deployment = tokio::spawn(deploy(server, text));
    let mut counts = client.subscribe(COUNT, ());
    let all = async {
        while let Some(count) = counts.next().await {
            if matches!(count, Ok(2.0)) {
                return Ok(());
            }
        }
        Err(format!("{shown}: the subscription ended"))
    };
    let soon = tokio::time::timeout(Duration::from_secs(30), all).await;
    deployment.abort();
    soon.unwrap_or(Err(format!("{shown}: nothing more is shown")))
}

#[tokio::test]
async fn whatever_it_says_the_truth_shows_in_the_end() {
    let all: Vec<_> = nonsense()
        .into_iter()
        .map(survives)
        .map(tokio::spawn)
        .collect();
    assert!(all.len() > 40);
    let mut wrong = Vec::new();
    for one in all {
        wrong.extend(one.await.unwrap().err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The time that nothing reaches, and answers twice and out of order.
#[tokio::test]
async fn a_mutation_committed_at_the_end_of_time_and_answered_twice() {
    let server = Loopback::start().await;
    let client = Client::builder()
        .url(server.url())
        .route(Route::Socket)
        .deadline(Duration::from_secs(2))
        .build()
        .unwrap();
    let (late, early) = (tokio::spawn(client.mutation(ADD, ())), client.clone());
    let (mut peer, _) = server.serve(&json!(0.0)).await;
    let first = peer.read("Mutation").await;
    let early = tokio::spawn(early.mutation(ADD, ()));
    let second = peer.read("Mutation").await;
    let answer = |request: &Value, ts: u64, result: f64| {
        json!({"type": "MutationResponse", "requestId": request["requestId"], "success": true,
            "result": result, "ts": time(ts), "logLines": []})
    };
    peer.say(answer(&second, 11, 2.0)).await;
    peer.say(answer(&second, 12, 3.0)).await;
    peer.say(answer(&first, u64::MAX, 1.0)).await;
    peer.transition((1, 0, 12), vec![]).await;
    assert_eq!(
        early.await.unwrap().unwrap(),
        2.0,
        "the first answer counts"
    );
    // It has succeeded, though no transition ever shows it.
    assert_eq!(late.await.unwrap().unwrap(), 1.0);
}

/// Of a text without an end, what is shown to each caller and subscriber is its beginning.
#[tokio::test]
async fn reasons_that_are_long() {
    let server = Loopback::start().await;
    let client = Client::builder()
        .url(server.url())
        .credential(Credential::token("a token"))
        .route(Route::Socket)
        .build()
        .unwrap();
    let mut counts = client.subscribe(COUNT, ());
    let long = "y".repeat(1_000_000);
    let (mut peer, _) = server.accept().await;
    peer.read("Authenticate").await;
    peer.say(json!({"type": "FatalError", "error": long})).await;
    let (mut peer, connect) = server.accept().await;
    let reason = connect["lastCloseReason"].as_str().unwrap().len();
    assert!(reason < 1_000, "{reason}");
    peer.read("Authenticate").await;
    peer.say(json!({"type": "AuthError", "error": long, "baseVersion": 0,
        "authUpdateAttempted": true}))
        .await;
    let shown = counts.next().await.unwrap().unwrap_err();
    let said = shown.message().unwrap().len();
    assert!((100..10_000).contains(&said), "{said}");
}
