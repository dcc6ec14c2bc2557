//! The suite for our client, over HTTP and over a socket.

use std::time::Duration;

use clients::{
    ECHO, ECHO_ACTION, FAIL, LIST, REFUSE, REFUSE_MUTATION, SEND, SendArgs, WHO,
    target::{Target, unique},
};
use convex_runtime::{
    Bytes, Client, Credential, Error, ErrorKind, Query, Route, Subscription, Value,
};
use tokio::time::timeout;

const MISSING: Query<(), ()> = Query::new("nope:nope");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_http() -> Result<(), Error> {
    for target in Target::all("ours-http").await {
        let client = client(&target, Route::Http)?;
        suite(&client, &target).await?;
        consistent(&client).await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn over_a_socket() -> Result<(), Error> {
    for target in Target::all("ours-socket").await {
        let client = client(&target, Route::Socket)?;
        suite(&client, &target).await?;
        connection(&client, &target).await?;
    }
    Ok(())
}

fn client(target: &Target, route: Route) -> Result<Client, Error> {
    Client::builder().url(target.url()).route(route).build()
}

async fn suite(client: &Client, target: &Target) -> Result<(), Error> {
    values(client).await?;
    messages(client).await?;
    errors(client).await?;
    identity(client, target).await
}

async fn values(client: &Client) -> Result<(), Error> {
    let list = [
        Value::Null,
        Value::Boolean(true),
        Value::from("é𝄞"),
        Value::Float64(1.5),
    ];
    let value = Value::from_iter([
        ("int", Value::Int64(i64::MIN)),
        ("negativeZero", Value::Float64(-0.0)),
        ("infinity", Value::Float64(f64::INFINITY)),
        ("bytes", Value::Bytes(Bytes::from([0, 1, 255]))),
        ("list", Value::from_iter(list)),
        (
            "nested",
            Value::from_iter([("none", Value::Array(Vec::new()))]),
        ),
    ]);
    assert_eq!(client.query(ECHO, value.clone()).await?, value);
    assert_eq!(client.action(ECHO_ACTION, value.clone()).await?, value);
    let nan = Value::from_iter([("nan", Value::Float64(f64::NAN))]);
    let nan = client.query(ECHO, nan).await?;
    assert!(matches!(nan["nan"], Value::Float64(number) if number.is_nan()));
    Ok(())
}

/// Sends unique messages, in order.
async fn messages(client: &Client) -> Result<Vec<String>, Error> {
    let bodies = ["one", "two"].map(unique);
    let mut counts = Vec::new();
    for body in bodies.clone() {
        counts.push(client.mutation(SEND, SendArgs { body }).await?);
    }
    assert!(counts[0] < counts[1], "{counts:?}");
    let mut list = client.query(LIST, ()).await?;
    list.retain(|message| bodies.contains(message));
    assert_eq!(list, bodies);
    Ok(list)
}

/// Reads at one point in time do not see what is written after it.
async fn consistent(client: &Client) -> Result<(), Error> {
    let bodies = messages(client).await?;
    let snapshot = client.snapshot().await?;
    let before = snapshot.query(LIST, ()).await?;
    assert!(bodies.iter().all(|body| before.contains(body)));
    let both = client.query_batch(((LIST, ()), (WHO, ()))).await?;
    assert!(both.0?.len() >= before.len() && both.1?.is_none());
    Ok(())
}

async fn errors(client: &Client) -> Result<(), Error> {
    let data = Value::from_iter([("code", Value::from("NO")), ("big", Value::Int64(7))]);
    for refused in [
        client.query(REFUSE, data.clone()).await,
        client.mutation(REFUSE_MUTATION, data.clone()).await,
    ] {
        let refused = refused.expect_err("it refuses");
        let error = refused.application().expect("a ConvexError");
        assert_eq!(error.data::<Value>().ok(), Some(data.clone()));
    }
    let failed = client.action(FAIL, ()).await.expect_err("it fails");
    assert!(matches!(failed, Error::Function { .. }), "{failed:?}");
    let message = failed.server_message().unwrap_or_default();
    assert!(message.contains("Uncaught Error: boom"), "{message}");
    let missing = client.query(MISSING, ()).await;
    let missing = missing.expect_err("there is none");
    let message = missing.server_message().unwrap_or_default();
    assert!(
        message.contains("Could not find public function for 'nope:nope'."),
        "{message}"
    );
    Ok(())
}

async fn identity(client: &Client, target: &Target) -> Result<(), Error> {
    assert_eq!(client.query(WHO, ()).await?, None);
    if let Some(token) = target.token() {
        let alice = client.with_credential(Credential::token(token));
        assert_eq!(alice.query(WHO, ()).await?.as_deref(), Some("alice"));
    }
    let stranger = client.with_credential(Credential::token("not.a.token"));
    let refused = stranger.query(WHO, ()).await;
    let refused = refused.expect_err("nobody issued it");
    assert_eq!(refused.kind(), ErrorKind::Authentication, "{refused:?}");
    Ok(())
}

async fn connection(client: &Client, target: &Target) -> Result<(), Error> {
    let client = match target.token() {
        Some(token) => client.with_credential(Credential::token(token)),
        None => client.clone(),
    };
    let mut lists = client.subscribe(LIST, ());
    for text in ["before", "after"] {
        let body = unique(text);
        let sent = SendArgs { body: body.clone() };
        client.mutation(SEND, sent).await?;
        let list = until(&mut lists, &body).await?;
        assert_eq!(list.iter().filter(|message| **message == body).count(), 1);
        // The second time nothing is left to do.
        target.disconnect();
    }
    let who = client.query(WHO, ()).await?;
    assert_eq!(who.is_some(), target.token().is_some());
    Ok(())
}

/// The first list that has a message.
async fn until(lists: &mut Subscription<Vec<String>>, body: &str) -> Result<Vec<String>, Error> {
    let find = async {
        loop {
            let list = lists.next().await.expect("open")?;
            if list.iter().any(|message| message == body) {
                return Ok(list);
            }
        }
    };
    timeout(Duration::from_secs(30), find)
        .await
        .expect("it comes")
}
