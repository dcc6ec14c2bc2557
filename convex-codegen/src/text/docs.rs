//! Doc comments of the backend, on their way from `JSDoc` to rustdoc.

/// Documentation of a function, a field, a type or a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docs {
    /// The description, as written: Markdown, without the comment's stars.
    pub text: String,
    /// The text of `@deprecated`, empty when the tag stands alone.
    pub deprecated: Option<String>,
    /// `@param name text`, in order; the name may be dotted (`args.text`).
    pub params: Vec<(String, String)>,
    /// The text of `@returns`.
    pub returns: Option<String>,
}

impl Docs {
    /// Returns whether the documentation is empty.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
