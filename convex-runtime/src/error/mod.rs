//! `Error`: why a call did not give a result.

mod application;
mod display;

use std::{sync::Arc, time::Duration};

pub use application::ApplicationError;

use crate::{DecodeError, EncodeError, ReturnsFrom};

/// Why a call did not give a result.
///
/// Classified by the shape of the answer, never by its text: production deployments redact texts. Cheap to clone. Neither `Debug`
/// nor `Display` show tokens, arguments or results; `Display` shows what a `ConvexError` [says](ApplicationError::text), and the server's
/// whole text is in [`message`](Self::message).
///
/// ```
/// use convex_runtime::{Error, Sent};
///
/// fn may_be_repeated(error: &Error) -> bool {
///     matches!(error, Error::Transport { sent: Sent::No, .. } | Error::Timeout { sent: Sent::No, .. })
/// }
/// # let _ = may_be_repeated;
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub enum Error {
    /// The function threw a `ConvexError`; its data decodes into a type of yours.
    Application(ApplicationError),
    /// The function failed: it threw, or the arguments or the result did not fit the validators, or it does not exist.
    #[non_exhaustive]
    Function {
        /// What the server says, as it is; production deployments say "Server Error" only.
        message: Arc<str>,
        /// What Convex's logs know the call by.
        request_id: Option<Arc<str>>,
    },
    /// The token was not accepted. Being anonymous is no error: functions that need a user throw their own.
    #[non_exhaustive]
    Authentication {
        /// The server's word for it, such as `InvalidAuthHeader`.
        code: Arc<str>,
        /// What the server says.
        message: Arc<str>,
    },
    /// The server answered, but refused the request or did not speak the protocol.
    #[non_exhaustive]
    Protocol {
        /// The HTTP status; `None` for a frame of the sync protocol.
        status: Option<u16>,
        /// The server's word for it, such as `RejectedBeforeExecution`; `InvalidResponse` is ours.
        code: Arc<str>,
        /// What the server says.
        message: Arc<str>,
    },
    /// The connection failed.
    #[non_exhaustive]
    Transport {
        /// Whether the function may have run.
        sent: Sent,
        /// What failed.
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
    /// The arguments cannot be expressed in Convex. Nothing was sent.
    #[non_exhaustive]
    Encode {
        /// The path of the function.
        function: Arc<str>,
        /// What is wrong.
        source: EncodeError,
    },
    /// The function succeeded, but its result does not have the type that the bindings expect.
    #[non_exhaustive]
    Decode {
        /// The path of the function.
        function: Arc<str>,
        /// Whether a validator guarantees the type.
        returns_from: ReturnsFrom,
        /// Where it differs and how.
        source: DecodeError,
    },
    /// There was no answer within the deadline.
    #[non_exhaustive]
    Timeout {
        /// Whether the function may have run.
        sent: Sent,
        /// The deadline.
        after: Duration,
    },
    /// The client's identity changed during the call, so its result belongs to somebody else. The function may have run.
    IdentityChanged,
    /// The client cannot be made or used as it was configured. Nothing was sent.
    #[non_exhaustive]
    Configuration {
        /// What is wrong.
        reason: Arc<str>,
    },
    /// The client has shut down, or there is no runtime to run the call on.
    #[non_exhaustive]
    Closed {
        /// Whether the function may have run.
        sent: Sent,
        /// What is not there.
        reason: &'static str,
    },
}

/// Whether a request may have reached the server: what decides if a call may be repeated.
///
/// ```
/// assert!(convex_runtime::Sent::No < convex_runtime::Sent::Maybe);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sent {
    /// Nothing reached the server: the function did not run.
    No,
    /// The function may have run.
    Maybe,
}

/// The four kinds that Convex's composables for Vue tell apart.
///
/// ```
/// use convex_runtime::{Error, ErrorKind};
///
/// assert_eq!(Error::IdentityChanged.kind(), ErrorKind::Authentication);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The identity is at fault.
    Authentication,
    /// The way to the server is at fault.
    Transport,
    /// The function threw a `ConvexError`.
    Server,
    /// Anything else.
    Unknown,
}

