//! `AuthState`: whether a user is signed in, as far as the client knows.

use std::{
    fmt,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use tokio::sync::watch;

use super::{Credential, Proof, UserIdentity};

/// The authentication state of a client, by [`Client::auth`](crate::Client::auth).
///
/// ```
/// use convex_runtime::{AuthState, AuthStatus};
///
/// fn greeting(auth: &AuthState) -> String {
///     match (auth.status, &auth.user) {
///         (AuthStatus::Authenticated, Some(user)) => format!("Hello {}", user.subject()),
///         (AuthStatus::Loading, _) => "…".to_owned(),
///         _ => "Please sign in".to_owned(),
///     }
/// }
/// assert_eq!(greeting(&AuthState::default()), "Please sign in");
/// ```
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct AuthState {
    /// The status: loading, anonymous, authenticated or refused.
    pub status: AuthStatus,
    /// The user, where the token is a JWT that names one. Nothing has verified it while
    /// [`is_confirmed`](Self::is_confirmed) is false.
    pub user: Option<Arc<UserIdentity>>,
    /// True when the deployment has accepted the credential, on a call or on the socket.
    pub is_confirmed: bool,
    /// True when the deployment has refused the token and the token source is asked for another.
    /// The replacement of a token that is about to expire does not count.
    pub is_refreshing: bool,
    /// The reason why the token was refused, or why the token source could not be asked.
    pub reason: Option<Arc<str>>,
    token: Unnamed,
}

/// The token that a user may still be read from. Another token of the same user is not another
/// state.
#[derive(Clone, Default)]
struct Unnamed(Option<Arc<str>>);

impl PartialEq for Unnamed {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Reads the user from a token.
type Naming = fn(&str) -> Option<UserIdentity>;

/// The status of authentication.
///
/// ```
/// assert_eq!(convex_runtime::AuthStatus::default(), convex_runtime::AuthStatus::Anonymous);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum AuthStatus {
    /// The token source has not answered yet.
    Loading,
    /// No user is signed in.
    #[default]
    Anonymous,
    /// There is a credential, which the deployment has not refused.
    Authenticated,
    /// The deployment refuses the credential, and there is not another one.
    Refused,
}

impl AuthState {
    /// Returns whether the token source has not answered yet.
    pub fn is_loading(&self) -> bool {
        self.status == AuthStatus::Loading
    }

    /// Returns whether there is a credential that the deployment has not refused.
    pub fn is_authenticated(&self) -> bool {
        self.status == AuthStatus::Authenticated
    }

    fn of(proof: &Proof, naming: Option<Naming>) -> Self {
        match proof {
            Proof::Fixed(credential) => Self::with(credential, naming),
            Proof::Source(_) => Self::loading(),
        }
    }

    fn loading() -> Self {
        Self {
            status: AuthStatus::Loading,
            ..Self::default()
        }
    }

    fn with(credential: &Credential, naming: Option<Naming>) -> Self {
        if credential.is_anonymous() {
            return Self::default();
        }
        let mut state = Self {
            status: AuthStatus::Authenticated,
            token: Unnamed(credential.user().map(Arc::from)),
            ..Self::default()
        };
        state.name(naming);
        state
    }

    /// Reads the user from the token.
    fn name(&mut self, naming: Option<Naming>) {
        if let (Some(naming), Some(token)) = (naming, &self.token.0) {
            self.user = naming(token).map(Arc::new);
        }
    }
}

impl fmt::Debug for AuthState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Who the user is stays out of logs.
        f.debug_struct("AuthState")
            .field("status", &self.status)
            .field("is_confirmed", &self.is_confirmed)
            .field("is_refreshing", &self.is_refreshing)
            .finish_non_exhaustive()
    }
}

/// The state of a client and its clones, and those who watch it.
#[derive(Debug)]
pub(crate) struct AuthWatch {
    state: watch::Sender<AuthState>,
    /// The way to read users from tokens, once that is wanted. A function that is set, so that programs
    /// which never ask who the user is have none of its code.
    naming: OnceLock<Naming>,
    /// Of which of the client's identities the state is; changed while `state` is.
    generation: AtomicU64,
}

