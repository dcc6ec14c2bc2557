//! Convex's own client for Rust.

use std::{collections::BTreeMap, time::Instant};

use convex::{ConvexClient, FunctionResult, Value};
use futures_util::StreamExt;

use crate::{Task, measure::Measured};

impl Measured for ConvexClient {
    async fn start(url: &str) -> Self {
        Self::new(url).await.expect("a client")
    }

    async fn calls(mut self, calls: u32) {
        for call in 0..calls {
            let echo = self.mutation("bench:echo", args(call)).await;
            assert_eq!(number(echo.expect("a result")), f64::from(call));
        }
    }

    /// Field by field, as its users have to.
    async fn list(&mut self) -> f64 {
        let started = Instant::now();
        let result = self
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

    async fn subscribe_many(&mut self, many: u32) -> impl Sized {
        let mut all = Vec::new();
        for index in 0..many {
            let subscription = self.subscribe("bench:one", args(index)).await;
            all.push(subscription.expect("a subscription"));
        }
        for (index, subscription) in (0..many).zip(&mut all) {
            let result = subscription.next().await.expect("it goes on");
            assert_eq!(number(result), f64::from(index));
        }
        all
    }
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
