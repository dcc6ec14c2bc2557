//! `Identity`: how a client's clones agree on who calls.

use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use tokio::sync::watch;

use super::{
    AuthState, AuthWatch, Credential,
    keeper::{Need, Tokens},
    user::UserIdentity,
};
use crate::{Error, platform::Runtime};

/// The identity of a client and all its clones, and a count of its changes.
pub(crate) struct Identity {
    current: watch::Sender<Current>,
    auth: Arc<AuthWatch>,
    /// Of which of the identities the token source was asked for the state's sake; 0 for none, else
    /// one more.
    asked: AtomicU64,
    masked: Mutex<MaskedStates>,
    /// Mutations over HTTP that wait for each other: of this identity, and of no other.
    #[cfg(feature = "http")]
    pub(crate) turn: tokio::sync::Mutex<()>,
}

/// The states that belong to an identity.
#[derive(Default)]
struct MaskedStates {
    all: Vec<Weak<dyn Masked>>,
    /// The number of states at which dropped ones are removed.
    sweep_at: usize,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Identity").field(&self.current()).finish()
    }
}

/// State that belongs to one identity.
pub(crate) trait Masked: Send + Sync {
    /// The identity changes: hide everything.
    fn mask(&self);
}

/// The current proof of identity and its generation.
#[derive(Debug, Clone)]
pub(crate) struct Current {
    /// The generation of the identity: the number of earlier ones.
    pub(crate) generation: u64,
    pub(crate) proof: Proof,
}

/// The proof of the caller's identity.
#[derive(Debug, Clone)]
pub(crate) enum Proof {
    Fixed(Credential),
    Source(Arc<dyn Tokens>),
}

impl Proof {
    /// Returns whether both are the same fixed credential. Two sources are never the same.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Fixed(one), Self::Fixed(other)) => one == other,
            _ => false,
        }
    }

    /// Reports what a source answers, as the client's identity with this number.
    fn tell(&self, auth: &Arc<AuthWatch>, generation: u64) {
        if let Self::Source(keeper) = self {
            keeper.tell(Arc::clone(auth), generation);
        }
    }

    /// Returns the credential to present with a call.
    pub(crate) async fn credential(&self) -> Result<Credential, Error> {
        match self {
            Self::Fixed(credential) => Ok(credential.clone()),
            Self::Source(keeper) => keeper.credential(Need::Any).await,
        }
    }

    /// Returns another credential than the refused one, if available.
    pub(crate) async fn replacement(
        &self,
        refused: &Credential,
    ) -> Result<Option<Credential>, Error> {
        match self {
            Self::Fixed(_) => Ok(None),
            Self::Source(keeper) => {
                let other = keeper.credential(Need::Other(refused)).await?;
                Ok((other.user() != refused.user()).then_some(other))
            }
        }
    }
}

impl Identity {
    pub(crate) fn new(proof: Proof) -> Self {
        let auth = Arc::new(AuthWatch::new(&proof));
        proof.tell(&auth, 0);
        Self {
            auth,
            asked: AtomicU64::new(0),
            current: watch::Sender::new(Current {
                generation: 0,
                proof,
            }),
            masked: Mutex::default(),
            #[cfg(feature = "http")]
            turn: tokio::sync::Mutex::new(()),
        }
    }

    pub(crate) fn current(&self) -> Current {
        self.current.borrow().clone()
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<Current> {
        self.current.subscribe()
    }

    /// Replaces the identity.
    pub(crate) fn replace(&self, proof: Proof) {
        if proof.is_same(&self.current().proof) {
            // The identity stays. A connection whose token was refused tries it again.
            return self.current.send_modify(|_| {});
        }
        let all = self.masked().all.clone();
        // First, so that no moment shows the former identity's state beside the new identity.
        for masked in all.iter().filter_map(Weak::upgrade) {
            masked.mask();
        }
        // What was there before is the user's, and those who watch run code of theirs: both come
        // after the lock.
        let (mut former, mut generation) = (None, 0);
        self.current.send_modify(|current| {
            current.generation += 1;
            generation = current.generation;
            proof.tell(&self.auth, generation);
            former = Some(std::mem::replace(&mut current.proof, proof.clone()));
        });
        self.auth.replaced(generation, &proof);
        drop((former, proof));
    }

    /// Replaces the token with a newer one of the same user.
    pub(crate) fn renew(&self, credential: Credential) {
        let is_signed_in =
            !matches!(&self.current().proof, Proof::Fixed(known) if known.is_anonymous());
        if credential.is_anonymous() && is_signed_in {
            // A credential of no user is not a newer one: it signs out.
            return self.replace(Proof::Fixed(credential));
        }
        let (mut former, mut generation) = (None, 0);
        self.current.send_modify(|current| {
            generation = current.generation;
            let proof = Proof::Fixed(credential.clone());
            former = Some(std::mem::replace(&mut current.proof, proof));
        });
        self.auth.fetched(generation, &credential);
        drop((former, credential));
    }

    /// Returns the authentication state as far as it is known.
    pub(crate) fn auth(&self) -> &Arc<AuthWatch> {
        &self.auth
    }

    /// Subscribes to the authentication state; asks the token source as
    /// [`ask_who`](Self::ask_who) does.
    pub(crate) fn watch_auth(&self, runtime: &Runtime) -> watch::Receiver<AuthState> {
        self.ask_who(runtime);
        self.auth.subscribe()
    }

    /// Asks the token source who is signed in, unless that is known, the source is being asked, or
    /// there is no runtime to ask it on.
    pub(crate) fn ask_who(&self, runtime: &Runtime) {
        if !self.auth.is_loading() || !runtime.is_there() {
            return;
        }
        let current = self.current();
        if let Proof::Source(tokens) = current.proof
            && self.asked.swap(current.generation + 1, Relaxed) != current.generation + 1
        {
            tokens.ask_on((current.generation, self.subscribe()), runtime);
        }
    }

    /// Subscribes to the authentication state as [`watch_auth`](Self::watch_auth) does, with the
    /// user whom the token names.
    pub(crate) fn watch_user(&self, runtime: &Runtime) -> watch::Receiver<AuthState> {
        self.auth.name_users(UserIdentity::of_token);
        self.watch_auth(runtime)
    }

    /// Masks `state` whenever the identity changes, as long as it lives.
    pub(crate) fn mask_with_changes(&self, state: &Arc<dyn Masked>) {
        let mut masked = self.masked();
        // Looking at all for each new one would take 50,000 of them a minute.
        if masked.all.len() >= masked.sweep_at {
            masked.all.retain(|state| state.strong_count() > 0);
            masked.sweep_at = (2 * masked.all.len()).max(64);
        }
        masked.all.push(Arc::downgrade(state));
    }

    fn masked(&self) -> MutexGuard<'_, MaskedStates> {
        self.masked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
