//! `Desk`: a machine and everything it says, driven by hand.

use std::time::Duration;

use super::super::{
    AuthMode, CallOutcome, FetchId, FetchedToken, Machine, MachineConfig, Moment, Output, QueryView,
};
use crate::live::protocol::{
    CallKind, ClientMessage, Json, QueryId, RequestId, ServerMessage, SyncCall, SyncCredential,
};

pub(super) struct Desk {
    pub(super) machine: Machine,
    now: Duration,
}

impl Desk {
    pub(super) fn new() -> Self {
        Self {
            machine: Machine::new(MachineConfig::new("one session".to_owned(), 1)),
            now: Duration::ZERO,
        }
    }

    /// One that is connected and subscribed to `messages:list`, at the deployment's time 5.
    pub(super) fn subscribed() -> (Self, QueryId) {
        Self::new().into_subscribed()
    }

    /// One that also asks for a sign of life after so much silence.
    pub(super) fn subscribed_and_asking(after: Duration) -> (Self, QueryId) {
        let mut config = MachineConfig::new("one session".to_owned(), 1);
        config.probe_after = Some(after);
        let machine = Machine::new(config);
        let desk = Self {
            machine,
            ..Self::new()
        };
        desk.into_subscribed()
    }

    fn into_subscribed(self) -> (Self, QueryId) {
        let mut desk = self;
        let query = desk.subscribe("messages:list");
        desk.connect();
        desk.say(
            r#"{"type":"Transition","startVersion":{"querySet":0,"identity":0,"ts":"AAAAAAAAAAA="},
            "endVersion":{"querySet":1,"identity":0,"ts":"BQAAAAAAAAA="},"modifications":[
            {"type":"QueryUpdated","queryId":0,"value":["a"],"logLines":[],"journal":"page 1"}]}"#,
        );
        assert!(matches!(desk.machine.view(query), QueryView::Ready(_)));
        (desk, query)
    }

    fn moment(&self) -> Moment {
        Moment {
            elapsed: self.now,
            unix: Duration::from_secs(1_000),
        }
    }

    pub(super) fn outputs(&mut self) -> Vec<Output> {
        std::iter::from_fn(|| self.machine.poll()).collect()
    }

    /// Lets the machine open its connection, and returns what it then says.
    pub(super) fn connect(&mut self) -> Vec<ClientMessage> {
        for _ in 0..20 {
            if self.outputs().contains(&Output::Connect) {
                self.machine.connected(self.moment());
                return self.sent();
            }
            let wake = self.machine.next_wake().expect("something is going on");
            self.pass(wake.saturating_sub(self.now));
        }
        panic!("it does not connect");
    }

    /// Returns the messages to the deployment and drops other outputs.
    pub(super) fn sent(&mut self) -> Vec<ClientMessage> {
        let message = |output| match output {
            Output::Send(message) => Some(message),
            _ => None,
        };
        self.outputs().into_iter().filter_map(message).collect()
    }

    /// Returns the outcomes of calls and drops other outputs.
    pub(super) fn settled(&mut self) -> Vec<(RequestId, CallOutcome)> {
        let outcome = |output| match output {
            Output::Settle { request, outcome } => Some((request, outcome)),
            _ => None,
        };
        self.outputs().into_iter().filter_map(outcome).collect()
    }

    pub(super) fn say(&mut self, text: &str) -> Vec<Output> {
        self.machine
            .message(self.moment(), ServerMessage::parse(text));
        self.outputs()
    }

    /// The deployment gives a sign of life.
    pub(super) fn is_alive(&mut self) {
        self.machine.is_alive(self.moment());
    }

    pub(super) fn lose_connection(&mut self) {
        self.machine.disconnected(self.moment(), "reset");
    }

    pub(super) fn wake(&mut self) {
        let now = self.moment();
        self.machine.wake(now);
    }

    pub(super) fn pass(&mut self, time: Duration) {
        self.now += time;
        self.machine.tick(self.moment());
    }

    /// Time passes, and the machine does not hear of it.
    pub(super) fn oversleep(&mut self, time: Duration) {
        self.now += time;
    }

    pub(super) fn now(&self) -> Duration {
        self.now
    }

    /// The time that the machine was told last.
    pub(super) fn heard(&self) -> Duration {
        self.machine.now.elapsed
    }

    /// The connection that the machine asked for is open.
    pub(super) fn open(&mut self) {
        self.machine.connected(self.moment());
    }

    pub(super) fn call_within(&mut self, kind: CallKind, patience: Duration) -> RequestId {
        let (path, args) = ("a:b".into(), "{}".into());
        let deadline = self.now + patience;
        self.machine
            .call(self.moment(), SyncCall { kind, path, args }, deadline)
    }

    pub(super) fn subscribe(&mut self, path: &str) -> QueryId {
        self.machine
            .subscribe(self.moment(), &path.into(), &"{}".into())
    }

    pub(super) fn mutate(&mut self, path: &str) -> RequestId {
        self.call(CallKind::Mutation, path)
    }

    pub(super) fn act(&mut self, path: &str) -> RequestId {
        self.call(CallKind::Action, path)
    }

    fn call(&mut self, kind: CallKind, path: &str) -> RequestId {
        let deadline = self.now + Duration::from_secs(60);
        self.machine.call(
            self.moment(),
            SyncCall {
                kind,
                path: path.into(),
                args: "{}".into(),
            },
            deadline,
        )
    }

    pub(super) fn sign_in(&mut self, mode: AuthMode) {
        self.machine.set_auth(self.moment(), mode);
    }

    pub(super) fn close(&mut self, patience: Duration) {
        self.machine.close(self.moment(), patience);
    }

    /// The number of the token that is being asked for, and whether it has to be a fresh one.
    pub(super) fn fetch(&mut self) -> (FetchId, bool) {
        let fetch = self.outputs().into_iter().find_map(|output| match output {
            Output::FetchToken {
                fetch,
                force_refresh,
            } => Some((fetch, force_refresh)),
            _ => None,
        });
        fetch.expect("a token is asked for")
    }

    pub(super) fn fetched(&mut self, fetch: FetchId, token: FetchedToken) {
        self.machine.token_fetched(self.moment(), fetch, token);
    }
}

/// The ids of the calls among the messages.
pub(super) fn calls(messages: &[ClientMessage]) -> Vec<RequestId> {
    let request = |message: &ClientMessage| match message {
        ClientMessage::Call { request, .. } => Some(*request),
        _ => None,
    };
    messages.iter().filter_map(request).collect()
}

/// The session ids among the messages.
pub(super) fn sessions(messages: &[ClientMessage]) -> Vec<String> {
    let session = |message: &ClientMessage| match message {
        ClientMessage::Connect { session, .. } => Some(session.clone()),
        _ => None,
    };
    messages.iter().filter_map(session).collect()
}

/// The credentials among the messages.
pub(super) fn credentials(messages: &[ClientMessage]) -> Vec<SyncCredential> {
    let credential = |message: &ClientMessage| match message {
        ClientMessage::Authenticate { credential, .. } => Some(credential.clone()),
        _ => None,
    };
    messages.iter().filter_map(credential).collect()
}

pub(super) fn success(value: &str) -> CallOutcome {
    CallOutcome::Success {
        value: Json::from(value),
        logs: vec![],
    }
}
