//! Tokens that a source gives: kept, refreshed, replaced, and never made up.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use tokio::time::{Duration, advance};

use super::{Credential, Proof, TokenKeeper, TokenRequest};
use crate::{Error, Sent};

/// A source that gives `token 1`, `token 2` and so on, and counts how often it was asked.
fn counting(asked: &Arc<AtomicU32>) -> Proof {
    let asked = Arc::clone(asked);
    let source = move |request: TokenRequest| {
        let number = asked.fetch_add(1, Ordering::Relaxed) + 1;
        assert_eq!(request.force_refresh(), number > 1);
        async move { Ok(Some(format!("token {number}"))) }
    };
    Proof::Source(Arc::new(TokenKeeper::new(source)))
}

fn token(credential: &Credential) -> &str {
    credential.user().unwrap()
}

#[tokio::test]
async fn a_token_is_kept_until_it_is_refused() {
    let asked = Arc::default();
    let proof = counting(&asked);
    let first = proof.credential().await.unwrap();
    assert_eq!(token(&proof.credential().await.unwrap()), "token 1");
    let second = proof.replacement(&first).await.unwrap().unwrap();
    assert_eq!(token(&second), "token 2");
    let same = proof.replacement(&first).await.unwrap().unwrap();
    assert_eq!(
        token(&same),
        "token 2",
        "another call has replaced it already"
    );
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_replaced_before_it_expires() {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let asked = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&asked);
    let source = move |_: TokenRequest| {
        count.fetch_add(1, Ordering::Relaxed);
        async {
            Ok(Some(format!(
                "e30.{}.sig",
                URL_SAFE_NO_PAD.encode(r#"{"iat":1000,"exp":99999999999}"#)
            )))
        }
    };
    let proof = Proof::Source(Arc::new(TokenKeeper::new(source)));
    proof.credential().await.unwrap();
    advance(Duration::from_secs(3_600)).await;
    proof.credential().await.unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    advance(Duration::from_secs(99_999_999_999)).await;
    proof.credential().await.unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_source_that_fails_makes_nobody_anonymous() {
    let source = |_: TokenRequest| async { Err("offline".into()) };
    let proof = Proof::Source(Arc::new(TokenKeeper::new(source)));
    let error = proof.credential().await.unwrap_err();
    assert!(matches!(error, Error::Authentication { .. }), "{error:?}");
    assert_eq!((error.message(), error.sent()), (Some("offline"), Sent::No));
}

#[tokio::test]
async fn many_calls_ask_once() {
    let asked = Arc::default();
    let proof = counting(&asked);
    let calls: Vec<_> = (0..10)
        .map(|_| {
            let proof = proof.clone();
            tokio::spawn(async move { proof.credential().await })
        })
        .collect();
    for call in calls {
        assert_eq!(token(&call.await.unwrap().unwrap()), "token 1");
    }
}
