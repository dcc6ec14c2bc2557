//! Signing in and out.

use std::sync::{Arc, Mutex};

use convex_leptos::{
    AuthLoading, Authenticated, ConvexAuth, Unauthenticated, provide_convex, use_convex_auth,
    use_convex_query,
};
use convex_runtime::{AuthStatus, Client, TokenRequest, testing::Identity};
use leptos::prelude::*;
use tokio::sync::oneshot;

use crate::backend::{WHO, deployment, mount, until};

/// The components that depend on who is signed in, as a page of this moment. Below `owner`: a root
/// of its own would take the arena of a server's rendering with it.
fn faces(owner: &Owner, client: &Client) -> String {
    owner.child().with(|| {
        provide_convex(client.clone());
        view! {
            <Authenticated>"in"</Authenticated>
            <Unauthenticated>"out"</Unauthenticated>
            <AuthLoading>"unknown"</AuthLoading>
        }
        .to_html()
    })
}

/// Signs in with one token, which a provider hands out when it is told to.
fn sign_in(auth: ConvexAuth, token: String) -> oneshot::Sender<()> {
    let (answer, answered) = oneshot::channel();
    let answered = Arc::new(Mutex::new(Some(answered)));
    auth.sign_in(move |_: TokenRequest| {
        let (token, answered) = (token.clone(), answered.lock().unwrap().take());
        async move {
            if let Some(answered) = answered {
                answered.await?;
            }
            Ok(Some(token))
        }
    });
    answer
}

#[tokio::test]
async fn data_and_components_follow_who_is_signed_in() {
    let deployment = deployment().await;
    let client = deployment.client();
    let (owner, (auth, who)) = mount(&client, || {
        let auth = use_convex_auth();
        let who = use_convex_query(WHO, move || auth.authenticated().then_some(()));
        (auth, who)
    });
    let name = || who.data().and_then(|who| (*who).clone());
    assert_eq!((auth.status(), name()), (AuthStatus::Anonymous, None));
    assert!(faces(&owner, &client).contains("out"));
    let answer = sign_in(auth, deployment.token(Identity::new("ann")));
    until(|| auth.loading()).await;
    assert!(
        faces(&owner, &client).contains("unknown"),
        "{}",
        faces(&owner, &client)
    );
    answer.send(()).unwrap();
    until(|| name().as_deref() == Some("ann")).await;
    assert!(auth.authenticated());
    let shown = faces(&owner, &client);
    assert!(shown.contains("in") && !shown.contains("out"), "{shown}");
    auth.sign_out();
    until(|| auth.status() == AuthStatus::Anonymous && name().is_none()).await;
    let answer = sign_in(auth, deployment.token(Identity::new("bob")));
    answer.send(()).unwrap();
    until(|| name().as_deref() == Some("bob")).await;
}

#[tokio::test]
async fn who_is_refused_is_unauthenticated() {
    let deployment = deployment().await;
    deployment.reject_tokens();
    let client = deployment.client();
    let (owner, (auth, _who)) = mount(&client, || {
        let auth = use_convex_auth();
        (auth, use_convex_query(WHO, || ()))
    });
    sign_in(auth, deployment.token(Identity::new("ann")))
        .send(())
        .unwrap();
    until(|| auth.status() == AuthStatus::Refused).await;
    let shown = faces(&owner, &client);
    assert!(
        shown.contains("out") && !shown.contains("unknown"),
        "{shown}"
    );
    assert!(auth.state().reason.is_some());
}
