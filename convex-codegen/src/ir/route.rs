//! Routes of HTTP actions.

use crate::source::{ModulePath, Span};

/// A route of the backend's HTTP actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Route {
    /// The module whose default export is the router: `http`.
    pub module: ModulePath,
    /// The method, such as `POST`.
    pub method: String,
    /// The path, or what the paths begin with.
    pub path: String,
    /// True for all paths that begin with `path`.
    pub is_prefix: bool,
    /// The router's export.
    pub span: Span,
}
