//! The library's entry points, for build scripts and the command line: what a `Config` or a
//! folder turns into, and the reports on it. They run the pipeline; no stage knows them.

mod cargo;
mod functions_folder;
mod generate;
mod generated;
mod repeated;
mod report;
mod run_tsc;
mod spec;
mod types;
mod unmatched;

pub use functions_folder::functions_folder;
pub use generate::generate;
pub use generated::{FileChange, Generated};
pub use repeated::Repeated;
pub use report::Report;
pub use spec::{Spec, spec};
pub use types::{Asked, Types};
