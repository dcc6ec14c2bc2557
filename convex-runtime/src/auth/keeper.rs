//! `TokenKeeper`: asks a token source, once at a time, and keeps what it said.

use std::{
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::{oneshot, watch};

use super::{AuthWatch, Credential, Current, TokenRequest, TokenSource, jwt};
use crate::{
    Error,
    platform::{self, Moment, Runtime},
};

/// The time before its expiry at which a token is no longer used.
const LEEWAY: Duration = Duration::from_secs(10);

/// A source that takes longer is taken not to answer.
const LONGEST: Duration = Duration::from_secs(60);

/// Asks a token source, once at a time, and keeps what it said.
///
/// The source runs in a task of its own: a caller that stops waiting does not stop it. From then on
/// it is doubted, though, and the next caller asks once more; the answer that comes first counts
/// for all who wait.
pub(crate) struct TokenKeeper {
    source: Arc<dyn TokenSource>,
    /// The receiver of answers and the generation of its identity.
    told: Told,
    state: Arc<watch::Sender<State>>,
}

type Told = Arc<Mutex<Option<(Arc<AuthWatch>, u64)>>>;

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    /// The number of answers so far.
    answers: u64,
    /// The error of the last answer, if it failed.
    failure: Option<Error>,
    /// The number of requests to the source.
    asked: u64,
    /// The source is working on these: the first one, and at most one more.
    running: Vec<Asking>,
}

struct Kept {
    credential: Credential,
    /// None for tokens that do not say when they expire.
    until: Option<Moment>,
    /// The number of the answer that contained it.
    answer: u64,
}

struct Asking {
    number: u64,
    /// A caller has waited for it in vain.
    is_doubted: bool,
    /// Dropped to stop it.
    _stop: oneshot::Receiver<()>,
}

/// The requirement on a token.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Need<'a> {
    /// Any that has not expired.
    Any,
    /// A new one.
    #[cfg(feature = "live")]
    Fresh,
    /// Any but this one, which was refused.
    Other(&'a Credential),
}

/// A source of tokens as the client sees it. A trait, so that programs without a source have none
/// of its code.
pub(crate) trait Tokens: fmt::Debug + Send + Sync {
    /// Returns a credential that meets `need`, or the error of the source.
    fn credential<'a>(&'a self, need: Need<'a>) -> Answer<'a>;

    /// Reports answers from now on, as the client's identity with this number.
    fn tell(&self, auth: Arc<AuthWatch>, generation: u64);

    /// Asks until there is an answer, the identity changes, or the client is dropped.
    fn ask_on(self: Arc<Self>, identity: (u64, watch::Receiver<Current>), runtime: &Runtime);
}

/// A credential to come.
pub(crate) type Answer<'a> = Pin<Box<dyn Future<Output = Result<Credential, Error>> + Send + 'a>>;

impl Tokens for TokenKeeper {
    fn credential<'a>(&'a self, need: Need<'a>) -> Answer<'a> {
        Box::pin(self.answer(need))
    }

    fn tell(&self, auth: Arc<AuthWatch>, generation: u64) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some((auth, generation));
    }

    fn ask_on(
        self: Arc<Self>,
        (generation, mut identity): (u64, watch::Receiver<Current>),
        runtime: &Runtime,
    ) {
        runtime.spawn(async move {
            let mut wait = Duration::from_secs(1);
            while self.answer(Need::Any).await.is_err() {
                let replaced = identity.wait_for(|current| current.generation != generation);
                // An error: the client is gone.
                if platform::timeout(wait, replaced).await.is_ok() {
                    return;
                }
                wait = (wait * 2).min(Duration::from_secs(30));
            }
        });
    }
}

impl TokenKeeper {
    pub(crate) fn new(source: impl TokenSource) -> Self {
        Self {
            source: Arc::new(source),
            told: Told::default(),
            state: Arc::new(watch::Sender::new(State::default())),
        }
    }

    async fn answer(&self, need: Need<'_>) -> Result<Credential, Error> {
        let mut changes = self.state.subscribe();
        let mut waiting = Waiting {
            state: &self.state,
            is_answered: false,
        };
        let since = changes.borrow_and_update().answers;
        loop {
            let (answer, ask) = {
                let state = changes.borrow_and_update();
                (state.answer(need, since), state.wants_another())
            };
            if let Some(answer) = answer {
                waiting.is_answered = true;
                return answer;
            }
            if ask {
                self.ask(need);
            }
            // The sender is this keeper's.
            let _ = changes.changed().await;
        }
    }

