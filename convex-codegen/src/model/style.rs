//! Style that all files have in common.

use crate::config::{Config, MapType};

/// Style of all files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Style {
    /// The type of maps.
    pub map: MapType,
    /// True if items are `pub(crate)`.
    pub pub_crate: bool,
    /// True if files bring the names of the prelude with them.
    pub no_implicit_prelude: bool,
}

impl Style {
    /// Returns the options of `config`.
    pub(crate) const fn new(config: &Config) -> Self {
        Self {
            map: config.map,
            pub_crate: config.pub_crate,
            no_implicit_prelude: config.no_implicit_prelude,
        }
    }
}
