//! `Context`: a handler's input besides its arguments.

use std::sync::{Arc, Mutex};

use super::{Identity, lock::lock};
use crate::Value;

/// A handler's context: the caller's identity, and a console.
///
/// ```
/// use convex_runtime::{Query, testing::{Deployment, Level}};
///
/// const WHO: Query<(), Option<String>> = Query::new("users:who");
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let deployment = Deployment::builder()
///     .query_with(WHO, |context, ()| async move {
///         context.log(Level::Info, "asked who calls");
///         Ok(context.identity().map(|identity| identity.subject().to_owned()))
///     })
///     .start()
///     .await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Context {
    identity: Option<Identity>,
    session: Option<Arc<str>>,
    console: Arc<Mutex<Vec<String>>>,
}

impl Context {
    pub(super) fn new(identity: Option<Identity>) -> Self {
        Self {
            identity,
            session: None,
            console: Arc::default(),
        }
    }

    /// The caller's identity, as from `ctx.auth.getUserIdentity()`; `None` for anonymous callers.
    pub fn identity(&self) -> Option<&Identity> {
        self.identity.as_ref()
    }

    /// The session of the client, for a function that takes one
    /// ([`Client::with_session`](crate::Client::with_session)).
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    pub(super) fn in_session(self, id: Option<&Value>) -> Self {
        let session = match id {
            Some(Value::String(id)) => Some(Arc::from(id.as_str())),
            _ => None,
        };
        Self { session, ..self }
    }

    /// Writes a log line, which travels to the client in development.
    pub fn log(&self, level: Level, message: impl std::fmt::Display) {
        lock(&self.console).push(format!("[{}] '{message}'", level.as_str()));
    }

    /// Adds complete lines that another executor wrote.
    #[doc(hidden)]
    pub fn log_lines(&self, lines: impl IntoIterator<Item = String>) {
        lock(&self.console).extend(lines);
    }

    pub(super) fn take_log_lines(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.console))
    }
}

/// The level of a log line: the method of `console` that wrote it.
///
/// ```
/// use convex_runtime::testing::Level;
///
/// assert!(Level::Debug < Level::Error);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `console.debug`.
    Debug,
    /// `console.log`.
    Log,
    /// `console.info`.
    Info,
    /// `console.warn`.
    Warn,
    /// `console.error`.
    Error,
}

impl Level {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Debug => "DEBUG",
            Self::Log => "LOG",
            Self::Info => "INFO",
            Self::Warn => "WARN",
            Self::Error => "ERROR",
        }
    }
}
