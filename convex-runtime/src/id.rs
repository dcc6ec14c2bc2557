//! `Id`: the id of a document, typed by its table.

use std::{
    borrow::Borrow,
    cmp::Ordering,
    convert::Infallible,
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
    str::FromStr,
};

use crate::{Encoder, FromConvex, Mismatch, Node, RecordKey, ToConvex};

/// A table of the schema, as a type: generated document types implement it through
/// `#[convex(table = "tasks")]`.
///
/// ```
/// use convex_runtime::{Id, Table};
///
/// struct Task;
///
/// impl Table for Task {
///     const NAME: &'static str = "tasks";
/// }
/// let id: Id<Task> = "jd7f3".into();
/// ```
pub trait Table {
    /// The name in `defineSchema`.
    const NAME: &'static str;
}

/// The id of a document in `T`'s table.
///
/// On the wire it is a string. Convex checks that it belongs to the table when it is sent.
///
/// ```
/// use convex_runtime::{Id, StorageFile};
///
/// let id: Id<StorageFile> = "kg21x".parse().unwrap();
/// assert_eq!(id.as_str(), "kg21x");
/// assert_eq!(format!("{id} {id:?}"), r#"kg21x Id("kg21x")"#);
/// ```
pub struct Id<T> {
    text: String,
    // Like a function that makes a `T`: an id is `Send` and `Sync` whatever `T` is.
    table: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// Creates an id from its text, without checks.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            table: PhantomData,
        }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Converts the id into its text, without a copy.
    pub fn into_string(self) -> String {
        self.text
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Id").field(&self.text).finish()
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl<T> AsRef<str> for Id<T> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<T> Borrow<str> for Id<T> {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl<T> From<String> for Id<T> {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl<T> From<&str> for Id<T> {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl<T> From<Id<T>> for String {
    fn from(id: Id<T>) -> Self {
        id.text
    }
}

impl<T> FromStr for Id<T> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::new(text))
    }
}

impl<T: Table> ToConvex for Id<T> {
    #[inline]
    fn to_convex(&self, out: &mut Encoder) {
        out.string(&self.text);
    }

    mirror_receive!(Validator::Id(T::NAME));
}

impl<T: Table> FromConvex for Id<T> {
    #[inline]
    fn from_convex(node: Node<'_>) -> Result<Self, Mismatch> {
        node.as_str()
            .map(Self::from)
            .ok_or_else(|| node.expected("an id (a string)"))
    }

    mirror_send!(Validator::Id(T::NAME));
}

impl<T> RecordKey for Id<T> {
    fn as_key(&self) -> &str {
        &self.text
    }

    fn from_key(text: &str) -> Option<Self> {
        Some(text.into())
    }
}
