//! Options about single types, fields and functions, by their paths.

use super::Config;

impl Config {
    /// Gives what is at `path` another name in Rust.
    ///
    /// Paths are those of generated documentation and of warnings: `payments:process` is a function, `payments:process.args.amount` a
    /// field of its arguments and the type that is written there, `tables.tasks.status` a field of a table, `types.address` the constant
    /// `address` of `types.ts`, `users/profile` a module. A name with a capital is for the type or the variant, another for the field, the
    /// function or the module.
    /// A path that does not exist fails the build, with a suggestion.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex")
    ///     .rename("payments:process.args", "Payment")
    ///     .rename("payments:process.args.amount", "cents");
    /// ```
    #[must_use]
    pub fn rename(mut self, path: impl Into<String>, name: impl Into<String>) -> Self {
        self.names.entry(path.into()).or_default().push(name.into());
        self
    }

    /// Uses the type `rust`, such as `crate::Address`, for what is at `path`, which reads as in [`Config::rename`].
    ///
    /// The type derives or implements `ToConvex` where it is sent, `FromConvex` where it is received, and `Debug`, `Clone` and `PartialEq`.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").use_type("types.address", "crate::Address");
    /// ```
    #[must_use]
    pub fn use_type(mut self, path: impl Into<String>, rust: impl Into<String>) -> Self {
        self.types.insert(path.into(), rust.into());
        self
    }

    /// Types the `v.number()` field at `path` as `u32`, `i32`, `u16` or `i16`, also inside arrays and optional fields.
    ///
    /// A number that has a fraction or does not fit is refused when it is received.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").integer("tables.tasks.priority", "u32");
    /// ```
    #[must_use]
    pub fn integer(mut self, path: impl Into<String>, rust: impl Into<String>) -> Self {
        self.integers.insert(path.into(), rust.into());
        self
    }

    /// Adds a derive to the types whose path matches `pattern`, in which `*` stands for any text.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").derive("tables.*", "::serde::Serialize");
    /// ```
    #[must_use]
    pub fn derive(mut self, pattern: impl Into<String>, derive: impl Into<String>) -> Self {
        self.derives.push((pattern.into(), derive.into()));
        self
    }

    /// Implements serde's `Serialize` and `Deserialize` for the types whose path matches `pattern`, in which `*` stands for any text:
    /// `serde("*")` is all of them. A server can then answer with a document, and take a function's arguments from a request.
    ///
    /// Values have the form that they have on Convex's wire, so nothing is lost. The implementations delegate to those of `ToConvex` and
    /// `FromConvex`, and so cost little to compile; types of your own inside need both of these. They need the feature `serde` of `convex-runtime`.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").serde("tables.*");
    /// ```
    #[must_use]
    pub fn serde(mut self, pattern: impl Into<String>) -> Self {
        self.serde.push(pattern.into());
        self
    }
}
