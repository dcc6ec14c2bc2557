//! Links from generated documentation to the TypeScript.

use super::Config;

impl Config {
    /// Makes the places that documentation names links to `url`, in which `{path}` is a file's path
    /// below the functions folder and `{line}` the number of a line. A hover then leads to the
    /// TypeScript.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex")
    ///     .source_url("https://github.com/acme/shop/blob/main/convex/{path}#L{line}");
    /// ```
    #[must_use]
    pub fn source_url(mut self, url: impl Into<String>) -> Self {
        self.source_url = Some(url.into());
        self
    }
}
