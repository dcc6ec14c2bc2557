//! `Oidc`: any OIDC provider, for desktop and terminal programs.

use std::{fmt, sync::Arc, time::Duration};

use tokio::sync::Mutex;

use super::{
    form,
    loopback::Loopback,
    pkce,
    store::{TokenStore, failed},
};
use crate::{
    Client, Encoder, Error, Node, Tape, TokenRequest, TokenSource, platform, transport::BoxFuture,
};

/// Signs users in with an OIDC provider, by the system's browser: the authorization code flow with
/// PKCE, sent back to loopback. As a [`TokenSource`] it presents the provider's ID token, and gets
/// another by the refresh token.
///
/// The provider has to know the client id as a public (native) application that may be redirected
/// to `http://127.0.0.1` on any port, or on the one that [`port`](Self::port) says; and
/// `convex/auth.config.ts` has to name the provider and the client id.
///
/// ```no_run
/// use convex_runtime::{Client, sign_in::{MemoryStore, Oidc}};
///
/// # async fn example() -> Result<(), convex_runtime::Error> {
/// let client = Client::from_env()?;
/// let oidc = Oidc::new(&client, "https://accounts.example.com", "my-program", MemoryStore::default()).scope("email");
/// let login = oidc.start().await?;
/// println!("Open {}", login.url());
/// login.finish().await?;
/// client.set_token_source(oidc);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Oidc {
    shared: Arc<Shared>,
}

struct Shared {
    /// The client whose connections are used.
    client: Client,
    issuer: String,
    client_id: String,
    scopes: String,
    port: u16,
    patience: Duration,
    store: Arc<dyn TokenStore>,
    /// Refresh tokens are good for one use.
    turn: Mutex<()>,
}

/// The endpoints of a provider.
struct Endpoints {
    authorization: String,
    token: String,
}

/// The tokens that a provider returned.
struct Tokens {
    id: String,
    refresh: Option<String>,
}

impl Oidc {
    /// Users of `issuer`, the provider's URL, who sign in to the application with this client id.
    /// Their tokens are kept in `store`.
    pub fn new(
        client: &Client,
        issuer: impl Into<String>,
        client_id: impl Into<String>,
        store: impl TokenStore,
    ) -> Self {
        let shared = Shared {
            client: client.clone().anonymous(),
            issuer: issuer.into(),
            client_id: client_id.into(),
            scopes: "openid profile offline_access".to_owned(),
            port: 0,
            patience: Duration::from_secs(300),
            store: Arc::new(store),
            turn: Mutex::new(()),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Asks for a scope beside `openid`, `profile` and `offline_access`.
    #[must_use]
    pub fn scope(self, scope: &str) -> Self {
        self.with(|shared| {
            shared.scopes.push(' ');
            shared.scopes.push_str(scope);
        })
    }

    /// Is redirected to this port of loopback, for providers that want to know it before; any free
    /// port without it.
    #[must_use]
    pub fn port(self, port: u16) -> Self {
        self.with(|shared| shared.port = port)
    }

    /// Waits so long for the user to sign in; five minutes without it.
    #[must_use]
    pub fn patience(self, patience: Duration) -> Self {
        self.with(|shared| shared.patience = patience)
    }

    fn with(self, change: impl FnOnce(&mut Shared)) -> Self {
        let mut shared = Arc::unwrap_or_clone(self.shared);
        change(&mut shared);
        Self {
            shared: Arc::new(shared),
        }
    }

    /// Returns whether the store has tokens of a user.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] when the store cannot be read.
    pub fn is_signed_in(&self) -> Result<bool, Error> {
        Ok(self.shared.load()?.is_some())
    }

    /// Begins to sign in: a page to open in a browser, and what waits for its end.
    ///
    /// # Errors
    ///
    /// [`Error::Transport`] or [`Error::Protocol`] when the provider does not say where it takes
    /// users, [`Error::Configuration`] when the port is taken.
    pub async fn start(&self) -> Result<OidcLogin, Error> {
        let endpoints = self.shared.discover().await?;
        let loopback = Loopback::open(self.shared.port).await?;
        let (verifier, state) = (pkce::secret()?, pkce::secret()?);
        let query = form::encode(&[
            ("response_type", "code"),
            ("client_id", &self.shared.client_id),
            ("redirect_uri", &loopback.redirect_uri()),
            ("scope", &self.shared.scopes),
            ("state", &state),
            ("code_challenge", &pkce::challenge(&verifier)),
            ("code_challenge_method", "S256"),
        ]);
        let separator = if endpoints.authorization.contains('?') {
            '&'
        } else {
            '?'
        };
        Ok(OidcLogin {
            url: format!("{}{separator}{query}", endpoints.authorization),
            oidc: self.clone(),
            loopback,
            verifier,
            state,
            token: endpoints.token,
        })
    }

    /// Forgets the user's tokens. The client goes on as the user until it is told otherwise
    /// ([`set_credential`](Client::set_credential)).
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] when the store cannot be written.
    pub fn sign_out(&self) -> Result<(), Error> {
        self.shared.store.save(None).map_err(|error| failed(&error))
    }
}

/// A user who is signing in, by [`Oidc::start`].
pub struct OidcLogin {
    oidc: Oidc,
    url: String,
    loopback: Loopback,
    verifier: String,
    state: String,
    /// The provider's token endpoint.
    token: String,
}

impl OidcLogin {
    /// The page at which the user signs in.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Waits until the user has signed in, and keeps the tokens.
    ///
    /// # Errors
    ///
    /// [`Error::Authentication`] with the provider's code when the user was refused, or did not
    /// sign in within the [`patience`](Oidc::patience); any other [`Error`] of getting the tokens.
    pub async fn finish(self) -> Result<(), Error> {
        let shared = &self.oidc.shared;
        let code = platform::timeout(shared.patience, self.loopback.code(&self.state)).await;
        let code = code.unwrap_or_else(|_| {
            let message = "the user did not sign in in time";
            Err(Error::authentication("login_timeout", message))
        })?;
        let form = form::encode(&[
            ("grant_type", "authorization_code"),
            ("code", &code),
            ("redirect_uri", &self.loopback.redirect_uri()),
            ("client_id", &shared.client_id),
            ("code_verifier", &self.verifier),
        ]);
        let tokens = shared.tokens(&self.token, form).await?;
        shared.save(&tokens)
    }
}

impl Shared {
    async fn discover(&self) -> Result<Endpoints, Error> {
        let issuer = self.issuer.trim_end_matches('/');
        let url = format!("{issuer}/.well-known/openid-configuration");
        let (status, text) = self.client.foreign(&url, None, Vec::new()).await?;
        let tape = Tape::parse(&text).ok().filter(|_| status == 200);
        let text = |name| {
            let node = tape.as_ref()?.root().get(name);
            node.and_then(Node::as_str).map(str::to_owned)
        };
        match (text("authorization_endpoint"), text("token_endpoint")) {
            (Some(authorization), Some(token)) => Ok(Endpoints {
                authorization,
                token,
            }),
            _ => Err(Error::invalid_response(
                Some(status),
                "the issuer has no OpenID configuration",
            )),
        }
    }

