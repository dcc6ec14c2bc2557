//! A network that lets HTTP through and no WebSocket, and deployments that are worse than none.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use convex_runtime::{
    Action, Client, ConnectionPhase, ConnectionTimings, Mutation, Query, Sent,
    testing::{Deployment, Identity, State},
    use_convex_query,
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
    time::timeout,
};

use crate::loopback::Loopback;

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<(), f64> = Mutation::new("tasks:add");
const CHARGE: Action<(), f64> = Action::new("payments:charge");

async fn deployment() -> (Deployment, State<f64>) {
    let count = State::new(0.0);
    let builder = Deployment::builder()
        .query_on(COUNT, &count, |count, ()| Ok(*count))
        .mutation_on(ADD, &count, |count, ()| {
            *count += 1.0;
            Ok(*count)
        })
        .action(CHARGE, |()| async { Ok(7.0) });
    (builder.start().await.unwrap(), count)
}

/// The answer of a proxy that never comes.
const HANGS: &str = "";

/// A proxy in front of `server` that answers requests for a socket with this, or breaks them off.
async fn without_sockets(server: &Deployment, answer: Option<&'static str>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = server.url().trim_start_matches("http://").to_owned();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let server = server.clone();
            tokio::spawn(async move {
                let mut head = vec![0; 8192];
                let read = stream.read(&mut head).await.unwrap_or(0);
                if String::from_utf8_lossy(&head[..read]).contains("/api/sync") {
                    if let Some(answer) = answer {
                        let _ = stream.write_all(answer.as_bytes()).await;
                    }
                    if answer == Some(HANGS) {
                        std::future::pending::<()>().await;
                    }
                    return;
                }
                let mut upstream = TcpStream::connect(server).await.unwrap();
                upstream.write_all(&head[..read]).await.unwrap();
                let _ = copy_bidirectional(&mut stream, &mut upstream).await;
            });
        }
    });
    url
}

/// A client that does not wait long for a connection.
fn impatient(url: &str) -> Client {
    let mut timings = ConnectionTimings::default();
    timings.connect = Duration::from_millis(500);
    Client::builder().url(url).timings(timings).build().unwrap()
}

#[tokio::test]
async fn calls_go_on_by_http_and_subscriptions_say_what_is_wrong() {
    const FORBIDDEN: &str = "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n";
    const LOGIN: &str = "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>";
    for (answer, said) in [
        (Some(FORBIDDEN), "403"),
        (Some(LOGIN), "200"),
        (None, ""),
        (Some(HANGS), "Timeout"),
    ] {
        let (server, _) = deployment().await;
        let client = impatient(&without_sockets(&server, answer).await);
        let counts = use_convex_query(&client, COUNT, ());
        let error = timeout(Duration::from_secs(20), counts.loaded())
            .await
            .unwrap()
            .unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
        assert_eq!(error.sent(), Sent::No);
        assert_eq!(client.action(CHARGE, ()).await.unwrap(), 7.0);
        assert_eq!(client.mutation(ADD, ()).await.unwrap(), 1.0);
        assert_eq!(client.query(COUNT, ()).await.unwrap(), 1.0);
        assert_eq!(
            client.connection().borrow().phase,
            ConnectionPhase::Reconnecting
        );
    }
}

/// An update that shows at once is made for the socket, and is not lost without one.
#[tokio::test]
async fn an_optimistic_mutation_goes_by_http_where_sockets_are_blocked() {
    const FORBIDDEN: &str = "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n";
    for answer in [Some(FORBIDDEN), None, Some(HANGS)] {
        let (server, count) = deployment().await;
        let client = impatient(&without_sockets(&server, answer).await);
        let started = Instant::now();
        for expected in [1.0, 2.0] {
            let client = client.optimistic(|store| store.set(COUNT, &(), 7.0));
            assert_eq!(client.mutation(ADD, ()).await.unwrap(), expected);
        }
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "{:?}",
            started.elapsed()
        );
        assert_eq!(count.get(), 2.0, "each ran once");
    }
}

#[tokio::test]
async fn tokens_that_are_refused_for_a_while_and_a_source_that_hangs_once() {
    let (server, count) = deployment().await;
    let server = Arc::new(server);
    let issues = Arc::clone(&server);
    let client = Client::builder()
        .url(server.url())
        .token_source(move |_| {
            let token = issues.token(Identity::new("ada"));
            async move { Ok(Some(token)) }
        })
        .build()
        .unwrap();
    let mut counts = client.subscribe(COUNT, ());
    assert_eq!(counts.next().await.unwrap().unwrap(), 0.0);
    server.reject_tokens();
    server.disconnect().await;
    assert!(
        timeout(Duration::from_secs(20), counts.next())
            .await
            .unwrap()
            .unwrap()
            .is_err(),
        "it is told"
    );
    server.accept_tokens();
    count.update(|count| *count = 5.0);
    // The source is asked again by itself.
    assert_eq!(
        timeout(Duration::from_secs(30), counts.next())
            .await
            .unwrap()
            .unwrap()
            .unwrap(),
        5.0
    );
    assert_eq!(client.mutation(ADD, ()).await.unwrap(), 6.0);

    let asked = Arc::new(AtomicUsize::new(0));
    let client = Client::builder()
        .url(server.url())
        .route(convex_runtime::Route::Socket)
        .deadline(Duration::from_millis(500))
        .token_source(move |_| {
            let (first, token) = (
                asked.fetch_add(1, SeqCst) == 0,
                server.token(Identity::new("ada")),
            );
            async move {
                if first {
                    std::future::pending::<()>().await;
                }
                Ok(Some(token))
            }
        })
        .build()
        .unwrap();
    client.mutation(ADD, ()).await.unwrap_err();
    let patient = client.with_deadline(Duration::from_secs(10));
    let started = Instant::now();
    patient.mutation(ADD, ()).await.unwrap();
    assert!(
        started.elapsed() < Duration::from_secs(5),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn a_deployment_that_answers_a_little_and_fails_is_met_with_backoff() {
    let server = Loopback::start().await;
    let client = Client::new(&server.url()).unwrap();
    let _counts = client.subscribe(COUNT, ());
    let mut connections = 0;
    let counting = async {
        loop {
            let (peer, _) = server.serve(&json!(1.0)).await;
            connections += 1;
            drop(peer);
        }
    };
    timeout(Duration::from_secs(3), counting).await.unwrap_err();
    assert!((2..=9).contains(&connections), "{connections} in 3 s");
}

#[tokio::test]
async fn the_slow_mutation_of_one_user_stops_no_other() {
    let (server, _) = deployment().await;
    let client = Client::new(&server.url()).unwrap();
    let hold = server.hold(ADD);
    let ada = client.with_credential(convex_runtime::Credential::token(
        server.token(Identity::new("ada")),
    ));
    let bob = client.with_credential(convex_runtime::Credential::token(
        server.token(Identity::new("bob")),
    ));
    let slow = tokio::spawn(ada.mutation(ADD, ()));
    hold.reached(1).await;
    let other = tokio::spawn(bob.mutation(ADD, ()));
    timeout(Duration::from_secs(10), hold.reached(2))
        .await
        .expect("both are there at once");
    hold.release();
    slow.await.unwrap().unwrap();
    other.await.unwrap().unwrap();
}
