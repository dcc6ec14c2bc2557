//! Lost connections.

use std::time::{Duration, Instant};

use convex_runtime::{
    Action, Client, ConnectionPhase, Credential, Error, ErrorKind, Mutation, Query, Route, Sent,
};
use serde_json::json;
use tokio::net::TcpSocket;

use crate::{loopback::Loopback, metronome::Metronome};

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<(), f64> = Mutation::new("tasks:add");
const CHARGE: Action<(), f64> = Action::new("payments:charge");

fn client(server: &Loopback) -> Client {
    Client::builder()
        .url(server.url())
        .route(Route::Socket)
        .build()
        .unwrap()
}

#[tokio::test]
async fn p1_p2_a_mutation_survives_a_lost_connection_and_an_action_does_not() {
    let server = Loopback::start().await;
    let client = client(&server);
    let mutation = tokio::spawn(client.mutation(ADD, ()));
    let (mut peer, first) = server.accept().await;
    peer.read("ModifyQuerySet").await;
    let sent = peer.read("Mutation").await;
    let action = tokio::spawn(client.action(CHARGE, ()));
    peer.read("Action").await;
    drop(peer);
    let error = action.await.unwrap().unwrap_err();
    assert!(
        matches!(
            error,
            Error::Transport {
                sent: Sent::Maybe,
                ..
            }
        ),
        "{error:?}"
    );

    let (mut peer, second) = server.accept().await;
    assert_eq!(first["sessionId"], second["sessionId"]);
    assert_eq!(second["connectionCount"], 1);
    peer.read("ModifyQuerySet").await;
    assert_eq!(peer.read("Mutation").await, sent, "the same request again");
    peer.transition((1, 0, 10), vec![]).await;
    peer.commit(&sent, json!(5.0)).await;
    assert_eq!(mutation.await.unwrap().unwrap(), 5.0);
}

#[tokio::test]
async fn without_a_server_calls_end_at_their_deadline() {
    // Bound, so that the port stays reserved, but not listening, so that connections are refused.
    let port = TcpSocket::new_v4().unwrap();
    port.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let deadline = Duration::from_millis(700);
    let client = Client::builder()
        .url(format!("http://{}", port.local_addr().unwrap()))
        .route(Route::Socket)
        .deadline(deadline)
        .build()
        .unwrap();
    let metronome = Metronome::start();
    let started = Instant::now();
    let (query, mutation, action) = tokio::join!(
        client.query(COUNT, ()),
        client.mutation(ADD, ()),
        client.action(CHARGE, ())
    );
    let late = started.elapsed().saturating_sub(deadline);
    assert!(late < metronome.allowance(), "late by {late:?}");
    let query = query.unwrap_err();
    assert_eq!(query.kind(), ErrorKind::Transport, "{query}");
    for error in [mutation.unwrap_err(), action.unwrap_err()] {
        assert!(
            matches!(error, Error::Timeout { sent: Sent::No, .. }),
            "{error:?}"
        );
        let said = error.to_string();
        assert!(
            said.contains("refused") && said.contains("did not run"),
            "{said}"
        );
    }
    // It tries again, or rests, as nothing waits for it any more.
    assert_ne!(
        client.connection().borrow().phase,
        ConnectionPhase::Connected
    );
}

#[tokio::test]
async fn another_identity_ends_calls() {
    let server = Loopback::start().await;
    let client = client(&server);
    let mutation = tokio::spawn(client.mutation(ADD, ()));
    let (mut peer, _) = server.accept().await;
    peer.read("ModifyQuerySet").await;
    peer.read("Mutation").await;
    client.set_credential(Credential::token("bob"));
    assert!(matches!(
        mutation.await.unwrap(),
        Err(Error::IdentityChanged)
    ));
    assert_eq!(peer.read("Authenticate").await["baseVersion"], 0);
}

#[tokio::test]
async fn dropping_the_client_ends_the_connection_and_its_task() {
    let server = Loopback::start().await;
    let client = client(&server);
    let counts = client.subscribe(COUNT, ());
    let (mut peer, _) = server.serve(&json!(1.0)).await;
    drop(client);
    drop(counts);
    while peer.try_read().await.is_some() {}
    let tasks = || {
        tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks()
    };
    let started = Instant::now();
    while tasks() > 0 {
        assert!(
            started.elapsed() < Duration::from_secs(5),
            "{} tasks are left",
            tasks()
        );
        tokio::task::yield_now().await;
    }
}

/// P16: a client without its worker panics. What ours has when its runtime has gone: errors, never
/// a panic, and a new start in the next runtime.
#[test]
fn p16_a_client_survives_its_runtime() {
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    let first = runtime();
    let (server_url, client, mut counts) = first.block_on(async {
        let server = Loopback::start().await;
        let client = Client::new(&server.url()).unwrap();
        let counts = client.subscribe(COUNT, ());
        let _peer = server.serve(&json!(1.0)).await;
        (server.url(), client, counts)
    });
    drop(first);
    assert!(server_url.starts_with("http://127.0.0.1:"));
    runtime().block_on(async {
        // What it knew may still be read, then it ends.
        while let Some(count) = counts.next().await {
            assert_eq!(count.unwrap(), 1.0);
        }
        let short = client.with_deadline(Duration::from_millis(200));
        assert!(short.mutation(ADD, ()).await.is_err());
    });
    assert!(
        client.subscribe(COUNT, ()).current().is_none(),
        "there is no runtime here: it starts where one is"
    );
}
