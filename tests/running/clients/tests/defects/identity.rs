//! Tokens: calls without an identity, expiry, and slow token sources.

use std::{
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use convex::{AuthTokenFetcher, AuthenticationToken};
use convex_runtime::{Client, ErrorKind, Route, TokenRequest, testing::Identity};
use futures_util::StreamExt;
use tokio::time::{sleep, timeout};

use crate::{ADD, Args, COUNT, Runs, SOON, number, ours, theirs, until};

type Fetching = Pin<Box<dyn Future<Output = anyhow::Result<AuthenticationToken>> + Send>>;

fn fetcher(fetch: impl Fn() -> Fetching + Send + Sync + 'static) -> AuthTokenFetcher {
    Box::new(move |_force_refresh| fetch())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p9_nothing_runs_as_nobody_because_a_token_cannot_be_fetched() {
    let runs = Runs::default();
    let deployment = runs.functions().start().await.unwrap();

    // The first token comes, and after a lost connection none does.
    let token = deployment.token(Identity::new("alice"));
    let asked = AtomicU32::new(0);
    let mut theirs = theirs(&deployment.url()).await;
    let fetch = fetcher(move || {
        let (token, first) = (token.clone(), asked.fetch_add(1, Ordering::Relaxed) == 0);
        Box::pin(async move {
            anyhow::ensure!(first, "offline");
            Ok(AuthenticationToken::User(token))
        })
    });
    theirs.set_auth_callback(Some(fetch)).await;
    theirs.mutation("tasks:add", number(1.0)).await.unwrap();
    deployment.disconnect().await;
    until(|| deployment.connects().len() == 2).await;
    theirs.mutation("tasks:add", number(2.0)).await.unwrap();
    let callers = deployment.calls(ADD);
    assert!(callers[0].identity.is_some());
    assert!(callers[1].identity.is_none(), "it ran as nobody");

    let source = |_: TokenRequest| async { Err("offline".into()) };
    let ours = Client::builder()
        .url(deployment.url())
        .route(Route::Socket)
        .token_source(source)
        .build()
        .unwrap();
    let error = ours.mutation(ADD, Args { number: 3.0 }).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Authentication);
    assert!(!runs.all().contains(&3.0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p10_a_token_is_renewed_before_it_expires() {
    let runs = Runs::default();
    let deployment = Arc::new(runs.functions().start().await.unwrap());
    let lifetime = Duration::from_secs(5);
    let almost = Duration::from_secs(4);
    let token = |issued: &Arc<AtomicU32>| {
        let (deployment, issued) = (Arc::downgrade(&deployment), Arc::clone(issued));
        move || {
            issued.fetch_add(1, Ordering::Relaxed);
            let deployment = deployment.upgrade().expect("it runs");
            deployment.token_for(Identity::new("alice"), lifetime)
        }
    };

    let issued = Arc::default();
    let mut theirs = theirs(&deployment.url()).await;
    let fetch = token(&issued);
    let fetch = fetcher(move || {
        let token = fetch();
        Box::pin(async move { Ok(AuthenticationToken::User(token)) })
    });
    theirs.set_auth_callback(Some(fetch)).await;
    theirs.query("tasks:count", BTreeMap::new()).await.unwrap();
    sleep(almost).await;
    assert_eq!(issued.load(Ordering::Relaxed), 1, "it is about to expire");

    let issued = Arc::default();
    let fetch = token(&issued);
    let ours = Client::builder()
        .url(deployment.url())
        .route(Route::Socket)
        .token_source(move |_: TokenRequest| {
            let token = fetch();
            async move { Ok(Some(token)) }
        })
        .build()
        .unwrap();
    let mut count = ours.subscribe(COUNT, ());
    count.next().await.unwrap().unwrap();
    sleep(almost).await;
    assert!(issued.load(Ordering::Relaxed) > 1, "it was renewed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn p11_a_slow_source_of_tokens_holds_nothing_up() {
    let runs = Runs::default();
    let deployment = runs.functions().start().await.unwrap();
    let slow = Duration::from_secs(60);

    let mut theirs = theirs(&deployment.url()).await;
    let mut count = theirs
        .subscribe("tasks:count", BTreeMap::new())
        .await
        .unwrap();
    count.next().await.unwrap();
    let fetch = fetcher(move || {
        Box::pin(async move {
            sleep(slow).await;
            anyhow::bail!("too late")
        })
    });
    theirs.set_auth_callback(Some(fetch)).await;
    sleep(Duration::from_millis(50)).await;
    runs.run(1.0);
    deployment.publish();
    assert!(
        timeout(SOON, count.next()).await.is_err(),
        "it sees nothing"
    );

    let ours = ours(&deployment.url());
    let mut count = ours.subscribe(COUNT, ());
    assert_eq!(count.next().await.unwrap().unwrap(), 1.0);
    ours.set_token_source(move |_: TokenRequest| async move {
        sleep(slow).await;
        Ok(None)
    });
    // Calls wait for the slow source until their deadline; a new credential replaces the source.
    let deadline = Duration::from_millis(300);
    let call = ours
        .with_deadline(deadline)
        .mutation(ADD, Args { number: 9.0 });
    assert!(timeout(SOON, call).await.expect("it ends").is_err());
    ours.set_credential(convex_runtime::Credential::token(
        deployment.token(Identity::new("alice")),
    ));
    let shown = async {
        loop {
            if let Some(Ok(count)) = count.next().await {
                return count;
            }
        }
    };
    let shown = timeout(10 * SOON, shown).await;
    assert_eq!(shown.expect("it is not held up"), 1.0);
}
