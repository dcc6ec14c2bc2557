//! Signs of life: a silent deployment is asked, and replaced when it does not answer.

use std::time::Duration;

use super::{super::Output, desk::Desk};

const SECOND: Duration = Duration::from_secs(1);

fn pings(outputs: &[Output]) -> usize {
    let is_ping = |output: &&Output| matches!(output, Output::Ping);
    outputs.iter().filter(is_ping).count()
}

#[test]
fn a_silent_deployment_is_asked_once_and_an_answer_is_enough() {
    let (mut desk, _) = Desk::subscribed_and_asking(5 * SECOND);
    desk.pass(4 * SECOND);
    assert_eq!(pings(&desk.outputs()), 0, "it has said something");
    desk.pass(SECOND);
    assert_eq!(pings(&desk.outputs()), 1);
    desk.pass(4 * SECOND);
    assert_eq!(desk.outputs(), [], "one question at a time");
    desk.is_alive();
    desk.pass(4 * SECOND);
    assert_eq!(desk.outputs(), []);
    desk.pass(SECOND);
    assert_eq!(pings(&desk.outputs()), 1, "silent again");
}

#[test]
fn a_deployment_that_does_not_answer_is_left() {
    let (mut desk, _) = Desk::subscribed_and_asking(5 * SECOND);
    desk.pass(5 * SECOND);
    assert_eq!(pings(&desk.outputs()), 1);
    desk.pass(5 * SECOND);
    assert!(desk.outputs().contains(&Output::Disconnect));
}

#[test]
fn waking_again_and_again_does_not_connect_each_time() {
    let (mut desk, _) = Desk::subscribed();
    desk.lose_connection();
    desk.outputs();
    let mut attempts = 0;
    for _ in 0..1_000 {
        desk.wake();
        if desk.outputs().contains(&Output::Connect) {
            attempts += 1;
            desk.lose_connection();
        }
        desk.pass(Duration::from_millis(1));
    }
    // In a second, with a first wait of 50 to 150 ms: each may be cut short by a call once.
    assert!((2..=25).contains(&attempts), "{attempts}");
}
