//! `Identity`: how a client's clones agree on who calls.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use tokio::sync::watch;

use super::{
    Credential,
    keeper::{Need, TokenKeeper},
};
use crate::Error;

/// The identity of a client and all its clones, and a count of its changes.
pub(crate) struct Identity {
    current: watch::Sender<Current>,
    masked: Mutex<Vec<Weak<dyn Masked>>>,
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

/// How it is proved who calls, and how many identities there were before.
#[derive(Debug, Clone)]
pub(crate) struct Current {
    /// Which of the client's identities it is.
    pub(crate) generation: u64,
    pub(crate) proof: Proof,
}

/// How it is proved who calls.
#[derive(Debug, Clone)]
pub(crate) enum Proof {
    Fixed(Credential),
    Source(Arc<TokenKeeper>),
}

impl Proof {
    /// What to present with a call.
    pub(crate) async fn credential(&self) -> Result<Credential, Error> {
        match self {
            Self::Fixed(credential) => Ok(credential.clone()),
            Self::Source(keeper) => keeper.credential(Need::Any).await,
        }
    }

    /// What to present instead of what was refused, if there is anything else.
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
        Self {
            current: watch::Sender::new(Current {
                generation: 0,
                proof,
            }),
            masked: Mutex::default(),
        }
    }

    pub(crate) fn current(&self) -> Current {
        self.current.borrow().clone()
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<Current> {
        self.current.subscribe()
    }

    /// Somebody else from now on.
    pub(crate) fn replace(&self, proof: Proof) {
        // First, so that no moment shows the former identity's state beside the new identity.
        for masked in self.masked().iter().filter_map(Weak::upgrade) {
            masked.mask();
        }
        self.current.send_modify(|current| {
            current.generation += 1;
            current.proof = proof;
        });
    }

    /// The same person, with a newer token.
    pub(crate) fn renew(&self, credential: Credential) {
        self.current
            .send_modify(|current| current.proof = Proof::Fixed(credential));
    }

    /// Masks `state` whenever the identity changes, as long as it lives.
    pub(crate) fn mask_with_changes(&self, state: &Arc<dyn Masked>) {
        let mut all = self.masked();
        all.retain(|state| state.strong_count() > 0);
        all.push(Arc::downgrade(state));
    }

    fn masked(&self) -> MutexGuard<'_, Vec<Weak<dyn Masked>>> {
        self.masked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
