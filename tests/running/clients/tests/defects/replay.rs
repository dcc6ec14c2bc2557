//! Messages that a client sends again after a lost connection.

use std::collections::BTreeMap;

use convex::FunctionResult;
use futures_util::StreamExt;
use serde_json::{Value as Json, json};

use crate::{
    ADD, Args, COUNT, SOON, number, ours,
    server::{Peer, Server, ts},
    theirs,
};

/// Takes a connection to its first result, and loses it; gives its query, and that of the next
/// connection.
async fn lose(server: &Server) -> [Json; 2] {
    let mut peer = server.accept().await;
    let first = peer.query().await;
    peer.first_transition().await;
    tokio::time::sleep(SOON).await;
    drop(peer);
    [first, server.accept().await.query().await]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p12_p14_a_query_comes_back_under_its_name_with_its_journal() {
    let server = Server::start().await;
    let url = server.url();
    let subscribing = async {
        let mut client = theirs(&url).await;
        let mut count = client
            .subscribe("tasks:count", BTreeMap::new())
            .await
            .unwrap();
        let result = count.next().await;
        (client, count, result)
    };
    let ((_client, _count, result), [first, again]) = tokio::join!(subscribing, lose(&server));
    assert!(matches!(result, Some(FunctionResult::Value(_))));
    assert!(again["journal"].is_null(), "the journal is lost: {again}");
    assert_ne!(first["udfPath"], again["udfPath"], "it has another name");

    let server = Server::start().await;
    let ours = ours(&server.url());
    let mut count = ours.subscribe(COUNT, ());
    let [first, again] = lose(&server).await;
    assert_eq!(count.next().await.unwrap().unwrap(), 5.0);
    assert_eq!(again["journal"], "page one");
    assert_eq!(first["udfPath"], again["udfPath"]);
}

/// Answers three mutations, of which no transition tells yet, and loses the connection.
async fn answer(mut peer: Peer) {
    for at in 1..=3 {
        let request = peer.request().await;
        peer.say(json!({
            "type": "MutationResponse", "requestId": request["requestId"], "success": true, "result": at, "ts": ts(100 + at),
            "logLines": [],
        }))
        .await;
    }
    // Until the client has read them.
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p15_mutations_that_were_answered_are_not_sent_again() {
    let server = Server::start().await;
    let url = server.url();
    let (client, peer) = tokio::join!(theirs(&url), server.accept());
    for call in 1..=3 {
        let mut client = client.clone();
        tokio::spawn(async move { client.mutation("tasks:add", number(f64::from(call))).await });
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    answer(peer).await;
    let mut peer = server.accept().await;
    let mut again = Vec::new();
    for _ in 1..=3 {
        again.push(peer.request().await["args"][0]["number"].clone());
    }
    assert_eq!(again, [3.0, 2.0, 1.0], "all of them, the newest first");
    drop(client);

    let server = Server::start().await;
    let client = ours(&server.url());
    let calls: Vec<_> = [1.0, 2.0, 3.0]
        .map(|number| tokio::spawn(client.mutation(ADD, Args { number })))
        .into();
    let peer = server.accept().await;
    answer(peer).await;
    let mut peer = server.accept().await;
    let fourth = tokio::spawn(client.mutation(ADD, Args { number: 4.0 }));
    assert_eq!(peer.request().await["args"][0]["number"], 4.0);
    fourth.abort();
    calls.iter().for_each(tokio::task::JoinHandle::abort);
}
