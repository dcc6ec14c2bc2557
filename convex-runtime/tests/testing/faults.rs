//! Everything that can go wrong with a call, on purpose.

use std::time::{Duration, Instant};

use convex_runtime::testing::{Deployment, Fault};
use serde_json::{Value as Json, json};

use crate::{
    api,
    wire::{Answer, post},
};

async fn deployment() -> Deployment {
    Deployment::builder()
        .query(api::COUNT, |()| async { Ok(0.0) })
        .start()
        .await
        .expect("a free port")
}

async fn count(deployment: &Deployment) -> Option<Answer> {
    post(deployment, "/api/query", body()).await
}

fn body() -> Json {
    json!({ "path": "messages:count", "args": {} })
}

#[tokio::test]
async fn connections_break_where_a_test_says() {
    let deployment = deployment().await;
    for (fault, ran) in [
        (Fault::drop_before_run(), 0),
        (Fault::drop_before_response(), 1),
        (Fault::truncate(), 2),
        (Fault::half_close(), 3),
    ] {
        deployment.inject(api::COUNT, fault);
        assert!(count(&deployment).await.is_none(), "after {ran} runs");
        assert_eq!(deployment.calls(api::COUNT).len(), ran);
    }
    // A fault happens once.
    assert_eq!(count(&deployment).await.expect("an answer").status, 200);

    deployment.inject(api::COUNT, Fault::drop_after_response());
    assert!(
        count(&deployment)
            .await
            .expect("an answer")
            .head
            .contains("connection: close")
    );
}

#[tokio::test]
async fn statuses_and_their_codes() {
    let deployment = deployment().await;
    for (status, code) in [
        (401, "Unauthenticated"),
        (429, "RateLimited"),
        (503, "Overloaded"),
        (500, "InternalServerError"),
    ] {
        deployment.inject_any(Fault::status(status, code).times(2));
        for _ in 0..2 {
            let answer = count(&deployment).await.expect("an answer");
            assert_eq!(
                (answer.status, &answer.json()["code"]),
                (status, &json!(code))
            );
        }
    }
    assert_eq!(deployment.calls(api::COUNT).len(), 0);

    deployment.inject(api::COUNT, Fault::status(503, "Overloaded").always());
    assert_eq!(count(&deployment).await.expect("an answer").status, 503);
    deployment.clear_faults();
    assert_eq!(count(&deployment).await.expect("an answer").status, 200);
}

#[tokio::test]
async fn answers_that_are_not_what_they_should_be() {
    let deployment = deployment().await;
    deployment.inject(api::COUNT, Fault::malformed());
    let answer = count(&deployment).await.expect("an answer");
    assert!(serde_json::from_str::<Json>(&answer.body).is_err());

    deployment.inject(api::COUNT, Fault::oversized(1 << 20));
    let answer = count(&deployment).await.expect("an answer");
    assert_eq!(
        (answer.body.len(), answer.json()["value"].clone()),
        (1 << 20, json!(0.0))
    );
}

#[tokio::test]
async fn calls_wait() {
    let deployment = deployment().await;
    let start = Instant::now();
    deployment.inject(api::COUNT, Fault::delay(Duration::from_millis(30)));
    count(&deployment).await.expect("an answer");
    assert!(start.elapsed() >= Duration::from_millis(30));

    let hold = deployment.hold(api::COUNT);
    let ((), answers) = tokio::join!(
        async {
            hold.reached(2).await;
            assert_eq!(
                deployment.calls(api::COUNT).len(),
                1,
                "the held ones have not run"
            );
            hold.release();
        },
        async { tokio::join!(count(&deployment), count(&deployment)) }
    );
    assert_eq!(
        (
            answers.0.expect("an answer").status,
            answers.1.expect("an answer").status
        ),
        (200, 200)
    );
    assert_eq!(
        count(&deployment).await.expect("an answer").status,
        200,
        "nothing is held any more"
    );
}
