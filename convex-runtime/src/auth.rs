//! `Credential`: who calls, and `Identity`: how a client's clones agree on it.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::sync::watch;

/// Who calls. It never shows in `Debug`.
///
/// ```
/// use convex_runtime::Credential;
///
/// let user = Credential::token("eyJhbGciOi...");
/// assert_eq!(format!("{user:?}"), "Credential::User(..)");
/// ```
#[derive(Clone, Default)]
pub struct Credential(Kind);

#[derive(Clone, Default)]
enum Kind {
    #[default]
    Anonymous,
    User(Arc<str>),
    Admin {
        key: Arc<str>,
        /// The JSON of the user's attributes.
        acting_as: Option<Arc<str>>,
    },
}

impl Credential {
    /// Nobody in particular.
    pub fn anonymous() -> Self {
        Self::default()
    }

    /// A user, by the JWT of an auth provider that the deployment knows.
    pub fn token(jwt: impl Into<Arc<str>>) -> Self {
        Self(Kind::User(jwt.into()))
    }

    /// The deployment's administrator, by a deploy key; may call internal functions.
    pub fn admin(deploy_key: impl Into<Arc<str>>) -> Self {
        Self(Kind::Admin {
            key: deploy_key.into(),
            acting_as: None,
        })
    }

    /// The administrator, acting as a user. `identity` is the JSON of the user's attributes, such as
    /// `{"subject": "u1", "issuer": "https://example.com"}`.
    pub fn admin_acting_as(deploy_key: &str, identity: &str) -> Self {
        Self(Kind::Admin {
            key: deploy_key.into(),
            acting_as: Some(identity.into()),
        })
    }

    /// Whether it is nobody in particular.
    pub fn is_anonymous(&self) -> bool {
        matches!(self.0, Kind::Anonymous)
    }

    /// The `Authorization` header, for transports.
    pub fn authorization(&self) -> Option<String> {
        match &self.0 {
            Kind::Anonymous => None,
            Kind::User(jwt) => Some(format!("Bearer {jwt}")),
            Kind::Admin {
                key,
                acting_as: None,
            } => Some(format!("Convex {key}")),
            Kind::Admin {
                key,
                acting_as: Some(identity),
            } => Some(format!("Convex {key}:{}", STANDARD.encode(&**identity))),
        }
    }

    /// The same for the sync protocol.
    #[cfg(feature = "live")]
    pub(crate) fn for_sync(&self) -> crate::live::SyncCredential {
        use crate::live::SyncCredential;
        match &self.0 {
            Kind::Anonymous => SyncCredential::Anonymous,
            Kind::User(jwt) => SyncCredential::User(jwt.to_string()),
            Kind::Admin { key, acting_as } => SyncCredential::Admin {
                key: key.to_string(),
                acting_as: acting_as.clone(),
            },
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::Anonymous => "Credential::Anonymous",
            Kind::User(_) => "Credential::User(..)",
            Kind::Admin { .. } => "Credential::Admin(..)",
        })
    }
}

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

/// A credential, and how many identities there were before.
#[derive(Debug, Clone)]
pub struct Current {
    /// Which of the client's identities it is.
    pub generation: u64,
    /// Who calls.
    pub credential: Credential,
}

impl Identity {
    pub(crate) fn new(credential: Credential) -> Self {
        Self {
            current: watch::Sender::new(Current {
                generation: 0,
                credential,
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
    pub(crate) fn replace(&self, credential: Credential) {
        // First, so that no moment shows the former identity's state beside the new identity.
        for masked in self.masked().iter().filter_map(Weak::upgrade) {
            masked.mask();
        }
        self.current.send_modify(|current| {
            current.generation += 1;
            current.credential = credential;
        });
    }

    /// The same person, with a newer token.
    pub(crate) fn renew(&self, credential: Credential) {
        self.current
            .send_modify(|current| current.credential = credential);
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
