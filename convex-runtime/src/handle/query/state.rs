//! `QueryState`: what a query's handle shows, in one piece.

use std::{fmt, sync::Arc};

use crate::{CallStatus, Error, handle::state::is_same};

/// A consistent snapshot of status, data and error.
///
/// ```
/// use convex_runtime::QueryState;
///
/// fn render(state: &QueryState<Vec<String>>) -> String {
///     match (state.data(), state.error()) {
///         (_, Some(error)) => error.to_string(),
///         (Some(tasks), _) => tasks.join("\n"),
///         (None, None) => "…".to_owned(),
///     }
/// }
/// # let _ = render;
/// ```
pub struct QueryState<Returns> {
    pub(super) status: CallStatus,
    pub(super) data: Option<Arc<Returns>>,
    pub(super) error: Option<Arc<Error>>,
    pub(super) is_stale: bool,
}

impl<Returns> QueryState<Returns> {
    pub(super) fn new(status: CallStatus) -> Self {
        Self {
            status,
            data: None,
            error: None,
            is_stale: false,
        }
    }

    /// Returns the state of a query that has no result yet, for hooks that render on a server.
    pub fn pending() -> Self {
        Self::new(CallStatus::Pending)
    }

    /// Returns the state of a query that has this result, for hooks that render on a server.
    ///
    /// ```
    /// use convex_runtime::{CallStatus, QueryState};
    ///
    /// assert_eq!(QueryState::success(std::sync::Arc::new(3)).status(), CallStatus::Success);
    /// ```
    pub fn success(data: Arc<Returns>) -> Self {
        Self {
            data: Some(data),
            ..Self::new(CallStatus::Success)
        }
    }

    /// Returns the status: idle while skipped, pending until there is a result, then success or
    /// error.
    pub fn status(&self) -> CallStatus {
        self.status
    }

    /// Returns the latest result. An error of the query does not clear it.
    pub fn data(&self) -> Option<&Arc<Returns>> {
        self.data.as_ref()
    }

    /// Returns the query's current error.
    pub fn error(&self) -> Option<&Arc<Error>> {
        self.error.as_ref()
    }

    /// Returns whether the current arguments have no result yet.
    pub fn is_pending(&self) -> bool {
        self.status == CallStatus::Pending
    }

    /// Returns whether the data belongs to previous arguments.
    pub fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// The arguments have changed: nothing is known of the new ones. Data stays only if it may be
    /// shown meanwhile.
    pub(super) fn restart(&mut self, status: CallStatus, keep: Keep) {
        let data = self.data.take().filter(|_| keep == Keep::Data);
        *self = Self {
            is_stale: data.is_some(),
            data,
            ..Self::new(status)
        };
    }

    /// The query is asked again: its data is shown meanwhile.
    pub(super) fn reload(&mut self) {
        self.status = CallStatus::Pending;
        self.error = None;
    }

    /// The query has a result.
    pub(super) fn settle(&mut self, result: Result<Returns, Error>) {
        match result {
            Ok(data) => {
                *self = Self {
                    data: Some(Arc::new(data)),
                    ..Self::new(CallStatus::Success)
                };
            }
            Err(error) => {
                self.status = CallStatus::Error;
                self.error = Some(Arc::new(error));
            }
        }
    }
}

/// The fate of data when its arguments change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    Data,
    Nothing,
}

/// Compares data and error by identity, not by value.
impl<Returns> PartialEq for QueryState<Returns> {
    fn eq(&self, other: &Self) -> bool {
        (self.status, self.is_stale) == (other.status, other.is_stale)
            && is_same(self.data.as_ref(), other.data.as_ref())
            && is_same(self.error.as_ref(), other.error.as_ref())
    }
}

impl<Returns> Eq for QueryState<Returns> {}

/// A query that is skipped.
impl<Returns> Default for QueryState<Returns> {
    fn default() -> Self {
        Self::new(CallStatus::Idle)
    }
}

impl<Returns> Clone for QueryState<Returns> {
    fn clone(&self) -> Self {
        Self {
            status: self.status,
            data: self.data.clone(),
            error: self.error.clone(),
            is_stale: self.is_stale,
        }
    }
}

impl<Returns> fmt::Debug for QueryState<Returns> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The data may be secret.
        f.debug_struct("QueryState")
            .field("status", &self.status)
            .field("has_data", &self.data.is_some())
            .field("error", &self.error)
            .field("is_stale", &self.is_stale)
            .finish()
    }
}
