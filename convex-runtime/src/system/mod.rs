//! The system tables, whose ids appear in arguments and results.

mod documents;

pub use documents::{ScheduledFunctionDocument, ScheduledFunctionState, StorageDocument};

use crate::Table;

/// A stored file: `Id<StorageFile>` is the type of `v.id("_storage")`.
///
/// ```
/// use convex_runtime::{StorageFile, Table};
///
/// assert_eq!(StorageFile::NAME, "_storage");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StorageFile {}

impl Table for StorageFile {
    const NAME: &'static str = "_storage";
}

/// A scheduled function: `Id<ScheduledFunction>` is the type of `v.id("_scheduled_functions")`.
///
/// ```
/// use convex_runtime::{ScheduledFunction, Table};
///
/// assert_eq!(ScheduledFunction::NAME, "_scheduled_functions");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScheduledFunction {}

impl Table for ScheduledFunction {
    const NAME: &'static str = "_scheduled_functions";
}
