//! `Error`: why a call did not give a result.

mod application;
mod cause;
mod context;
mod display;
mod known;

use std::{borrow::Cow, sync::Arc, time::Duration};

pub use application::ApplicationError;
#[cfg(all(feature = "live", not(target_arch = "wasm32")))]
pub(crate) use cause::root_cause;
pub use context::CallContext;

use crate::{DecodeError, EncodeError, ReturnsFrom};
use display::said;

/// Why a call did not give a result.
///
/// Classified by the shape of the answer, never by its text: production deployments redact texts. Cheap to clone. Neither `Debug`
/// nor `Display` show tokens, arguments or results. Both are one line: the function, the deployment, what failed at the bottom, and
/// whether the function may have run; `{:#?}` is the structure. The server's whole text is in
/// [`server_message`](Self::server_message).
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
        /// Which call it is about.
        context: CallContext,
    },
    /// The token was not accepted. Being anonymous is no error: functions that need a user throw their own.
    #[non_exhaustive]
    Authentication {
        /// The server's word for it, such as `InvalidAuthHeader`.
        code: Arc<str>,
        /// What the server says.
        message: Arc<str>,
        /// Which call it is about.
        context: CallContext,
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
        /// Which call it is about.
        context: CallContext,
    },
    /// The connection failed.
    #[non_exhaustive]
    Transport {
        /// Whether the function may have run.
        sent: Sent,
        /// What failed.
        source: Arc<dyn std::error::Error + Send + Sync>,
        /// Which call it is about.
        context: CallContext,
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
        /// Why there was no connection at the end.
        cause: Option<Arc<str>>,
        /// Which call it is about.
        context: CallContext,
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
        /// Which call it is about.
        context: CallContext,
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

    /// The sentence for people, where the server sent one: what a `ConvexError` [says](ApplicationError::text), else the message of
    /// what was thrown, without the prefix and the request id that the server puts before it.
    ///
    /// ```
    /// use convex_runtime::transport::Reply;
    ///
    /// let body = r#"{"status": "error", "errorMessage": "[Request ID: 0123456789abcdef] Server Error\nUncaught Error: no such list"}"#;
    /// let error = Reply::from_http(200, body).unwrap_err();
    /// assert_eq!(error.message(), Some("no such list"));
    /// ```
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Application(error) => error.text().or_else(|| Some(said(error.message()))),
            Self::Function { message, .. } => Some(said(message)),
            Self::Authentication { message, .. } | Self::Protocol { message, .. } => Some(message),
            _ => None,
        }
    }

    /// The server's message as it came, with its prefix, the request id and the stack. It may quote arguments.
    pub fn server_message(&self) -> Option<&str> {
        match self {
            Self::Application(error) => Some(error.message()),
            Self::Function { message, .. }
            | Self::Authentication { message, .. }
            | Self::Protocol { message, .. } => Some(message),
            _ => None,
        }
    }

    /// Returns a sentence for end users: [`message`](Self::message), or what `Display` prints where there is none.
    ///
    /// ```
    /// # use convex_runtime::{Error, Sent};
    /// let refused = Error::transport(Sent::No, std::io::Error::from(std::io::ErrorKind::ConnectionRefused));
    /// assert_eq!(refused.text(), refused.to_string());
    /// ```
    pub fn text(&self) -> Cow<'_, str> {
        match self.message() {
            Some(message) => Cow::Borrowed(message),
            None => Cow::Owned(self.to_string()),
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
            context: CallContext::NONE,
        }
    }

    /// Returns the error of a call that was not made because `reason`, for transports and hooks of user interfaces.
    ///
    /// ```
    /// use convex_runtime::{Error, Sent};
    ///
    /// assert_eq!(Error::closed("the component was unmounted").sent(), Sent::No);
    /// ```
    pub const fn closed(reason: &'static str) -> Self {
        Self::Closed {
            sent: Sent::No,
            reason,
            context: CallContext::NONE,
        }
    }

    /// The same error, about a call, unless it is about one already.
    #[must_use]
    pub(crate) fn about(mut self, call: impl FnOnce() -> CallContext) -> Self {
        if let Some(context) = self.context_mut()
            && context.is_none()
        {
            *context = call();
        }
        self
    }

    fn context_mut(&mut self) -> Option<&mut CallContext> {
        match self {
            Self::Function { context, .. }
            | Self::Authentication { context, .. }
            | Self::Protocol { context, .. }
            | Self::Transport { context, .. }
            | Self::Timeout { context, .. }
            | Self::Closed { context, .. } => Some(context),
            _ => None,
        }
    }

    fn context(&self) -> Option<&CallContext> {
        match self {
            Self::Function { context, .. }
            | Self::Authentication { context, .. }
            | Self::Protocol { context, .. }
            | Self::Transport { context, .. }
            | Self::Timeout { context, .. }
            | Self::Closed { context, .. } => Some(context),
            _ => None,
        }
    }

    /// The path of the function that was called, such as `tasks:add`, where it is known.
    pub fn function(&self) -> Option<&str> {
        match self {
            Self::Encode { function, .. } | Self::Decode { function, .. } => Some(function),
            _ => self.context()?.function(),
        }
    }

    /// The URL of the deployment that was called, where it is known.
    pub fn deployment(&self) -> Option<&str> {
        self.context()?.deployment()
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
