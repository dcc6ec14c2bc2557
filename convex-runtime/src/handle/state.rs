//! `CallState`: what a handle shows of its calls, in one piece.

use std::{fmt, sync::Arc};

use super::machine::Calls;
use crate::Error;

/// The status of a handle.
///
/// ```
/// assert_eq!(convex_runtime::CallStatus::Pending.to_string(), "pending");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CallStatus {
    /// No call was made yet, or the handle was reset.
    #[default]
    Idle,
    /// The latest call is pending.
    Pending,
    /// The latest call succeeded.
    Success,
    /// The latest call failed.
    Error,
}

impl CallStatus {
    /// Returns whether a result is pending.
    ///
    /// ```
    /// assert!(convex_runtime::CallStatus::Pending.is_pending());
    /// ```
    pub fn is_pending(self) -> bool {
        self == Self::Pending
    }
}

impl fmt::Display for CallStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Idle => "idle",
            Self::Pending => "pending",
            Self::Success => "success",
            Self::Error => "error",
        })
    }
}

/// A consistent snapshot of status, data and error.
///
/// ```
/// use convex_runtime::{CallState, CallStatus};
///
/// fn render(state: &CallState<String>) -> String {
///     match (state.status(), state.data(), state.error()) {
///         (CallStatus::Pending, ..) => "…".to_owned(),
///         (_, _, Some(error)) => error.to_string(),
///         (_, Some(text), _) => text.to_string(),
///         _ => String::new(),
///     }
/// }
/// # let _ = render;
/// ```
pub struct CallState<Returns> {
    pub(super) status: CallStatus,
    pub(super) data: Option<Arc<Returns>>,
    pub(super) error: Option<Arc<Error>>,
    pub(super) calls: Calls,
}

impl<Returns> CallState<Returns> {
    /// The status of the handle.
    pub fn status(&self) -> CallStatus {
        self.status
    }

    /// Returns the result of the last successful call. A later failure does not clear it.
    pub fn data(&self) -> Option<&Arc<Returns>> {
        self.data.as_ref()
    }

    /// Returns the error of the latest call, if it failed.
    pub fn error(&self) -> Option<&Arc<Error>> {
        self.error.as_ref()
    }

    /// Returns whether the latest call is pending.
    pub fn is_pending(&self) -> bool {
        self.status == CallStatus::Pending
    }

    /// Returns the number of calls in flight, including those superseded by a later call or a
    /// reset.
    pub fn in_flight(&self) -> usize {
        self.calls.in_flight
    }
}

impl<Returns> Default for CallState<Returns> {
    fn default() -> Self {
        Self {
            status: CallStatus::Idle,
            data: None,
            error: None,
            calls: Calls::default(),
        }
    }
}

/// Compares data and error by identity, not by value: two states are equal if they show the same
/// result of the same call.
impl<Returns> PartialEq for CallState<Returns> {
    fn eq(&self, other: &Self) -> bool {
        self.status == other.status
            && is_same(self.data.as_ref(), other.data.as_ref())
            && is_same(self.error.as_ref(), other.error.as_ref())
            && self.in_flight() == other.in_flight()
    }
}

impl<Returns> Eq for CallState<Returns> {}

/// Returns whether both are nothing, or the same thing.
pub(super) fn is_same<T>(one: Option<&Arc<T>>, other: Option<&Arc<T>>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => Arc::ptr_eq(one, other),
        (None, None) => true,
        _ => false,
    }
}

impl<Returns> Clone for CallState<Returns> {
    fn clone(&self) -> Self {
        Self {
            status: self.status,
            data: self.data.clone(),
            error: self.error.clone(),
            calls: self.calls,
        }
    }
}

impl<Returns> fmt::Debug for CallState<Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The data may be secret.
        f.debug_struct("CallState")
            .field("status", &self.status)
            .field("has_data", &self.data.is_some())
            .field("error", &self.error)
            .field("in_flight", &self.in_flight())
            .finish_non_exhaustive()
    }
}