impl AuthWatch {
    pub(super) fn new(proof: &Proof) -> Self {
        Self {
            state: watch::Sender::new(AuthState::of(proof, None)),
            naming: OnceLock::new(),
            generation: AtomicU64::new(0),
        }
    }

    /// Returns whether the token source has not answered yet.
    pub(super) fn is_loading(&self) -> bool {
        self.state.borrow().is_loading()
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<AuthState> {
        self.state.subscribe()
    }

    /// Reads users from tokens from now on.
    pub(super) fn name_users(&self, naming: Naming) {
        if self.naming.set(naming).is_ok() {
            self.state.send_if_modified(|state| {
                state.name(Some(naming));
                // It is the same user.
                false
            });
        }
    }

    fn naming(&self) -> Option<Naming> {
        self.naming.get().copied()
    }

    /// The client is another identity from now on.
    pub(super) fn replaced(&self, generation: u64, proof: &Proof) {
        self.state.send_if_modified(|state| {
            // Another thread may have replaced it once more.
            let is_latest = self.generation.load(Relaxed) < generation;
            if is_latest {
                self.generation.store(generation, Relaxed);
                *state = AuthState::of(proof, self.naming());
            }
            is_latest
        });
    }

    /// The token source has answered, or a newer token of the same user was given.
    pub(super) fn fetched(&self, generation: u64, credential: &Credential) {
        self.answered(generation, |state| {
            let is_confirmed = state.is_confirmed && !credential.is_anonymous();
            AuthState {
                is_confirmed,
                ..AuthState::with(credential, self.naming())
            }
        });
    }

    /// The token source could not answer.
    pub(super) fn unavailable(&self, generation: u64, reason: &str) {
        self.answered(generation, |state| AuthState {
            reason: Some(reason.into()),
            ..state.clone()
        });
    }

    /// The deployment has accepted the credential.
    pub(crate) fn confirmed(&self, generation: u64) {
        if self.state.borrow().is_confirmed {
            return;
        }
        self.note(generation, |state| match state.status {
            AuthStatus::Authenticated | AuthStatus::Refused => AuthState {
                status: AuthStatus::Authenticated,
                is_confirmed: true,
                is_refreshing: false,
                reason: None,
                ..state.clone()
            },
            AuthStatus::Loading | AuthStatus::Anonymous => state.clone(),
        });
    }

    /// The deployment has refused the credential, and another may come.
    pub(crate) fn refreshing(&self, generation: u64, reason: &str) {
        self.note(generation, |state| AuthState {
            is_refreshing: state.is_authenticated(),
            reason: Some(reason.into()),
            ..state.clone()
        });
    }

    /// The deployment has refused the credential, and there is not another one.
    pub(crate) fn refused(&self, generation: u64, reason: &str) {
        self.note(generation, |state| AuthState {
            status: AuthStatus::Refused,
            is_confirmed: false,
            is_refreshing: false,
            reason: Some(reason.into()),
            ..state.clone()
        });
    }

    /// Changes the state because of a source's answer, which may come before
    /// [`replaced`](Self::replaced) was called for its identity.
    fn answered(&self, generation: u64, change: impl FnOnce(&AuthState) -> AuthState) {
        if self.generation.load(Relaxed) < generation {
            self.state.send_if_modified(|state| {
                if self.generation.load(Relaxed) < generation {
                    self.generation.store(generation, Relaxed);
                    *state = AuthState::loading();
                }
                // It changes once more right after this.
                false
            });
        }
        self.note(generation, change);
    }

    /// Changes the state, unless it is of another identity by now.
    fn note(&self, generation: u64, change: impl FnOnce(&AuthState) -> AuthState) {
        self.state.send_if_modified(|state| {
            if self.generation.load(Relaxed) != generation {
                return false;
            }
            let changed = change(state);
            let is_new = changed != *state;
            *state = changed;
            is_new
        });
    }
}
