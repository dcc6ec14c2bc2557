//! No code of users runs under a lock, and nothing wakes or lives longer than it has to.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_cmp,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a test fails by panicking, and its numbers are small and exact"
)]

mod pages;
mod wakers;

use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

use convex_runtime::{
    CallHandle, Client, Credential, FromConvex, Mutation, Query, QueryHandle, ToConvex,
    testing::{Deployment, State},
    use_convex_mutation, use_convex_query,
};

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<(), f64> = Mutation::new("tasks:add");

/// A result that asks a handle when it is dropped, as one may that keeps a list of what is shown.
#[derive(Debug, Clone, FromConvex, ToConvex)]
struct Asking {
    count: f64,
}

const ASKING: Query<(), Asking> = Query::new("tasks:asking");
const ASK: Mutation<(), Asking> = Mutation::new("tasks:ask");

static QUERY: OnceLock<QueryHandle<(), Asking>> = OnceLock::new();
static CALL: OnceLock<CallHandle<(), Asking>> = OnceLock::new();

impl Drop for Asking {
    fn drop(&mut self) {
        let _shown = QUERY.get().map(QueryHandle::status);
        let _shown = CALL.get().map(CallHandle::state);
    }
}

async fn deployment() -> (Deployment, State<f64>) {
    let count = State::new(0.0);
    let asking = |count: &mut f64| {
        *count += 1.0;
        Ok(Asking { count: *count })
    };
    let builder = Deployment::builder()
        .query_on(COUNT, &count, |count, ()| Ok(*count))
        .query_on(ASKING, &count, |count, ()| Ok(Asking { count: *count }))
        .mutation_on(ASK, &count, move |count, ()| asking(count))
        .mutation_on(ADD, &count, |count, ()| {
            *count += 1.0;
            Ok(*count)
        });
    (builder.start().await.unwrap(), count)
}

/// Ends the test when it hangs, also where a thread waits for a lock.
fn within<T>(seconds: u64, test: impl Future<Output = T> + Send + 'static) -> T
where
    T: Send + 'static,
{
    let (done, ended) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let _ = done.send(runtime.block_on(test));
    });
    ended
        .recv_timeout(Duration::from_secs(seconds))
        .expect("no lock is waited for")
}

#[test]
fn results_may_ask_handles_when_they_are_dropped() {
    within(60, async {
        let (server, count) = deployment().await;
        let client = Client::new(&server.url()).unwrap();
        let query = QUERY.get_or_init(|| use_convex_query(&client, ASKING, ()));
        let call = CALL.get_or_init(|| use_convex_mutation(&client, ASK));
        query.loaded().await.unwrap();
        let mut changes = query.changes();
        for _ in 0..3 {
            call.execute(()).await.unwrap();
            changes.next().await.unwrap();
        }
        count.update(|count| *count = 100.0);
        while query.data().unwrap().count != 100.0 {
            changes.next().await.unwrap();
        }
        call.reset();
        query.set_args(None);
        query.set_args(());
        client.set_credential(Credential::admin("key"));
        client.close(Duration::from_secs(1)).await;
    });
}

#[test]
fn an_optimistic_update_may_read_other_handles() {
    within(60, async {
        let (server, _) = deployment().await;
        let client = Client::new(&server.url()).unwrap();
        let count = use_convex_query(&client, COUNT, ());
        count.loaded().await.unwrap();
        let read = count.clone();
        let add = use_convex_mutation(&client, ADD).optimistic(move |store, ()| {
            // What it shows, beside what the deployment says.
            let _shown = read.data();
            if let Some(count) = store.get(COUNT, &()) {
                store.set(COUNT, &(), count + 1.0);
            }
        });
        let call = add.execute(());
        assert_eq!(count.data().as_deref(), Some(&1.0));
        call.await.unwrap();
        assert_eq!(count.data().as_deref(), Some(&1.0));
    });
}

#[tokio::test]
async fn a_stream_ends_with_the_last_handle_and_so_does_the_subscription() {
    let (server, count) = deployment().await;
    let client = Client::new(&server.url()).unwrap();
    let handle = use_convex_query(&client, COUNT, ());
    handle.loaded().await.unwrap();
    let (mut changes, clone) = (handle.changes(), handle.clone());
    assert!(handle == clone && handle.state() == clone.state());
    drop(handle);
    count.update(|count| *count = 1.0);
    while changes.next().await.unwrap().data().map(|count| **count) != Some(1.0) {}
    drop(clone);
    assert!(changes.next().await.is_none(), "nobody is left");
    let again = use_convex_query(&client, COUNT, ());
    assert!(again.is_pending(), "it was unsubscribed");
}

#[test]
fn fifty_thousand_handles_of_one_query_and_of_many_are_made_in_linear_time() {
    const OF: Query<f64, f64> = Query::new("tasks:of");
    let client = Client::new("http://127.0.0.1:9").unwrap();
    let make = |handles: u32, of: fn(u32) -> f64| {
        let started = Instant::now();
        let all: Vec<_> = (0..handles)
            .map(|number| {
                let handle = use_convex_query(&client, OF, of(number));
                assert!(handle.is_pending());
                handle
            })
            .collect();
        (started.elapsed(), all)
    };
    for of in [|_| 1.0, f64::from] {
        let (few, _few) = make(5_000, of);
        let (many, _many) = make(45_000, of);
        assert!(many < few * 40, "5,000 take {few:?}, 45,000 more {many:?}");
    }
}

#[test]
fn fifty_thousand_handles_are_made_in_linear_time() {
    let client = Client::new("http://127.0.0.1:9").unwrap();
    let make = |handles: usize| {
        let started = Instant::now();
        let all: Vec<_> = (0..handles)
            .map(|_| use_convex_mutation(&client, ADD))
            .collect();
        (started.elapsed(), all)
    };
    let (few, _few) = make(5_000);
    let (many, _many) = make(45_000);
    // Nine times as many: quadratic time would be a hundred times as long.
    assert!(many < few * 40, "5,000 take {few:?}, 45,000 more {many:?}");
}

#[test]
fn the_same_token_again_changes_nothing() {
    let client = Client::new("http://127.0.0.1:9").unwrap();
    client.set_credential(Credential::token("a"));
    let add = use_convex_mutation(&client, ADD);
    add.dispatch(());
    let before = add.state();
    client.set_credential(Credential::token("a"));
    assert!(add.state() == before);
    client.set_credential(Credential::token("b"));
    assert!(add.state() != before);
}
