//! `Paginated`: the results of paginated queries.

use crate::{FromConvex, Value};

/// A page of a paginated query's results.
///
/// `derive(FromConvex)` implements it for each struct with the fields that pages have on the wire: `page`, `isDone` and
/// `continueCursor`.
///
/// ```
/// use convex_runtime::{FromConvex, Paginated};
///
/// #[derive(Clone, FromConvex)]
/// struct ListReturns {
///     page: Vec<String>,
///     is_done: bool,
///     continue_cursor: String,
/// }
///
/// let page: ListReturns = convex_runtime::decode(r#"{"page": ["a"], "isDone": true, "continueCursor": "end"}"#)?;
/// assert_eq!(page.into_items(), ["a"]);
/// # Ok::<(), convex_runtime::DecodeError>(())
/// ```
pub trait Paginated: FromConvex {
    /// What the query lists.
    type Item;

    /// What is on this page.
    fn into_items(self) -> Vec<Self::Item>;
}

impl Paginated for Value {
    type Item = Value;

    fn into_items(self) -> Vec<Value> {
        match self {
            Self::Object(mut fields) => match fields.remove("page") {
                Some(Self::Array(items)) => items,
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}
