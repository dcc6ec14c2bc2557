//! The progress of a run of TypeScript.

use std::{path::PathBuf, time::Duration};

/// The progress of [`Types::update`](crate::Types::update).
///
/// ```
/// use convex_codegen::TypesProgress;
///
/// fn show(progress: TypesProgress) {
///     if let TypesProgress::Running(elapsed) = progress {
///         println!("{} s", elapsed.as_secs());
///     }
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TypesProgress {
    /// The compiler is started.
    Started {
        /// The compiler.
        tsc: PathBuf,
        /// Its version.
        version: String,
        /// The number of functions that it is asked about.
        functions: usize,
        /// The packages of `@types` that it loads; `None` if the project's `tsconfig.json` lists
        /// them.
        ambient: Option<Vec<String>>,
    },
    /// It is still running, after so long.
    Running(Duration),
}
