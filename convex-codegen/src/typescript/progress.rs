//! How far asking TypeScript is.

use std::{path::PathBuf, time::Duration};

/// What [`Types::update`](crate::Types::update) is doing.
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
        /// How many functions it is asked for.
        functions: usize,
        /// The packages of `@types` that it loads; `None` when the project's `tsconfig.json` says which.
        ambient: Option<Vec<String>>,
    },
    /// It is still running, after so long.
    Running(Duration),
}
