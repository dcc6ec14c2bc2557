//! Token sources that panic, hang and ask their own client.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};

use convex_runtime::{
    Client, Credential, Error, Mutation, Query, Route, Sent, TokenRequest, TokenSource,
    testing::{Deployment, Identity},
    transport::BoxFuture,
};

const COUNT: Query<(), f64> = Query::new("tasks:count");
const ADD: Mutation<(), f64> = Mutation::new("tasks:add");

type Token = Result<Option<String>, Box<dyn std::error::Error + Send + Sync>>;

async fn deployment() -> Deployment {
    let builder = Deployment::builder()
        .query(COUNT, |()| async { Ok(1.0) })
        .mutation(ADD, |()| async { Ok(1.0) });
    builder.start().await.unwrap()
}

/// Panics the first times, before there is a future or inside of it; then it has a token.
struct Panics {
    token: String,
    times: AtomicU32,
    at_once: fn(u32) -> bool,
}

impl TokenSource for Panics {
    fn token(&self, _: TokenRequest) -> BoxFuture<Token> {
        let time = self.times.fetch_add(1, SeqCst);
        let at_once = (self.at_once)(time);
        assert!(!at_once, "before there is a future");
        let token = self.token.clone();
        Box::pin(async move {
            assert!(time > 2, "inside of it");
            Ok(Some(token))
        })
    }
}

#[tokio::test]
async fn a_source_that_panics_ends_calls_at_once_and_is_asked_again() {
    let server = deployment().await;
    for route in [Route::Http, Route::Socket] {
        let client = Client::builder()
            .url(server.url())
            .route(route)
            .token_source(Panics {
                token: server.token(Identity::new("ann")),
                times: AtomicU32::new(0),
                at_once: |time| time < 2,
            })
            .build()
            .unwrap();
        let started = Instant::now();
        let error = client.mutation(ADD, ()).await.unwrap_err();
        assert!(matches!(error, Error::Authentication { .. }), "{error}");
        assert_eq!(error.sent(), Sent::No);
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "{:?}",
            started.elapsed()
        );
        let goes_on = async { while client.mutation(ADD, ()).await.is_err() {} };
        tokio::time::timeout(Duration::from_secs(20), goes_on)
            .await
            .unwrap();
        assert_eq!(client.query(COUNT, ()).await.unwrap(), 1.0);
    }
}

/// Asks its client when it is dropped, as one may that says goodbye.
struct Asks {
    client: Client,
    dropped: Arc<AtomicU32>,
}

impl TokenSource for Asks {
    fn token(&self, _: TokenRequest) -> BoxFuture<Token> {
        Box::pin(async { Ok(None) })
    }
}

impl Drop for Asks {
    fn drop(&mut self) {
        let _status = self.client.auth().borrow().status;
        let _state = format!("{:?}", self.client);
        self.dropped.fetch_add(1, SeqCst);
    }
}

#[tokio::test]
async fn a_source_that_asks_its_client_when_it_is_dropped() {
    let server = deployment().await;
    let client = Client::new(&server.url()).unwrap();
    let dropped = Arc::new(AtomicU32::new(0));
    for _ in 0..3 {
        client.set_token_source(Asks {
            client: client.clone(),
            dropped: Arc::clone(&dropped),
        });
        client.query(COUNT, ()).await.unwrap();
    }
    client.renew_credential(Credential::token("newer"));
    client.set_credential(Credential::anonymous());
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        if dropped.load(SeqCst) == 3 {
            return;
        }
    }
    panic!("{} of 3 were dropped", dropped.load(SeqCst));
}

/// Uses the client that asks it, for a call that needs no token.
#[tokio::test]
async fn a_source_that_calls_through_another_identity_of_the_client() {
    let server = deployment().await;
    let token = server.token(Identity::new("ann"));
    let client = Client::new(&server.url()).unwrap();
    let anonymous = client.with_credential(Credential::anonymous());
    client.set_token_source(move |_: TokenRequest| {
        let (anonymous, token) = (anonymous.clone(), token.clone());
        async move {
            anonymous.query(COUNT, ()).await?;
            Ok(Some(token))
        }
    });
    let mut counts = client.subscribe(COUNT, ());
    assert_eq!(counts.next().await.unwrap().unwrap(), 1.0);
    assert_eq!(client.mutation(ADD, ()).await.unwrap(), 1.0);
}
