//! Every row of the table, then every order of a few events against the table read as a
//! specification.

use super::*;

type Outcome = Result<Arc<u32>, Arc<Error>>;

type State = CallState<u32>;

#[expect(clippy::unnecessary_wraps, reason = "as `failure` does")]
fn ok(value: u32) -> Outcome {
    Ok(Arc::new(value))
}

fn failure() -> Outcome {
    Err(Arc::new(Error::DROPPED))
}

fn settle(state: &mut State, ticket: Ticket, outcome: &Outcome) -> Settled {
    state.settle(ticket, outcome.as_ref())
}

/// Status, data, whether there is an error, calls in flight.
fn seen(state: &State) -> (CallStatus, Option<u32>, bool, usize) {
    (
        state.status(),
        state.data().map(|data| **data),
        state.error().is_some(),
        state.in_flight(),
    )
}

#[test]
fn created() {
    assert_eq!(seen(&State::default()), (CallStatus::Idle, None, false, 0));
}

#[test]
fn a_call_starts() {
    let mut state = State::default();
    let ticket = state.start();
    assert_eq!(seen(&state), (CallStatus::Pending, None, false, 1));
    settle(&mut state, ticket, &ok(1));
    let ticket = state.start();
    assert_eq!(
        seen(&state),
        (CallStatus::Pending, Some(1), false, 1),
        "data is kept"
    );
    settle(&mut state, ticket, &failure());
    state.start();
    assert_eq!(
        seen(&state),
        (CallStatus::Pending, Some(1), false, 1),
        "the error is cleared"
    );
}

#[test]
fn the_latest_call_succeeds() {
    let mut state = State::default();
    let ticket = state.start();
    assert_eq!(settle(&mut state, ticket, &ok(1)), Settled::Committed);
    assert_eq!(seen(&state), (CallStatus::Success, Some(1), false, 0));
}

#[test]
fn the_latest_call_fails() {
    let mut state = State::default();
    let ticket = state.start();
    settle(&mut state, ticket, &ok(1));
    let ticket = state.start();
    assert_eq!(settle(&mut state, ticket, &failure()), Settled::Committed);
    assert_eq!(seen(&state), (CallStatus::Error, Some(1), true, 0));
}

#[test]
fn an_earlier_call_ends() {
    let mut state = State::default();
    let (first, second) = (state.start(), state.start());
    assert_eq!(settle(&mut state, first, &ok(1)), Settled::Overtaken);
    assert_eq!(
        seen(&state),
        (CallStatus::Pending, None, false, 1),
        "the later one is still on its way"
    );
    settle(&mut state, second, &ok(2));
    assert_eq!(seen(&state), (CallStatus::Success, Some(2), false, 0));
}

#[test]
fn the_latest_started_wins_whatever_ends_last() {
    let mut state = State::default();
    let (first, second) = (state.start(), state.start());
    settle(&mut state, second, &ok(2));
    assert_eq!(settle(&mut state, first, &failure()), Settled::Overtaken);
    assert_eq!(seen(&state), (CallStatus::Success, Some(2), false, 0));
}

#[test]
fn reset() {
    let mut state = State::default();
    let ticket = state.start();
    settle(&mut state, ticket, &ok(1));
    let ticket = state.start();
    state.reset();
    assert_eq!(
        seen(&state),
        (CallStatus::Idle, None, false, 1),
        "the call goes on"
    );
    assert_eq!(settle(&mut state, ticket, &ok(2)), Settled::Overtaken);
    assert_eq!(seen(&state), (CallStatus::Idle, None, false, 0));
}

#[test]
fn the_identity_changes() {
    let mut state = State::default();
    let ticket = state.start();
    state.change_identity();
    assert_eq!(seen(&state), (CallStatus::Idle, None, false, 1));
    assert_eq!(settle(&mut state, ticket, &ok(1)), Settled::Retired);
    assert_eq!(seen(&state), (CallStatus::Idle, None, false, 0));
}

#[test]
fn the_client_notices_first_that_the_identity_changes() {
    let mut state = State::default();
    let ticket = state.start();
    let outcome = Err(Arc::new(Error::IdentityChanged));
    assert_eq!(settle(&mut state, ticket, &outcome), Settled::Retired);
    assert_eq!(
        seen(&state),
        (CallStatus::Idle, None, false, 0),
        "not pending for ever"
    );
}

