//! `HttpRoute`: a route of the deployment's HTTP actions.

use std::fmt;

/// A route of the deployment's HTTP actions, as `httpRouter()` in `convex/http.ts` registers it;
/// [`Client::fetch`](crate::Client::fetch) takes it. `convex-codegen` writes one constant per route
/// into `api::http`.
///
/// ```
/// use convex_runtime::HttpRoute;
///
/// const POST_HOOK: HttpRoute = HttpRoute::new("POST", "/hook");
/// const GET_FILES: HttpRoute = HttpRoute::prefix("GET", "/files/");
///
/// assert_eq!(POST_HOOK.to_string(), "POST /hook");
/// assert_eq!(GET_FILES.to_string(), "GET /files/*");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct HttpRoute {
    method: &'static str,
    path: &'static str,
    is_prefix: bool,
}

impl HttpRoute {
    /// Creates the route of one path, which begins with a slash.
    pub const fn new(method: &'static str, path: &'static str) -> Self {
        Self {
            method,
            path,
            is_prefix: false,
        }
    }

    /// Creates the route of all paths that begin with `path`, which begins and ends with a slash.
    pub const fn prefix(method: &'static str, path: &'static str) -> Self {
        Self {
            method,
            path,
            is_prefix: true,
        }
    }

    /// Returns the method, such as `POST`.
    pub const fn method(self) -> &'static str {
        self.method
    }

    /// Returns the path, or what the paths begin with.
    pub const fn path(self) -> &'static str {
        self.path
    }

    /// Returns whether the route has all paths that begin with its path.
    pub const fn is_prefix(self) -> bool {
        self.is_prefix
    }
}

impl fmt::Display for HttpRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = if self.is_prefix { "*" } else { "" };
        write!(f, "{} {}{rest}", self.method, self.path)
    }
}
