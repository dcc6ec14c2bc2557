//! `Session`: the server's side of one socket, without the socket.

use std::{pin::Pin, sync::Arc};

use serde_json::Value as Json;
use tokio::sync::mpsc;

use super::{
    client_message::{ClientMessage, Token},
    mutations::{Finished, Key, act},
    queries::{QuerySet, Results},
    server_message::{AuthCause, StateVersion, auth_error, request_id, response, transition},
};
use crate::{
    FunctionKind,
    testing::{
        Transport,
        backend::Backend,
        execute::{Invocation, Origin},
        fault::Step,
        principal::Principal,
        token::Tokens,
    },
};

/// A client's introduction on a new socket, from
/// [`Deployment::connects`](crate::testing::Deployment::connects).
///
/// ```
/// # use convex_runtime::testing::Connect;
/// fn is_one_client(connects: &[Connect]) -> bool {
///     connects.windows(2).all(|pair| pair[0].session_id == pair[1].session_id)
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connect {
    /// The session id. A client keeps it across sockets so that its mutations run once.
    pub session_id: String,
    /// The number of earlier sockets.
    pub connection_count: u64,
    /// The reason why the previous socket closed.
    pub last_close_reason: String,
}

/// A command to the server side of all sockets.
#[derive(Debug, Clone)]
pub(in crate::testing) enum Command {
    Fatal(String),
    /// A frame as it is.
    Send(String),
    HalfClose,
}

/// The end of a socket.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum End {
    /// Without a word.
    Drop,
    /// After this message.
    Close(Json),
    Fatal(String),
}

/// An outgoing message or event.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Out {
    Message(Json),
    /// In parts when it is large and the client can put them together.
    Transition(Json),
    /// A frame as it is.
    Raw(String),
    HalfClose,
    End(End),
}

/// Results on their way, and what is to happen to the transition that brings them.
type Computing = Pin<Box<dyn Future<Output = (Results, Option<Step>)> + Send>>;

pub(super) struct Session {
    pub(super) backend: Arc<Backend>,
    /// The session id that the client chose.
    client: String,
    /// The version that the client has.
    current: StateVersion,
    /// The version that the client requested.
    target: StateVersion,
    queries: QuerySet,
    principal: Principal,
    pub(super) token: Option<String>,
    /// Mutations run one after another.
    mutations: mpsc::UnboundedSender<(Key, Invocation)>,
    finished: mpsc::UnboundedSender<Finished>,
    /// `true` while results may be out of date.
    pub(super) is_stale: bool,
    pub(super) computing: Option<Computing>,
}

impl Session {
    pub(super) fn new(
        backend: Arc<Backend>,
        mutations: mpsc::UnboundedSender<(Key, Invocation)>,
        finished: mpsc::UnboundedSender<Finished>,
    ) -> Self {
        Self {
            backend,
            client: String::new(),
            current: StateVersion::INITIAL,
            target: StateVersion::INITIAL,
            queries: QuerySet::default(),
            principal: Principal::default(),
            token: None,
            mutations,
            finished,
            is_stale: false,
            computing: None,
        }
    }

    /// Takes a frame.
    pub(super) fn receive(&mut self, text: &str) -> Result<(), End> {
        match ClientMessage::parse(text).map_err(End::Fatal)? {
            ClientMessage::Connect {
                session_id,
                connection_count,
                last_close_reason,
                max_observed,
            } => {
                if max_observed.is_some_and(|observed| observed > self.backend.clock.now()) {
                    return Err(End::Drop);
                }
                self.client.clone_from(&session_id);
                self.backend.record_connect(Connect {
                    session_id,
                    connection_count,
                    last_close_reason,
                });
                Ok(())
            }
            ClientMessage::ModifyQuerySet {
                base,
                new,
                modifications,
            } => {
                if base != self.target.query_set {
                    let error = format!(
                        "BaseVersionMismatch: Base version {base} passed up doesn't match the current version {}",
                        self.target.query_set
                    );
                    return Err(End::Fatal(error));
                }
                self.target.query_set = new;
                for modification in modifications {
                    self.queries.modify(modification);
                }
                self.is_stale = true;
                Ok(())
            }
            ClientMessage::Call {
                request_id,
                kind,
                path,
                args,
            } => {
                let request = Invocation {
                    path,
                    kind: Some(kind),
                    args,
                    principal: self.principal.clone(),
                    origin: Origin::Call(Transport::Socket),
                };
                self.call(request_id, kind, request);
                Ok(())
            }
            ClientMessage::Authenticate { base, token } => self.authenticate(base, token),
            ClientMessage::Event => Ok(()),
        }
    }

