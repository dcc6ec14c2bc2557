//! Convex's own client for Rust.

use std::{collections::BTreeMap, time::Instant};

use convex::{ConvexClient, FunctionResult, Value};
use futures_util::StreamExt;

use crate::{Task, memory};

/// A client.
pub async fn client(url: &str) -> ConvexClient {
    ConvexClient::new(url).await.expect("a client")
}

fn args(number: u32) -> BTreeMap<String, Value> {
    BTreeMap::from([("number".to_owned(), Value::Float64(f64::from(number)))])
}

fn number(result: FunctionResult) -> f64 {
    match result {
        FunctionResult::Value(Value::Float64(number)) => number,
        other => panic!("{other:?}"),
    }
}

/// Calls per second, so many at a time.
pub async fn calls(client: &ConvexClient, calls: u32, at_a_time: u32) -> f64 {
    let started = Instant::now();
    let tasks: Vec<_> = (0..at_a_time)
        .map(|_| {
            let mut client = client.clone();
            tokio::spawn(async move {
                for call in 0..calls / at_a_time {
                    let echo = client.mutation("bench:echo", args(call)).await;
                    assert_eq!(number(echo.expect("a result")), f64::from(call));
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
pub async fn subscriptions(client: &mut ConvexClient, many: u32) -> (f64, usize) {
    let (before, started) = (memory::used(), Instant::now());
    let mut all = Vec::new();
    for index in 0..many {
        all.push(
            client
                .subscribe("bench:one", args(index))
                .await
                .expect("a subscription"),
        );
    }
    for (index, subscription) in (0..many).zip(&mut all) {
        let result = subscription.next().await.expect("it goes on");
        assert_eq!(number(result), f64::from(index));
    }
    let seconds = started.elapsed().as_secs_f64();
    (
        seconds,
        memory::used().saturating_sub(before) / many as usize,
    )
}

/// Seconds for a list of 1 MB, into structs: field by field, as its users have to.
pub async fn list(client: &mut ConvexClient) -> f64 {
    let started = Instant::now();
    let result = client
        .query("bench:list", BTreeMap::new())
        .await
        .expect("an answer");
    let FunctionResult::Value(Value::Array(tasks)) = result else {
        panic!("{result:?}");
    };
    let tasks: Vec<Task> = tasks.into_iter().map(task).collect();
    assert_eq!(tasks.len(), 6_000);
    started.elapsed().as_secs_f64()
}

fn task(value: Value) -> Task {
    let Value::Object(mut fields) = value else {
        panic!("{value:?}");
    };
    let mut take = |name: &str| fields.remove(name).expect("a field");
    let text = |value| match value {
        Value::String(text) => text,
        other => panic!("{other:?}"),
    };
    let float = |value| match value {
        Value::Float64(number) => number,
        other => panic!("{other:?}"),
    };
    Task {
        id: text(take("_id")),
        creation_time: float(take("_creationTime")),
        title: text(take("title")),
        is_done: take("isDone") == Value::Boolean(true),
        priority: float(take("priority")),
        tags: match take("tags") {
            Value::Array(tags) => tags.into_iter().map(text).collect(),
            other => panic!("{other:?}"),
        },
    }
}
