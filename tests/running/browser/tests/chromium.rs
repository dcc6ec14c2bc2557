//! Starts a deployment, and has a browser call it: `tests/calls.rs`, compiled for
//! `wasm32-unknown-unknown`.
//!
//! Needs Chromium, its driver and `wasm-bindgen-test-runner`, all of which `.ci/run` installs.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "tests say what they expect")]

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering::SeqCst},
};

use browser::{
    ADD, COUNT, DISCONNECT, FAIL, GENERATE_UPLOAD_URL, LOSE_AN_ANSWER, SHOUT, STALL, STORED, TOKEN,
    WHO,
};
use convex_runtime::{
    Id,
    testing::{Builder, ConvexError, Deployment, Fault, Identity},
};
use tokio::process::Command;

#[tokio::test]
#[ignore = "needs a browser: `.ci/run` installs what it takes"]
async fn the_client_works_in_a_browser() {
    let deployment = Arc::new(Deployment::builder().start().await.unwrap());
    deployment.extend(calls());
    deployment.extend(files(&deployment));
    deployment.extend(network(&deployment));
    let status = Command::new(env!("CARGO"))
        .args(["test", "--package", "browser", "--test", "calls"])
        .args(["--target", "wasm32-unknown-unknown"])
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            "wasm-bindgen-test-runner",
        )
        // Known when the tests are compiled, as a page has no environment.
        .env("CONVEX_URL", deployment.url())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()
        .await
        .unwrap();
    assert!(status.success(), "{status}");
}

fn calls() -> Builder {
    let written = Arc::new(AtomicI64::new(0));
    let read = Arc::clone(&written);
    Deployment::builder()
        .query(COUNT, move |()| {
            let count = read.load(SeqCst);
            async move { Ok(count) }
        })
        .mutation(ADD, move |()| {
            let count = written.fetch_add(1, SeqCst) + 1;
            async move { Ok(count) }
        })
        .mutation(FAIL, |args| async move { Err(ConvexError(args.text))? })
        .action(SHOUT, |args| async move { Ok(args.text.to_uppercase()) })
        .action(STALL, |()| std::future::pending())
        .query_with(WHO, |context, ()| {
            let subject = context
                .identity()
                .map(|identity| identity.subject().to_owned());
            async move { Ok(subject) }
        })
}

fn files(deployment: &Arc<Deployment>) -> Builder {
    let (urls, stored) = (Arc::clone(deployment), Arc::clone(deployment));
    Deployment::builder()
        .mutation(GENERATE_UPLOAD_URL, move |()| {
            let url = urls.upload_url();
            async move { Ok(url) }
        })
        .query(STORED, move |args| {
            let file = stored.stored_file(&Id::new(args.text));
            async move { Ok(file.map(|file| i64::try_from(file.len())).transpose()?) }
        })
}

/// Functions of the test's own: tokens, and lost connections.
fn network(deployment: &Arc<Deployment>) -> Builder {
    let (tokens, sockets, answers) = (
        Arc::clone(deployment),
        Arc::clone(deployment),
        Arc::clone(deployment),
    );
    Deployment::builder()
        .query(TOKEN, move |()| {
            let token = tokens.token(Identity::new("ann"));
            async move { Ok(token) }
        })
        .action(DISCONNECT, move |()| {
            let sockets = Arc::clone(&sockets);
            async move {
                sockets.disconnect().await;
                Ok(())
            }
        })
        .action(LOSE_AN_ANSWER, move |()| {
            answers.inject(ADD, Fault::drop_before_response());
            async { Ok(()) }
        })
}
