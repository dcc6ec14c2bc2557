//! The documents of system tables, as `db.system` reads them.

use super::{ScheduledFunction, StorageFile};
use crate::{FromConvex, Id, Table, ToConvex, Value};

/// A document of the table `_storage`: the metadata of a stored file.
///
/// ```
/// use convex_runtime::{StorageDocument, decode};
///
/// let file: StorageDocument = decode(r#"{
///     "_id": "kg2...", "_creationTime": 1700000000000,
///     "sha256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "size": 5, "contentType": "text/plain"
/// }"#)?;
/// assert_eq!(file.content_type.as_deref(), Some("text/plain"));
/// # Ok::<(), convex_runtime::DecodeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, FromConvex, ToConvex)]
#[convex(crate = crate)]
pub struct StorageDocument {
    /// The id of the file.
    #[convex("_id")]
    pub id: Id<StorageFile>,
    /// The time at which it was stored, in milliseconds since 1970.
    #[convex("_creationTime")]
    pub creation_time: f64,
    /// The SHA-256 of the content, in base64 or base16.
    pub sha256: String,
    /// The size in bytes.
    pub size: f64,
    /// The content type, if the upload had one.
    #[convex(optional)]
    pub content_type: Option<String>,
}

impl Table for StorageDocument {
    const NAME: &'static str = StorageFile::NAME;
}

/// A document of the table `_scheduled_functions`: a function that runs later, or has run.
///
/// ```
/// use convex_runtime::{ScheduledFunctionDocument, ScheduledFunctionState, decode};
///
/// let scheduled: ScheduledFunctionDocument = decode(r#"{
///     "_id": "m3f...", "_creationTime": 1700000000000, "name": "mail:send", "args": [{"to": "ada"}],
///     "scheduledTime": 1700000060000, "state": {"kind": "pending"}
/// }"#)?;
/// assert_eq!(scheduled.state, ScheduledFunctionState::Pending);
/// # Ok::<(), convex_runtime::DecodeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, FromConvex, ToConvex)]
#[convex(crate = crate)]
pub struct ScheduledFunctionDocument {
    /// The id of the scheduled function.
    #[convex("_id")]
    pub id: Id<ScheduledFunction>,
    /// The time at which it was scheduled, in milliseconds since 1970.
    #[convex("_creationTime")]
    pub creation_time: f64,
    /// The path of the function, such as `mail:send`.
    pub name: String,
    /// The arguments: one object.
    pub args: Vec<Value>,
    /// The time at which it is to run, in milliseconds since 1970.
    pub scheduled_time: f64,
    /// The time at which it ended, in milliseconds since 1970.
    #[convex(optional)]
    pub completed_time: Option<f64>,
    /// Its state.
    pub state: ScheduledFunctionState,
}

impl Table for ScheduledFunctionDocument {
    const NAME: &'static str = ScheduledFunction::NAME;
}

/// The state of a scheduled function.
///
/// ```
/// use convex_runtime::ScheduledFunctionState;
///
/// let failed = ScheduledFunctionState::Failed { error: "Server Error".to_owned() };
/// assert_ne!(failed, ScheduledFunctionState::Success);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, FromConvex, ToConvex)]
#[convex(crate = crate, tag = "kind")]
pub enum ScheduledFunctionState {
    /// It has not started.
    Pending,
    /// It runs; actions only.
    #[convex("inProgress")]
    InProgress,
    /// It has succeeded.
    Success,
    /// It has failed.
    Failed {
        /// The error, as the deployment's logs show it.
        error: String,
    },
    /// It was canceled before it ran.
    Canceled,
}
