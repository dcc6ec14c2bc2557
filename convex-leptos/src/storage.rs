//! The URL of a stored file, as a signal.

use convex_runtime::{Query, ToConvex};
use leptos::prelude::Signal;

use crate::use_convex_query;

/// Follows a query that returns the URL of a stored file, or null when there is no such file.
///
/// ```no_run
/// use convex_leptos::use_convex_storage_url;
/// use convex_runtime::{Id, Query, StorageFile, ToConvex};
/// use leptos::prelude::*;
///
/// #[derive(Clone, ToConvex)]
/// struct UrlArgs { storage_id: Id<StorageFile> }
///
/// const URL: Query<UrlArgs, Option<String>> = Query::new("files:url");
///
/// #[component]
/// fn Picture(id: Signal<Option<Id<StorageFile>>>) -> impl IntoView {
///     let url = use_convex_storage_url(URL, move || id.get().map(|storage_id| UrlArgs { storage_id }));
///     view! { <img src=move || url.get() alt="" /> }
/// }
/// # let _ = Picture;
/// ```
///
/// # Panics
///
/// When no component above called [`provide_convex`](crate::provide_convex).
#[track_caller]
pub fn use_convex_storage_url<Args, Given>(
    query: Query<Args, Option<String>>,
    args: impl Fn() -> Given + Send + Sync + 'static,
) -> Signal<Option<String>>
where
    Args: ToConvex + Send + Sync + 'static,
    Given: Into<Option<Args>>,
{
    let url = use_convex_query(query, args);
    Signal::derive(move || url.data().and_then(|url| (*url).clone()))
}
