//! Signing in and out.

use std::sync::{Arc, Mutex};

use convex_dioxus::{
    AuthLoading, Authenticated, ConvexAuth, Unauthenticated, provide_convex, use_convex_auth,
    use_convex_query,
};
use convex_runtime::{TokenRequest, testing::Identity};
use dioxus::prelude::*;
use tokio::sync::oneshot;

use crate::backend::{Out, WHO, deployment, mount};

#[component]
fn Account() -> Element {
    provide_convex(consume_context);
    let auth = use_convex_auth();
    consume_context::<Out<ConvexAuth>>().put(auth);
    let who = use_convex_query(WHO, move || auth.authenticated().then_some(()));
    let name = who.data().and_then(|who| (*who).clone());
    rsx! {
        "{auth.status():?} {name:?} "
        Authenticated { "in" }
        Unauthenticated { "out" }
        AuthLoading { "unknown" }
    }
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
    let mut page = mount::<ConvexAuth>(&deployment.client(), Account);
    page.shows("Anonymous None out").await;
    for name in ["ann", "bob"] {
        let token = deployment.token(Identity::new(name));
        let answer = page.act(|auth| sign_in(auth, token));
        page.shows("Loading None unknown").await;
        answer.send(()).unwrap();
        page.shows(&format!("Authenticated Some(&#34;{name}&#34;) in"))
            .await;
        page.act(|auth| auth.sign_out());
        page.shows("Anonymous None out").await;
    }
}

#[tokio::test]
async fn who_is_refused_is_unauthenticated() {
    let deployment = deployment().await;
    deployment.reject_tokens();
    let mut page = mount::<ConvexAuth>(&deployment.client(), Account);
    let token = deployment.token(Identity::new("ann"));
    page.act(|auth| sign_in(auth, token)).send(()).unwrap();
    page.shows("Refused None out").await;
}
