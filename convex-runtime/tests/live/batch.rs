//! Several subscriptions at one point in time.

use convex_runtime::{Client, Query};
use serde_json::json;

use crate::loopback::{Loopback, updated};

const SAME: Query<(), f64> = Query::new("tasks:same");
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

/// Two results that change together are never seen apart, however fast they change.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_torn() {
    const LAST: u32 = 500;
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let mut counts = client.subscribe_batch(vec![(COUNT, ()), (SAME, ())]);
    let (mut peer, _) = server.accept().await;
    peer.read("ModifyQuerySet").await;
    let writes = async {
        for n in 1..=LAST {
            let both = vec![updated(&json!(0), &json!(n)), updated(&json!(1), &json!(n))];
            peer.transition((1, 0, n.into()), both).await;
        }
    };
    let reads = async move {
        let mut seen = 0.0;
        while seen < f64::from(LAST) {
            let both = counts.next().await.unwrap();
            let both: Vec<_> = both.into_iter().map(Result::unwrap).collect();
            assert_eq!(both, [both[0]; 2]);
            seen = both[0];
        }
    };
    let reads = tokio::spawn(reads);
    writes.await;
    reads.await.unwrap();
}
