//! Options about single types, fields and functions, by their paths.

use super::{Config, Integer, Setting, Timestamp};

impl Config {
    /// Names the function, field, variant or module at `path`; for a type see
    /// [`Config::rename_type`].
    ///
    /// Paths are those that warnings use: `payments:process` is a function,
    /// `payments:process.args.amount` a field of its arguments, `tables.tasks.status` a field of a
    /// table, `tables.tasks.status.in-progress` one of its literals, `users/profile` a module.
    /// Types of a function are called as the function is. A path that does not exist fails the
    /// build, with a suggestion.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex")
    ///     .rename("payments:process", "charge")
    ///     .rename("payments:process.args.amount", "cents");
    /// ```
    #[must_use]
    pub fn rename(mut self, path: impl Into<String>, name: impl Into<String>) -> Self {
        self.names.insert(path.into(), name.into());
        self
    }

    /// Names the type at `path`: `payments:process.args` are the arguments of a function,
    /// `tables.tasks.status` the type of a field, `types.address` that of the constant `address` in
    /// `types.ts`.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").rename_type("payments:process.args", "Payment");
    /// ```
    #[must_use]
    pub fn rename_type(mut self, path: impl Into<String>, name: impl Into<String>) -> Self {
        self.type_names.insert(path.into(), name.into());
        self
    }

    /// Uses the type `rust`, such as `crate::Address`, where the path of a value matches `pattern`,
    /// in which `*` stands for any text. Any value will do: an object, a union, a string.
    ///
    /// `tables.users.email` is a field, also where it is optional; `tables.users.tags` the whole
    /// array in it, `tables.users.tags.item` what the array holds. The type implements `ToConvex`
    /// where it is sent, `FromConvex` where it is received, and `Debug`, `Clone` and `PartialEq`.
    /// For a newtype, `#[derive(ToConvex, FromConvex)] struct Email(String);` is enough. What
    /// equals a table's or a constant's type follows it.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex")
    ///     .use_type("types.address", "crate::Address")
    ///     .use_type("*.email", "crate::Email");
    /// ```
    #[must_use]
    pub fn use_type(mut self, pattern: impl Into<String>, rust: impl Into<String>) -> Self {
        let setting = (pattern.into(), Setting::Own(rust.into()));
        self.values.push(setting);
        self
    }

    /// Uses the type `rust`, such as `crate::PaymentError`, for what the functions whose path
    /// matches `pattern` throw as `new ConvexError(data)`, in which `*` stands for any text: where
    /// you know better than TypeScript, or where it knows nothing.
    ///
    /// The functions' documentation names it, and nothing is generated in its place. The type
    /// implements `FromConvex`; `Error::thrown` of the runtime decodes it.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").error("payments:*", "crate::PaymentError");
    /// ```
    #[must_use]
    pub fn error(mut self, pattern: impl Into<String>, rust: impl Into<String>) -> Self {
        let setting = (pattern.into(), Setting::Thrown(rust.into()));
        self.values.push(setting);
        self
    }

    /// Types the `v.number()` values whose path matches `pattern` as an integer, also inside arrays
    /// and optional fields.
    ///
    /// A number that has a fraction or does not fit is refused when it is received.
    ///
    /// ```
    /// use convex_codegen::{Config, Integer};
    ///
    /// let config = Config::new("convex").integer("tables.tasks.priority", Integer::U32);
    /// ```
    #[must_use]
    pub fn integer(mut self, pattern: impl Into<String>, integer: Integer) -> Self {
        let setting = (pattern.into(), Setting::Integer(integer));
        self.values.push(setting);
        self
    }

    /// Types the `v.number()` values whose path matches `pattern` as points in time: milliseconds
    /// since 1970, as `Date.now()` returns them. `*._creationTime` are those of all documents.
    /// Except for [`Timestamp::SystemTime`], `convex-runtime` needs the feature of the library:
    /// `jiff`, `chrono` or `time`.
    ///
    /// ```
    /// use convex_codegen::{Config, Timestamp};
    ///
    /// let config = Config::new("convex")
    ///     .timestamps("*._creationTime", Timestamp::Jiff)
    ///     .timestamps("*.createdAt", Timestamp::Jiff);
    /// ```
    #[must_use]
    pub fn timestamps(mut self, pattern: impl Into<String>, timestamp: Timestamp) -> Self {
        let setting = (pattern.into(), Setting::Timestamp(timestamp));
        self.values.push(setting);
        self
    }

    /// Types the `v.string()` values whose path matches `pattern` as `uuid::Uuid`. `convex-runtime`
    /// needs the feature `uuid`.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").uuid("*.externalId");
    /// ```
    #[must_use]
    pub fn uuid(mut self, pattern: impl Into<String>) -> Self {
        self.values.push((pattern.into(), Setting::Uuid));
        self
    }

    /// Types the `v.string()` values whose path matches `pattern` as `url::Url`. `convex-runtime`
    /// needs the feature `url`.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").url("*.imageUrl");
    /// ```
    #[must_use]
    pub fn url(mut self, pattern: impl Into<String>) -> Self {
        self.values.push((pattern.into(), Setting::Url));
        self
    }

    /// Takes the argument whose path matches `pattern`, in which `*` stands for any text, out of the
    /// generated arguments: the client writes it, by `Client::with_session` of the runtime. It is
    /// for the `sessionId` of `convex-helpers`' sessions, and any other string or id that all calls
    /// of a client have in common. Each function may have one. A call of a client without a session
    /// is an error, also where the argument is optional.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").inject("*.args.sessionId");
    /// ```
    #[must_use]
    pub fn inject(mut self, pattern: impl Into<String>) -> Self {
        self.inject.push(pattern.into());
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

    /// Implements serde's `Serialize` and `Deserialize` for the types whose path matches `pattern`,
    /// in which `*` stands for any text: `serde("*")` is all of them. A server can then answer with
    /// a document, and take a function's arguments from a request.
    ///
    /// Values have the form that they have on Convex's wire, so nothing is lost. The
    /// implementations delegate to those of `ToConvex` and `FromConvex`, and so cost little to
    /// compile; types of your own inside need both of these. They need the feature `serde` of
    /// `convex-runtime`.
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
