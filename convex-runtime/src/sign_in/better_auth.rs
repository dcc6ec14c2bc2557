//! `BetterAuth`: a session of Better Auth, exchanged for tokens of Convex.

use std::{fmt, sync::Arc};

use crate::{Client, Error, Node, Tape, TokenRequest, TokenSource, transport::BoxFuture};

/// Exchanges a session of Better Auth for tokens of Convex, at the endpoint
/// `/api/auth/convex/token` that the Convex plugin of Better Auth serves. It is asked again
/// whenever a token expires; a session that has ended makes the client anonymous.
///
/// ```
/// use convex_runtime::{Client, sign_in::BetterAuth};
///
/// fn client_of_request(client: &Client, cookies: &str) -> Client {
///     let user = client.with_credential(convex_runtime::Credential::anonymous());
///     user.set_token_source(BetterAuth::new(client, "https://happy-otter-123.convex.site").cookies(cookies));
///     user
/// }
/// ```
#[derive(Clone)]
pub struct BetterAuth {
    /// The client whose connections are used.
    client: Client,
    url: Arc<str>,
    headers: Vec<(String, String)>,
}

impl BetterAuth {
    /// Sessions of Better Auth at `url`: the deployment's site, or the app that forwards to it.
    pub fn new(client: &Client, url: &str) -> Self {
        let url = format!("{}/api/auth/convex/token", url.trim_end_matches('/'));
        Self {
            client: client.clone().anonymous(),
            url: url.into(),
            headers: Vec::new(),
        }
    }

    /// The session of a browser, by the `Cookie` header of its request.
    #[must_use]
    pub fn cookies(mut self, header: impl Into<String>) -> Self {
        self.headers.push(("cookie".to_owned(), header.into()));
        self
    }

    /// A session by its token, where the app has the bearer plugin.
    #[must_use]
    pub fn bearer(mut self, session: &str) -> Self {
        self.headers
            .push(("authorization".to_owned(), format!("Bearer {session}")));
        self
    }

    async fn exchange(self) -> Result<Option<String>, Error> {
        let (status, text) = self.client.foreign(&self.url, None, self.headers).await?;
        if matches!(status, 401 | 403) {
            return Ok(None);
        }
        let tape = Tape::parse(&text).ok().filter(|_| status == 200);
        let token = tape.as_ref().and_then(|tape| tape.root().get("token"));
        match token.and_then(Node::as_str) {
            Some(token) => Ok(Some(token.to_owned())),
            None => Err(Error::invalid_response(
                Some(status),
                "the answer of Better Auth has no token",
            )),
        }
    }
}

impl TokenSource for BetterAuth {
    fn token(
        &self,
        _: TokenRequest,
    ) -> BoxFuture<Result<Option<String>, Box<dyn std::error::Error + Send + Sync>>> {
        let source = self.clone();
        Box::pin(async move { Ok(source.exchange().await?) })
    }
}

impl fmt::Debug for BetterAuth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The session is secret.
        f.debug_struct("BetterAuth")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}
