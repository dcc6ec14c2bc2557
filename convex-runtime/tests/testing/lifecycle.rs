//! Deployments start fast, end whole and can be restarted.

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use convex_runtime::testing::Deployment;
use serde_json::json;

use crate::{api, wire::post};

#[tokio::test]
async fn a_thousand_deployments() {
    let start = Instant::now();
    for round in 0..1000_u32 {
        let deployment = Deployment::builder()
            .query(api::COUNT, move |()| async move { Ok(f64::from(round)) })
            .start()
            .await
            .expect("a free port");
        if round % 100 == 0 {
            let body = json!({ "path": "messages:count", "args": {} });
            let answer = post(&deployment, "/api/query", body)
                .await
                .expect("an answer");
            assert_eq!(answer.json()["value"], f64::from(round));
        }
    }
    let each = start.elapsed() / 1000;
    assert!(each < Duration::from_millis(20), "{each:?} each");
    // Nothing is left: not a task, and so not a socket.
    let metrics = tokio::runtime::Handle::current().metrics();
    let all_ended = async {
        while metrics.num_alive_tasks() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), all_ended)
        .await
        .expect("every task ended");
}

#[tokio::test]
async fn a_stopped_deployment_frees_its_port() {
    let deployment = Deployment::builder().start().await.expect("a free port");
    let address = deployment.url().replace("http://", "");
    assert!(TcpListener::bind(&address).is_err());
    deployment.stop().await;
    assert!(TcpListener::bind(&address).is_ok());
}

#[tokio::test]
async fn a_restart_keeps_url_and_state() {
    let mut deployment = Deployment::builder()
        .query(api::COUNT, |()| async { Ok(7.0) })
        .start()
        .await
        .expect("a free port");
    let url = deployment.url();
    let count = async |deployment: &Deployment| {
        post(
            deployment,
            "/api/query",
            json!({ "path": "messages:count", "args": {} }),
        )
        .await
    };
    assert!(count(&deployment).await.is_some());
    deployment.go_down().await;
    assert!(count(&deployment).await.is_none());
    deployment.come_up().await.expect("the same port");
    assert!(count(&deployment).await.is_some());
    assert_eq!(
        (deployment.url(), deployment.calls(api::COUNT).len()),
        (url, 2)
    );

    // Functions can be exchanged meanwhile.
    deployment.extend(Deployment::builder().query(api::COUNT, |()| async { Ok(8.0) }));
    assert_eq!(
        count(&deployment).await.expect("an answer").json()["value"],
        8.0
    );
}
