//! `QuerySet`: queries that come and go, read at one point in time.

use std::time::Duration;

use serde_json::json;

use crate::loopback::{Loopback, updated};
use convex_runtime::{
    Client, Credential, Query, QuerySet, QuerySetView,
    testing::{Deployment, Identity, State},
};

const COUNT: Query<(), f64> = Query::new("tasks:count");
const TWICE: Query<(), f64> = Query::new("tasks:twice");
const TITLE: Query<(), String> = Query::new("tasks:title");

async fn deployment(count: &State<f64>) -> Deployment {
    Deployment::builder()
        .query_on(COUNT, count, |count, ()| Ok(*count))
        .query_on(TWICE, count, |count, ()| Ok(*count * 2.0))
        .query(TITLE, |()| async { Ok("Tea".to_owned()) })
        .start()
        .await
        .unwrap()
}

/// The next view that is so.
async fn view(set: &mut QuerySet, is_so: impl Fn(&QuerySetView) -> bool) -> QuerySetView {
    let views = async {
        loop {
            let view = set.next().await.expect("the client is open");
            if is_so(&view) {
                return view;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), views)
        .await
        .expect("it comes")
}

#[tokio::test]
async fn queries_come_and_go_and_are_never_torn() {
    let count = State::new(0.0);
    let deployment = deployment(&count).await;
    let client = deployment.client();
    let mut set = client.query_set();
    assert!(set.is_empty() && set.view().is_complete());
    let one = set.add(COUNT, ());
    let both = view(&mut set, QuerySetView::is_complete).await;
    assert_eq!(both.get(one).unwrap().unwrap(), 0.0);

    let two = set.add(TWICE, ());
    view(&mut set, QuerySetView::is_complete).await;
    count.set(100.0);
    view(&mut set, |view| matches!(view.get(two), Some(Ok(200.0)))).await;

    assert!(set.remove(one));
    assert!(!set.remove(one), "it is gone");
    assert_eq!(set.len(), 1);
    let now = set.view();
    assert!(now.get(one).is_none());
    assert_eq!(now.get(two).unwrap().unwrap(), 200.0);

    // A query that has a result is news at once, also for a set that shows all it knew.
    let title = set.add(TITLE, ());
    let with_title = view(&mut set, QuerySetView::is_complete).await;
    assert_eq!(with_title.get(title).unwrap().unwrap(), "Tea");

    // Keys of another set mean nothing here.
    let mut other = client.query_set();
    let foreign = other.add(COUNT, ());
    assert!(with_title.get(foreign).is_none());

    client.close(Duration::ZERO).await;
    let ended = async { while set.next().await.is_some() {} };
    tokio::time::timeout(Duration::from_secs(10), ended)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_set_of_signed_in_users_is_empty_handed_until_one_is() {
    let count = State::new(7.0);
    let deployment = deployment(&count).await;
    let client = Client::new(&deployment.url()).unwrap();
    let mut set = client.when_signed_in().query_set();
    let key = set.add(COUNT, ());
    let early = tokio::time::timeout(Duration::from_millis(100), set.next()).await;
    assert!(early.is_err(), "nothing is asked");
    assert!(deployment.calls(COUNT).is_empty());

    let token = deployment.token(Identity::new("ann"));
    client.set_credential(Credential::token(token));
    let known = view(&mut set, QuerySetView::is_complete).await;
    assert_eq!(known.get(key).unwrap().unwrap(), 7.0);
    client.set_credential(Credential::anonymous());
    let hidden = view(&mut set, |view| !view.is_complete()).await;
    assert!(hidden.get(key).is_none());
}

/// Two results that change together are never seen apart, however fast they change.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_torn() {
    const LAST: u32 = 500;
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let mut set = client.query_set();
    let (one, two) = (set.add(COUNT, ()), set.add(TWICE, ()));
    let (mut peer, _) = server.accept().await;
    peer.read("ModifyQuerySet").await;
    let writes = async {
        for n in 1..=LAST {
            let both = vec![
                updated(&json!(0), &json!(n)),
                updated(&json!(1), &json!(2 * n)),
            ];
            peer.transition((1, 0, n.into()), both).await;
        }
    };
    let reads = async move {
        let mut seen = 0.0;
        while seen < f64::from(LAST) {
            let view = set.next().await.unwrap();
            seen = view.get(one).unwrap().unwrap();
            assert_eq!(view.get(two).unwrap().unwrap(), 2.0 * seen);
        }
    };
    let reads = tokio::spawn(reads);
    writes.await;
    tokio::time::timeout(Duration::from_secs(20), reads)
        .await
        .unwrap()
        .unwrap();
}
