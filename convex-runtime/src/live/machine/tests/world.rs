//! A machine, a deployment and a bad network between them, in simulated time.

use std::{collections::BTreeMap, time::Duration};

use super::{
    super::{
        AuthMode, CallOutcome, FetchId, FetchedToken, Machine, MachineConfig, Moment, Output,
        QueryView,
    },
    model::{Deployment, Effect, Peer, args},
    random::Random,
};
use crate::live::protocol::{
    CallKind, ClientMessage, QueryId, RequestId, ServerMessage, SyncCall, SyncCredential,
    UnreadableMessage,
};

/// Everything there is, at one time.
pub(super) struct World {
    pub(super) random: Random,
    pub(super) now: u64,
    pub(super) machine: Machine,
    pub(super) deployment: Deployment,
    agenda: BTreeMap<(u64, u64), Event>,
    scheduled: u64,
    wire: Option<Wire>,
    wires: u64,
    /// So many of a hundred things that can go wrong do.
    pub(super) trouble: u64,
    pub(super) user: String,
    pub(super) newest_token: u64,
    pub(super) calls: BTreeMap<u64, MadeCall>,
    by_request: BTreeMap<RequestId, u64>,
    pub(super) subscriptions: BTreeMap<(QueryId, &'static str), QueryView>,
}

/// One connection: messages arrive in order, late or never.
#[derive(Default)]
struct Wire {
    number: u64,
    peer: Peer,
    /// Nothing arrives any more, and neither end is notified.
    dead: bool,
    up: u64,
    down: u64,
}

pub(super) struct MadeCall {
    pub(super) kind: CallKind,
    pub(super) group: &'static str,
    pub(super) deadline: u64,
    pub(super) ended: Option<(u64, CallOutcome)>,
}

enum Event {
    Opened(u64),
    OpenFailed,
    ToDeployment(u64, ClientMessage),
    ToClient(u64, ServerMessage),
    Garbage(u64),
    Push(u64),
    Reset(u64),
    Ping(u64),
    Token(FetchId, FetchedToken),
}

pub(super) const GROUPS: [&str; 2] = ["a", "b"];

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let trouble = random.below(5) * 6;
        Self {
            machine: Machine::new(MachineConfig::new("session".to_owned(), random.next())),
            random,
            now: 0,
            deployment: Deployment::default(),
            agenda: BTreeMap::new(),
            scheduled: 0,
            wire: None,
            wires: 0,
            trouble,
            user: String::new(),
            newest_token: 0,
            calls: BTreeMap::new(),
            by_request: BTreeMap::new(),
            subscriptions: BTreeMap::new(),
        }
    }

    pub(super) fn moment(&self) -> Moment {
        Moment {
            elapsed: Duration::from_millis(self.now),
            unix: Duration::ZERO,
        }
    }

    fn goes_wrong(&mut self) -> bool {
        let trouble = self.trouble;
        self.random.percent(trouble)
    }

    fn schedule(&mut self, at: u64, event: Event) {
        self.scheduled += 1;
        self.agenda.insert((at, self.scheduled), event);
    }

    fn soon(&mut self, event: Event) {
        let at = self.now + 1 + self.random.below(40);
        self.schedule(at, event);
    }

    /// Lets time pass until `end`, with all that happens meanwhile.
    pub(super) fn run_until(&mut self, end: u64) {
        loop {
            self.obey();
            let wake = self.machine.next_wake().map_or(u64::MAX, |at| {
                u64::try_from(at.as_nanos().div_ceil(1_000_000)).unwrap()
            });
            let event = self.agenda.keys().next().map_or(u64::MAX, |(at, _)| *at);
            if wake.min(event) > end {
                self.now = end;
                return;
            }
            if wake < event {
                self.now = wake.max(self.now);
                self.machine.tick(self.moment());
            } else {
                let ((at, _), event) = self.agenda.pop_first().unwrap();
                self.now = at.max(self.now);
                self.happen(event);
            }
        }
    }

    /// Does what the machine asks for.
    pub(super) fn obey(&mut self) {
        while let Some(output) = self.machine.poll() {
            match output {
                Output::Connect => {
                    self.wires += 1;
                    self.wire = Some(Wire {
                        number: self.wires,
                        ..Wire::default()
                    });
                    match (self.goes_wrong(), self.goes_wrong()) {
                        (true, true) => {}
                        (true, false) => self.soon(Event::OpenFailed),
                        _ => self.soon(Event::Opened(self.wires)),
                    }
                }
                Output::Disconnect => self.wire = None,
                Output::Ping => panic!("this connection cannot be asked"),
                Output::Send(message) => self.send(message),
                Output::FetchToken {
                    fetch,
                    force_refresh,
                } => {
                    if force_refresh {
                        self.newest_token += self.random.below(2);
                    }
                    let answer = if self.goes_wrong() {
                        Err("no network".to_owned())
                    } else {
                        Ok(Some(format!("{}#{}", self.user, self.newest_token)))
                    };
                    if !self.goes_wrong() {
                        self.soon(Event::Token(fetch, answer));
                    }
                }
                Output::Update(update) => {
                    for (query, view) in update.changed {
                        self.show(query, &view);
                    }
                    self.check_update();
                }
                Output::Settle { request, outcome } => self.settle(request, outcome),
            }
        }
    }

    fn show(&mut self, query: QueryId, view: &QueryView) {
        for ((_, _), shown) in self
            .subscriptions
            .iter_mut()
            .filter(|((id, _), _)| *id == query)
        {
            *shown = view.clone();
        }
    }

    fn settle(&mut self, request: RequestId, outcome: CallOutcome) {
        let number = self.by_request[&request];
        self.check_settled(number, &outcome);
        let call = self.calls.get_mut(&number).unwrap();
        assert!(call.ended.is_none(), "call {number} ends twice");
        call.ended = Some((self.now, outcome));
    }

    fn send(&mut self, message: ClientMessage) {
        let late = 1 + self.random.below(60);
        let Some(wire) = &mut self.wire else { return };
        wire.up = wire.up.max(self.now + late);
        let (at, number) = (wire.up, wire.number);
        self.schedule(at, Event::ToDeployment(number, message));
    }

    fn answer(&mut self, message: ServerMessage, late: u64) {
        let Some(wire) = &mut self.wire else { return };
        wire.down = wire.down.max(self.now + late);
        let (at, number) = (wire.down, wire.number);
        self.schedule(at, Event::ToClient(number, message));
    }

    fn happen(&mut self, event: Event) {
        let alive = |world: &Self, number| {
            world
                .wire
                .as_ref()
                .is_some_and(|wire| wire.number == number && !wire.dead)
        };
        match event {
            Event::Opened(number) if alive(self, number) => {
                self.machine.connected(self.moment());
                self.soon(Event::Ping(number));
            }
            Event::OpenFailed => self
                .machine
                .disconnected(self.moment(), "connection refused"),
            Event::ToDeployment(number, message) if alive(self, number) => self.arrive(message),
            Event::ToClient(number, message) if alive(self, number) => {
                self.machine.message(self.moment(), Ok(message));
                self.disturb(number);
            }
            Event::Garbage(number) if alive(self, number) => {
                self.machine
                    .message(self.moment(), Err(UnreadableMessage("garbage".to_owned())));
            }
            Event::Push(number) if alive(self, number) => self.push(),
            Event::Reset(number)
                if self.wire.as_ref().is_some_and(|wire| wire.number == number) =>
            {
                self.wire = None;
                self.machine.disconnected(self.moment(), "reset");
            }
            Event::Ping(number) if alive(self, number) => {
                self.answer(ServerMessage::Ping, 1);
                self.schedule(self.now + 15_000, Event::Ping(number));
            }
            Event::Token(fetch, token) => self.machine.token_fetched(self.moment(), fetch, token),
            _ => {}
        }
    }

    fn arrive(&mut self, message: ClientMessage) {
        let Some(wire) = &mut self.wire else { return };
        let number = wire.number;
        for effect in self.deployment.read(&mut wire.peer, message) {
            match effect {
                Effect::Say(message) => {
                    let late = 1 + self.random.below(60);
                    self.answer(message, late);
                }
                Effect::SayLater(message) => {
                    let late = 1 + self.random.below(300);
                    self.answer(message, late);
                }
                Effect::Push => self.soon(Event::Push(number)),
                Effect::Close => {
                    let at = self.now + 100;
                    self.schedule(at, Event::Reset(number));
                }
            }
        }
        self.disturb(number);
    }

    fn push(&mut self) {
        let late = 1 + self.random.below(60);
        let Some(wire) = &mut self.wire else { return };
        if self.deployment.has_expired(&wire.peer) {
            let number = wire.number;
            let refused = crate::live::protocol::Refused::InUse;
            self.answer(
                ServerMessage::AuthError {
                    error: "TokenExpired".to_owned(),
                    refused,
                },
                late,
            );
            return self.schedule(self.now + 100, Event::Reset(number));
        }
        if let Some(message) = self.deployment.push(&mut wire.peer) {
            self.answer(message, late);
        }
    }

    /// Something may go wrong with the connection.
    fn disturb(&mut self, number: u64) {
        if !self.goes_wrong() || !self.random.percent(60) {
            return;
        }
        match self.random.below(8) {
            0..4 => self.soon(Event::Reset(number)),
            4 => self.wire.iter_mut().for_each(|wire| wire.dead = true),
            5 => self.answer(
                ServerMessage::FatalError {
                    error: "InternalServerError".to_owned(),
                },
                1,
            ),
            6 => self.soon(Event::Garbage(number)),
            _ => self.deployment.oldest_token = self.newest_token + 1,
        }
    }

    pub(super) fn make_call(&mut self, number: u64) {
        let kind = if self.random.percent(70) {
            CallKind::Mutation
        } else {
            CallKind::Action
        };
        let group = GROUPS[usize::try_from(self.random.below(2)).unwrap()];
        let throws = if self.random.percent(20) {
            "throws"
        } else {
            ""
        };
        let patience = [300, 2_000, 60_000][usize::try_from(self.random.below(3)).unwrap()];
        let deadline = self.now + patience;
        self.calls.insert(
            number,
            MadeCall {
                kind,
                group,
                deadline,
                ended: None,
            },
        );
        let args = args(number, group, &self.user, throws);
        let call = SyncCall {
            kind,
            path: "f".into(),
            args,
        };
        let request = self
            .machine
            .call(self.moment(), call, Duration::from_millis(deadline));
        self.by_request.insert(request, number);
    }

    pub(super) fn subscribe(&mut self) {
        let group = GROUPS[usize::try_from(self.random.below(2)).unwrap()];
        for side in ["left", "right"] {
            let query = self
                .machine
                .subscribe(self.moment(), &side.into(), &group.into());
            let view = self.machine.view(query);
            // The model keeps one subscriber per query.
            if self.subscriptions.insert((query, group), view).is_some() {
                self.machine.unsubscribe(self.moment(), query);
            }
        }
    }

    pub(super) fn unsubscribe(&mut self) {
        if let Some(((query, _), _)) = self.subscriptions.pop_first() {
            self.machine.unsubscribe(self.moment(), query);
        }
    }

    pub(super) fn sign_in(&mut self, user: &str) {
        user.clone_into(&mut self.user);
        let mode = match user {
            "" => AuthMode::Fixed(SyncCredential::Anonymous),
            _ => AuthMode::Source,
        };
        self.machine.set_auth(self.moment(), mode);
    }

    /// Another client writes, and all connected clients are notified.
    pub(super) fn others_write(&mut self) {
        let group = GROUPS[usize::try_from(self.random.below(2)).unwrap()];
        self.deployment.write(group);
        self.push_to_all();
    }

    pub(super) fn push_to_all(&mut self) {
        if let Some(number) = self.wire.as_ref().map(|wire| wire.number) {
            self.soon(Event::Push(number));
        }
    }

    /// Nothing goes wrong any more.
    pub(super) fn heal(&mut self) {
        self.trouble = 0;
        self.newest_token = self.newest_token.max(self.deployment.oldest_token);
    }
}
