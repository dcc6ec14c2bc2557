//! The URL of a stored file, as a signal.

use convex_runtime::{Query, ToConvex};
use dioxus::prelude::{Memo, use_memo};

use crate::use_convex_query;

/// Follows a query that returns the URL of a stored file, or null when there is no such file.
///
/// ```no_run
/// use convex_dioxus::use_convex_storage_url;
/// use convex_runtime::{Id, Query, StorageFile, ToConvex};
/// use dioxus::prelude::*;
///
/// #[derive(Clone, ToConvex)]
/// struct UrlArgs { storage_id: Id<StorageFile> }
///
/// const URL: Query<UrlArgs, Option<String>> = Query::new("files:url");
///
/// #[component]
/// fn Picture(id: ReadSignal<Option<Id<StorageFile>>>) -> Element {
///     let url = use_convex_storage_url(URL, move || id().map(|storage_id| UrlArgs { storage_id }));
///     rsx! { if let Some(url) = url() { img { src: "{url}", alt: "" } } }
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
    args: impl Fn() -> Given + 'static,
) -> Memo<Option<String>>
where
    Args: ToConvex + 'static,
    Given: Into<Option<Args>>,
{
    let url = use_convex_query(query, args);
    use_memo(move || url.data().and_then(|url| (*url).clone()))
}