impl Error {
    /// Which of the composables' kinds it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Application(_) => ErrorKind::Server,
            Self::Authentication { .. } | Self::IdentityChanged => ErrorKind::Authentication,
            Self::Transport { .. } | Self::Timeout { .. } | Self::Closed { .. } => {
                ErrorKind::Transport
            }
            _ => ErrorKind::Unknown,
        }
    }

    /// What the server said, as it is. It may quote arguments.
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Application(error) => Some(error.message()),
            Self::Function { message, .. }
            | Self::Authentication { message, .. }
            | Self::Protocol { message, .. } => Some(message),
            _ => None,
        }
    }

    /// What Convex's logs know the call by.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Application(error) => error.request_id(),
            Self::Function { request_id, .. } => request_id.as_deref(),
            _ => None,
        }
    }

    /// The `ConvexError` that the function threw, if that is what happened.
    pub fn application(&self) -> Option<&ApplicationError> {
        match self {
            Self::Application(error) => Some(error),
            _ => None,
        }
    }

    /// Whether the function may have run. `Sent::No` means that repeating the call is safe.
    pub fn sent(&self) -> Sent {
        match self {
            Self::Transport { sent, .. }
            | Self::Timeout { sent, .. }
            | Self::Closed { sent, .. } => *sent,
            Self::Encode { .. } | Self::Configuration { .. } | Self::Authentication { .. } => {
                Sent::No
            }
            Self::Protocol { code, .. } if &**code == "RejectedBeforeExecution" => Sent::No,
            _ => Sent::Maybe,
        }
    }

    /// A connection that failed, for transports.
    ///
    /// ```
    /// use convex_runtime::{Error, Sent};
    ///
    /// let refused = std::io::Error::from(std::io::ErrorKind::ConnectionRefused);
    /// assert_eq!(Error::transport(Sent::No, refused).sent(), Sent::No);
    /// ```
    pub fn transport(sent: Sent, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Transport {
            sent,
            source: Arc::new(source),
        }
    }

    pub(crate) const NO_RUNTIME: Self = Self::Closed {
        sent: Sent::No,
        reason: "a call needs a Tokio runtime, and none is running here",
    };

    /// The task of a call ended before the call did.
    pub(crate) const DROPPED: Self = Self::Closed {
        sent: Sent::Maybe,
        reason: "the call was dropped: its Tokio runtime shut down, or a conversion panicked",
    };

    #[cfg(feature = "live")]
    pub(crate) const RUNTIME_GONE: Self = Self::Closed {
        sent: Sent::No,
        reason: "the Tokio runtime shut down during the call",
    };

    #[cfg(feature = "live")]
    pub(crate) const CLIENT_CLOSED: Self = Self::Closed {
        sent: Sent::No,
        reason: "the client was closed",
    };

    #[cfg(feature = "http")]
    pub(crate) const CANCELLED: Self = Self::Closed {
        sent: Sent::Maybe,
        reason: "the upload was cancelled",
    };

    #[cfg(feature = "live")]
    pub(crate) const SKIPPED: Self = Self::Closed {
        sent: Sent::No,
        reason: "the query is skipped",
    };

    #[cfg(feature = "live")]
    pub(crate) const NO_DEPLOYMENT: Self = Self::Closed {
        sent: Sent::No,
        reason: "subscriptions need the URL of a deployment, and this client has a transport of its own",
    };

    /// The token source could not say who calls.
    pub(crate) fn token_unavailable(error: &(dyn std::error::Error + Send + Sync)) -> Self {
        Self::Authentication {
            code: "TokenUnavailable".into(),
            message: error.to_string().into(),
        }
    }

    /// Nobody is signed in, and the call is for users who are.
    pub(crate) fn signed_out() -> Self {
        Self::Authentication {
            code: "SignedOut".into(),
            message: "no user is signed in".into(),
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
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            // The other causes are told by `Display` already.
            Self::Transport { source, .. } => Some(&**source),
            _ => None,
        }
    }
}
