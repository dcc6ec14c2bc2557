//! `Error`: the error of a failed call.

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

use crate::{DecodeError, EncodeError, FromConvex, ReturnsFrom};
use display::said;

/// The error of a failed call.
///
/// Classified by the shape of the answer, never by its text: production deployments redact texts.
/// Cheap to clone. Neither `Debug` nor `Display` show tokens, arguments or results. Both are one
/// line: the function, the deployment, what failed at the bottom, and whether the function may have
/// run; `{:#?}` is the structure. The server's whole text is in
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
    /// The function threw a `ConvexError`; its data can be decoded.
    Application(ApplicationError),
    /// The function failed: it threw, or the arguments or the result did not fit the validators, or
    /// it does not exist.
    #[non_exhaustive]
    Function {
        /// The server's message, unchanged; production deployments only send "Server Error".
        message: Arc<str>,
        /// The call's request id in Convex's logs.
        request_id: Option<Arc<str>>,
        /// The call that failed.
        context: CallContext,
    },
    /// The token was rejected. Anonymous calls do not cause this: functions that need a user throw.
    #[non_exhaustive]
    Authentication {
        /// The server's error code, such as `InvalidAuthHeader`.
        code: Arc<str>,
        /// The server's message.
        message: Arc<str>,
        /// The call that failed.
        context: CallContext,
    },
    /// The server answered, but refused the request or did not speak the protocol.
    #[non_exhaustive]
    Protocol {
        /// The HTTP status; `None` for a frame of the sync protocol.
        status: Option<u16>,
        /// The server's error code, such as `RejectedBeforeExecution`, or `InvalidResponse`.
        code: Arc<str>,
        /// The server's message.
        message: Arc<str>,
        /// The call that failed.
        context: CallContext,
    },
    /// The connection failed.
    #[non_exhaustive]
    Transport {
        /// `Sent::Maybe` if the function may have run.
        sent: Sent,
        /// The underlying error.
        source: Arc<dyn std::error::Error + Send + Sync>,
        /// The call that failed.
        context: CallContext,
    },
    /// The arguments cannot be expressed in Convex. Nothing was sent.
    #[non_exhaustive]
    Encode {
        /// The path of the function.
        function: Arc<str>,
        /// The reason.
        source: EncodeError,
    },
    /// The function succeeded, but its result does not have the type that the bindings expect.
    #[non_exhaustive]
    Decode {
        /// The path of the function.
        function: Arc<str>,
        /// The source of the expected type: a validator or inference.
        returns_from: ReturnsFrom,
        /// The mismatch and its path.
        source: DecodeError,
    },
    /// There was no answer within the deadline.
    #[non_exhaustive]
    Timeout {
        /// `Sent::Maybe` if the function may have run.
        sent: Sent,
        /// The deadline.
        after: Duration,
        /// The reason why there was no connection at the deadline, if there was none.
        cause: Option<Arc<str>>,
        /// The call that failed.
        context: CallContext,
    },
    /// The client's identity changed during the call, so the result is withheld.
    ///
    /// The function may have run.
    IdentityChanged,
    /// The client cannot be built or used with this configuration. Nothing was sent.
    #[non_exhaustive]
    Configuration {
        /// The reason.
        reason: Arc<str>,
    },
    /// The client has shut down, or the call has no runtime to run on.
    #[non_exhaustive]
    Closed {
        /// `Sent::Maybe` if the function may have run.
        sent: Sent,
        /// The reason.
        reason: &'static str,
        /// The call that failed.
        context: CallContext,
    },
}

/// The state of a request: whether it may have reached the server, or can safely be repeated.
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

/// The four kinds that Convex's composables for Vue distinguish.
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
    /// The connection to the server is at fault.
    Transport,
    /// The function threw a `ConvexError`.
    Server,
    /// Anything else.
    Unknown,
}

impl Error {
    /// Returns the kind of the error, as Convex's composables for Vue distinguish it.
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

    /// The sentence for people, where the server sent one: what a `ConvexError`
    /// [says](ApplicationError::text), else the message of what was thrown, without the prefix and
    /// the request id that the server puts before it.
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

    /// The server's message as it came, with its prefix, the request id and the stack. It may quote
    /// arguments.
    pub fn server_message(&self) -> Option<&str> {
        match self {
            Self::Application(error) => Some(error.message()),
            Self::Function { message, .. }
            | Self::Authentication { message, .. }
            | Self::Protocol { message, .. } => Some(message),
            _ => None,
        }
    }

    /// Returns a sentence for end users: [`message`](Self::message), or what `Display` prints where
    /// there is none.
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

    /// The call's request id in Convex's logs.
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

    /// Returns the data of the `ConvexError` that the function threw, as a type such as the bindings
    /// have for it: `convex-codegen types` finds out what functions throw.
    ///
    /// `None` if the error is not one of the application's. Such a type is never complete: data that
    /// it does not know comes back as it is, with its text, its code and its
    /// [`data`](ApplicationError::data).
    ///
    /// ```
    /// use convex_runtime::{Error, FromConvex};
    ///
    /// // As the bindings have it for `shop:buy`:
    /// #[derive(Debug, FromConvex)]
    /// #[convex(tag = "code")]
    /// enum BuyError {
    ///     #[convex("OUT_OF_STOCK")]
    ///     OutOfStock { left: f64 },
    /// }
    ///
    /// fn explain(error: &Error) -> String {
    ///     match error.thrown() {
    ///         Some(Ok(BuyError::OutOfStock { left })) => format!("only {left} left"),
    ///         Some(Err(other)) => other.text().unwrap_or("this is not possible").to_owned(),
    ///         None => "please try again later".to_owned(),
    ///     }
    /// }
    /// # let _ = explain;
    /// ```
    pub fn thrown<T: FromConvex>(&self) -> Option<Result<T, &ApplicationError>> {
        let thrown = self.application()?;
        Some(thrown.data().map_err(|_| thrown))
    }

    /// Returns whether the function may have run. After `Sent::No`, repeating the call is safe.
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

    /// Returns the error of a call that was not made because `reason`, for transports and hooks of
    /// user interfaces.
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

    /// Adds the call that failed, unless the error has one already.
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
