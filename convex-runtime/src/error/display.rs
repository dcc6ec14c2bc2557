//! `Display` and `Debug` of `Error`.

use std::{
    fmt::{Debug, Display, Formatter, Result, Write},
    time::Duration,
};

use super::{CallContext, Error, Sent, cause::root_cause};
use crate::ReturnsFrom;

/// One line: of what others say, that which begins a line or steers a terminal is a space.
impl Display for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut said = String::new();
        self.say(&mut said)?;
        said.chars().try_for_each(|letter| {
            let steers = letter.is_control() || letter == '\u{2028}';
            f.write_char(if steers { ' ' } else { letter })
        })
    }
}

impl Error {
    fn say(&self, f: &mut String) -> Result {
        if let Some(function) = self.context().and_then(CallContext::function) {
            write!(f, "`{function}`: ")?;
        }
        match self {
            Self::Application(error) => {
                match error.text() {
                    Some(text) => write!(f, "ConvexError: {text}")?,
                    None => f.write_str("the function threw a ConvexError")?,
                }
                request(f, error.request_id())
            }
            Self::Function {
                message,
                request_id,
                ..
            } => {
                f.write_str(headline(message))?;
                request(f, request_id.as_deref())
            }
            Self::Authentication { code, message, .. } => {
                write!(
                    f,
                    "not authenticated: {code}: {message}; {}",
                    may_have_run(Sent::No)
                )
            }
            Self::Protocol {
                status,
                code,
                message,
                context,
            } => {
                write!(f, "{} answered ", context.server())?;
                if let Some(status) = status {
                    write!(f, "HTTP {status}: ")?;
                }
                write!(f, "{code}: {message}; {}", may_have_run(self.sent()))
            }
            Self::Transport {
                sent,
                source,
                context,
            } => {
                let (server, cause) = (context.server(), root_cause(&**source));
                match sent {
                    Sent::No => write!(f, "cannot reach {server}: {cause}")?,
                    Sent::Maybe => write!(f, "the connection to {server} failed: {cause}")?,
                }
                write!(f, "; {}", may_have_run(*sent))
            }
            Self::Encode { function, source } => {
                write!(f, "the arguments of `{function}` cannot be sent: {source}")
            }
            Self::Decode {
                function,
                returns_from,
                source,
            } => {
                let origin = match returns_from {
                    ReturnsFrom::Validator => "declared",
                    ReturnsFrom::Inference => "inferred",
                };
                write!(
                    f,
                    "the result of `{function}` does not have its {origin} type: {source}"
                )
            }
            Self::Timeout {
                sent,
                after,
                cause,
                context,
            } => {
                write!(
                    f,
                    "no answer from {} within {}",
                    context.server(),
                    seconds(*after)
                )?;
                if let Some(cause) = cause {
                    write!(f, ": {cause}")?;
                }
                write!(f, "; {}", may_have_run(*sent))
            }
            Self::IdentityChanged => {
                f.write_str("the identity changed during the call; the function may have run")
            }
            Self::Configuration { reason } => f.write_str(reason),
            Self::Closed { reason, .. } => f.write_str(reason),
        }
    }
}

/// Prints one line, as for `main() -> Result<(), Error>`; `{:#?}` prints the structure.
impl Debug for Error {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if f.alternate() {
            self.structure(f)
        } else {
            Display::fmt(self, f)
        }
    }
}

impl Error {
    fn structure(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Application(error) => Debug::fmt(error, f),
            // The lines below the first quote arguments.
            Self::Function {
                message,
                request_id,
                context,
            } => f
                .debug_struct("Function")
                .field("message", &headline(message))
                .field("request_id", request_id)
                .field("context", context)
                .finish(),
            Self::Authentication {
                code,
                message,
                context,
            } => f
                .debug_struct("Authentication")
                .field("code", code)
                .field("message", message)
                .field("context", context)
                .finish(),
            Self::Protocol {
                status,
                code,
                message,
                context,
            } => f
                .debug_struct("Protocol")
                .field("status", status)
                .field("code", code)
                .field("message", message)
                .field("context", context)
                .finish(),
            Self::Transport {
                sent,
                source,
                context,
            } => f
                .debug_struct("Transport")
                .field("sent", sent)
                .field("source", source)
                .field("context", context)
                .finish(),
            Self::Encode { function, source } => f
                .debug_struct("Encode")
                .field("function", function)
                .field("source", source)
                .finish(),
            Self::Decode {
                function,
                returns_from,
                source,
            } => f
                .debug_struct("Decode")
                .field("function", function)
                .field("returns_from", returns_from)
                .field("source", source)
                .finish(),
            Self::Timeout {
                sent,
                after,
                cause,
                context,
            } => f
                .debug_struct("Timeout")
                .field("sent", sent)
                .field("after", after)
                .field("cause", cause)
                .field("context", context)
                .finish(),
            Self::IdentityChanged => f.write_str("IdentityChanged"),
            Self::Configuration { reason } => f
                .debug_struct("Configuration")
                .field("reason", reason)
                .finish(),
            Self::Closed {
                sent,
                reason,
                context,
            } => f
                .debug_struct("Closed")
                .field("sent", sent)
                .field("reason", reason)
                .field("context", context)
                .finish(),
        }
    }
}

fn may_have_run(sent: Sent) -> &'static str {
    match sent {
        Sent::No => "the function did not run",
        Sent::Maybe => "the function may have run",
    }
}

fn request(f: &mut String, id: Option<&str>) -> Result {
    match id {
        Some(id) => write!(f, " (request {id})"),
        None => Ok(()),
    }
}

/// The server's sentence without the request id in front, and without the lines below it, which
/// quote arguments.
fn headline(message: &str) -> &str {
    let mut lines = message.lines();
    let first = lines.next().unwrap_or_default();
    match first
        .strip_prefix("[Request ID: ")
        .and_then(|rest| rest.split_once(']'))
        .and_then(|(id, rest)| Some((id, rest.strip_prefix(' ')?)))
    {
        Some((_, rest)) => lines
            .next()
            .filter(|line| !line.trim().is_empty())
            .unwrap_or(rest),
        None => first,
    }
}

/// Returns the thrown message without the server's prefix.
pub(super) fn said(message: &str) -> &str {
    let line = headline(message);
    let line = line.strip_prefix("Uncaught ").unwrap_or(line);
    line.strip_prefix("Error: ").unwrap_or(line)
}

/// A time for people, such as `1.5s`.
fn seconds(time: Duration) -> String {
    let millis = time.subsec_millis();
    let whole = time.as_secs();
    match (whole, millis) {
        (_, 0) if whole > 0 || time.is_zero() => format!("{whole}s"),
        (0, 0) => "less than 1ms".to_owned(),
        (0, _) => format!("{millis}ms"),
        _ => {
            let text = format!("{whole}.{millis:03}");
            format!("{}s", text.trim_end_matches('0'))
        }
    }
}
