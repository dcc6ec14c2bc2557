//! `ConvexClient` of Convex's own Rust crate against the testing deployment.

use std::{collections::BTreeMap, time::Duration};

use clients::{SEND, deployment};
use convex::{ConvexClient, FunctionResult, QuerySubscription, Value};
use convex_runtime::testing::{Deployment, Identity};
use futures_util::StreamExt;
use tokio::{sync::mpsc, time::timeout};

type Args = BTreeMap<String, Value>;

async fn start() -> (Deployment, ConvexClient) {
    let (control, _) = mpsc::unbounded_channel();
    let deployment = deployment(&control).start().await.expect("a free port");
    let client = ConvexClient::new(&deployment.url())
        .await
        .expect("it listens");
    (deployment, client)
}

fn args<const N: usize>(fields: [(&str, Value); N]) -> Args {
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

fn body(text: &str) -> Args {
    args([("body", text.into())])
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
    timeout(Duration::from_secs(30), find)
        .await
        .expect("it comes")
}

/// Breaks the connection and waits for the next one: a call that meets the crate's client in between fails with "channel closed".
async fn reconnect(deployment: &Deployment) {
    let before = deployment.connects().len();
    deployment.disconnect().await;
    let connected = async {
        while deployment.connects().len() == before {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(Duration::from_secs(30), connected)
        .await
        .expect("it connects again");
}

fn contains(list: &Value, text: &str) -> bool {
    matches!(list, Value::Array(items) if items.contains(&text.into()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_value() {
    let (_deployment, mut client) = start().await;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subscription_sees_mutations_also_after_a_broken_connection() {
    let (deployment, mut client) = start().await;
    let mut list = client
        .subscribe("messages:list", Args::new())
        .await
        .expect("it is connected");
    assert_eq!(until(&mut list, |_| true).await, Value::Array(Vec::new()));
    let count = value(client.mutation("messages:send", body("one")).await);
    assert_eq!(count, Value::Float64(1.0));
    until(&mut list, |list| contains(list, "one")).await;

    reconnect(&deployment).await;
    let count = value(client.mutation("messages:send", body("two")).await);
    assert_eq!(count, Value::Float64(2.0));
    let both = until(&mut list, |list| contains(list, "two")).await;
    assert!(contains(&both, "one"));
    assert!(deployment.connects().len() > 1, "it connected again");
    assert_eq!(deployment.calls(SEND).len(), 2);
    assert_eq!(
        value(client.query("messages:list", Args::new()).await),
        both
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn errors_carry_their_data() {
    let (_deployment, mut client) = start().await;
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
    let failed = client.action("errors:fail", Args::new()).await;
    match failed.expect("it is connected") {
        FunctionResult::ErrorMessage(message) => {
            assert!(
                message.contains("] Server Error\nUncaught Error: boom\n"),
                "{message}"
            );
        }
        other => unreachable!("{other:?}"),
    }
    let missing = client.query("nope:nope", Args::new()).await;
    match missing.expect("it is connected") {
        FunctionResult::ErrorMessage(message) => {
            assert!(
                message.ends_with("Could not find public function for 'nope:nope'."),
                "{message}"
            );
        }
        other => unreachable!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signing_in_runs_the_queries_again() {
    let (deployment, mut client) = start().await;
    let mut who = client
        .subscribe("auth:who", Args::new())
        .await
        .expect("it is connected");
    until(&mut who, |who| *who == Value::Null).await;
    let token = deployment.token(Identity::new("alice"));
    client.set_auth(Some(token)).await;
    until(&mut who, |who| *who == "alice".into()).await;
    assert_eq!(
        value(client.query("auth:who", Args::new()).await),
        "alice".into()
    );

    // The identity outlives a broken connection.
    reconnect(&deployment).await;
    assert_eq!(
        value(client.query("auth:who", Args::new()).await),
        "alice".into()
    );
    client.set_auth(None).await;
    until(&mut who, |who| *who == Value::Null).await;
}
