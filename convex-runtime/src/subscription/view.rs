//! `QuerySetView`: the results of a set of queries, at one point in time.

use std::fmt;

use super::QueryKey;
use crate::{
    Error, FromConvex,
    function::FunctionReference,
    live::{Shown, decode},
    ordered::Map,
};

/// The results of a [`QuerySet`](crate::QuerySet) at one point in time.
///
/// ```
/// use convex_runtime::{QueryKey, QuerySetView};
///
/// fn text(view: &QuerySetView, price: QueryKey<f64>) -> String {
///     match view.get(price) {
///         None => "loading…".to_owned(),
///         Some(Ok(price)) => format!("{price} €"),
///         Some(Err(error)) => error.to_string(),
///     }
/// }
/// # let _ = text;
/// ```
#[derive(Clone, Default)]
pub struct QuerySetView(Map<u64, (FunctionReference, Result<Shown, Error>)>);

impl QuerySetView {
    pub(super) fn insert(&mut self, id: u64, result: (FunctionReference, Result<Shown, Error>)) {
        self.0.insert(id, result);
    }

    /// Decodes the result of a query; `None` while it is not known, or if the query was not in the
    /// set.
    pub fn get<R>(&self, key: QueryKey<R>) -> Option<Result<R, Error>>
    where
        R: FromConvex + Clone + Send + Sync + 'static,
    {
        let (function, shown) = self.0.get(&key.id())?;
        match shown {
            Ok(shown) => decode(*function, shown),
            Err(error) => Some(Err(error.clone())),
        }
    }

    /// Returns whether all results are known.
    pub fn is_complete(&self) -> bool {
        let is_known =
            |shown: &Result<Shown, Error>| !matches!(shown, Ok(Shown::Loading | Shown::Skipped));
        self.0.values().all(|(_, shown)| is_known(shown))
    }
}

impl fmt::Debug for QuerySetView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Results may be secret.
        f.debug_struct("QuerySetView")
            .field("queries", &self.0.len())
            .finish_non_exhaustive()
    }
}