    /// Requests another token from the source, unless another caller already has.
    fn ask(&self, need: Need<'_>) {
        let (stop, stopped) = oneshot::channel();
        let mut ask = None;
        self.state.send_if_modified(|state| {
            if state.wants_another() {
                state.asked += 1;
                // The first one goes on: it may be slow and no more than that.
                state.running.truncate(1);
                state.running.push(Asking {
                    number: state.asked,
                    is_doubted: false,
                    _stop: stopped,
                });
                let force_refresh = state.kept.is_some() || !matches!(need, Need::Any);
                ask = Some((state.asked, TokenRequest { force_refresh }));
            }
            false
        });
        if let Some((number, request)) = ask {
            let answering = Answering {
                state: Arc::clone(&self.state),
                told: Arc::clone(&self.told),
                number,
            };
            // In a task of its own also because the source may panic.
            let source = Arc::clone(&self.source);
            platform::spawn(answering.run(async move { source.token(request).await }, stop));
        }
    }
}

/// The answer of a source, for the sync protocol.
#[cfg(feature = "live")]
pub(crate) fn token(answer: Result<Credential, Error>) -> Result<Option<String>, String> {
    match answer {
        Ok(credential) => Ok(credential.user().map(str::to_owned)),
        Err(error) => Err(error.message().unwrap_or_default().to_owned()),
    }
}

impl State {
    /// Returns the answer for a caller that has waited since answer number `since`.
    fn answer(&self, need: Need<'_>, since: u64) -> Option<Result<Credential, Error>> {
        let usable = |kept: &&Kept| {
            kept.answer > since
                || match need {
                    Need::Any => kept.until.is_none_or(|until| Moment::now() < until),
                    #[cfg(feature = "live")]
                    Need::Fresh => false,
                    Need::Other(refused) => kept.credential.user() != refused.user(),
                }
        };
        if let Some(kept) = self.kept.as_ref().filter(usable) {
            return Some(Ok(kept.credential.clone()));
        }
        let has_failed = self.answers > since && self.running.is_empty();
        let failure = self.failure.clone().filter(|_| has_failed);
        failure.map(Err)
    }

    /// Returns whether a new request is needed: all running ones are doubted.
    fn wants_another(&self) -> bool {
        self.running.iter().all(|asking| asking.is_doubted)
    }

    /// The source has answered.
    fn answered(&mut self, number: u64, answer: Result<Credential, Error>) {
        self.running.retain(|asking| asking.number != number);
        self.answers += 1;
        match answer {
            Ok(credential) => {
                let life = credential
                    .user()
                    .and_then(|token| jwt::lifetime(token, platform::since_epoch()));
                let until =
                    life.map(|life| Moment::now() + life.saturating_sub(LEEWAY).max(life / 2));
                self.failure = None;
                self.kept = Some(Kept {
                    credential,
                    until,
                    answer: self.answers,
                });
            }
            Err(error) => self.failure = Some(error),
        }
    }
}

/// A caller that waits for an answer. When it goes without one, what it waited for is doubted.
struct Waiting<'a> {
    state: &'a watch::Sender<State>,
    is_answered: bool,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.is_answered {
            self.state.send_modify(|state| {
                for asking in &mut state.running {
                    asking.is_doubted = true;
                }
            });
        }
    }
}

/// The source at work. However it ends, those who wait are told.
struct Answering {
    state: Arc<watch::Sender<State>>,
    told: Told,
    number: u64,
}

impl Answering {
    async fn run(
        self,
        token: impl Future<Output = Result<Option<String>, Box<dyn std::error::Error + Send + Sync>>>,
        mut stop: oneshot::Sender<()>,
    ) {
        let token = platform::unless(platform::timeout(LONGEST, token), stop.closed()).await;
        // Stopped: another one has been asked.
        let Some(Ok(token)) = token else { return };
        let credential = match token {
            Ok(token) => {
                let credential = token.map_or_else(Credential::anonymous, Credential::token);
                self.report(|auth, generation| auth.fetched(generation, &credential));
                Ok(credential)
            }
            Err(error) => {
                self.report(|auth, generation| auth.unavailable(generation, &error.to_string()));
                Err(Error::token_unavailable(&*error))
            }
        };
        self.state
            .send_modify(|state| state.answered(self.number, credential));
    }
}

impl Answering {
    fn report(&self, report: impl FnOnce(&AuthWatch, u64)) {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let told = told.clone();
        // Those who watch are woken where no lock is held.
        if let Some((auth, generation)) = told {
            report(&auth, generation);
        }
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.state.send_if_modified(|state| {
            let unanswered = state
                .running
                .iter()
                .any(|asking| asking.number == self.number);
            if unanswered {
                let gone = "the token source panicked, took too long, or its runtime shut down";
                state.answered(self.number, Err(Error::token_unavailable(&Gone(gone))));
            }
            unanswered
        });
    }
}

#[derive(Debug)]
struct Gone(&'static str);

impl fmt::Display for Gone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Gone {}

impl fmt::Debug for TokenKeeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenKeeper").finish_non_exhaustive()
    }
}
