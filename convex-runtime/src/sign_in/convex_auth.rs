//! `ConvexAuth`: the library Convex Auth.

use std::{fmt, sync::Arc};

use tokio::sync::Mutex;

use super::store::{TokenStore, failed};
use crate::{
    Action, Client, Credential, Encoder, Error, Node, Tape, TokenRequest, TokenSource, Value,
    transport::BoxFuture,
};

const SIGN_IN: Action<Value, Value> = Action::new("auth:signIn");
const SIGN_OUT: Action<(), Value> = Action::new("auth:signOut");

/// Signs users in with Convex Auth, by the functions `signIn` and `signOut` that `convex/auth.ts`
/// exports, and keeps the client signed in: tokens are refreshed before they expire, and kept
/// between runs.
///
/// ```no_run
/// use convex_runtime::{Client, sign_in::{ConvexAuth, FileStore, SignIn}};
///
/// # async fn example() -> Result<(), convex_runtime::Error> {
/// let client = Client::from_env()?;
/// // A user who was signed in before still is.
/// let auth = ConvexAuth::new(&client, FileStore::new("tokens.json"));
/// let params = [("email", "ann@example.com"), ("password", "secret"), ("flow", "signIn")];
/// match auth.sign_in("password", params).await? {
///     SignIn::Done => println!("welcome"),
///     SignIn::Redirect { url } => println!("open {url}"),
///     _ => println!("check your mail"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct ConvexAuth {
    /// The client that is signed in and out.
    client: Client,
    source: Arc<Source>,
}

/// The outcome of a step of signing in.
///
/// ```
/// use convex_runtime::sign_in::SignIn;
///
/// let redirect = SignIn::Redirect { url: "https://github.com/login/oauth".to_owned() };
/// assert_ne!(redirect, SignIn::Done);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignIn {
    /// The user is signed in.
    Done,
    /// The user signs in at this page; the code that it redirects with goes to
    /// [`ConvexAuth::finish`].
    Redirect {
        /// The page.
        url: String,
    },
    /// Another step follows, such as a code that was sent by mail.
    Pending,
}

/// The client's token source. It calls anonymously: a client that it belonged to would never end.
struct Source {
    caller: Client,
    store: Box<dyn TokenStore>,
    /// Refresh tokens are good for one use.
    turn: Mutex<()>,
    /// Ties the end of an OAuth flow to its beginning.
    verifier: std::sync::Mutex<Option<String>>,
}

struct Tokens {
    token: String,
    refresh: String,
}

impl ConvexAuth {
    /// Signs the client in as the user whose tokens the store has, if any, and keeps them fresh.
    pub fn new(client: &Client, store: impl TokenStore) -> Self {
        let source = Source {
            caller: client.clone().anonymous(),
            store: Box::new(store),
            turn: Mutex::new(()),
            verifier: std::sync::Mutex::default(),
        };
        let auth = Self {
            client: client.clone(),
            source: Arc::new(source),
        };
        auth.client
            .set_token_source(SourceOf(Arc::clone(&auth.source)));
        auth
    }

