//! Tokens: fetched, refreshed, refused, and never replaced by an anonymous credential.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::{
    super::{AuthMode, CallOutcome, Output, QueryView},
    desk::{Desk, calls, credentials},
};
use crate::{Sent, live::protocol::SyncCredential};

const SECOND: Duration = Duration::from_secs(1);

fn user(token: &str) -> SyncCredential {
    SyncCredential::User(token.to_owned())
}

/// P9: when the token cannot be fetched, calls go out without one.
#[test]
fn p9_nothing_is_sent_while_there_is_no_token() {
    let mut desk = Desk::new();
    desk.sign_in(AuthMode::Source);
    let call = desk.mutate("a:b");
    desk.subscribe("a:q");
    let (fetch, force_refresh) = desk.fetch();
    assert!(!force_refresh);
    desk.fetched(fetch, Err("offline".to_owned()));
    let outcome = CallOutcome::Unauthenticated {
        reason: "offline".to_owned(),
        sent: Sent::No,
    };
    assert_eq!(desk.settled(), [(call, outcome)]);

    let second = desk.mutate("a:b");
    assert_eq!(desk.outputs(), [], "not connected either");
    desk.pass(SECOND);
    let (fetch, _) = desk.fetch();
    desk.fetched(fetch, Ok(Some("good".to_owned())));
    let messages = desk.connect();
    assert_eq!(credentials(&messages), [user("good")]);
    assert_eq!(calls(&messages), [second]);
}

/// P9: a refresh that fails keeps the token that is still good. P10: a token is refreshed before it
/// expires.
#[test]
fn p9_p10_a_failed_refresh_keeps_the_token() {
    let claims = URL_SAFE_NO_PAD.encode(r#"{"iat":1000,"exp":1100}"#);
    let token = format!("e30.{claims}.sig");
    let mut desk = Desk::new();
    desk.sign_in(AuthMode::Source);
    desk.subscribe("a:q");
    let (fetch, _) = desk.fetch();
    desk.fetched(fetch, Ok(Some(token.clone())));
    assert_eq!(credentials(&desk.connect()), [user(&token)]);
    for _ in 0..8 {
        desk.pass(11 * SECOND);
        desk.say(r#"{"type":"Ping"}"#);
    }
    assert_eq!(desk.outputs(), []);
    // 10 s before it expires.
    desk.pass(2 * SECOND);
    let (fetch, force_refresh) = desk.fetch();
    assert!(force_refresh);
    desk.fetched(fetch, Err("offline".to_owned()));
    let call = desk.mutate("a:b");
    let messages = desk.sent();
    assert_eq!(
        (credentials(&messages), calls(&messages)),
        (vec![], vec![call])
    );
    desk.pass(SECOND);
    let (fetch, _) = desk.fetch();
    desk.fetched(fetch, Ok(Some("fresh".to_owned())));
    assert_eq!(credentials(&desk.sent()), [user("fresh")]);
}

#[test]
fn an_expired_token_is_replaced_and_mutations_go_on() {
    let mut desk = Desk::new();
    desk.sign_in(AuthMode::Source);
    let call = desk.mutate("a:b");
    let (fetch, _) = desk.fetch();
    desk.fetched(fetch, Ok(Some("old".to_owned())));
    desk.connect();
    desk.say(
        r#"{"type":"Transition","startVersion":{"querySet":0,"identity":0,"ts":"AAAAAAAAAAA="},
        "endVersion":{"querySet":1,"identity":1,"ts":"BQAAAAAAAAA="},"modifications":[]}"#,
    );
    desk.machine.message(
        super::super::Moment::default(),
        crate::live::protocol::ServerMessage::parse(
            r#"{"type":"AuthError","error":"TokenExpired","baseVersion":1,"authUpdateAttempted":false}"#,
        ),
    );
    let (fetch, force_refresh) = desk.fetch();
    assert!(force_refresh);
    desk.pass(SECOND);
    assert_eq!(desk.outputs(), [], "it waits for the token");
    desk.fetched(fetch, Ok(Some("new".to_owned())));
    let messages = desk.connect();
    assert_eq!(
        (credentials(&messages), calls(&messages)),
        (vec![user("new")], vec![call])
    );
}

#[test]
fn a_source_that_only_has_refused_tokens_is_asked_less_and_less_often() {
    let mut desk = Desk::new();
    desk.sign_in(AuthMode::Source);
    let call = desk.mutate("a:b");
    for attempt in 0..3 {
        let (fetch, force_refresh) = desk.fetch();
        assert_eq!(force_refresh, attempt > 0);
        desk.fetched(fetch, Ok(Some("bad".to_owned())));
        desk.connect();
        let refused =
            r#"{"type":"AuthError","error":"Bad","baseVersion":0,"authUpdateAttempted":true}"#;
        desk.machine.message(
            super::super::Moment::default(),
            crate::live::protocol::ServerMessage::parse(refused),
        );
    }
    let settled = desk.settled();
    assert!(
        matches!(&settled[..], [(ended, CallOutcome::Unauthenticated { .. })] if *ended == call),
        "{settled:?}"
    );
    // The connection has nothing to do; with a subscription, the source is asked on.
    desk.subscribe("a:q");
    let mut asked = 0;
    for _ in 0..60 {
        desk.pass(SECOND);
        for output in desk.outputs() {
            match output {
                Output::FetchToken { fetch, .. } => {
                    asked += 1;
                    desk.fetched(fetch, Ok(Some("bad".to_owned())));
                }
                Output::Connect => {
                    desk.open();
                    desk.outputs();
                    desk.say(r#"{"type":"AuthError","error":"Bad","baseVersion":0,"authUpdateAttempted":true}"#);
                }
                _ => {}
            }
        }
    }
    assert!((3..20).contains(&asked), "asked {asked} times in a minute");
}

#[test]
fn another_identity_ends_calls_and_hides_results_until_they_are_its_own() {
    let (mut desk, query) = Desk::subscribed();
    let queued = desk.mutate("a:b");
    desk.sent();
    desk.sign_in(AuthMode::Fixed(user("bob")));
    assert_eq!(desk.machine.view(query), QueryView::Loading);
    let outputs = desk.outputs();
    assert!(
        outputs.contains(&Output::Settle {
            request: queued,
            outcome: CallOutcome::IdentityChanged
        }),
        "{outputs:?}"
    );

    let old = r#"{"type":"Transition","startVersion":{"querySet":1,"identity":0,"ts":"BQAAAAAAAAA="},
        "endVersion":{"querySet":1,"identity":0,"ts":"BgAAAAAAAAA="},"modifications":[
        {"type":"QueryUpdated","queryId":0,"value":["old"],"logLines":[],"journal":null}]}"#;
    assert_eq!(desk.say(old), [], "it is still the old identity's");
    let new = r#"{"type":"Transition","startVersion":{"querySet":1,"identity":0,"ts":"BgAAAAAAAAA="},
        "endVersion":{"querySet":1,"identity":1,"ts":"BgAAAAAAAAA="},"modifications":[]}"#;
    let outputs = desk.say(new);
    assert!(
        matches!(&outputs[..], [Output::Update(update)] if update.changed.len() == 1),
        "the same result, now confirmed: {outputs:?}"
    );
}

#[test]
fn signing_out_is_told_to_the_deployment() {
    let (mut desk, _) = Desk::subscribed();
    desk.sign_in(AuthMode::Fixed(user("bob")));
    desk.sent();
    desk.sign_in(AuthMode::Fixed(SyncCredential::Anonymous));
    assert_eq!(credentials(&desk.sent()), [SyncCredential::Anonymous]);
}
