//! Handles and subscriptions made where no runtime is, which work once one is there.

use std::time::Duration;

use convex_runtime::{Client, Route, TokenRequest, use_convex_query};
use tokio::time::timeout;

use super::{COUNT, Server, current_thread, multi_thread, within};

const SOON: Duration = Duration::from_secs(10);

#[test]
fn a_batch_and_a_set() {
    within(60, || {
        let server = Server::start();
        let client = || Client::new(&server.url()).unwrap();
        let mut batch = client().subscribe_batch(((COUNT, ()),));
        let mut set = client().query_set();
        let count = set.add(COUNT, ());
        current_thread().block_on(async {
            let (first,) = timeout(SOON, batch.next()).await.unwrap().unwrap();
            assert_eq!(first.unwrap(), 0.0);
            let first = async {
                loop {
                    let view = set.next().await.unwrap();
                    if let Some(count) = view.get(count) {
                        return count.unwrap();
                    }
                }
            };
            assert_eq!(timeout(SOON, first).await.unwrap(), 0.0);
        });
    });
}

/// The source of tokens is asked where a handle is looked at, if it could not be before.
#[test]
fn what_waits_for_a_user() {
    within(60, || {
        let server = Server::start();
        let token = server.token();
        let source = move |_: TokenRequest| {
            let token = token.clone();
            async move { Ok(Some(token)) }
        };
        let early = || {
            Client::builder()
                .url(server.url())
                .route(Route::Socket)
                .token_source(source.clone())
        };
        let client = early().build().unwrap().when_signed_in();
        let handle = use_convex_query(&client, COUNT, ());
        let mut counts = early()
            .build()
            .unwrap()
            .when_signed_in()
            .subscribe(COUNT, ());
        let mut batch = early()
            .build()
            .unwrap()
            .when_signed_in()
            .subscribe_batch(((COUNT, ()),));
        current_thread().block_on(async {
            let loaded = timeout(SOON, handle.loaded()).await.unwrap();
            assert_eq!(*loaded.unwrap(), 0.0);
            let first = timeout(SOON, counts.next()).await.unwrap();
            assert_eq!(first.unwrap().unwrap(), 0.0);
            let (first,) = timeout(SOON, batch.next()).await.unwrap().unwrap();
            assert_eq!(first.unwrap(), 0.0);
        });
        // With a runtime of its own a client asks from everywhere.
        let own = multi_thread();
        let client = early().runtime(own.handle().clone()).build().unwrap();
        let mut counts = client.when_signed_in().subscribe(COUNT, ());
        assert_eq!(pollster::block_on(counts.next()).unwrap().unwrap(), 0.0);
        let client = early().runtime(own.handle().clone()).build().unwrap();
        let mut auth = client.auth();
        let known = pollster::block_on(auth.wait_for(|auth| !auth.is_loading())).map(|_| ());
        known.unwrap();
    });
}
