//! Overdue calls are never sent, whatever input reaches the machine first after a sleep.

use std::{collections::BTreeMap, time::Duration};

use super::{
    super::{CallOutcome, Output},
    desk::Desk,
    random::Random,
};
use crate::{
    Sent,
    live::protocol::{CallKind, ClientMessage, RequestId},
};

/// A call, as its caller and the deployment know it.
struct Made {
    deadline: Duration,
    is_sent: bool,
    ended: Option<CallOutcome>,
}

#[test]
fn calls_are_sent_before_their_deadline_or_never() {
    let (mut sent, mut in_vain) = (0, 0);
    for seed in 0..3_000 {
        for made in live_through(seed).into_values() {
            sent += u32::from(made.is_sent);
            let is_unsent = matches!(made.ended, Some(CallOutcome::TimedOut(Sent::No)));
            assert!(
                !(is_unsent && made.is_sent),
                "seed {seed}: sent, and answered with `No`"
            );
            in_vain += u32::from(is_unsent);
        }
    }
    assert!(
        sent > 1_000 && in_vain > 1_000,
        "{sent} sent, {in_vain} not: too calm"
    );
}

fn live_through(seed: u64) -> BTreeMap<RequestId, Made> {
    let mut random = Random(seed);
    let (mut desk, _) = Desk::subscribed();
    let mut calls = BTreeMap::new();
    for _ in 0..40 {
        let time = Duration::from_millis([0, 1, 50, 500, 5_000][index(&mut random, 5)]);
        match random.below(7) {
            0..3 => {
                let kind = [CallKind::Mutation, CallKind::Action][index(&mut random, 2)];
                let request = desk.call_within(kind, time);
                let made = Made {
                    deadline: desk.now() + time,
                    is_sent: false,
                    ended: None,
                };
                calls.insert(request, made);
            }
            3 => desk.oversleep(time),
            4 => desk.pass(time),
            5 => desk.lose_connection(),
            _ => drop(desk.subscribe(["a:c", "a:d"][index(&mut random, 2)])),
        }
        // The driver may have more to take in before it does what the machine says.
        if random.percent(60) {
            obey(&mut desk, &mut calls, seed);
        }
    }
    calls
}

fn obey(desk: &mut Desk, calls: &mut BTreeMap<RequestId, Made>, seed: u64) {
    for output in desk.outputs() {
        match output {
            Output::Connect => desk.open(),
            Output::Send(ClientMessage::Call { request, .. }) => {
                let made = calls.get_mut(&request).expect("it was made");
                assert!(made.ended.is_none(), "seed {seed}: sent after it ended");
                assert!(
                    made.deadline >= desk.heard(),
                    "seed {seed}: sent after its deadline"
                );
                made.is_sent = true;
            }
            Output::Settle { request, outcome } => {
                calls.get_mut(&request).expect("it was made").ended = Some(outcome);
            }
            _ => {}
        }
    }
}

fn index(random: &mut Random, below: u64) -> usize {
    usize::try_from(random.below(below)).expect("it is small")
}
