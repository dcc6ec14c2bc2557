//! `Client::auth` and `Client::when_signed_in`: who is signed in, and what waits for that.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use convex_runtime::{
    AuthState, AuthStatus, CallStatus, Client, Credential, ErrorKind, Query, Route, TokenRequest,
    TokenSource,
    testing::{Deployment, Identity},
    use_convex_query,
};
use tokio::sync::{oneshot, watch};

const ME: Query<(), String> = Query::new("users:me");

async fn deployment() -> Deployment {
    Deployment::builder()
        .query_with(ME, |context, ()| {
            let name = context.identity().map_or("nobody".to_owned(), |identity| {
                identity.subject().to_owned()
            });
            async move { Ok(name) }
        })
        .start()
        .await
        .unwrap()
}

fn client(deployment: &Deployment, route: Route) -> Client {
    Client::builder()
        .url(deployment.url())
        .route(route)
        .build()
        .unwrap()
}

async fn reach(auth: &mut watch::Receiver<AuthState>, wanted: AuthStatus) -> AuthState {
    let reached = auth.wait_for(|auth| auth.status == wanted);
    let reached = tokio::time::timeout(Duration::from_secs(10), reached).await;
    reached.expect("the state is reached").unwrap().clone()
}

/// A source that waits for its first answer, and gives that again and again.
fn held() -> (impl TokenSource, oneshot::Sender<Option<String>>) {
    let (sender, receiver) = oneshot::channel();
    let waiting = Arc::new(Mutex::new(Some(receiver)));
    let source = move |_: TokenRequest| {
        let receiver = waiting.lock().unwrap().take();
        async move {
            match receiver {
                Some(receiver) => Ok(receiver.await?),
                None => Ok(None),
            }
        }
    };
    (source, sender)
}

#[tokio::test]
async fn nothing_is_sent_before_a_user_is_signed_in() {
    let deployment = deployment().await;
    for route in [Route::Http, Route::Socket] {
        let before = deployment.journal().len();
        let client = client(&deployment, route);
        let gated = client.when_signed_in();
        let me = use_convex_query(&gated, ME, ());
        let mut stream = gated.subscribe(ME, ());
        let mut batch = gated.subscribe_batch(((ME, ()),));
        assert_eq!(me.status(), CallStatus::Idle);
        let error = gated.query(ME, ()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Authentication);

        let (source, answer) = held();
        client.set_token_source(source);
        assert_eq!(client.auth().borrow().status, AuthStatus::Loading);
        assert_eq!(me.status(), CallStatus::Pending);
        let call = tokio::spawn(gated.query(ME, ()));
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(deployment.journal().len(), before, "nothing has been sent");

        answer
            .send(Some(deployment.token(Identity::new("ann"))))
            .unwrap();
        assert_eq!(call.await.unwrap().unwrap(), "ann");
        assert_eq!(**me.loaded().await.as_ref().unwrap(), *"ann");
        assert_eq!(stream.next().await.unwrap().unwrap(), "ann");
        assert_eq!(batch.next().await.unwrap().0.unwrap(), "ann");
        let auth = client.auth().borrow().clone();
        assert_eq!(auth.user.unwrap().subject(), "ann");
        assert!(auth.is_confirmed);

        let sent = deployment.journal().len();
        client.set_credential(Credential::anonymous());
        assert_eq!(me.status(), CallStatus::Idle);
        assert_eq!(me.data(), None);
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(deployment.journal().len(), sent, "no query runs as nobody");
    }
}

#[tokio::test]
async fn a_refused_token_says_why() {
    let deployment = deployment().await;
    for route in [Route::Http, Route::Socket] {
        let client = client(&deployment, route);
        let mut auth = client.auth();
        assert_eq!(auth.borrow().status, AuthStatus::Anonymous);
        client.set_credential(Credential::token(deployment.token(Identity::new("ann"))));
        assert!(
            !reach(&mut auth, AuthStatus::Authenticated)
                .await
                .is_confirmed
        );
        deployment.reject_tokens();
        client.query(ME, ()).await.unwrap_err();
        let refused = reach(&mut auth, AuthStatus::Refused).await;
        assert!(
            refused.reason.unwrap().contains("OIDC"),
            "the server's reason"
        );
        deployment.accept_tokens();
        client.renew_credential(Credential::token(deployment.token(Identity::new("ann"))));
        assert_eq!(client.query(ME, ()).await.unwrap(), "ann");
        assert!(
            reach(&mut auth, AuthStatus::Authenticated)
                .await
                .is_confirmed
        );
    }
}

#[tokio::test]
async fn a_refused_token_is_refreshed_while_the_user_stays_signed_in() {
    let deployment = deployment().await;
    let old = deployment.token(Identity::new("ann"));
    let (source, answer) = held();
    let first = Mutex::new(Some(old.clone()));
    let client = client(&deployment, Route::Http);
    client.set_token_source(move |request: TokenRequest| {
        let first = first.lock().unwrap().take();
        let next = first.is_none().then(|| source.token(request));
        async move {
            match next {
                Some(next) => next.await,
                None => Ok(first),
            }
        }
    });
    assert_eq!(client.query(ME, ()).await.unwrap(), "ann");
    deployment.expire_token(&old);
    let mut auth = client.auth();
    let call = tokio::spawn(client.query(ME, ()));
    let refreshing = auth
        .wait_for(|auth| auth.is_refreshing)
        .await
        .unwrap()
        .clone();
    assert!(refreshing.is_authenticated(), "{refreshing:?}");
    answer
        .send(Some(deployment.token(Identity::new("ann"))))
        .unwrap();
    assert_eq!(call.await.unwrap().unwrap(), "ann");
    assert!(!auth.borrow().is_refreshing);
}

#[tokio::test(start_paused = true)]
async fn a_source_that_fails_is_asked_again() {
    let client = Client::new("http://127.0.0.1:9").unwrap();
    let asked = Mutex::new(0);
    client.set_token_source(move |_: TokenRequest| {
        let mut asked = asked.lock().unwrap();
        *asked += 1;
        let answer = if *asked < 4 {
            Err("offline".into())
        } else {
            Ok(None)
        };
        async move { answer }
    });
    let mut auth = client.auth();
    let failing = auth
        .wait_for(|auth| auth.reason.is_some())
        .await
        .unwrap()
        .clone();
    assert_eq!(
        (failing.status, failing.reason.as_deref()),
        (AuthStatus::Loading, Some("offline"))
    );
    reach(&mut auth, AuthStatus::Anonymous).await;
}
