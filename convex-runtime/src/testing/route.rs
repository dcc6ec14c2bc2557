//! HTTP actions of the deployment, as Rust closures.

use std::{fmt, future::Future, sync::Arc};

use super::{Builder, ForeignHttp, ForeignRequest, ForeignResponse, Identity, Thrown};
use crate::HttpRoute;

/// A request for an HTTP action, by [`Builder::http_action`].
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The method, such as `POST`.
    pub method: String,
    /// The path and the query, such as `/files/report.csv?page=2`.
    pub path: String,
    /// The headers; the names are in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// The caller's identity; `None` for anonymous callers and unknown tokens.
    pub identity: Option<Identity>,
}

impl HttpRequest {
    /// Returns the first header of that name, which is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let known = headers.find(|(known, _)| known == name);
        known.map(|(_, value)| &**value)
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// The answer of an HTTP action.
///
/// ```
/// use convex_runtime::testing::HttpAnswer;
///
/// let created = HttpAnswer::new(201).header("Location", "/files/2").body("done");
/// # let _ = created;
/// ```
#[derive(Debug, Clone)]
pub struct HttpAnswer(ForeignResponse);

impl HttpAnswer {
    /// Creates an empty answer of this status.
    pub fn new(status: u16) -> Self {
        Self(ForeignResponse {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        })
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.0.body = body.into();
        self
    }
}

/// The HTTP actions of a deployment, by their routes.
#[derive(Clone, Default)]
pub(super) struct Routes(Vec<(HttpRoute, ForeignHttp)>);

impl Routes {
    /// Adds the routes of another; they replace equal ones.
    pub(super) fn extend(&mut self, other: Self) {
        self.0.retain(|(route, _)| {
            let mut others = other.0.iter();
            !others.any(|(other, _)| other == route)
        });
        self.0.extend(other.0);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The action for a request, as Convex's router looks it up: an exact path first, then the
    /// longest prefix.
    pub(super) fn find(&self, method: &str, path: &str) -> Option<ForeignHttp> {
        let fits = |route: &HttpRoute| {
            let is_path = if route.is_prefix() {
                path.starts_with(route.path())
            } else {
                path == route.path()
            };
            route.method() == method && is_path
        };
        let fitting = self.0.iter().filter(|(route, _)| fits(route));
        let best = fitting.max_by_key(|(route, _)| (!route.is_prefix(), route.path().len()));
        best.map(|(_, action)| Arc::clone(action))
    }
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let routes = self.0.iter().map(|(route, _)| route);
        f.debug_list().entries(routes).finish()
    }
}

impl Builder {
    /// Registers an HTTP action.
    ///
    /// ```
    /// use convex_runtime::{HttpRoute, testing::{Deployment, HttpAnswer}};
    ///
    /// const POST_HOOK: HttpRoute = HttpRoute::new("POST", "/hook");
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let deployment = Deployment::builder()
    ///     .http_action(POST_HOOK, |request| async move { Ok(HttpAnswer::new(200).body(request.body)) })
    ///     .start()
    ///     .await?;
    ///
    /// let answer = deployment.client().fetch(POST_HOOK).json("paid").send().await?;
    /// assert_eq!(answer.text().await?, r#""paid""#);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn http_action<F, Fut>(mut self, route: HttpRoute, handler: F) -> Self
    where
        F: Fn(HttpRequest) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<HttpAnswer, Thrown>> + Send + 'static,
    {
        let action: ForeignHttp = Arc::new(move |request: ForeignRequest| {
            let path = request.path.strip_prefix("/http").unwrap_or_default();
            let answer = handler(HttpRequest {
                path: path.to_owned(),
                method: request.method,
                headers: request.headers,
                body: request.body,
                identity: request.identity,
            });
            Box::pin(async move { answer.await.map(|HttpAnswer(answer)| answer) })
        });
        self.registry.routes.extend(Routes(vec![(route, action)]));
        self
    }
}
