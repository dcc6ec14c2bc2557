//! `RecordKey`: the keys of `v.record(..)`.

/// A key of a record: a string, an id, or an enum of string literals with `derive(Literals)`.
///
/// ```
/// use convex_runtime::RecordKey;
///
/// assert_eq!("low".to_owned().as_key(), "low");
/// assert_eq!(String::from_key("low"), Some("low".to_owned()));
/// ```
pub trait RecordKey {
    /// Description of a valid key, for messages.
    const EXPECTED: &'static str = "a record key of the declared type";

    /// The key as it is on the wire.
    fn as_key(&self) -> &str;

    /// The key that is `text` on the wire, or `None` when there is no such key.
    fn from_key(text: &str) -> Option<Self>
    where
        Self: Sized;
}

impl RecordKey for String {
    #[inline]
    fn as_key(&self) -> &str {
        self
    }

    #[inline]
    fn from_key(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}
