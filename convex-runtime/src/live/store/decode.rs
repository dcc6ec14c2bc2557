//! Decoding of what a query shows.

use super::Shown;
use crate::{
    Error, FromConvex,
    function::FunctionReference,
    live::{unauthenticated, unreachable},
};

/// The view, decoded; None while nothing is known.
pub(crate) fn decode<Returns>(
    function: FunctionReference,
    shown: &Shown,
) -> Option<Result<Returns, Error>>
where
    Returns: FromConvex + Clone + Send + Sync + 'static,
{
    Some(match shown {
        Shown::Loading | Shown::Skipped => return None,
        Shown::Unauthenticated(reason) => Err(unauthenticated(reason)),
        Shown::Unreachable(reason) => Err(unreachable(reason)),
        // Another type can only be set through another handle of the same query; then the
        // deployment's own result follows.
        Shown::Local(value) => return value.downcast_ref().cloned().map(Ok),
        // Handles of pages read it.
        Shown::Server(outcome) | Shown::Page(outcome, _) => {
            outcome.reply().and_then(|reply| function.decode(&reply))
        }
    })
}
