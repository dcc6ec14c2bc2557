//! The suite for `ConvexClient` of Convex's own Rust crate, which has a socket only.

use std::{collections::BTreeMap, time::Duration};

use clients::target::{Target, unique};
use convex::{ConvexClient, FunctionResult, QuerySubscription, Value};
use futures_util::StreamExt;
use tokio::time::{sleep, timeout};

type Args = BTreeMap<String, Value>;

const PATIENCE: Duration = Duration::from_secs(30);

fn args<const N: usize>(fields: [(&str, Value); N]) -> Args {
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn value(result: anyhow::Result<FunctionResult>) -> Value {
    match result.expect("it is connected") {
        FunctionResult::Value(value) => value,
        failed => unreachable!("{failed:?}"),
    }
}

/// The next value of a subscription that passes.
async fn until(subscription: &mut QuerySubscription, passes: impl Fn(&Value) -> bool) -> Value {
    let find = async {
        while let Some(result) = subscription.next().await {
            match result {
                FunctionResult::Value(value) if passes(&value) => return value,
                FunctionResult::Value(_) => {}
                failed => unreachable!("{failed:?}"),
            }
        }
        unreachable!("the subscription ended");
    };
    timeout(PATIENCE, find).await.expect("it comes")
}

fn contains(list: &Value, text: &str) -> bool {
    matches!(list, Value::Array(items) if items.contains(&text.into()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn suite() {
    for target in Target::all("official").await {
        let mut client = ConvexClient::new(&target.url()).await.expect("it listens");
        values(&mut client).await;
        messages(&mut client).await;
        errors(&mut client).await;
        identity(&mut client, &target).await;
        connection(&mut client, &target).await;
    }
}

async fn values(client: &mut ConvexClient) {
    let all = args([
        ("int", Value::Int64(i64::MIN)),
        ("nan", Value::Float64(f64::NAN)),
        ("negativeZero", Value::Float64(-0.0)),
        ("infinity", Value::Float64(f64::INFINITY)),
        ("bytes", Value::Bytes(vec![0, 1, 255])),
        (
            "list",
            Value::Array(vec![
                Value::Null,
                Value::Boolean(true),
                "é𝄞".into(),
                Value::Float64(1.5),
            ]),
        ),
        (
            "nested",
            Value::Object(args([("none", Value::Array(Vec::new()))])),
        ),
    ]);
    let echoed = value(client.query("values:echo", all.clone()).await);
    assert_eq!(echoed, Value::Object(all.clone()));
    let echoed = value(client.action("values:echoAction", all.clone()).await);
    assert_eq!(echoed, Value::Object(all));
}

async fn messages(client: &mut ConvexClient) {
    let mut list = client
        .subscribe("messages:list", Args::new())
        .await
        .expect("it is connected");
    until(&mut list, |_| true).await;
    let bodies = ["one", "two"].map(unique);
    let mut counts = Vec::new();
    for body in &bodies {
        let body = args([("body", body.as_str().into())]);
        counts.push(value(client.mutation("messages:send", body).await));
    }
    assert!(counts[0] < counts[1], "{counts:?}");
    let both = until(&mut list, |list| contains(list, &bodies[1])).await;
    assert!(contains(&both, &bodies[0]));
    let list = value(client.query("messages:list", Args::new()).await);
    assert!(bodies.iter().all(|body| contains(&list, body)));
}

async fn errors(client: &mut ConvexClient) {
    let data = args([("code", "NO".into()), ("big", Value::Int64(7))]);
    for result in [
        client.query("errors:refuse", data.clone()).await,
        client.mutation("errors:refuseMutation", data.clone()).await,
    ] {
        match result.expect("it is connected") {
            FunctionResult::ConvexError(error) => {
                assert_eq!(error.data, Value::Object(data.clone()));
            }
            other => unreachable!("{other:?}"),
        }
    }
    let message = |failed: anyhow::Result<FunctionResult>| match failed.expect("it is connected") {
        FunctionResult::ErrorMessage(message) => message,
        other => unreachable!("{other:?}"),
    };
    let failed = message(client.action("errors:fail", Args::new()).await);
    assert!(
        failed.contains("] Server Error\nUncaught Error: boom\n"),
        "{failed}"
    );
    let missing = message(client.query("nope:nope", Args::new()).await);
    assert!(
        missing.contains("Could not find public function for 'nope:nope'."),
        "{missing}"
    );
}

async fn identity(client: &mut ConvexClient, target: &Target) {
    let mut who = client
        .subscribe("auth:who", Args::new())
        .await
        .expect("it is connected");
    until(&mut who, |who| *who == Value::Null).await;
    // With a token that is none it connects for ever.
    if let Some(token) = target.token() {
        client.set_auth(Some(token.to_owned())).await;
        until(&mut who, |who| *who == "alice".into()).await;
    }
}

async fn connection(client: &mut ConvexClient, target: &Target) {
    let mut list = client
        .subscribe("messages:list", Args::new())
        .await
        .expect("it is connected");
    until(&mut list, |_| true).await;
    if target.disconnect() {
        connected(client).await;
    }
    let body = unique("three");
    let sent = args([("body", body.as_str().into())]);
    value(client.mutation("messages:send", sent).await);
    let list = until(&mut list, |list| contains(list, &body)).await;
    let Value::Array(list) = list else {
        unreachable!("{list:?}")
    };
    let count = list.iter().filter(|item| **item == body.as_str().into());
    assert_eq!(count.count(), 1);
    let who = value(client.query("auth:who", Args::new()).await);
    let expected = target.token().map_or(Value::Null, |_| "alice".into());
    assert_eq!(who, expected);
}

/// Waits for the next connection: a call that meets this client in between fails with "channel
/// closed", and may run all the same.
async fn connected(client: &mut ConvexClient) {
    let connected = async {
        sleep(Duration::from_millis(100)).await;
        while client.query("auth:who", Args::new()).await.is_err() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, connected)
        .await
        .expect("it connects again");
}