#[derive(Debug, Clone, Copy)]
enum Event {
    Start,
    /// The n-th call that is on its way ends.
    Succeed(usize),
    Fail(usize),
    Reset,
    ChangeIdentity,
}

const EVENTS: [Event; 9] = [
    Event::Start,
    Event::Succeed(0),
    Event::Succeed(1),
    Event::Succeed(2),
    Event::Fail(0),
    Event::Fail(1),
    Event::Fail(2),
    Event::Reset,
    Event::ChangeIdentity,
];

/// The table, read as what must be true of a history: nothing is remembered but the history itself.
#[derive(Default)]
struct History {
    /// For each call: when it started, and when and how it ended.
    calls: Vec<(usize, Option<(usize, bool)>)>,
    /// The time when state was cleared, and whether by a change of identity.
    clears: Vec<(usize, bool)>,
    now: usize,
}

impl History {
    fn cleared_between(&self, from: usize, to: usize) -> bool {
        self.clears.iter().any(|(at, _)| (from..to).contains(at))
    }

    /// Returns whether a call, when it ended, was the latest and not cleared.
    fn committed(&self, call: usize) -> Option<bool> {
        let (started, (ended, success)) = (self.calls[call].0, self.calls[call].1?);
        let later = self.calls[call + 1..]
            .iter()
            .any(|(start, _)| *start < ended);
        (!later && !self.cleared_between(started, ended)).then_some(success)
    }

    fn expected(&self) -> (CallStatus, Option<u32>, bool, usize) {
        let status = match self.calls.len().checked_sub(1) {
            Some(latest) if !self.cleared_between(self.calls[latest].0, self.now) => {
                match self.calls[latest].1 {
                    None => CallStatus::Pending,
                    Some((_, true)) => CallStatus::Success,
                    Some((_, false)) => CallStatus::Error,
                }
            }
            _ => CallStatus::Idle,
        };
        let ended = |call: usize| self.calls[call].1.map_or(usize::MAX, |(at, _)| at);
        let data = (0..self.calls.len())
            .filter(|&call| {
                self.committed(call) == Some(true) && !self.cleared_between(ended(call), self.now)
            })
            .max_by_key(|&call| ended(call));
        let in_flight = self.calls.iter().filter(|(_, end)| end.is_none()).count();
        let data = data.map(|call| u32::try_from(call).unwrap());
        (status, data, status == CallStatus::Error, in_flight)
    }
}

fn run(events: &[Event]) {
    let mut state = State::default();
    let mut history = History::default();
    let mut tickets = Vec::new();
    for (at, event) in events.iter().enumerate() {
        let mut end = |state: &mut State, nth: usize, success: bool| {
            let on_their_way = (0..tickets.len()).filter(|&call| history.calls[call].1.is_none());
            let Some(call) = on_their_way.clone().nth(nth) else {
                return;
            };
            let outcome = if success {
                ok(u32::try_from(call).unwrap())
            } else {
                failure()
            };
            history.calls[call].1 = Some((at, success));
            let settled = settle(state, tickets[call], &outcome);
            let started = history.calls[call].0;
            let retired = history
                .clears
                .iter()
                .any(|(clear, identity)| *identity && (started..at).contains(clear));
            let expected = match history.committed(call) {
                _ if retired => Settled::Retired,
                Some(_) => Settled::Committed,
                None => Settled::Overtaken,
            };
            assert_eq!(settled, expected, "{events:?}");
        };
        match *event {
            Event::Start => {
                tickets.push(state.start());
                history.calls.push((at, None));
            }
            Event::Succeed(nth) => end(&mut state, nth, true),
            Event::Fail(nth) => end(&mut state, nth, false),
            Event::Reset => {
                state.reset();
                history.clears.push((at, false));
            }
            Event::ChangeIdentity => {
                state.change_identity();
                history.clears.push((at, true));
            }
        }
        history.now = at + 1;
        assert_eq!(seen(&state), history.expected(), "{:?}", &events[..=at]);
    }
}

#[test]
fn every_order_of_six_events() {
    let total = EVENTS.len().pow(6);
    for mut number in 0..total {
        let events = [(); 6].map(|()| {
            let event = EVENTS[number % EVENTS.len()];
            number /= EVENTS.len();
            event
        });
        run(&events);
    }
}
