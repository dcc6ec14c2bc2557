//! Defects of Convex's own Rust client 0.10.4 that ours does not have.
//!
//! Both run the same scenarios, numbered as in the list of defects.
//!
//! P5 is not here: its TLS features panic only where nothing else in the program brings a provider,
//! which ours does.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(clippy::float_cmp, reason = "small whole numbers are exact")]

mod calls;
mod identity;
mod replay;
mod server;
mod subscriptions;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use convex::{ConvexClient, FunctionResult, Value};
use convex_runtime::{
    Action, Client, Mutation, Query, Route, ToConvex,
    testing::{Builder, ConvexError, Deployment},
};
use tokio::time::sleep;

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<Args, f64> = Mutation::new("tasks:add");
const CHARGE: Action<Args, f64> = Action::new("payments:charge");
const REFUSE: Mutation<(), f64> = Mutation::new("tasks:refuse");
const NOTHING: Mutation<(), ()> = Mutation::new("tasks:nothing");

/// Tells calls apart.
#[derive(Debug, Clone, Copy, ToConvex)]
struct Args {
    number: f64,
}

/// The calls that ran, in order.
#[derive(Debug, Clone, Default)]
struct Runs(Arc<Mutex<Vec<f64>>>);

impl Runs {
    fn run(&self, number: f64) -> f64 {
        self.0.lock().unwrap().push(number);
        number
    }

    fn all(&self) -> Vec<f64> {
        self.0.lock().unwrap().clone()
    }

    fn functions(&self) -> Builder {
        let (add, charge, count) = (self.clone(), self.clone(), self.clone());
        Deployment::builder()
            .mutation(ADD, move |args| {
                let number = add.run(args.number);
                async move { Ok(number) }
            })
            .action(CHARGE, move |args| {
                let number = charge.run(args.number);
                async move { Ok(number) }
            })
            .query(COUNT, move |()| {
                let many = u32::try_from(count.all().len()).unwrap();
                async move { Ok(f64::from(many)) }
            })
            .mutation(REFUSE, |()| async { Err(ConvexError("no"))? })
            .mutation(NOTHING, |()| async { Ok(()) })
    }
}

/// It has threads of its own and is never dropped: its worker may spin for ever, and a runtime
/// waits for it.
async fn theirs(url: &str) -> ConvexClient {
    let mut threads = tokio::runtime::Builder::new_multi_thread();
    let threads = threads.worker_threads(2).enable_all().build().unwrap();
    let url = url.to_owned();
    let client = threads.spawn(async move { ConvexClient::new(&url).await });
    let client = client.await.unwrap().unwrap();
    std::mem::forget((threads, client.clone()));
    client
}

/// Returns the result if it comes within ten seconds; the future may also spin.
async fn soon<F: Future>(result: F) -> Option<F::Output> {
    let result = tokio::time::timeout(Duration::from_secs(10), result).await;
    result.ok()
}

fn ours(url: &str) -> Client {
    let client = Client::builder().url(url).route(Route::Socket);
    client.build().unwrap()
}

fn number(number: f64) -> BTreeMap<String, Value> {
    BTreeMap::from([("number".to_owned(), Value::Float64(number))])
}

fn float(result: anyhow::Result<FunctionResult>) -> f64 {
    match result.unwrap() {
        FunctionResult::Value(Value::Float64(number)) => number,
        other => unreachable!("{other:?}"),
    }
}

/// Waits for what happens a little later.
async fn until(what: impl Fn() -> bool) {
    let happened = async {
        while !what() {
            sleep(Duration::from_millis(5)).await;
        }
    };
    let happened = tokio::time::timeout(Duration::from_secs(30), happened).await;
    happened.expect("it happens");
}

/// Long enough for what a client does at once.
const SOON: Duration = Duration::from_millis(700);
