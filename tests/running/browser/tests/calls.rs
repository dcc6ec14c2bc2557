//! Calls from a browser.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "tests say what they expect")]

use std::time::Duration;

use browser::{
    ADD, COUNT, DISCONNECT, FAIL, GENERATE_UPLOAD_URL, LOSE_AN_ANSWER, SHOUT, STALL, STORED, TOKEN,
    Text, WHO,
};
use convex_runtime::{
    CallStatus, Client, Credential, Error, Route, UploadFile, use_convex_action,
    use_convex_file_upload, use_convex_query,
};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn client(route: Route) -> Client {
    // `tests/chromium.rs` sets it for the compiler.
    let url = option_env!("CONVEX_URL").unwrap_or_default();
    let client = Client::builder().url(url).route(route);
    client.deadline(Duration::from_secs(20)).build().unwrap()
}

#[wasm_bindgen_test]
async fn calls_by_fetch_and_by_socket() {
    for route in [Route::Http, Route::Socket] {
        let client = client(route);
        let before = client.query(COUNT, ()).await.unwrap();
        assert_eq!(client.mutation(ADD, ()).await.unwrap(), before + 1);
        assert_eq!(client.query(COUNT, ()).await.unwrap(), before + 1);
        let shouted = client.action(SHOUT, Text::new("hello")).await;
        assert_eq!(shouted.unwrap(), "HELLO");
        let error = client.mutation(FAIL, Text::new("no")).await.unwrap_err();
        let data: String = error.application().unwrap().data().unwrap();
        assert_eq!(data, "no");
    }
}

#[wasm_bindgen_test]
async fn a_handle_and_its_state() {
    let shout = use_convex_action(&client(Route::Auto), SHOUT);
    assert_eq!(shout.status(), CallStatus::Idle);
    let running = shout.execute(Text::new("hello"));
    assert!(shout.is_pending());
    assert_eq!(running.await.unwrap(), "HELLO");
    assert_eq!(shout.data().as_deref(), Some(&"HELLO".to_owned()));
    shout.reset();
    assert_eq!(shout.status(), CallStatus::Idle);
}

#[wasm_bindgen_test]
async fn a_call_ends_at_its_deadline() {
    for route in [Route::Http, Route::Socket] {
        let client = client(route).with_deadline(Duration::from_millis(300));
        let error = client.action(STALL, ()).await.unwrap_err();
        assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    }
}

#[wasm_bindgen_test]
async fn a_subscription_sees_writes_and_survives_lost_connections() {
    let client = client(Route::Socket);
    let mut counts = client.subscribe(COUNT, ());
    let first = counts.next().await.unwrap().unwrap();
    client.mutation(ADD, ()).await.unwrap();
    assert_eq!(counts.next().await.unwrap().unwrap(), first + 1);

    let lost = client.action(DISCONNECT, ()).await;
    assert!(matches!(lost, Err(Error::Transport { .. })), "{lost:?}");
    client.mutation(ADD, ()).await.unwrap();
    assert_eq!(counts.next().await.unwrap().unwrap(), first + 2);
}

#[wasm_bindgen_test]
async fn a_mutation_whose_answer_is_lost_runs_once() {
    let client = client(Route::Socket);
    let before = client.query(COUNT, ()).await.unwrap();
    client.action(LOSE_AN_ANSWER, ()).await.unwrap();
    assert_eq!(client.mutation(ADD, ()).await.unwrap(), before + 1);
    assert_eq!(client.query(COUNT, ()).await.unwrap(), before + 1);
}

#[wasm_bindgen_test]
async fn identities() {
    for route in [Route::Http, Route::Socket] {
        let client = client(route);
        assert_eq!(client.query(WHO, ()).await.unwrap(), None);
        let token = client.query(TOKEN, ()).await.unwrap();
        client.set_credential(Credential::token(token));
        assert_eq!(client.query(WHO, ()).await.unwrap().as_deref(), Some("ann"));
        client.set_credential(Credential::anonymous());
        assert_eq!(client.query(WHO, ()).await.unwrap(), None);
    }
}

#[wasm_bindgen_test]
async fn a_query_that_follows() {
    let client = client(Route::Auto);
    let count = use_convex_query(&client, COUNT, ());
    let before = client.mutation(ADD, ()).await.unwrap();
    client.mutation(ADD, ()).await.unwrap();
    while count.data().as_deref() != Some(&(before + 1)) {
        TimeoutFuture::new(10).await;
    }
}

#[wasm_bindgen_test]
async fn a_file_is_sent() {
    let client = client(Route::Auto);
    let upload = use_convex_file_upload(&client, GENERATE_UPLOAD_URL);
    let file = UploadFile::new(vec![7; 300_000], "image/png");
    let id = upload.upload((), file).await.unwrap();
    let stored = client.query(STORED, Text::new(id.as_str())).await;
    assert_eq!(stored.unwrap(), Some(300_000));
}
