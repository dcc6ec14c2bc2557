//! `TokenSource`: where tokens come from, when one is not enough.

use std::{error::Error, future::Future};

use crate::transport::BoxFuture;

/// Where a client's tokens come from: asked for the first one when it is needed, again before it expires, and when it is refused.
///
/// `Ok(None)` says that nobody is signed in, and calls go on anonymously. An error says that it is not known: calls that need a token
/// fail, and none is made as anybody else. An async closure is a source:
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

/// What a client asks its [`TokenSource`] for.
#[derive(Debug, Clone)]
pub struct TokenRequest {
    pub(super) force_refresh: bool,
}

impl TokenRequest {
    /// Whether a token that was given before will not do: it expires soon, or was refused.
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
