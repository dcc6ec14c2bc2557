//! The journal of a deployment's calls.

use convex_runtime::testing::{Deployment, Identity, Transport};
use serde_json::json;

use crate::{
    api::{self, SendArgs},
    wire::{post, post_with},
};

async fn deployment() -> Deployment {
    Deployment::builder()
        .mutation(api::SEND, |_| async { Ok(()) })
        .start()
        .await
        .expect("a free port")
}

#[tokio::test]
async fn calls_come_back_typed() {
    let deployment = deployment().await;
    let token = format!(
        "Bearer {}",
        deployment.token(Identity::new("alice").claim("name", "Alice"))
    );
    let body = json!({ "path": "messages:send", "args": { "author": "a", "body": "b" } });
    post_with(
        &deployment,
        "/api/mutation",
        &[("authorization", &token)],
        body,
    )
    .await
    .expect("an answer");
    // Rejected arguments do not count as a call.
    post(
        &deployment,
        "/api/mutation",
        json!({ "path": "messages:send", "args": {} }),
    )
    .await
    .expect("an answer");

    let calls = deployment.calls(api::SEND);
    assert_eq!(calls.len(), 1);
    assert_eq!(
        calls[0].args,
        SendArgs {
            author: "a".to_owned(),
            body: "b".to_owned()
        }
    );
    assert_eq!(calls[0].transport, Transport::Http);
    let identity = calls[0].identity.as_ref().expect("a user");
    assert_eq!(
        (identity.subject(), &identity.claims()["name"]),
        ("alice", &"Alice".into())
    );
}

#[tokio::test]
async fn the_journal_has_the_calls_that_did_not_run_too() {
    let deployment = deployment().await;
    let calls = [
        json!({ "path": "messages:send", "args": { "author": "a" } }),
        json!({ "path": "nope:nope", "args": {} }),
        json!({ "path": "messages:send", "args": { "author": "a", "body": "b" } }),
    ];
    for call in calls {
        post(&deployment, "/api/mutation", call)
            .await
            .expect("an answer");
    }
    let journal = deployment.journal();
    let paths: Vec<&str> = journal.iter().map(|entry| entry.path.as_str()).collect();
    assert_eq!(paths, ["messages:send", "nope:nope", "messages:send"]);
    assert_eq!(journal[0].args["author"], "a".into());
    let refusals: Vec<Option<&str>> = journal
        .iter()
        .map(|entry| entry.refusal.as_deref())
        .collect();
    assert!(refusals[0].is_some_and(|refusal| refusal.starts_with("ArgumentValidationError: ")));
    assert_eq!(
        refusals[1..],
        [
            Some("Could not find public function for 'nope:nope'."),
            None
        ]
    );
}

#[tokio::test]
async fn expectations_that_are_met() {
    let deployment = deployment().await;
    deployment.expect(api::SEND).times(1);
    deployment.expect(api::COUNT).never();
    let body = json!({ "path": "messages:send", "args": { "author": "a", "body": "b" } });
    post(&deployment, "/api/mutation", body)
        .await
        .expect("an answer");
    deployment.verify();
}

#[tokio::test]
#[should_panic(expected = "`messages:send` was to be called twice, and was called never")]
async fn an_expectation_that_is_not_met_fails_the_test() {
    let deployment = deployment().await;
    deployment.expect(api::SEND).times(2);
}

#[tokio::test]
#[should_panic(
    expected = "was called never (one did not run: Trying to execute messages.js:send as Query"
)]
async fn an_expectation_tells_of_the_call_that_did_not_run() {
    let deployment = deployment().await;
    deployment.expect(api::SEND).times(1);
    let body = json!({ "path": "messages:send", "args": { "author": "a", "body": "b" } });
    post(&deployment, "/api/query", body)
        .await
        .expect("an answer");
}