    async fn tokens(&self, endpoint: &str, form: String) -> Result<Tokens, Error> {
        let body = Some(("application/x-www-form-urlencoded", form));
        let (status, text) = self.client.foreign(endpoint, body, Vec::new()).await?;
        let malformed =
            || Error::invalid_response(Some(status), "the provider returned no ID token");
        let tape = Tape::parse(&text).map_err(|_| malformed())?;
        let text = |name| {
            let node = tape.root().get(name);
            node.and_then(Node::as_str).map(str::to_owned)
        };
        if let (false, Some(code)) = (status == 200, text("error")) {
            let description = text("error_description").unwrap_or_default();
            return Err(Error::authentication(&code, &description));
        }
        Ok(Tokens {
            id: text("id_token").ok_or_else(malformed)?,
            refresh: text("refresh_token"),
        })
    }

    fn load(&self) -> Result<Option<Tokens>, Error> {
        let Some(kept) = self.store.load().map_err(|error| failed(&error))? else {
            return Ok(None);
        };
        // Text that another version has written is not a sign-in.
        let Ok(tape) = Tape::parse(&kept) else {
            return Ok(None);
        };
        let text = |name| {
            let node = tape.root().get(name);
            node.and_then(Node::as_str).map(str::to_owned)
        };
        let refresh = text("refreshToken");
        Ok(text("idToken").map(|id| Tokens { id, refresh }))
    }

    fn save(&self, tokens: &Tokens) -> Result<(), Error> {
        let mut out = Encoder::new();
        out.begin_object();
        out.field("idToken", &*tokens.id);
        if let Some(refresh) = &tokens.refresh {
            out.field("refreshToken", &**refresh);
        }
        out.end_object();
        let json = out
            .finish()
            .map_err(|error| Error::configuration(error.to_string()))?;
        self.store.save(Some(&json)).map_err(|error| failed(&error))
    }

    async fn token(&self, request: TokenRequest) -> Result<Option<String>, Error> {
        let _turn = self.turn.lock().await;
        let Some(tokens) = self.load()? else {
            return Ok(None);
        };
        if !request.force_refresh() {
            return Ok(Some(tokens.id));
        }
        let Some(refresh) = tokens.refresh else {
            // Only signing in again helps.
            return Ok(Some(tokens.id));
        };
        let form = form::encode(&[
            ("grant_type", "refresh_token"),
            ("refresh_token", &refresh),
            ("client_id", &self.client_id),
        ]);
        let endpoint = self.discover().await?.token;
        match self.tokens(&endpoint, form).await {
            Ok(fresh) => {
                let id = fresh.id.clone();
                self.save(&Tokens {
                    refresh: fresh.refresh.or(Some(refresh)),
                    ..fresh
                })?;
                Ok(Some(id))
            }
            Err(Error::Authentication { code, .. }) if &*code == "invalid_grant" => {
                // The provider has ended the session.
                self.store.save(None).map_err(|error| failed(&error))?;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

impl TokenSource for Oidc {
    fn token(
        &self,
        request: TokenRequest,
    ) -> BoxFuture<Result<Option<String>, Box<dyn std::error::Error + Send + Sync>>> {
        let shared = Arc::clone(&self.shared);
        Box::pin(async move { Ok(shared.token(request).await?) })
    }
}

impl Clone for Shared {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            issuer: self.issuer.clone(),
            client_id: self.client_id.clone(),
            scopes: self.scopes.clone(),
            port: self.port,
            patience: self.patience,
            store: Arc::clone(&self.store),
            turn: Mutex::new(()),
        }
    }
}

impl fmt::Debug for Oidc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Oidc")
            .field("issuer", &self.shared.issuer)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for OidcLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The URL has the state in it.
        f.debug_struct("OidcLogin")
            .field("oidc", &self.oidc)
            .finish_non_exhaustive()
    }
}
