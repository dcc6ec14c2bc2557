//! The end of a client, and messages that end a connection.

use std::time::Duration;

use super::{
    super::{CallOutcome, ConnectionPhase, Output},
    desk::{Desk, calls, success},
};
use crate::Sent;

#[test]
fn closing_waits_for_calls_and_takes_no_new_ones() {
    let (mut desk, _) = Desk::subscribed();
    let call = desk.act("a:b");
    desk.sent();
    desk.close(Duration::from_secs(5));
    let late = desk.act("a:b");
    assert_eq!(desk.settled(), [(late, CallOutcome::Closed(Sent::No))]);
    let outputs = desk.say(&format!(
        r#"{{"type":"ActionResponse","requestId":{call},"success":true,"result":1,"logLines":[]}}"#
    ));
    assert_eq!(
        outputs,
        [
            Output::Settle {
                request: call,
                outcome: success("1")
            },
            Output::Disconnect
        ]
    );
    assert!(desk.machine.is_closed());
    assert_eq!(
        (desk.machine.state().phase, desk.machine.next_wake()),
        (ConnectionPhase::Closed, None)
    );
}

#[test]
fn closing_does_not_wait_longer_than_it_was_told() {
    let mut desk = Desk::new();
    let call = desk.mutate("a:b");
    assert_eq!(calls(&desk.connect()), [call]);
    desk.close(Duration::from_secs(5));
    assert_eq!(desk.outputs(), []);
    assert_eq!(desk.machine.next_wake(), Some(Duration::from_secs(5)));
    desk.pass(Duration::from_secs(5));
    assert_eq!(desk.settled(), [(call, CallOutcome::Closed(Sent::Maybe))]);
    assert!(desk.machine.is_closed());
}

#[test]
fn a_fatal_error_ends_what_may_have_caused_it() {
    let (mut desk, _) = Desk::subscribed();
    let call = desk.mutate("a:b");
    desk.sent();
    let outputs = desk.say(r#"{"type":"FatalError","error":"Bad"}"#);
    let outcome = CallOutcome::Fatal {
        error: "Bad".to_owned(),
        sent: Sent::Maybe,
    };
    assert!(
        outputs.contains(&Output::Settle {
            request: call,
            outcome
        }),
        "{outputs:?}"
    );
    assert!(calls(&desk.connect()).is_empty(), "it is not repeated");
}

#[test]
fn a_transition_from_elsewhere_makes_a_new_connection() {
    for (start, end) in [
        ("BAAAAAAAAAA=", "BgAAAAAAAAA="),
        ("BQAAAAAAAAA=", "BAAAAAAAAAA="),
    ] {
        let (mut desk, _) = Desk::subscribed();
        let outputs = desk.say(&format!(
            r#"{{"type":"Transition","startVersion":{{"querySet":1,"identity":0,"ts":"{start}"}},
            "endVersion":{{"querySet":1,"identity":0,"ts":"{end}"}},"modifications":[]}}"#
        ));
        assert_eq!(outputs, [Output::Disconnect]);
        assert_eq!(desk.machine.state().phase, ConnectionPhase::Reconnecting);
    }
}

#[test]
fn an_acknowledged_mutation_is_a_success_even_if_nothing_more_is_heard() {
    let (mut desk, _) = Desk::subscribed();
    let call = desk.mutate("a:b");
    desk.sent();
    desk.say(&format!(r#"{{"type":"MutationResponse","requestId":{call},"success":true,"result":1,"ts":"CQAAAAAAAAA=","logLines":[]}}"#));
    desk.lose_connection();
    desk.pass(Duration::from_secs(61));
    assert_eq!(desk.settled(), [(call, success("1"))]);
}