    /// Signs in with a provider of the deployment, such as `password`, `github` or `anonymous`, and
    /// the parameters that it takes.
    ///
    /// # Errors
    ///
    /// [`Error::Function`] or [`Error::Application`] when the provider refuses, and any other
    /// [`Error`].
    pub async fn sign_in<Name: Into<String>, Param: Into<Value>>(
        &self,
        provider: &str,
        params: impl IntoIterator<Item = (Name, Param)>,
    ) -> Result<SignIn, Error> {
        let params = params
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()));
        let mut args = vec![
            ("provider".to_owned(), Value::from(provider)),
            ("params".to_owned(), Value::Object(params.collect())),
        ];
        if let Some(verifier) = self.source.verifier().clone() {
            args.push(("verifier".to_owned(), Value::String(verifier)));
        }
        let answer = self.client.action(SIGN_IN, Value::from_iter(args)).await?;
        self.take(&answer)
    }

    /// Goes on with the code that a provider's page redirected with.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn finish(&self, code: &str) -> Result<SignIn, Error> {
        let mut args = vec![("params", Value::from_iter([("code", Value::from(code))]))];
        if let Some(verifier) = self.source.verifier().take() {
            args.push(("verifier", Value::String(verifier)));
        }
        let call = self.source.caller.action(SIGN_IN, Value::from_iter(args));
        self.take(&call.await?)
    }

    /// Ends the session and makes the client anonymous, whether or not the deployment could be
    /// told.
    ///
    /// # Errors
    ///
    /// [`Error::Configuration`] when the store cannot be written.
    pub async fn sign_out(&self) -> Result<(), Error> {
        // The session may have ended already.
        let _ = self.client.action(SIGN_OUT, ()).await;
        self.client.set_credential(Credential::anonymous());
        self.source.save(None)
    }

    fn take(&self, answer: &Value) -> Result<SignIn, Error> {
        let text = |name| match answer {
            Value::Object(fields) => match fields.get(name) {
                Some(Value::String(text)) => Some(text.clone()),
                _ => None,
            },
            _ => None,
        };
        if let Some(url) = text("redirect") {
            *self.source.verifier() = text("verifier");
            return Ok(SignIn::Redirect { url });
        }
        match tokens(answer) {
            Some(tokens) => {
                self.source.save(Some(&tokens))?;
                let source = SourceOf(Arc::clone(&self.source));
                self.client.set_token_source(source);
                Ok(SignIn::Done)
            }
            None => Ok(SignIn::Pending),
        }
    }
}

/// `{ tokens: { token, refreshToken } | null }`.
fn tokens(answer: &Value) -> Option<Tokens> {
    let Value::Object(answer) = answer else {
        return None;
    };
    let Some(Value::Object(tokens)) = answer.get("tokens") else {
        return None;
    };
    match (tokens.get("token"), tokens.get("refreshToken")) {
        (Some(Value::String(token)), Some(Value::String(refresh))) => Some(Tokens {
            token: token.clone(),
            refresh: refresh.clone(),
        }),
        _ => None,
    }
}

impl Source {
    fn verifier(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.verifier
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
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
        let both = text("token").zip(text("refreshToken"));
        Ok(both.map(|(token, refresh)| Tokens { token, refresh }))
    }

    fn save(&self, tokens: Option<&Tokens>) -> Result<(), Error> {
        let Some(tokens) = tokens else {
            return self.store.save(None).map_err(|error| failed(&error));
        };
        let mut out = Encoder::new();
        out.begin_object();
        out.field("token", &*tokens.token);
        out.field("refreshToken", &*tokens.refresh);
        out.end_object();
        let json = out
            .finish()
            .map_err(|error| Error::configuration(error.to_string()))?;
        self.store.save(Some(&json)).map_err(|error| failed(&error))
    }

    async fn token(&self, request: TokenRequest) -> Result<Option<String>, Error> {
        let _turn = self.turn.lock().await;
        let Some(kept) = self.load()? else {
            return Ok(None);
        };
        if !request.force_refresh() {
            return Ok(Some(kept.token));
        }
        let args = Value::from_iter([("refreshToken", Value::String(kept.refresh))]);
        let answer = self.caller.action(SIGN_IN, args).await?;
        let fresh = tokens(&answer);
        // Without tokens the session has ended.
        self.save(fresh.as_ref())?;
        Ok(fresh.map(|tokens| tokens.token))
    }
}

struct SourceOf(Arc<Source>);

impl TokenSource for SourceOf {
    fn token(
        &self,
        request: TokenRequest,
    ) -> BoxFuture<Result<Option<String>, Box<dyn std::error::Error + Send + Sync>>> {
        let source = Arc::clone(&self.0);
        Box::pin(async move { Ok(source.token(request).await?) })
    }
}

impl fmt::Debug for ConvexAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConvexAuth")
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}
