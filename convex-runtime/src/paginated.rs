//! Paginated queries: their arguments and their results.

use crate::{FromConvex, ToConvex, Value};

/// The options of a page, as `paginationOptsValidator` has them.
///
/// Handles and [`Client::pages`](crate::Client::pages) make their own; this is for calls of a
/// single page.
///
/// ```
/// use convex_runtime::PaginationOptions;
///
/// let first = PaginationOptions::first(20);
/// assert_eq!(first.cursor, None);
/// let second = PaginationOptions::first(20).after("the continueCursor of the first page");
/// ```
#[derive(Debug, Clone, PartialEq, ToConvex, FromConvex)]
#[convex(crate = crate)]
pub struct PaginationOptions {
    /// The number of items that the page should have, above zero.
    pub num_items: f64,
    /// The start of the page: the `continueCursor` of the page before it, or `None` for the first
    /// page.
    pub cursor: Option<String>,
    /// The end of the page, if that is settled; takes precedence over the number of items.
    #[convex(optional)]
    pub end_cursor: Option<Option<String>>,
    /// Distinguishes subscriptions whose pages end at different places.
    #[convex(optional)]
    pub id: Option<f64>,
    /// The limit of documents that the page may read.
    #[convex(optional)]
    pub maximum_rows_read: Option<f64>,
    /// The limit of bytes that the page may read.
    #[convex(optional)]
    pub maximum_bytes_read: Option<f64>,
}

impl PaginationOptions {
    /// The first page, of `items` items.
    pub fn first(items: u32) -> Self {
        Self {
            num_items: f64::from(items),
            cursor: None,
            end_cursor: None,
            id: None,
            maximum_rows_read: None,
            maximum_bytes_read: None,
        }
    }

    /// The page after `cursor`, the `continueCursor` of the page before it.
    #[must_use]
    pub fn after(self, cursor: impl Into<String>) -> Self {
        Self {
            cursor: Some(cursor.into()),
            ..self
        }
    }
}

/// Arguments of a paginated query. Generated code implements it for arguments with a field
/// `paginationOpts`.
///
/// ```
/// use convex_runtime::{PaginatedArgs, PaginationOptions, ToConvex};
///
/// #[derive(ToConvex)]
/// struct ListArgs { channel: String, pagination_opts: PaginationOptions }
///
/// /// The same without `paginationOpts`, which handles add page by page.
/// #[derive(ToConvex)]
/// struct ListPageArgs { channel: String }
///
/// impl PaginatedArgs for ListArgs {
///     type Rest = ListPageArgs;
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` are not the arguments of a paginated query",
    label = "not the arguments of a paginated query",
    note = "arguments of paginated queries have a field `paginationOpts: paginationOptsValidator`"
)]
pub trait PaginatedArgs: ToConvex {
    /// The arguments without `paginationOpts`; `()` if there are none.
    type Rest: ToConvex;
}

impl PaginatedArgs for Value {
    type Rest = Value;
}

/// A page of a paginated query's results.
///
/// `derive(FromConvex)` implements it for each struct with the fields that pages have on the wire:
/// `page`, `isDone` and `continueCursor`.
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
    /// The type of the items.
    type Item;

    /// Returns the items of this page.
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
