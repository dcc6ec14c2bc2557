//! Errors that the runtime itself makes.

use std::{sync::Arc, time::Duration};

use super::{CallContext, Error, Sent};

impl Error {
    pub(crate) const NO_RUNTIME: Self = Self::Closed {
        sent: Sent::No,
        reason: "a call needs a Tokio runtime, and none is running here: call inside `#[tokio::main]` or `Runtime::block_on`, give the client \
                 one by `Client::builder().runtime(handle)`, or use `convex_runtime::blocking` (feature `blocking`)",
        context: CallContext::NONE,
    };

    /// The task of a call ended before the call did.
    pub(crate) const DROPPED: Self = Self::Closed {
        sent: Sent::Maybe,
        reason: "the call was dropped: its Tokio runtime shut down, or a conversion panicked",
        context: CallContext::NONE,
    };

    #[cfg(any(feature = "live", not(target_arch = "wasm32")))]
    pub(crate) const RUNTIME_GONE: Self = Self::Closed {
        sent: Sent::No,
        reason: "the Tokio runtime shut down during the call",
        context: CallContext::NONE,
    };

    #[cfg(feature = "live")]
    pub(crate) const CLIENT_CLOSED: Self = Self::Closed {
        sent: Sent::No,
        reason: "the client was closed",
        context: CallContext::NONE,
    };

    #[cfg(feature = "blocking")]
    pub(crate) const BLOCKS_ITSELF: Self = Self::Closed {
        sent: Sent::No,
        reason: "a blocking call in a callback would wait for itself: callbacks run on the thread that does the client's work; call on another \
                 thread, or use `client()` and its handles there",
        context: CallContext::NONE,
    };

    #[cfg(feature = "http")]
    pub(crate) const CANCELLED: Self = Self::Closed {
        sent: Sent::Maybe,
        reason: "the upload was cancelled",
        context: CallContext::NONE,
    };

    #[cfg(feature = "live")]
    pub(crate) const SKIPPED: Self = Self::Closed {
        sent: Sent::No,
        reason: "the query is skipped",
        context: CallContext::NONE,
    };

    #[cfg(feature = "live")]
    pub(crate) const NO_DEPLOYMENT: Self = Self::Closed {
        sent: Sent::No,
        reason: "subscriptions need the URL of a deployment, and this client has a transport of its own",
        context: CallContext::NONE,
    };

    /// The token source failed.
    pub(crate) fn token_unavailable(error: &(dyn std::error::Error + Send + Sync)) -> Self {
        Self::Authentication {
            code: "TokenUnavailable".into(),
            message: error.to_string().into(),
            context: CallContext::NONE,
        }
    }

    /// The call requires a user, and no user is signed in.
    pub(crate) fn signed_out() -> Self {
        Self::authentication("SignedOut", "no user is signed in")
    }

    /// An authentication error that the runtime itself reports.
    pub(crate) fn authentication(code: &str, message: &str) -> Self {
        Self::Authentication {
            code: code.into(),
            message: message.into(),
            context: CallContext::NONE,
        }
    }

    /// `/api/query_batch` and `/api/query_at_ts` take the app's own functions only.
    pub(crate) fn not_in_components() -> Self {
        Self::configuration(
            "batches and snapshots cannot call functions of a component; call each by itself",
        )
    }

    pub(crate) fn configuration(reason: impl Into<Arc<str>>) -> Self {
        Self::Configuration {
            reason: reason.into(),
        }
    }

    pub(crate) fn invalid_response(status: Option<u16>, message: impl Into<Arc<str>>) -> Self {
        Self::Protocol {
            status,
            code: "InvalidResponse".into(),
            message: message.into(),
            context: CallContext::NONE,
        }
    }

    /// No answer came in time.
    pub(crate) fn timeout(sent: Sent, after: Duration) -> Self {
        Self::Timeout {
            sent,
            after,
            cause: None,
            context: CallContext::NONE,
        }
    }
}
