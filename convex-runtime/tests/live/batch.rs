//! Several subscriptions at one point in time.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering::SeqCst},
};

use convex_runtime::{Client, Mutation, Query, testing::Deployment};
use serde_json::json;

use crate::loopback::{Loopback, updated};

const ONE: Query<(), i64> = Query::new("counters:one");
const OTHER: Query<(), i64> = Query::new("counters:other");
const BOTH: Mutation<(), ()> = Mutation::new("counters:both");
const TITLE: Query<(), String> = Query::new("tasks:title");
const COUNT: Query<(), f64> = Query::new("tasks:count");

#[tokio::test]
async fn results_come_together() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let mut both = client.subscribe_batch(((COUNT, ()), (TITLE, ())));
    let (mut peer, _) = server.accept().await;
    let set = peer.read("ModifyQuerySet").await;
    assert_eq!(set["modifications"].as_array().unwrap().len(), 2, "{set}");

    // Only one of them: nothing to show.
    peer.transition((1, 0, 1), vec![updated(&json!(0), &json!(1.0))])
        .await;
    peer.transition((1, 0, 2), vec![updated(&json!(1), &json!("one"))])
        .await;
    let (count, title) = both.next().await.unwrap();
    assert_eq!((count.unwrap(), &*title.unwrap()), (1.0, "one"));

    // What has not changed comes along.
    peer.transition((1, 0, 3), vec![updated(&json!(1), &json!("1"))])
        .await;
    let (count, title) = both.next().await.unwrap();
    assert_eq!((count.unwrap(), &*title.unwrap()), (1.0, "1"));

    // A result of the wrong type is that query's error.
    peer.transition((1, 0, 4), vec![updated(&json!(0), &json!("two"))])
        .await;
    let (count, title) = both.next().await.unwrap();
    assert!(count.is_err() && title.is_ok());
    drop(both);
    let set = peer.read("ModifyQuerySet").await;
    assert_eq!(set["modifications"].as_array().unwrap().len(), 2, "{set}");
}

/// Two counters that one mutation writes are never seen apart.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_torn() {
    let count = Arc::new(AtomicI64::new(0));
    let (one, other, both) = (count.clone(), count.clone(), count.clone());
    let deployment = Deployment::builder()
        .query(ONE, move |()| {
            let count = one.load(SeqCst);
            async move { Ok(count) }
        })
        .query(OTHER, move |()| {
            let count = other.load(SeqCst);
            async move { Ok(count) }
        })
        .mutation(BOTH, move |()| {
            both.fetch_add(1, SeqCst);
            async { Ok(()) }
        })
        .start()
        .await
        .unwrap();
    let client = Client::new(&deployment.url()).unwrap();
    let mut counts = client.subscribe_batch(vec![(ONE, ()), (OTHER, ())]);
    let writes = async {
        for _ in 0..100 {
            client.mutation(BOTH, ()).await.unwrap();
        }
    };
    let reads = async {
        loop {
            let seen: Vec<_> = counts
                .next()
                .await
                .unwrap()
                .into_iter()
                .map(Result::unwrap)
                .collect();
            assert_eq!(seen[0], seen[1]);
            if seen[0] == 100 {
                return;
            }
        }
    };
    tokio::join!(writes, reads);
}
