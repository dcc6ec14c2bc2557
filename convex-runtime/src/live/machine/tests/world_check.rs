//! Invariants of every simulated world.

use super::{
    super::{CallOutcome, QueryView},
    world::World,
};
use crate::{
    Sent,
    live::protocol::{CallKind, QueryOutcome},
};

impl World {
    /// After each update: both queries of a group show the same.
    pub(super) fn check_update(&mut self) {
        for group in super::world::GROUPS {
            let shown: Vec<_> = self
                .subscriptions
                .iter()
                .filter(|((_, of), _)| *of == group)
                .map(|(_, view)| value(view))
                .collect();
            let known: Vec<_> = shown.iter().flatten().collect();
            assert!(
                known.windows(2).all(|pair| pair[0] == pair[1]),
                "queries of group {group} are torn: {known:?}"
            );
            assert!(
                known
                    .iter()
                    .all(|value| value.starts_with(&format!("{}:", self.user))),
                "{known:?} is shown to {:?}",
                self.user
            );
        }
    }

    /// Checks a call that has ended: the caller of a mutation sees its own write.
    pub(super) fn check_settled(&mut self, number: u64, outcome: &CallOutcome) {
        let call = &self.calls[&number];
        let runs = self
            .deployment
            .runs
            .get(&number)
            .copied()
            .unwrap_or_default();
        match outcome {
            CallOutcome::Success { value, .. } => {
                assert_eq!(runs, 1, "call {number} succeeded");
                let (of, seen) = value.split_once(':').unwrap_or((value, ""));
                assert_eq!(of, number.to_string());
                if call.kind == CallKind::Mutation && self.now < call.deadline {
                    self.check_own_write(call.group, seen.parse().unwrap());
                }
            }
            CallOutcome::Failure { .. } => assert_eq!(runs, 1, "call {number} threw"),
            CallOutcome::Lost => assert_eq!(call.kind, CallKind::Action, "mutations are not lost"),
            _ => {}
        }
        assert!(
            self.now <= call.deadline,
            "call {number} ends at {} after its deadline {}",
            self.now,
            call.deadline
        );
    }

    /// Checks that every shown result of the group includes this write.
    fn check_own_write(&self, group: &str, write: u64) {
        let shown = self
            .subscriptions
            .iter()
            .filter(|((_, of), _)| *of == group);
        for count in shown.filter_map(|(_, view)| value(view)?.split_once(':')) {
            let count: u64 = count.1.parse().unwrap();
            assert!(
                count >= write,
                "a caller sees {count} writes after its own, which is number {write}"
            );
        }
    }

    /// At the end of a schedule, when everything has calmed down.
    pub(super) fn check_end(&self) {
        assert_eq!(self.deployment.violations, Vec::<String>::new());
        for (number, call) in &self.calls {
            let runs = self
                .deployment
                .runs
                .get(number)
                .copied()
                .unwrap_or_default();
            assert!(runs <= 1, "call {number} ran {runs} times");
            let (_, outcome) = call
                .ended
                .as_ref()
                .unwrap_or_else(|| panic!("call {number} never ended"));
            let not_sent = matches!(
                outcome,
                CallOutcome::TimedOut(Sent::No)
                    | CallOutcome::Closed(Sent::No)
                    | CallOutcome::Fatal { sent: Sent::No, .. }
                    | CallOutcome::Unauthenticated { sent: Sent::No, .. }
            );
            assert!(
                !not_sent || runs == 0,
                "call {number} ran although it ended with {outcome:?}"
            );
        }
        for ((query, group), view) in &self.subscriptions {
            let expected = self.deployment.result(group, &self.user);
            assert_eq!(
                value(view),
                Some(&*expected),
                "query {query} of group {group} missed its last value"
            );
            assert_eq!(
                *view,
                self.machine.view(*query),
                "query {query} shows what it should"
            );
        }
    }
}

fn value(view: &QueryView) -> Option<&str> {
    match view {
        QueryView::Ready(outcome) => match &**outcome {
            QueryOutcome::Value { value, .. } => Some(value),
            QueryOutcome::Failure { .. } => None,
        },
        _ => None,
    }
}
