//! The client that hooks call with, as a context.

use convex_runtime::Client;
use dioxus::prelude::{try_consume_context, use_context_provider, use_hook};

use crate::ConvexAuth;

/// Provides a client to the hooks of this component and of those below it. `client` is called when
/// the component mounts.
///
/// ```no_run
/// use convex_dioxus::provide_convex;
/// use convex_runtime::Client;
/// use dioxus::prelude::*;
///
/// #[component]
/// fn App() -> Element {
///     provide_convex(|| Client::new("https://happy-otter-123.convex.cloud").expect("a URL"));
///     rsx! { main { "…" } }
/// }
/// # let _ = App;
/// ```
pub fn provide_convex(client: impl FnOnce() -> Client) -> Client {
    let client = use_context_provider(client);
    use_context_provider(|| ConvexAuth::new(&client));
    client
}

/// Returns the client that [`provide_convex`] was given, for direct calls.
///
/// ```no_run
/// # use convex_dioxus::use_convex;
/// # use convex_runtime::Query;
/// # use dioxus::prelude::*;
/// # const COUNT: Query<(), f64> = Query::new("tasks:count");
/// #[component]
/// fn Count() -> Element {
///     let client = use_convex();
///     let count = use_resource(move || client.query(COUNT, ()));
///     rsx! { if let Some(Ok(count)) = &*count.read() { p { "{count}" } } }
/// }
/// # let _ = Count;
/// ```
///
/// # Panics
///
/// When no component above called [`provide_convex`].
#[track_caller]
pub fn use_convex() -> Client {
    use_hook(client)
}

/// The client, inside of a hook.
#[track_caller]
pub(crate) fn client() -> Client {
    try_consume_context()
        .expect("`provide_convex` is called in a component above those that use hooks")
}
