//! The routes as a browser meets them, in front of a deployment in this process.

mod person;

use std::time::Duration;

use axum::http::StatusCode;
use convex_runtime::{
    Client,
    testing::{Deployment, Fault},
};
use person::Person;
use serde_json::{Value, json};
use server::{api::notes, embedded, routes};

async fn deployment() -> Deployment {
    let deployment = embedded::functions().start().await;
    deployment.expect("a free port")
}

/// `N` people in front of one server.
fn people<const N: usize>(names: [&str; N], deployment: &Deployment) -> [Person; N] {
    let client = Client::new(&deployment.url()).expect("it is a URL");
    let server = routes(client);
    names.map(|name| Person::new(name, &server, deployment))
}

#[tokio::test]
async fn each_request_calls_as_whoever_sent_it() {
    let deployment = deployment().await;
    let [ada, bob] = people(["ada", "bob"], &deployment);
    for round in 0..20 {
        let (a, b) = (format!("a{round}"), format!("b{round}"));
        let (a, b) = tokio::join!(ada.add(&a), bob.add(&b));
        assert_eq!((a.0, b.0), (StatusCode::CREATED, StatusCode::CREATED));
    }
    let (adas, bobs) = tokio::join!(ada.texts(), bob.texts());
    assert_eq!(adas.len() + bobs.len(), 40);
    assert!(adas.iter().all(|text| text.starts_with('a')));
    assert!(bobs.iter().all(|text| text.starts_with('b')));
}

#[tokio::test]
async fn nobody_in_particular_is_told_to_sign_in() {
    let deployment = deployment().await;
    let [ada] = people(["ada"], &deployment);
    let (status, body) = ada.signed_out().get("/notes").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(body["error"], "Sign in first.");
    // A token that the deployment rejects does not grant access either.
    deployment.reject_tokens();
    assert_eq!(ada.get("/notes").await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_the_function_throws_has_a_status() {
    let deployment = deployment().await;
    let [ada, bob] = people(["ada", "bob"], &deployment);
    assert_eq!(ada.add("").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let (_, id) = ada.add("Buy tea").await;
    let mail = format!("/notes/{}/mail", id.as_str().expect("an id"));
    let (status, sent) = ada.post(&mail, json!("ada@example.com")).await;
    assert_eq!(
        (status, sent["messageId"].is_string()),
        (StatusCode::OK, true)
    );
    let (status, error) = bob.post(&mail, json!("bob@example.com")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(error["error"], "There is no such note.");
}

#[tokio::test]
async fn a_body_that_does_not_fit_reaches_no_backend() {
    let deployment = deployment().await;
    let [ada] = people(["ada"], &deployment);
    let (status, _) = ada.post("/notes", json!({ "txt": "Buy tea" })).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    deployment.expect(notes::add).times(0);
}

#[tokio::test]
async fn no_mail_is_sent_twice_when_the_connection_fails() {
    let deployment = deployment().await;
    let [ada] = people(["ada"], &deployment);
    let (_, id) = ada.add("Buy tea").await;
    let mail = format!("/notes/{}/mail", id.as_str().expect("an id"));
    deployment.inject(notes::mail, Fault::drop_before_response());
    let (status, error) = ada.post(&mail, json!("ada@example.com")).await;
    // It ran, but the server cannot know, so the answer does not say whether it ran.
    assert_eq!(status, StatusCode::BAD_GATEWAY);
    assert_eq!(
        error,
        json!({ "error": "Bad Gateway", "requestId": Value::Null })
    );
    assert_eq!(deployment.calls(notes::mail).len(), 1);
}

#[tokio::test]
async fn a_backend_that_is_away_or_slow_is_no_fault_of_the_caller() {
    let mut deployment = deployment().await;
    let client = Client::builder()
        .url(deployment.url())
        .deadline(Duration::from_millis(200));
    let hurried = routes(client.build().expect("it is a URL"));
    let hold = deployment.hold(notes::mine);
    let (status, _) = Person::new("ada", &hurried, &deployment)
        .get("/notes")
        .await;
    assert_eq!(status, StatusCode::GATEWAY_TIMEOUT);
    hold.release();
    let [ada] = people(["ada"], &deployment);
    deployment.go_down().await;
    assert_eq!(ada.get("/notes").await.0, StatusCode::SERVICE_UNAVAILABLE);
    deployment.come_up().await.expect("the port is kept");
    assert_eq!(ada.get("/notes").await.0, StatusCode::OK);
}
