//! Checks that our client frees the memory of finished work.

use std::time::Duration;

use convex_runtime::{
    Client, Credential, Route, use_convex_action, use_convex_mutation, use_convex_query,
};

use crate::{ECHO, LIST, NumberArgs, ONE, measure::settle, memory};

const ROUNDS: usize = 30;

/// Rounds until all tables and pools have their size.
const WARM_UP: usize = 10;

/// Prints how many bytes are in use after each round of everything a client does, which has to stay
/// the same.
pub async fn run(url: &str) {
    let client = Client::builder().url(url).route(Route::Socket).build();
    let client = client.expect("a client");
    // Has its size from the beginning, as it is counted too.
    let mut used = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        round(&client, url).await;
        settle().await;
        used.push(memory::used());
    }
    println!("bytes in use after each round: {used:?}");
    let (before, after) = used.split_at(WARM_UP);
    let most = before.iter().max().expect("there are rounds");
    let grown = after
        .iter()
        .min()
        .expect("there are rounds")
        .saturating_sub(*most);
    println!("grown by {grown} bytes in {} rounds", ROUNDS - WARM_UP);
    assert_eq!(grown, 0);
}

async fn round(client: &Client, url: &str) {
    let args = |number| NumberArgs { number };
    let mut all: Vec<_> = (0..500)
        .map(|number| client.subscribe(ONE, args(f64::from(number))))
        .collect();
    for subscription in &mut all {
        subscription
            .next()
            .await
            .expect("it goes on")
            .expect("a result");
    }
    let add = use_convex_mutation(client, ECHO).optimistic(|store, args| {
        store.set(ONE, args, -1.0);
    });
    for number in 0..200 {
        add.execute(args(f64::from(number)))
            .await
            .expect("a result");
    }
    let one = use_convex_query(client, ONE, args(0.0)).keep_previous();
    for number in 0..200 {
        one.set_args(args(f64::from(number)));
        one.loaded().await.expect("a result");
        // Tasks that stop waiting.
        let waiting = one.clone();
        let waits = async move {
            let mut changes = waiting.changes();
            changes.next().await;
            tokio::time::timeout(Duration::from_millis(1), changes.next()).await
        };
        assert!(tokio::spawn(waits).await.expect("no panic").is_err());
    }
    client.query(LIST, ()).await.expect("a result");
    // Change the identity.
    client.set_credential(Credential::anonymous());
    // One that comes and goes, over HTTP too.
    let other = Client::new(url).expect("a client");
    let subscription = other.subscribe(ONE, args(0.0));
    other.query(ONE, args(1.0)).await.expect("a result");
    use_convex_action(&other, convex_runtime::Action::<(), ()>::new("bench:none"))
        .execute(())
        .await
        .expect_err("there is none");
    other.close(Duration::from_secs(1)).await;
    drop(subscription);
}
