//! Injected faults on a socket.

use convex_runtime::testing::{Deployment, Fault};
use serde_json::json;

use crate::{api, socket::Socket};

async fn deployment() -> Deployment {
    Deployment::builder()
        .mutation(api::SEND, |_| async { Ok(()) })
        .query(api::COUNT, |()| async { Ok(0.0) })
        .start()
        .await
        .expect("a free port")
}

async fn send(deployment: &Deployment) -> Socket {
    let mut socket = Socket::connect(deployment, "session").await;
    socket
        .mutation(0, "messages:send", json!({ "author": "a", "body": "b" }))
        .await;
    socket
}

#[tokio::test]
async fn a_mutation_whose_answer_is_lost_runs_once() {
    let deployment = deployment().await;
    deployment.inject(api::SEND, Fault::drop_before_run());
    deployment.inject(api::SEND, Fault::drop_before_response());
    let mut first = send(&deployment).await;
    while first.next().await.is_some() {}
    assert_eq!(deployment.calls(api::SEND).len(), 0);
    let mut second = send(&deployment).await;
    while let Some(message) = second.next().await {
        assert_ne!(message["type"], "MutationResponse");
    }
    assert_eq!(deployment.calls(api::SEND).len(), 1);
    let mut third = send(&deployment).await;
    assert_eq!(third.next_of("MutationResponse").await["success"], true);
    assert_eq!(deployment.calls(api::SEND).len(), 1);
}

#[tokio::test]
async fn an_answer_without_its_transition() {
    let deployment = deployment().await;
    deployment.inject(api::SEND, Fault::drop_after_response());
    let mut socket = send(&deployment).await;
    socket.next_of("MutationResponse").await;
    assert_eq!(socket.next().await, None);
}

#[tokio::test]
async fn frames_that_are_not_what_they_should_be() {
    let deployment = deployment().await;
    deployment.inject(api::SEND, Fault::malformed());
    let mut socket = send(&deployment).await;
    let mut texts = Vec::new();
    while texts
        .last()
        .is_none_or(|text: &String| text.starts_with('{'))
    {
        texts.push(socket.text().await.expect("a frame"));
    }
    deployment.inject_any(Fault::oversized(100_000));
    let mut socket = Socket::connect(&deployment, "another").await;
    socket
        .mutation(0, "messages:send", json!({ "author": "a", "body": "b" }))
        .await;
    while socket.text().await.expect("a frame").len() != 100_000 {}

    deployment.send_raw("[1]");
    while socket.text().await.expect("a frame") != "[1]" {}
}

#[tokio::test]
async fn the_server_gives_up() {
    let deployment = deployment().await;
    let mut socket = Socket::connect(&deployment, "s").await;
    socket.subscribe(0, "messages:count", json!({})).await;
    socket.next_of("Transition").await;
    deployment.send_fatal_error("InternalError: on purpose");
    assert_eq!(
        socket.next_of("FatalError").await["error"],
        "InternalError: on purpose"
    );
    assert_eq!(socket.next().await, None);

    deployment.inject(api::SEND, Fault::status(503, "Overloaded"));
    assert_eq!(
        send(&deployment).await.next_of("FatalError").await["error"],
        "Overloaded"
    );
}

#[tokio::test]
async fn a_half_closed_socket_says_nothing_more() {
    let deployment = deployment().await;
    let mut socket = Socket::connect(&deployment, "s").await;
    socket.subscribe(0, "messages:count", json!({})).await;
    socket.next_of("Transition").await;
    deployment.half_close_sockets();
    // The server reads on.
    socket
        .mutation(0, "messages:send", json!({ "author": "a", "body": "b" }))
        .await;
    while deployment.calls(api::SEND).is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(socket.next().await, None);
}

#[tokio::test]
async fn sockets_break_and_come_back() {
    let deployment = deployment().await;
    let mut socket = Socket::connect(&deployment, "s").await;
    socket.subscribe(0, "messages:count", json!({})).await;
    socket.next_of("Transition").await;
    deployment.disconnect().await;
    assert_eq!(socket.next().await, None);
    let mut socket = Socket::connect(&deployment, "s").await;
    socket.subscribe(0, "messages:count", json!({})).await;
    assert_eq!(
        socket.next_of("Transition").await["modifications"][0]["value"],
        json!(0.0)
    );
    assert_eq!(deployment.connects().len(), 2);
}
