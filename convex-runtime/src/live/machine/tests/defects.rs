//! The known defects of other clients, each as a test. Those of sockets, threads and panics are
//! with the driver's tests.

use std::time::Duration;

use super::{
    super::{AuthMode, CallOutcome, Output, QueryView},
    desk::{Desk, calls, credentials, sessions, success},
};
use crate::{
    Sent,
    live::protocol::{ClientMessage, QueryChange, SyncCredential},
};

const SECOND: Duration = Duration::from_secs(1);

/// P1: a fresh session per connection makes the deployment run a repeated mutation again.
#[test]
fn p1_a_mutation_in_flight_is_repeated_under_the_same_session_and_number() {
    let (mut desk, _) = Desk::subscribed();
    let first = desk.mutate("messages:send");
    assert_eq!(calls(&desk.sent()), [first]);
    desk.lose_connection();
    let messages = desk.connect();
    assert_eq!(sessions(&messages), ["one session"]);
    assert_eq!(calls(&messages), [first]);
}

/// P2: an action in flight runs twice.
#[test]
fn p2_an_action_in_flight_fails_and_is_not_repeated() {
    let (mut desk, _) = Desk::subscribed();
    let charged = desk.act("payments:charge");
    assert_eq!(calls(&desk.sent()), [charged]);
    desk.lose_connection();
    let waiting = desk.act("payments:refund");
    assert_eq!(desk.settled(), [(charged, CallOutcome::Lost)]);
    assert_eq!(
        calls(&desk.connect()),
        [waiting],
        "what was never written is sent later"
    );
}

/// P3: a call that has failed for its caller runs later.
#[test]
fn p3_a_call_that_has_ended_never_runs_later() {
    let mut desk = Desk::new();
    let mutation = desk.mutate("messages:send");
    let action = desk.act("messages:send");
    assert!(desk.outputs().contains(&Output::Connect));
    desk.pass(61 * SECOND);
    let timed_out = CallOutcome::TimedOut(Sent::No);
    assert_eq!(
        desk.settled(),
        [(mutation, timed_out.clone()), (action, timed_out)]
    );
    let later = desk.mutate("messages:send");
    assert_eq!(calls(&desk.connect()), [later]);
}

/// P4: with the server down a call waits for ever.
#[test]
fn p4_calls_end_when_there_is_no_server_or_a_silent_one() {
    let mut desk = Desk::new();
    let call = desk.act("a:b");
    let mut ended = vec![];
    for second in 0..60 {
        assert!(ended.is_empty(), "it ended after {second} s");
        desk.lose_connection();
        desk.pass(SECOND);
        ended.extend(desk.settled());
    }
    assert_eq!(ended, [(call, CallOutcome::TimedOut(Sent::No))]);

    let (mut desk, _) = Desk::subscribed();
    let call = desk.mutate("a:b");
    assert_eq!(calls(&desk.sent()), [call]);
    desk.pass(31 * SECOND);
    assert!(
        desk.outputs().contains(&Output::Disconnect),
        "the deployment says something every 15 s"
    );
    desk.pass(30 * SECOND);
    assert_eq!(desk.settled(), [(call, CallOutcome::TimedOut(Sent::Maybe))]);
}

/// P4: with a rejected token a client reconnects for ever while its caller sees nothing.
#[test]
fn p4_a_refused_token_ends_calls_and_is_shown_to_subscribers() {
    let mut desk = Desk::new();
    desk.sign_in(AuthMode::Fixed(SyncCredential::User("bad".to_owned())));
    let query = desk.subscribe("a:q");
    let call = desk.mutate("a:b");
    assert_eq!(calls(&desk.connect()), [call]);
    let outputs = desk.say(
        r#"{"type":"AuthError","error":"BadToken","baseVersion":0,"authUpdateAttempted":true}"#,
    );
    let outcome = CallOutcome::Unauthenticated {
        reason: "BadToken".to_owned(),
        sent: Sent::No,
    };
    assert!(
        outputs.contains(&Output::Settle {
            request: call,
            outcome: outcome.clone()
        }),
        "{outputs:?}"
    );
    assert!(outputs.contains(&Output::Disconnect));
    assert_eq!(
        desk.machine.view(query),
        QueryView::Unauthenticated("BadToken".into())
    );
    let next = desk.act("a:b");
    assert_eq!(desk.settled(), [(next, outcome)]);
    desk.pass(60 * SECOND);
    assert_eq!(desk.outputs(), [], "there is nothing to try");
}

