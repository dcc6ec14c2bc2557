//! Subscriptions: values that did not change, and large ones.

use std::{collections::BTreeMap, time::Duration};

use convex::FunctionResult;
use convex_runtime::{Query, testing::Deployment};
use futures_util::StreamExt;
use tokio::time::timeout;

use crate::{COUNT, NOTHING, Runs, SOON, ours, theirs};

const LARGE: Query<(), String> = Query::new("texts:large");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p6_a_message_above_16_mib_arrives() {
    // In JSON each takes six bytes.
    let text = "\u{1}".repeat(3 << 20);
    let sent = text.clone();
    let deployment = Deployment::builder()
        .query(LARGE, move |()| {
            let sent = sent.clone();
            async move { Ok(sent) }
        })
        .start()
        .await
        .unwrap();

    let mut theirs = theirs(&deployment.url()).await;
    let call = theirs.query("texts:large", BTreeMap::new());
    assert!(
        timeout(Duration::from_secs(5), call).await.is_err(),
        "it never comes"
    );
    assert!(
        deployment.connects().len() > 1,
        "it connects again and again"
    );
    drop(theirs);

    let ours = ours(&deployment.url());
    assert_eq!(ours.query(LARGE, ()).await.unwrap(), text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p7_a_value_that_did_not_change_is_not_shown_again() {
    let runs = Runs::default();
    let deployment = runs.functions().start().await.unwrap();

    let mut theirs = theirs(&deployment.url()).await;
    let mut count = theirs
        .subscribe("tasks:count", BTreeMap::new())
        .await
        .unwrap();
    let first = count.next().await;
    theirs
        .mutation("tasks:nothing", BTreeMap::new())
        .await
        .unwrap();
    let again = timeout(SOON, count.next()).await.expect("it comes again");
    assert!(matches!(first, Some(FunctionResult::Value(_))));
    assert_eq!(first, again);

    let ours = ours(&deployment.url());
    let mut count = ours.subscribe(COUNT, ());
    count.next().await.unwrap().unwrap();
    ours.mutation(NOTHING, ()).await.unwrap();
    assert!(timeout(SOON, count.next()).await.is_err());
}
