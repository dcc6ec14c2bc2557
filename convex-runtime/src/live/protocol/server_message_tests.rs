//! Messages as deployments write them.

use super::{super::QueryOutcome, *};

fn parse(text: &str) -> ServerMessage {
    ServerMessage::parse(text).unwrap()
}

#[test]
fn a_transition_keeps_values_as_they_were_written() {
    let message = parse(
        r#"{"type":"Transition","startVersion":{"querySet":0,"identity":0,"ts":"AAAAAAAAAAA="},
        "endVersion":{"querySet":1,"identity":0,"ts":"KgAAAAAAAAA=","later":1},"modifications":[
        {"type":"QueryUpdated","queryId":0,"value":{"n": 1.0e0},"logLines":["[LOG] a"],"journal":"j"},
        {"type":"QueryFailed","queryId":1,"errorMessage":"boom","errorData":null,"logLines":[],"journal":null},
        {"type":"QueryFailed","queryId":2,"errorMessage":"boom","logLines":[],"journal":null},
        {"type":"QueryRemoved","queryId":3},
        {"type":"QueryPostponed","queryId":4}],"serverTs":1,"clientClockSkew":null}"#,
    );
    let ServerMessage::Transition(transition) = message else {
        panic!("{message:?}")
    };
    assert_eq!(
        transition.end,
        StateVersion {
            query_set: 1,
            identity: 0,
            ts: Timestamp(42)
        }
    );
    let outcome = QueryOutcome::Value {
        value: Json::from(r#"{"n": 1.0e0}"#),
        logs: vec!["[LOG] a".to_owned()],
    };
    assert_eq!(
        transition.modifications[0],
        Modification::Ran {
            query: 0,
            outcome,
            journal: Some("j".to_owned())
        }
    );
    let thrown = |index: usize| match &transition.modifications[index] {
        Modification::Ran {
            outcome: QueryOutcome::Failure { data, .. },
            ..
        } => data.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        thrown(1).as_deref(),
        Some("null"),
        "a ConvexError whose data is null"
    );
    assert_eq!(thrown(2), None, "no ConvexError");
    assert_eq!(
        transition.modifications[3..],
        [Modification::Removed { query: 3 }, Modification::Unknown]
    );
}

#[test]
fn responses_say_what_they_answer() {
    let success = parse(
        r#"{"type":"MutationResponse","requestId":7,"success":true,"result":null,"ts":"AQAAAAAAAAA=","logLines":[]}"#,
    );
    let reply = SyncReply::Success {
        value: Json::from("null"),
        ts: Some(Timestamp(1)),
        logs: vec![],
    };
    assert_eq!(
        success,
        ServerMessage::Response {
            kind: CallKind::Mutation,
            request: 7,
            reply
        }
    );

    let failure = parse(
        r#"{"type":"ActionResponse","requestId":8,"success":false,"result":"a \"b\"","logLines":[],"errorData":{"x":1}}"#,
    );
    let reply = SyncReply::Failure {
        message: "a \"b\"".to_owned(),
        data: Some(Json::from(r#"{"x":1}"#)),
        logs: vec![],
    };
    assert_eq!(
        failure,
        ServerMessage::Response {
            kind: CallKind::Action,
            request: 8,
            reply
        }
    );

    let failure = parse(
        r#"{"type":"MutationResponse","requestId":9,"success":false,"result":"no","ts":null,"logLines":[]}"#,
    );
    assert!(matches!(
        failure,
        ServerMessage::Response {
            reply: SyncReply::Failure { data: None, .. },
            ..
        }
    ));
}

#[test]
fn what_a_newer_deployment_says_is_ignored() {
    assert_eq!(
        parse(r#"{"type":"Weather","sun":[{"deep":true}]}"#),
        ServerMessage::Unknown
    );
    assert_eq!(parse(r#"{"sun":1}"#), ServerMessage::Unknown);
    assert_eq!(parse(r#"{"more":1,"type":"Ping"}"#), ServerMessage::Ping);
}

#[test]
fn what_is_unreadable_is_not_quoted() {
    let error =
        ServerMessage::parse(r#"{"type":"MutationResponse","requestId":"secret"}"#).unwrap_err();
    assert!(!error.0.contains("secret"), "{error:?}");
    let error = ServerMessage::parse(r#"{"type":"MutationResponse","requestId":1}"#).unwrap_err();
    assert_eq!(error.0, "`result` is missing");
    assert!(ServerMessage::parse("hello").is_err());
}