    fn call(&self, request_id: u64, kind: FunctionKind, request: Invocation) {
        if kind == FunctionKind::Mutation {
            // The queue ends with the session, which is here.
            let _queued = self
                .mutations
                .send(((self.client.clone(), request_id), request));
            return;
        }
        let finished = self.finished.clone();
        let running = act(self.backend.clone(), request_id, request);
        self.backend.tasks.spawn(async move {
            let _gone = finished.send(running.await);
        });
    }

    fn authenticate(&mut self, base: u64, token: Token) -> Result<(), End> {
        if base != self.target.identity {
            let current = self.target.identity;
            return Err(End::Fatal(format!(
                "BaseVersionMismatch: Base version {base} passed up doesn't match the current version {current}"
            )));
        }
        let refused = |message: &str| End::Close(auth_error(message, base, AuthCause::Update));
        (self.principal, self.token) = match token {
            Token::None => (Principal::default(), None),
            Token::Admin { key, acting_as } => {
                match Tokens::administrator(&key, acting_as.as_ref()) {
                    Ok(principal) => (principal, None),
                    Err(error) => return Err(refused(&error.to_string())),
                }
            }
            Token::User(token) => match self.backend.tokens.authenticate(&token) {
                Ok(identity) => (Principal::user(identity), Some(token)),
                Err(error) => return Err(refused(&error.to_string())),
            },
        };
        self.target.identity = base + 1;
        self.is_stale = true;
        Ok(())
    }

    /// Ends the session when its token has expired.
    pub(super) fn check_token(&self) -> Result<(), End> {
        match &self.token {
            Some(token) if self.backend.tokens.is_expired(token) => {
                let error = "TokenExpired: Convex token identity expired";
                Err(End::Close(auth_error(
                    error,
                    self.target.identity,
                    AuthCause::Expiry,
                )))
            }
            _ => Ok(()),
        }
    }

    /// Runs the queries again when that is due and none run.
    pub(super) fn refresh(&mut self) -> Result<(), End> {
        if !self.is_stale || self.computing.is_some() {
            return Ok(());
        }
        self.is_stale = false;
        let fault = self.queries.take_fault(&self.backend);
        match fault {
            Some(Step::DropBeforeRun) => return Err(End::Drop),
            Some(Step::Status { code, .. }) => return Err(End::Fatal(code)),
            _ => {}
        }
        let version = StateVersion {
            ts: self.backend.clock.now(),
            ..self.target
        };
        let results = self.queries.run(&self.backend, &self.principal, version);
        self.computing = Some(Box::pin(async move {
            if let Some(step) = &fault {
                step.wait().await;
            }
            (results.await, fault)
        }));
        Ok(())
    }

    /// Takes the client from what it has to these results.
    pub(super) fn advance(&mut self, results: &Results, fault: Option<&Step>) -> Vec<Out> {
        let id = request_id(&self.client, results.version.query_set);
        let modifications = self.queries.modifications(results, self.backend.mode, &id);
        let start = std::mem::replace(&mut self.current, results.version);
        let transition = transition(start, results.version, &modifications);
        deliver(transition, Out::Transition, fault)
    }

    /// Answers a mutation or an action; a transition follows in any case.
    pub(super) fn answer(&mut self, finished: Finished) -> Vec<Out> {
        let (done, fault) = match finished {
            Finished::Refused(Step::Status { code, .. }) => {
                return vec![Out::End(End::Fatal(code))];
            }
            Finished::Refused(_) => return vec![Out::End(End::Drop)],
            Finished::Ran(done, fault) => (done, fault),
        };
        self.is_stale = true;
        let response = response(&done, self.backend.mode, &self.client);
        deliver(response, Out::Message, fault.as_ref())
    }
}

/// Sends a message, or what a fault makes of it.
fn deliver(message: Json, send: fn(Json) -> Out, fault: Option<&Step>) -> Vec<Out> {
    match fault {
        Some(Step::DropBeforeResponse) => vec![Out::End(End::Drop)],
        Some(Step::DropAfterResponse) => vec![send(message), Out::End(End::Drop)],
        Some(Step::Malformed) => vec![Out::Raw("<html>this is not JSON".to_owned())],
        Some(Step::Truncate) => {
            let mut text = message.to_string();
            text.truncate(20);
            vec![Out::Raw(text), Out::End(End::Drop)]
        }
        Some(Step::Oversized(bytes)) => {
            let text = message.to_string();
            let padding = " ".repeat(bytes.saturating_sub(text.len()));
            vec![Out::Raw(text + &padding)]
        }
        Some(Step::HalfClose) => vec![Out::HalfClose],
        _ => vec![send(message)],
    }
}
