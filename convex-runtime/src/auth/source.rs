//! `TokenSource`: where tokens come from, when one is not enough.

use std::{error::Error, future::Future};

use crate::transport::BoxFuture;

/// A source of tokens for a client: asked for the first token when it is needed, and again before a
/// token expires and after it was refused.
///
/// `Ok(None)` means signed out: calls are sent anonymously. An error means that the state is
/// unknown: calls that need a token fail and are never sent with another identity. An async closure
/// is a source:
///
/// ```
/// use convex_runtime::{Client, TokenRequest};
/// # async fn ask_auth_provider(force: bool) -> Result<String, std::io::Error> { Ok(String::new()) }
///
/// let client = Client::builder()
///     .url("https://happy-otter-123.convex.cloud")
///     .token_source(|request: TokenRequest| async move { Ok(Some(ask_auth_provider(request.force_refresh()).await?)) })
///     .build()?;
/// # Ok::<(), convex_runtime::Error>(())
/// ```
pub trait TokenSource: Send + Sync + 'static {
    /// A JWT of the user who is signed in.
    fn token(
        &self,
        request: TokenRequest,
    ) -> BoxFuture<Result<Option<String>, Box<dyn Error + Send + Sync>>>;
}

/// A client's request to its [`TokenSource`].
#[derive(Debug, Clone)]
pub struct TokenRequest {
    pub(super) force_refresh: bool,
}

impl TokenRequest {
    /// Returns whether a new token is required, because the previous one expires soon or was
    /// refused.
    pub fn force_refresh(&self) -> bool {
        self.force_refresh
    }
}

impl<F, Answer> TokenSource for F
where
    F: Fn(TokenRequest) -> Answer + Send + Sync + 'static,
    Answer: Future<Output = Result<Option<String>, Box<dyn Error + Send + Sync>>> + Send + 'static,
{
    fn token(
        &self,
        request: TokenRequest,
    ) -> BoxFuture<Result<Option<String>, Box<dyn Error + Send + Sync>>> {
        Box::pin(self(request))
    }
}
