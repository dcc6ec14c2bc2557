//! Pages that Dioxus fullstack renders on a server, and what travels with them to the browser.

#[cfg(feature = "fullstack")]
use std::panic::Location;
use std::str::FromStr;

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

    /// On a server, sends `text` along with the page.
    #[cfg_attr(feature = "fullstack", track_caller)]
    pub(crate) fn send(self, text: String) {
        #[cfg(feature = "fullstack")]
        self.entry.insert(&Some(text), Location::caller());
        #[cfg(not(feature = "fullstack"))]
        let (Self {}, _) = (self, text);
    }

    /// On a server, tells the browser that the page was rendered without a result.
    #[cfg_attr(feature = "fullstack", track_caller)]
    pub(crate) fn send_nothing(self) {
        #[cfg(feature = "fullstack")]
        self.entry.insert(&None, Location::caller());
        #[cfg(not(feature = "fullstack"))]
        let Self {} = self;
    }

    /// In a browser, returns what the server sent for this hook.
    pub(crate) fn sent(&self) -> Sent {
        #[cfg(feature = "fullstack")]
        let sent = match self.entry.get() {
            Ok(Some(text)) => Sent::Text(text),
            Ok(None) => Sent::Nothing,
            Err(_) => Sent::Never,
        };
        #[cfg(not(feature = "fullstack"))]
        let (Self {}, sent) = (self, Sent::Never);
        sent
    }
}

/// The data that a server has sent for a hook.
#[cfg_attr(
    not(feature = "fullstack"),
    expect(dead_code, reason = "no server sends anything")
)]
pub(crate) enum Sent {
    /// A result.
    Text(String),
    /// The page was rendered without a result, since there was none.
    Nothing,
    /// No server has asked.
    Never,
}

impl Sent {
    /// Returns the result, if there is one of this type.
    pub(crate) fn result<T: FromStr>(&self) -> Option<T> {
        match self {
            Self::Text(text) => text.parse().ok(),
            Self::Nothing | Self::Never => None,
        }
    }
}
