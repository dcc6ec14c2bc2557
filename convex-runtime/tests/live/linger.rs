//! Results that outlive their subscribers, and results that are asked for ahead of their use.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use convex_runtime::{
    Client, Query, QueryHandle,
    testing::{Deployment, State},
    use_convex_query,
};

const COUNT: Query<(), f64> = Query::new("tasks:count");

/// A deployment whose query returns what `count` says, and the number of times that it ran.
async fn deployment(count: &State<f64>) -> (Deployment, Runs) {
    let runs = Runs::default();
    let ran = Arc::clone(&runs.0);
    let deployment = Deployment::builder()
        .query_on(COUNT, count, move |count, ()| {
            ran.fetch_add(1, SeqCst);
            Ok(*count)
        })
        .start()
        .await
        .unwrap();
    (deployment, runs)
}

#[derive(Default)]
struct Runs(Arc<AtomicUsize>);

impl Runs {
    fn get(&self) -> usize {
        self.0.load(SeqCst)
    }
}

fn lingering(deployment: &Deployment, time: Duration) -> Client {
    let client = Client::builder().url(deployment.url()).linger(time);
    client.build().unwrap()
}

async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..500 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("not within 5 s: {what}");
}

#[tokio::test]
async fn who_comes_back_sees_at_once_what_is_true_now() {
    let count = State::new(1.0);
    let (deployment, runs) = deployment(&count).await;
    let client = lingering(&deployment, Duration::from_secs(60));
    let first = use_convex_query(&client, COUNT, ());
    assert_eq!(*first.loaded().await.unwrap(), 1.0);
    drop(first);

    count.set(2.0);
    until("the query runs again", || runs.get() > 1).await;
    let shows_two = || use_convex_query(&client, COUNT, ()).data().as_deref() == Some(&2.0);
    until("the new value is there for who comes", shows_two).await;
}

#[tokio::test]
async fn without_lingering_the_subscription_ends_with_its_handle() {
    let count = State::new(1.0);
    let (deployment, _) = deployment(&count).await;
    let client = Client::new(&deployment.url()).unwrap();
    let first = use_convex_query(&client, COUNT, ());
    first.loaded().await.unwrap();
    drop(first);
    assert!(use_convex_query(&client, COUNT, ()).data().is_none());
}

#[tokio::test]
async fn lingering_ends() {
    let count = State::new(1.0);
    let (deployment, runs) = deployment(&count).await;
    let client = lingering(&deployment, Duration::from_millis(50));
    let first = use_convex_query(&client, COUNT, ());
    first.loaded().await.unwrap();
    drop(first);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let before = runs.get();
    count.set(2.0);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(runs.get(), before, "nothing is subscribed");
}

#[tokio::test]
async fn a_client_that_goes_does_not_wait_for_what_lingers() {
    let count = State::new(1.0);
    let (deployment, runs) = deployment(&count).await;
    let client = lingering(&deployment, Duration::from_secs(60));
    use_convex_query(&client, COUNT, ()).loaded().await.unwrap();
    drop(client);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let before = runs.get();
    count.set(2.0);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(runs.get(), before, "its socket is closed");
}

#[tokio::test]
async fn what_was_prefetched_is_there_at_once() {
    let count = State::new(1.0);
    let (deployment, runs) = deployment(&count).await;
    let client = Client::new(&deployment.url()).unwrap();
    client.prefetch(COUNT, ());
    until("it runs", || runs.get() == 1).await;
    let shows = || use_convex_query(&client, COUNT, ()).data().as_deref() == Some(&1.0);
    until("it shows", shows).await;
    assert_eq!(runs.get(), 1, "once, for all who came");
}

#[tokio::test]
async fn a_mapped_handle_passes_on_what_has_changed() {
    let count = State::new(1.0);
    let (deployment, _) = deployment(&count).await;
    let client = deployment.client();
    let counts = use_convex_query(&client, COUNT, ());
    let is_many = counts.map(|count| *count > 10.0);
    let mut changes = is_many.changes();
    while changes
        .next()
        .await
        .unwrap()
        .data()
        .is_none_or(|is_many| **is_many)
    {}
    let few = is_many.data().unwrap();

    count.set(5.0);
    until("the handle shows it", || {
        counts.data().as_deref() == Some(&5.0)
    })
    .await;
    assert!(Arc::ptr_eq(&few, &is_many.data().unwrap()), "the same");
    count.set(50.0);
    let next = changes.next().await.unwrap();
    assert_eq!(
        next.data().map(|data| **data),
        Some(true),
        "nothing between"
    );
}

#[tokio::test]
async fn a_query_that_is_asked_once_is_asked_again_on_demand_and_for_another_user() {
    let count = State::new(1.0);
    let (deployment, runs) = deployment(&count).await;
    let client = deployment.client();
    let once: QueryHandle<(), f64> = use_convex_query(&client, COUNT, ()).once();
    assert_eq!(*once.loaded().await.unwrap(), 1.0);
    tokio::time::sleep(Duration::from_millis(200)).await;
    count.set(2.0);
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(*once.data().unwrap(), 1.0, "it is not watched");
    assert_eq!(runs.get(), 1);
    once.set_args(());
    assert_eq!(*once.loaded().await.unwrap(), 1.0, "the same arguments");

    let refreshed = once.refresh();
    assert_eq!(once.data().as_deref(), Some(&1.0), "kept meanwhile");
    assert!(once.is_pending());
    assert_eq!(*refreshed.await.unwrap(), 2.0);

    count.set(3.0);
    let mut changes = once.changes();
    while changes.next().await.unwrap().data().is_none() {}
    let token = deployment.token(convex_runtime::testing::Identity::new("ann"));
    client.set_credential(convex_runtime::Credential::token(token));
    let of_another = changes.next().await.unwrap();
    assert!(of_another.data().is_none(), "it was another user's");
    assert_eq!(*once.loaded().await.unwrap(), 3.0);
}

#[tokio::test]
async fn a_watched_query_is_up_to_date_already() {
    let count = State::new(1.0);
    let (deployment, runs) = deployment(&count).await;
    let client = deployment.client();
    let watched = use_convex_query(&client, COUNT, ());
    assert_eq!(*watched.refresh().await.unwrap(), 1.0);
    assert_eq!(runs.get(), 1);
}
