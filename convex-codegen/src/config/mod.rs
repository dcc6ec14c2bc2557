//! `Config`: the user's options, a plain value with setters.

mod backend;
mod customise;
mod file;
mod options;
mod output;
mod select;
mod setting;
mod source_url;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

pub use output::MapType;
pub(crate) use setting::Setting;
pub use setting::{Integer, Timestamp};

/// Options of a generation. [`generate`](crate::generate) uses those of [`Config::new`].
///
/// ```no_run
/// // build.rs
/// use convex_codegen::Config;
///
/// fn main() -> Result<(), convex_codegen::Error> {
///     Config::new("../backend/convex")
///         .except("migrations:*")
///         .rename("payments:charge.args", "Payment")
///         .generate()
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Config {
    pub(crate) convex_dir: PathBuf,
    pub(crate) out_dir: Option<PathBuf>,
    pub(crate) name: String,
    pub(crate) internal: bool,
    pub(crate) only: Vec<String>,
    pub(crate) except: Vec<String>,
    /// Names of functions, fields, variants and modules by path.
    pub(crate) names: BTreeMap<String, String>,
    /// Names of types by path.
    pub(crate) type_names: BTreeMap<String, String>,
    /// Types of values, by pattern.
    pub(crate) values: Vec<(String, Setting)>,
    pub(crate) derives: Vec<(String, String)>,
    /// Arguments that the client writes, by pattern.
    pub(crate) inject: Vec<String>,
    pub(crate) types_file: Option<PathBuf>,
    pub(crate) run_tsc: bool,
    pub(crate) serde: Vec<String>,
    pub(crate) map: MapType,
    pub(crate) pub_crate: bool,
    pub(crate) one_file: bool,
    pub(crate) no_implicit_prelude: bool,
    pub(crate) source_url: Option<String>,
    /// `true` once the options of the configuration file are applied.
    pub(crate) is_settled: bool,
}

impl Config {
    /// Generates everything of the backend in `convex_dir` into `OUT_DIR`.
    pub fn new(convex_dir: impl Into<PathBuf>) -> Self {
        Self {
            convex_dir: convex_dir.into(),
            out_dir: None,
            name: "convex".to_owned(),
            internal: true,
            only: Vec::new(),
            except: Vec::new(),
            names: BTreeMap::new(),
            type_names: BTreeMap::new(),
            values: Vec::new(),
            derives: Vec::new(),
            inject: Vec::new(),
            types_file: None,
            run_tsc: false,
            serde: Vec::new(),
            map: MapType::BTreeMap,
            pub_crate: false,
            one_file: false,
            no_implicit_prelude: false,
            source_url: None,
            is_settled: false,
        }
    }

    /// The backend that is read, as it was given.
    pub fn dir(&self) -> &Path {
        &self.convex_dir
    }

    /// The folder that is written, if [`Config::out_dir`] names one.
    pub fn output_dir(&self) -> Option<&Path> {
        self.out_dir.as_deref()
    }

    /// Returns whether single types, fields or functions are customised.
    pub(crate) fn customises(&self) -> bool {
        !(self.names.is_empty()
            && self.type_names.is_empty()
            && self.values.is_empty()
            && self.derives.is_empty()
            && self.serde.is_empty())
    }

    /// The folder as file paths start: separated by `/`, no `/` at the end.
    pub(crate) fn functions_folder(&self) -> String {
        slashed(&self.convex_dir)
    }

    /// Returns whether the backend is a specification, as `npx convex function-spec` writes it, and
    /// not a folder.
    pub(crate) fn is_specification(&self) -> bool {
        let extension = self.convex_dir.extension();
        extension.is_some_and(|extension| extension == "json")
    }
}

fn slashed(path: &Path) -> String {
    path.to_string_lossy()
        .replace('\\', "/")
        .trim_end_matches('/')
        .to_owned()
}
