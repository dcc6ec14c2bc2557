//! What the user wants: a plain value with setters.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// How to generate. [`Config::new`] is what [`generate`](crate::generate) uses.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Config {
    pub(crate) convex_dir: PathBuf,
    pub(crate) out_dir: Option<PathBuf>,
    pub(crate) name: String,
    pub(crate) internal: bool,
    pub(crate) only: Vec<String>,
    pub(crate) except: Vec<String>,
    /// By path: a name for the type, a name for the field or function.
    pub(crate) names: BTreeMap<String, Vec<String>>,
    pub(crate) types: BTreeMap<String, String>,
    pub(crate) integers: BTreeMap<String, String>,
    pub(crate) derives: Vec<(String, String)>,
    pub(crate) types_file: Option<PathBuf>,
    pub(crate) run_tsc: bool,
    pub(crate) serde: Vec<String>,
    pub(crate) map: MapType,
    pub(crate) pub_crate: bool,
    pub(crate) one_file: bool,
    pub(crate) no_implicit_prelude: bool,
}

/// The Rust type of `v.record(..)`, for [`Config::map`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum MapType {
    /// [`BTreeMap`], sorted by key. Types that hold it can be hashed.
    #[default]
    BTreeMap,
    /// [`HashMap`](std::collections::HashMap).
    HashMap,
    /// `indexmap::IndexMap`, in the order in which entries arrive. It needs the feature `indexmap` of `convex-runtime`.
    IndexMap,
}

impl Config {
    /// Everything of the backend in `convex_dir`, into `OUT_DIR`.
    pub fn new(convex_dir: impl Into<PathBuf>) -> Self {
        Self {
            convex_dir: convex_dir.into(),
            out_dir: None,
            name: "convex".to_owned(),
            internal: true,
            only: Vec::new(),
            except: Vec::new(),
            names: BTreeMap::new(),
            types: BTreeMap::new(),
            integers: BTreeMap::new(),
            derives: Vec::new(),
            types_file: None,
            run_tsc: false,
            serde: Vec::new(),
            map: MapType::BTreeMap,
            pub_crate: false,
            one_file: false,
            no_implicit_prelude: false,
        }
    }

    /// Writes below `dir` instead of `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(dir.into());
        self
    }

    /// Names the backend, for a crate with several: `name("admin")` is brought in by `convex_runtime::include_api!("admin")`.
    /// Without it the name is `convex`, which is that of `include_api!()`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Leaves internal functions out. By default they are generated, in `internal`.
    #[must_use]
    pub fn without_internal(mut self) -> Self {
        self.internal = false;
        self
    }

    /// Generates only functions that match one of the patterns given: `payments:process`, `payments:*`, `payments/*`, `*:list`.
    #[must_use]
    pub fn only(mut self, pattern: impl Into<String>) -> Self {
        self.only.push(pattern.into());
        self
    }

    /// Leaves out functions that match `pattern`, which reads as in [`Config::only`].
    #[must_use]
    pub fn except(mut self, pattern: impl Into<String>) -> Self {
        self.except.push(pattern.into());
        self
    }

    /// Gives what is at `path` another name in Rust.
    ///
    /// Paths are those of generated documentation and of warnings: `payments:process` is a function, `payments:process.args.amount` a
    /// field of its arguments and the type that is written there, `tables.tasks.status` a field of a table, `types.address` the constant
    /// `address` of `types.ts`, `users/profile` a module. A name with a capital is for the type or the variant, another for the field, the
    /// function or the module.
    /// A path that does not exist fails the build, with a suggestion.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex")
    ///     .rename("payments:process.args", "Payment")
    ///     .rename("payments:process.args.amount", "cents");
    /// ```
    #[must_use]
    pub fn rename(mut self, path: impl Into<String>, name: impl Into<String>) -> Self {
        self.names.entry(path.into()).or_default().push(name.into());
        self
    }

    /// Uses the type `rust`, such as `crate::Address`, for what is at `path`, which reads as in [`Config::rename`].
    ///
    /// The type derives or implements `ToConvex` where it is sent, `FromConvex` where it is received, and `Debug`, `Clone` and `PartialEq`.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").use_type("types.address", "crate::Address");
    /// ```
    #[must_use]
    pub fn use_type(mut self, path: impl Into<String>, rust: impl Into<String>) -> Self {
        self.types.insert(path.into(), rust.into());
        self
    }

    /// Types the `v.number()` field at `path` as `u32`, `i32`, `u16` or `i16`, also inside arrays and optional fields.
    ///
    /// A number that has a fraction or does not fit is refused when it is received.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").integer("tables.tasks.priority", "u32");
    /// ```
    #[must_use]
    pub fn integer(mut self, path: impl Into<String>, rust: impl Into<String>) -> Self {
        self.integers.insert(path.into(), rust.into());
        self
    }

    /// Adds a derive to the types whose path matches `pattern`, in which `*` stands for any text.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").derive("tables.*", "::serde::Serialize");
    /// ```
    #[must_use]
    pub fn derive(mut self, pattern: impl Into<String>, derive: impl Into<String>) -> Self {
        self.derives.push((pattern.into(), derive.into()));
        self
    }

    /// Reads what TypeScript infers from `file`, relative to the crate, and not from the `convex-types.d.ts` beside `Cargo.toml` or
    /// beside the functions folder.
    #[must_use]
    pub fn types_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.types_file = Some(file.into());
        self
    }

    /// With `true`, asks the project's own TypeScript compiler for types that no validator declares whenever the backend changed,
    /// as `convex-codegen types` does. It keeps the answer in the same file, which is used as it is where TypeScript cannot be run:
    /// that is a warning of the build.
    ///
    /// ```no_run
    /// use convex_codegen::Config;
    ///
    /// Config::new("../backend/convex").run_tsc(true).generate()?;
    /// # Ok::<(), convex_codegen::Error>(())
    /// ```
    #[must_use]
    #[expect(
        clippy::fn_params_excessive_bools,
        reason = "a switch of the configuration, which is read by its name"
    )]
    pub fn run_tsc(mut self, run: bool) -> Self {
        self.run_tsc = run;
        self
    }

    /// Implements serde's `Serialize` and `Deserialize` for the types whose path matches `pattern`, in which `*` stands for any text:
    /// `serde("*")` is all of them. A server can then answer with a document, and take a function's arguments from a request.
    ///
    /// Values have the form that they have on Convex's wire, so nothing is lost. The implementations delegate to those of `ToConvex` and
    /// `FromConvex`, and so cost little to compile; types of your own inside need both of these. They need the feature `serde` of `convex-runtime`.
    ///
    /// ```
    /// use convex_codegen::Config;
    ///
    /// let config = Config::new("convex").serde("tables.*");
    /// ```
    #[must_use]
    pub fn serde(mut self, pattern: impl Into<String>) -> Self {
        self.serde.push(pattern.into());
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

    /// Generates everything as `pub(crate)`, so that nothing of the backend is part of the crate's own interface.
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

    /// For crates and modules with `#![no_implicit_prelude]`: generated files name what they use of the prelude themselves.
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

    /// Whether anything is said about single types, fields or functions.
    pub(crate) fn customises(&self) -> bool {
        !(self.names.is_empty()
            && self.types.is_empty()
            && self.integers.is_empty()
            && self.derives.is_empty()
            && self.serde.is_empty())
    }

    /// The folder as file paths start: separated by `/`, no `/` at the end.
    pub(crate) fn functions_folder(&self) -> String {
        slashed(&self.convex_dir)
    }
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy()
        .replace('\\', "/")
        .trim_end_matches('/')
        .to_owned()
}
