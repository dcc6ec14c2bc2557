//! The state of the client's connection, as a signal.

use convex_runtime::ConnectionState;
use leptos::prelude::{Get, Signal};

use crate::{follow::watched, use_convex};

/// Returns the state of the client's connection as a signal.
///
/// ```no_run
/// use convex_leptos::use_convex_connection_state;
/// use convex_runtime::ConnectionPhase;
/// use leptos::prelude::*;
///
/// #[component]
/// fn Banner() -> impl IntoView {
///     let connection = use_convex_connection_state();
///     let lost = move || connection.get().phase == ConnectionPhase::Reconnecting;
///     view! { <p role="status">{move || lost().then_some("Offline. Changes are sent when the connection is back.")}</p> }
/// }
/// # let _ = Banner;
/// ```
///
/// # Panics
///
/// When no component above called [`provide_convex`](crate::provide_convex).
#[track_caller]
pub fn use_convex_connection_state() -> Signal<ConnectionState> {
    let state = watched(use_convex().connection());
    Signal::derive(move || state.try_get().unwrap_or_default())
}
