//! Options that choose functions.

use super::Config;

impl Config {
    /// Omits internal functions. By default they are generated, in `internal`.
    #[must_use]
    pub fn without_internal(mut self) -> Self {
        self.internal = false;
        self
    }

    /// Generates only functions that match one of the patterns given: `payments:process`,
    /// `payments:*`, `payments/*`, `*:list`.
    ///
    /// A pattern that matches no function fails the build, with a suggestion.
    #[must_use]
    pub fn only(mut self, pattern: impl Into<String>) -> Self {
        self.only.push(pattern.into());
        self
    }

    /// Omits functions that match `pattern`, which reads as in [`Config::only`].
    #[must_use]
    pub fn except(mut self, pattern: impl Into<String>) -> Self {
        self.except.push(pattern.into());
        self
    }
}
