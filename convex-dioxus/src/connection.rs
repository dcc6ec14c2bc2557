//! The state of the client's connection, as a signal.

use convex_runtime::ConnectionState;
use dioxus::prelude::{ReadSignal, use_hook};

use crate::{client::client, follow::watched};

/// Returns the state of the client's connection as a signal.
///
/// ```no_run
/// use convex_dioxus::use_convex_connection_state;
/// use convex_runtime::ConnectionPhase;
/// use dioxus::prelude::*;
///
/// #[component]
/// fn Banner() -> Element {
///     let connection = use_convex_connection_state();
///     rsx! {
///         p {
///             role: "status",
///             if connection().phase == ConnectionPhase::Reconnecting { "Offline. Changes are sent when the connection is back." }
///         }
///     }
/// }
/// # let _ = Banner;
/// ```
///
/// # Panics
///
/// When no component above called [`provide_convex`](crate::provide_convex).
#[track_caller]
pub fn use_convex_connection_state() -> ReadSignal<ConnectionState> {
    use_hook(|| watched(client().connection())).into()
}
