//! Calls: what runs twice, what runs later, what never ends.

use std::{collections::BTreeMap, time::Duration};

use convex::ConvexClient;
use convex_runtime::{Error, Sent, testing::Fault};
use serde_json::json;
use tokio::time::{sleep, timeout};

use crate::{
    ADD, Args, CHARGE, REFUSE, Runs, SOON, float, number, ours,
    server::{Peer, Server},
    soon, theirs, until,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p1_a_mutation_in_flight_when_the_socket_drops_runs_once() {
    let runs = Runs::default();
    let deployment = runs.functions().start().await.unwrap();

    let mut theirs = theirs(&deployment.url()).await;
    deployment.inject(ADD, Fault::drop_before_response());
    if let Some(added) = soon(theirs.mutation("tasks:add", number(1.0))).await {
        assert_eq!(float(added), 1.0);
        assert_eq!(runs.all(), [1.0, 1.0], "twice");
    }
    let before = runs.all().len();

    let ours = ours(&deployment.url());
    deployment.inject(ADD, Fault::drop_before_response());
    assert_eq!(ours.mutation(ADD, Args { number: 2.0 }).await.unwrap(), 2.0);
    assert_eq!(runs.all()[before..], [2.0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p2_an_action_in_flight_when_the_socket_drops_runs_once() {
    let runs = Runs::default();
    let deployment = runs.functions().start().await.unwrap();

    let mut theirs = theirs(&deployment.url()).await;
    deployment.inject(CHARGE, Fault::drop_before_response());
    if let Some(charged) = soon(theirs.action("payments:charge", number(1.0))).await {
        assert_eq!(float(charged), 1.0);
        assert_eq!(runs.all(), [1.0, 1.0], "charged twice");
    }
    let before = runs.all().len();

    let ours = ours(&deployment.url());
    deployment.inject(CHARGE, Fault::drop_before_response());
    let lost = ours.action(CHARGE, Args { number: 2.0 }).await.unwrap_err();
    assert!(
        matches!(
            lost,
            Error::Transport {
                sent: Sent::Maybe,
                ..
            }
        ),
        "{lost:?}"
    );
    sleep(SOON).await;
    assert_eq!(runs.all()[before..], [2.0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p3_a_call_that_failed_does_not_run_later() {
    // Whether the call hears of the failed connection is a matter of chance.
    let mut failed = None;
    for _ in 0..40 {
        let server = Server::start().await;
        let mut theirs = theirs(&server.url()).await;
        let connecting = server.accept_silently().await;
        let call = tokio::spawn(async move { theirs.mutation("tasks:add", number(1.0)).await });
        sleep(Duration::from_millis(100)).await;
        drop(connecting);
        if let Ok(ended) = timeout(Duration::from_millis(300), call).await {
            ended.unwrap().expect_err("the connection failed");
            failed = Some(server);
            break;
        }
    }
    let mut peer = failed.expect("one hears of it").accept().await;
    let sent = peer.request().await;
    assert_eq!(sent["args"][0]["number"], 1.0, "it runs all the same");

    let server = Server::start().await;
    let ours = ours(&server.url());
    let short = ours.with_deadline(SOON);
    let call = tokio::spawn(short.mutation(ADD, Args { number: 1.0 }));
    let connecting = server.accept_silently().await;
    let error = call.await.unwrap().unwrap_err();
    assert_eq!(error.sent(), Sent::No, "{error:?}");
    drop(connecting);
    let later = tokio::spawn(ours.mutation(ADD, Args { number: 2.0 }));
    let mut peer = server.accept().await;
    assert_eq!(peer.request().await["args"][0]["number"], 2.0);
    later.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p4_calls_end() {
    let runs = Runs::default();
    let deployment = runs.functions().start().await.unwrap();
    let deadline = Duration::from_secs(1);

    // A token that is refused.
    let mut refused = theirs(&deployment.url()).await;
    refused.set_auth(Some("not.a.token".to_owned())).await;
    let call = refused.query("tasks:count", BTreeMap::new());
    assert!(
        timeout(4 * deadline, call).await.is_err(),
        "it waits for ever"
    );
    let refused =
        ours(&deployment.url()).with_credential(convex_runtime::Credential::token("not.a.token"));
    let call = timeout(4 * deadline, refused.query(crate::COUNT, ())).await;
    let error = call.expect("it ends").unwrap_err();
    assert!(matches!(error, Error::Authentication { .. }), "{error:?}");

    // A server that is down.
    let (mut theirs, ours) = (theirs(&deployment.url()).await, ours(&deployment.url()));
    theirs.query("tasks:count", BTreeMap::new()).await.unwrap();
    ours.query(crate::COUNT, ()).await.unwrap();
    deployment.go_down().await;
    sleep(SOON).await;
    let call = theirs.action("payments:charge", number(1.0));
    // Either it waits for ever, or what it does is P3.
    if let Ok(ended) = timeout(4 * deadline, call).await {
        ended.expect_err("nobody answers");
    }
    let call = ours
        .with_deadline(deadline)
        .action(CHARGE, Args { number: 2.0 });
    let error = timeout(4 * deadline, call)
        .await
        .expect("it ends")
        .unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
}

/// Takes the next mutation and refuses it, with no transition after that.
async fn refuse(server: &Server) -> Peer {
    let mut peer = server.accept().await;
    let request = peer.request().await;
    peer.say(json!({
        "type": "MutationResponse", "requestId": request["requestId"], "success": false, "result": "Uncaught ConvexError: no",
        "ts": null, "logLines": [], "errorData": "no",
    }))
    .await;
    peer
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p8_a_convex_error_does_not_wait_for_a_transition() {
    let server = Server::start().await;
    let url = server.url();
    let calling = async {
        theirs(&url)
            .await
            .mutation("tasks:refuse", BTreeMap::new())
            .await
    };
    let calling = timeout(2 * SOON, calling);
    let (refused, _peer) = tokio::join!(calling, refuse(&server));
    assert!(refused.is_err(), "it waits");

    let server = Server::start().await;
    let ours = ours(&server.url());
    let calling = timeout(2 * SOON, ours.mutation(REFUSE, ()));
    let (refused, _peer) = tokio::join!(calling, refuse(&server));
    let refused = refused.expect("it does not wait").unwrap_err();
    assert!(refused.application().is_some());
}

/// An answer to a request that was never made; npm ignores it.
const UNKNOWN: &str =
    r#"{"type":"ActionResponse","requestId":999,"success":true,"result":null,"logLines":[]}"#;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p13_an_answer_to_an_unknown_request_is_ignored() {
    let runs = Runs::default();
    let deployment = runs.functions().start().await.unwrap();

    let mut theirs = theirs(&deployment.url()).await;
    theirs.query("tasks:count", BTreeMap::new()).await.unwrap();
    deployment.send_raw(UNKNOWN);
    until(|| deployment.connects().len() == 2).await;

    let deployment = runs.functions().start().await.unwrap();
    let ours = ours(&deployment.url());
    ours.query(crate::COUNT, ()).await.unwrap();
    let before = deployment.connects().len();
    deployment.send_raw(UNKNOWN);
    ours.mutation(ADD, Args { number: 1.0 }).await.unwrap();
    sleep(SOON).await;
    assert_eq!(deployment.connects().len(), before);
}

#[test]
fn p16_a_client_whose_runtime_has_gone_does_not_panic() {
    let runtime = || {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        runtime.worker_threads(1).enable_all().build().unwrap()
    };
    let serving = runtime();
    let runs = Runs::default();
    let deployment = serving.block_on(runs.functions().start()).unwrap();
    let first = runtime();
    let (mut theirs, ours) = first.block_on(async {
        let ours = ours(&deployment.url());
        ours.mutation(ADD, Args { number: 1.0 }).await.unwrap();
        let theirs = ConvexClient::new(&deployment.url()).await.unwrap();
        std::mem::forget(theirs.clone());
        (theirs, ours)
    });
    drop(first);
    runtime().block_on(async {
        let signed_in = tokio::spawn(async move { theirs.set_auth(None).await });
        assert!(signed_in.await.unwrap_err().is_panic());
        ours.mutation(ADD, Args { number: 2.0 }).await.unwrap();
    });
    serving.block_on(deployment.stop());
}
