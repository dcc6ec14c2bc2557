//! Pages that Dioxus fullstack renders on a server, and what travels with them to the browser.

#[cfg(feature = "fullstack")]
use std::panic::Location;

#[cfg(feature = "fullstack")]
use dioxus_fullstack_core::{FullstackContext, SerializeContextEntry, serialize_context};

/// Returns whether a page is being rendered on a server, where nothing becomes live.
pub(crate) fn is_server() -> bool {
    #[cfg(feature = "fullstack")]
    let is_server = FullstackContext::current().is_some();
    #[cfg(not(feature = "fullstack"))]
    let is_server = false;
    is_server
}

/// The place of a hook in the data that travels with a page.
///
/// Has to be made exactly once per hook, in the order of the server: that is what numbers it.
#[derive(Clone)]
pub(crate) struct Entry {
    #[cfg(feature = "fullstack")]
    entry: SerializeContextEntry<Option<String>>,
}

impl Entry {
    pub(crate) fn new() -> Self {
        Self {
            #[cfg(feature = "fullstack")]
            entry: serialize_context().create_entry(),
        }
    }

    /// On a server, sends `text` along with the page; `None` says that there was nothing to send.
    #[cfg_attr(feature = "fullstack", track_caller)]
    pub(crate) fn send(self, text: Option<String>) {
        #[cfg(feature = "fullstack")]
        self.entry.insert(&text, Location::caller());
        #[cfg(not(feature = "fullstack"))]
        drop(text);
    }

    /// In a browser, returns what the server sent, unless it sent nothing for this hook.
    pub(crate) fn sent(&self) -> Option<Option<String>> {
        #[cfg(feature = "fullstack")]
        let sent = self.entry.get().ok();
        #[cfg(not(feature = "fullstack"))]
        let sent = None;
        sent
    }
}
