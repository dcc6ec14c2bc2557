//! `ConvexAuth`: the state of authentication as signals, and components that depend on it.

use std::fmt;

use convex_runtime::{AuthState, AuthStatus, Client, Credential, TokenSource};
use dioxus::prelude::*;

use crate::{
    follow::{read, watched_from},
    server::{Entry, is_server},
};

/// Returns whether a user is signed in, as signals, and signs in and out.
///
/// What an auth provider has to bring is a token, which a [`TokenSource`] asks it for: Clerk,
/// Auth0, or a server of one's own.
///
/// ```no_run
/// use convex_dioxus::{Authenticated, Unauthenticated, use_convex_auth};
/// use convex_runtime::TokenRequest;
/// use dioxus::prelude::*;
/// # async fn ask_auth_provider(force: bool) -> Result<String, std::io::Error> { Ok(String::new()) }
///
/// #[component]
/// fn Account() -> Element {
///     let auth = use_convex_auth();
///     let sign_in = move |_| {
///         auth.sign_in(|request: TokenRequest| async move { Ok(Some(ask_auth_provider(request.force_refresh()).await?)) });
///     };
///     rsx! {
///         Unauthenticated { button { onclick: sign_in, "Sign in" } }
///         Authenticated { button { onclick: move |_| auth.sign_out(), "Sign out" } }
///     }
/// }
/// # let _ = Account;
/// ```
///
/// # Panics
///
/// When no component above called [`provide_convex`](crate::provide_convex).
#[track_caller]
pub fn use_convex_auth() -> ConvexAuth {
    use_hook(|| {
        try_consume_context()
            .expect("`provide_convex` is called in a component above those that use hooks")
    })
}

/// The state of authentication, by [`use_convex_auth`].
///
/// `Copy`, as signals are. A component that reads it renders again when the state changes.
#[derive(Clone, Copy, PartialEq)]
pub struct ConvexAuth {
    client: CopyValue<Client>,
    state: Signal<AuthState>,
}

impl ConvexAuth {
    /// The state of a client. While a page is hydrated, and until the token source has answered, it
    /// is what the server has seen.
    pub(crate) fn new(client: &Client) -> Self {
        let watch = client.auth();
        let now = watch.borrow().clone();
        let seen = seen_by_server(&now);
        let is_old = move |state: &AuthState| seen.is_some() && state.is_loading();
        let first = match seen {
            Some(status) if now.is_loading() => {
                let mut state = AuthState::default();
                state.status = status;
                state
            }
            _ => now,
        };
        Self {
            client: CopyValue::new(client.clone()),
            state: watched_from(first, watch, is_old),
        }
    }

    /// Returns the whole state of this moment; reactive.
    pub fn state(&self) -> AuthState {
        read(self.state)
    }

    /// Returns whether a user is signed in, not yet known, or refused; reactive.
    pub fn status(&self) -> AuthStatus {
        self.state().status
    }

    /// Returns whether the token source has not answered yet; reactive.
    pub fn loading(&self) -> bool {
        self.state().is_loading()
    }

    /// Returns whether a user is signed in; reactive. What a query of a signed-in user asks:
    ///
    /// ```no_run
    /// # use convex_dioxus::{use_convex_auth, use_convex_query};
    /// # use convex_runtime::Query;
    /// # const MINE: Query<(), Vec<String>> = Query::new("notes:mine");
    /// let auth = use_convex_auth();
    /// let notes = use_convex_query(MINE, move || auth.authenticated().then_some(()));
    /// ```
    pub fn authenticated(&self) -> bool {
        self.state().is_authenticated()
    }

    /// Authenticates with tokens of `source` from now on.
    pub fn sign_in(&self, source: impl TokenSource) {
        if let Ok(client) = self.client.try_peek() {
            client.set_token_source(source);
            // Asks the source at once, also while nothing is called.
            drop(client.auth());
        }
    }

    /// Calls anonymously from now on.
    pub fn sign_out(&self) {
        if let Ok(client) = self.client.try_peek() {
            client.set_credential(Credential::anonymous());
        }
    }
}

impl fmt::Debug for ConvexAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConvexAuth").finish_non_exhaustive()
    }
}

/// Shows its children while a user is signed in.
#[component]
pub fn Authenticated(children: Element) -> Element {
    let auth = use_convex_auth();
    if auth.authenticated() {
        children
    } else {
        VNode::empty()
    }
}

/// Shows its children while it is known that no user is signed in, or the deployment refuses who
/// claims to be.
#[component]
pub fn Unauthenticated(children: Element) -> Element {
    let auth = use_convex_auth();
    if auth.authenticated() || auth.loading() {
        VNode::empty()
    } else {
        children
    }
}

/// Shows its children while it is not known yet whether a user is signed in.
#[component]
pub fn AuthLoading(children: Element) -> Element {
    let auth = use_convex_auth();
    if auth.loading() {
        children
    } else {
        VNode::empty()
    }
}

/// On a server, tells the browser what the state is; in a browser, returns what the server told.
fn seen_by_server(now: &AuthState) -> Option<AuthStatus> {
    let entry = Entry::new();
    if is_server() {
        entry.send(now.is_authenticated().to_string());
        return None;
    }
    let is_authenticated: bool = entry.sent().result()?;
    Some(if is_authenticated {
        AuthStatus::Authenticated
    } else {
        AuthStatus::Anonymous
    })
}
