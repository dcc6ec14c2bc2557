//! Options for the location and the style of the generated Rust.

use std::path::PathBuf;

use super::Config;

/// The Rust type of `v.record(..)`, for [`Config::map`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MapType {
    /// [`BTreeMap`](std::collections::BTreeMap), sorted by key. Types that hold it can be hashed.
    #[default]
    BTreeMap,
    /// [`HashMap`](std::collections::HashMap).
    HashMap,
    /// `indexmap::IndexMap`, in the order in which entries arrive. It needs the feature `indexmap`
    /// of `convex-runtime`.
    IndexMap,
}

impl Config {
    /// Writes below `dir` instead of `OUT_DIR`, for code that is checked in.
    ///
    /// Nothing but Rust is written there. Outside of a build script, [`Config::generate`] prints no
    /// directives for cargo.
    #[must_use]
    pub fn out_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(dir.into());
        self
    }

    /// Names the backend, for a crate with several: `convex_runtime::include_api!("admin")`
    /// includes the one named `admin`. The default name is `convex`, which `include_api!()`
    /// includes.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Types `v.record(..)` as `map`; by default as a `BTreeMap`.
    ///
    /// ```
    /// use convex_codegen::{Config, MapType};
    ///
    /// let config = Config::new("convex").map(MapType::HashMap);
    /// ```
    #[must_use]
    pub fn map(mut self, map: MapType) -> Self {
        self.map = map;
        self
    }

    /// Generates everything as `pub(crate)`, so that nothing of the backend is part of the crate's
    /// own interface.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").pub_crate();
    /// ```
    #[must_use]
    pub fn pub_crate(mut self) -> Self {
        self.pub_crate = true;
        self
    }

    /// Writes one file, `mod.rs`, with the modules inside each other; by default each has a file.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").out_dir("src/backend").one_file();
    /// ```
    #[must_use]
    pub fn one_file(mut self) -> Self {
        self.one_file = true;
        self
    }

    /// Makes generated files name what they use of the prelude, for crates and modules with
    /// `#![no_implicit_prelude]`.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").no_implicit_prelude();
    /// ```
    #[must_use]
    pub fn no_implicit_prelude(mut self) -> Self {
        self.no_implicit_prelude = true;
        self
    }
}
