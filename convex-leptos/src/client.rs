//! The client that hooks call with, as a context.

use convex_runtime::Client;
use leptos::prelude::{provide_context, use_context};

use crate::ConvexAuth;

/// Provides `client` to the hooks of this component and of those below it.
///
/// ```no_run
/// use convex_leptos::provide_convex;
/// use convex_runtime::Client;
/// use leptos::prelude::*;
///
/// #[component]
/// fn App(url: String) -> impl IntoView {
///     provide_convex(Client::new(&url).expect("a URL"));
///     view! { <main>"…"</main> }
/// }
/// # let _ = App;
/// ```
pub fn provide_convex(client: Client) {
    provide_context(ConvexAuth::new(&client));
    provide_context(client);
}

/// Returns the client that [`provide_convex`] was given, for direct calls.
///
/// ```no_run
/// # use convex_leptos::use_convex;
/// # use convex_runtime::Query;
/// # use leptos::prelude::*;
/// # const COUNT: Query<(), f64> = Query::new("tasks:count");
/// #[component]
/// fn Count() -> impl IntoView {
///     let client = use_convex();
///     let count = LocalResource::new(move || client.query(COUNT, ()));
///     view! { <p>{move || count.get().and_then(Result::ok)}</p> }
/// }
/// # let _ = Count;
/// ```
///
/// # Panics
///
/// When no component above called [`provide_convex`].
#[track_caller]
pub fn use_convex() -> Client {
    use_context().expect("`provide_convex` is called in a component above those that use hooks")
}