/// P7: a subscription yields its value on every transition.
#[test]
fn p7_only_what_has_changed_is_shown() {
    let (mut desk, query) = Desk::subscribed();
    let value = |start: &str, end: &str, value: &str| {
        format!(
            r#"{{"type":"Transition","startVersion":{{"querySet":1,"identity":0,"ts":"{start}"}},
            "endVersion":{{"querySet":1,"identity":0,"ts":"{end}"}},"modifications":[
            {{"type":"QueryUpdated","queryId":0,"value":{value},"logLines":["[LOG] again"],"journal":null}}]}}"#
        )
    };
    assert_eq!(
        desk.say(&value("BQAAAAAAAAA=", "BgAAAAAAAAA=", r#"["a"]"#)),
        []
    );
    let outputs = desk.say(&value("BgAAAAAAAAA=", "BwAAAAAAAAA=", r#"["b"]"#));
    assert!(
        matches!(&outputs[..], [Output::Update(update)] if update.changed[0].0 == query),
        "{outputs:?}"
    );
}

/// P8: a mutation that throws a `ConvexError` ends only at the next transition.
#[test]
fn p8_a_failure_ends_at_once_and_a_success_when_it_is_visible() {
    let (mut desk, _) = Desk::subscribed();
    let (fails, succeeds) = (desk.mutate("a:fails"), desk.mutate("a:succeeds"));
    desk.sent();
    let outputs = desk.say(&format!(
        r#"{{"type":"MutationResponse","requestId":{fails},"success":false,"result":"no","errorData":{{"code":1}},"logLines":[]}}"#
    ));
    let outcome = CallOutcome::Failure {
        message: "no".to_owned(),
        data: Some(r#"{"code":1}"#.into()),
        logs: vec![],
    };
    assert_eq!(
        outputs,
        [Output::Settle {
            request: fails,
            outcome
        }]
    );

    let response = format!(
        r#"{{"type":"MutationResponse","requestId":{succeeds},"success":true,"result":7,"ts":"CAAAAAAAAAA=","logLines":[]}}"#
    );
    assert_eq!(desk.say(&response), []);
    let transition = |start: &str, end: &str| {
        format!(
            r#"{{"type":"Transition","startVersion":{{"querySet":1,"identity":0,"ts":"{start}"}},
            "endVersion":{{"querySet":1,"identity":0,"ts":"{end}"}},"modifications":[]}}"#
        )
    };
    assert_eq!(desk.say(&transition("BQAAAAAAAAA=", "BwAAAAAAAAA=")), []);
    let outputs = desk.say(&transition("BwAAAAAAAAA=", "CAAAAAAAAAA="));
    assert!(matches!(&outputs[0], Output::Update(update) if update.reflected == [succeeds]));
    assert_eq!(
        outputs[1],
        Output::Settle {
            request: succeeds,
            outcome: success("7")
        }
    );
}

/// P12: journals are forgotten, so pages shift after a reconnect.
#[test]
fn p12_a_journal_goes_back_with_its_query() {
    let (mut desk, query) = Desk::subscribed();
    desk.lose_connection();
    let messages = desk.connect();
    let add = QueryChange::Add {
        query,
        path: "messages:list".into(),
        args: "{}".into(),
        journal: Some("page 1".to_owned()),
    };
    assert!(
        messages.contains(&ClientMessage::ModifyQuerySet {
            base_version: 0,
            changes: vec![add]
        }),
        "{messages:?}"
    );
}

/// P13: an answer to a request that has ended forces a reconnect.
#[test]
fn p13_answers_to_unknown_requests_are_ignored() {
    let (mut desk, _) = Desk::subscribed();
    for kind in ["MutationResponse", "ActionResponse"] {
        let text = format!(
            r#"{{"type":"{kind}","requestId":99,"success":true,"result":1,"ts":"CAAAAAAAAAA=","logLines":[]}}"#
        );
        assert_eq!(desk.say(&text), []);
    }
    assert_eq!(desk.say(r#"{"type":"Novelty"}"#), []);
}

/// P14: after a reconnect a query goes by another name, which a stand-in has to know too.
#[test]
fn p14_a_query_keeps_its_name() {
    let mut desk = Desk::new();
    let names = ["messages:list", "messages.js:list", "messages"];
    let queries: Vec<_> = names.map(|name| desk.subscribe(name)).into();
    let added = |messages: &[ClientMessage]| {
        let adds = messages.iter().find_map(|message| match message {
            ClientMessage::ModifyQuerySet { changes, .. } => Some(changes.clone()),
            _ => None,
        });
        let added = |change| match change {
            QueryChange::Add { query, path, .. } => (query, path.to_string()),
            QueryChange::Remove { .. } => panic!("nothing is unsubscribed"),
        };
        adds.unwrap().into_iter().map(added).collect::<Vec<_>>()
    };
    let first = added(&desk.connect());
    let expected = names.map(str::to_owned);
    assert_eq!(first, queries.into_iter().zip(expected).collect::<Vec<_>>());
    desk.lose_connection();
    assert_eq!(added(&desk.connect()), first);
}

/// P15: mutations are repeated newest first.
#[test]
fn p15_mutations_are_repeated_in_order_and_finished_ones_are_not() {
    let (mut desk, _) = Desk::subscribed();
    let mutations: Vec<_> = (0..5).map(|_| desk.mutate("a:b")).collect();
    desk.sent();
    let done = mutations[1];
    desk.say(&format!(r#"{{"type":"MutationResponse","requestId":{done},"success":true,"result":1,"ts":"CQAAAAAAAAA=","logLines":[]}}"#));
    desk.lose_connection();
    let messages = desk.connect();
    assert_eq!(
        calls(&messages),
        [mutations[0], mutations[2], mutations[3], mutations[4]]
    );
    assert!(
        matches!(&messages[0], ClientMessage::Connect { max_observed: Some(ts), .. } if ts.0 == 9)
    );
    let outputs = desk.say(
        r#"{"type":"Transition","startVersion":{"querySet":0,"identity":0,"ts":"AAAAAAAAAAA="},
        "endVersion":{"querySet":1,"identity":0,"ts":"CQAAAAAAAAA="},"modifications":[]}"#,
    );
    assert!(
        outputs.contains(&Output::Settle {
            request: done,
            outcome: success("1")
        }),
        "{outputs:?}"
    );
    assert_eq!(credentials(&messages), []);
}
