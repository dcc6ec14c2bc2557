//! Our client.

use std::time::Instant;

use convex_runtime::{Client, Route};

use crate::{ECHO, LIST, NumberArgs, ONE, memory};

/// A client whose calls go over its socket.
pub fn client(url: &str) -> Client {
    let client = Client::builder().url(url).route(Route::Socket).build();
    client.expect("a client")
}

/// Calls per second, so many at a time.
pub async fn calls(client: &Client, calls: u32, at_a_time: u32) -> f64 {
    let started = Instant::now();
    let tasks: Vec<_> = (0..at_a_time)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                for number in 0..calls / at_a_time {
                    let number = f64::from(number);
                    let echo = client.mutation(ECHO, NumberArgs { number }).await;
                    assert_eq!(echo.expect("a result"), number);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.expect("no call fails");
    }
    f64::from(calls) / started.elapsed().as_secs_f64()
}

/// Seconds until so many subscriptions have their result, and bytes that each takes.
pub async fn subscriptions(client: &Client, many: u32) -> (f64, usize) {
    let (before, started) = (memory::used(), Instant::now());
    let mut all: Vec<_> = (0..many)
        .map(|number| {
            client.subscribe(
                ONE,
                NumberArgs {
                    number: f64::from(number),
                },
            )
        })
        .collect();
    for (number, subscription) in (0..many).zip(&mut all) {
        let result = subscription.next().await.expect("it goes on");
        assert_eq!(result.expect("a result"), f64::from(number));
    }
    let seconds = started.elapsed().as_secs_f64();
    (
        seconds,
        memory::used().saturating_sub(before) / many as usize,
    )
}

/// Seconds for a list of 1 MB, into structs.
pub async fn list(client: &Client) -> f64 {
    let started = Instant::now();
    let tasks = client.query(LIST, ()).await.expect("a result");
    assert_eq!(tasks.len(), 6_000);
    started.elapsed().as_secs_f64()
}
