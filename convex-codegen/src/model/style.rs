//! What all files have in common, as the user wants it.

use crate::config::{Config, MapType};

/// How the same thing is written everywhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// The type of maps.
    pub map: MapType,
    /// Whether items are `pub(crate)`.
    pub pub_crate: bool,
    /// Whether files bring the names of the prelude with them.
    pub no_implicit_prelude: bool,
}

impl Style {
    /// What `config` says.
    pub const fn new(config: &Config) -> Self {
        Self {
            map: config.map,
            pub_crate: config.pub_crate,
            no_implicit_prelude: config.no_implicit_prelude,
        }
    }
}
