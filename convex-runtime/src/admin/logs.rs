//! The logs of a deployment, as they are written.

use std::{
    collections::VecDeque,
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;

use super::System;
use crate::{AdminClient, Error, FromConvex, Node, Tape, Value, transport::BoxFuture};

/// A part of a deployment's logs, by [`System::logs_after`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LogPage {
    /// One for each execution that has ended, and for each batch of log lines of one that goes on.
    /// See [`LogEntry`].
    pub entries: Vec<LogEntry>,
    /// The cursor at which the next part begins.
    pub cursor: f64,
}

/// A log entry: one execution of a function.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LogEntry {
    /// `Query`, `Mutation`, `Action` or `HttpAction`.
    pub function_type: String,
    /// Its path, such as `messages:list`, or the route of an HTTP action.
    pub identifier: String,
    /// The component that it belongs to; `None` for the app's own.
    pub component_path: Option<String>,
    /// The time of the entry, in seconds since 1970.
    pub timestamp: f64,
    /// True when it has ended. Log lines of long executions come before.
    pub is_completed: bool,
    /// The time that it took, in seconds, once it has ended.
    pub execution_time: Option<f64>,
    /// The error that it threw.
    pub error: Option<String>,
    /// Its log lines: `[LOG] 'a text' 1`.
    pub log_lines: Vec<String>,
    /// Its id in Convex's logs.
    pub request_id: String,
    /// Everything that the deployment says of it.
    pub details: Value,
}

impl LogEntry {
    fn read(node: Node<'_>) -> Option<Self> {
        let text = |name| node.get(name).and_then(Node::as_str).map(str::to_owned);
        let number = |name| node.get(name).and_then(Node::as_f64);
        let lines = node.get("logLines")?.items().ok()?;
        Some(Self {
            function_type: text("udfType")?,
            identifier: text("identifier")?,
            component_path: text("componentPath"),
            timestamp: number("timestamp")?,
            is_completed: text("kind").as_deref() == Some("Completion"),
            execution_time: number("executionTime"),
            error: text("error"),
            log_lines: lines.filter_map(line).collect(),
            request_id: text("requestId").unwrap_or_default(),
            details: Value::from_convex(node).ok()?,
        })
    }
}

/// A line is a text, or for some clients `{messages, level, ..}`.
fn line(node: Node<'_>) -> Option<String> {
    if let Some(text) = node.as_str() {
        return Some(text.to_owned());
    }
    let messages = node.get("messages")?.items().ok()?;
    let messages: Vec<_> = messages.filter_map(Node::as_str).collect();
    let level = node.get("level").and_then(Node::as_str).unwrap_or("LOG");
    Some(format!("[{level}] {}", messages.join(" ")))
}

impl System {
    /// The logs that were written after `cursor`; 0 asks for all that the deployment has. Waits for
    /// a minute at most until there are some, and returns none then.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn logs_after(&self, cursor: f64) -> Result<LogPage, Error> {
        logs_after(self.admin.clone(), cursor).await
    }

    /// The logs as they are written from now on. An error does not end the stream; the next item is
    /// asked for after a wait.
    ///
    /// ```no_run
    /// # use convex_runtime::admin::System;
    /// async fn tail(system: &System) {
    ///     let mut logs = system.logs();
    ///     while let Some(entry) = logs.next().await {
    ///         match entry {
    ///             Ok(entry) => println!("{}: {:?}", entry.identifier, entry.log_lines),
    ///             Err(error) => eprintln!("{error}"),
    ///         }
    ///     }
    /// }
    /// ```
    pub fn logs(&self) -> LogStream {
        LogStream {
            admin: self.admin.clone(),
            cursor: None,
            entries: VecDeque::new(),
            asking: None,
            failures: 0,
        }
    }
}

async fn logs_after(admin: AdminClient, cursor: f64) -> Result<LogPage, Error> {
    // Cursors are milliseconds; as JSON they have no exponent.
    let path = format!("/api/stream_function_logs?cursor={cursor:.0}");
    let (status, text) = admin.client().get(&path).await?;
    let malformed =
        || Error::invalid_response(Some(status), "the answer is not a part of the logs");
    let tape = Tape::parse(&text).map_err(|_| malformed())?;
    let entries = tape
        .root()
        .get("entries")
        .and_then(|entries| entries.items().ok());
    let cursor = tape.root().get("newCursor").and_then(Node::as_f64);
    let entries = entries.ok_or_else(malformed)?.map(LogEntry::read);
    Ok(LogPage {
        entries: entries.collect::<Option<_>>().ok_or_else(malformed)?,
        cursor: cursor.ok_or_else(malformed)?,
    })
}

/// The logs of a deployment as they are written, by [`System::logs`]. It never ends.
pub struct LogStream {
    admin: AdminClient,
    /// None before the first answer, which says where the present is.
    cursor: Option<f64>,
    entries: VecDeque<LogEntry>,
    asking: Option<BoxFuture<Result<LogPage, Error>>>,
    /// The number of requests in a row that have failed.
    failures: u32,
}

impl LogStream {
    /// The next entry.
    pub async fn next(&mut self) -> Option<Result<LogEntry, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    fn ask(&self) -> BoxFuture<Result<LogPage, Error>> {
        let (admin, cursor) = (self.admin.clone(), self.cursor.unwrap_or(0.0));
        let wait = match self.failures {
            0 => std::time::Duration::ZERO,
            failures => std::time::Duration::from_secs(1 << failures.min(6)) / 2,
        };
        Box::pin(async move {
            // Nothing ends the wait but time.
            let _ = crate::platform::timeout(wait, std::future::pending::<()>()).await;
            logs_after(admin, cursor).await
        })
    }
}

impl Stream for LogStream {
    type Item = Result<LogEntry, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(entry) = this.entries.pop_front() {
                return Poll::Ready(Some(Ok(entry)));
            }
            let mut asking = match this.asking.take() {
                Some(asking) => asking,
                None => this.ask(),
            };
            let Poll::Ready(answer) = asking.as_mut().poll(context) else {
                this.asking = Some(asking);
                return Poll::Pending;
            };
            match answer {
                Ok(page) => {
                    this.failures = 0;
                    let is_first = this.cursor.replace(page.cursor).is_none();
                    if !is_first {
                        this.entries = page.entries.into();
                    }
                }
                Err(error) => {
                    this.failures = this.failures.saturating_add(1);
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl fmt::Debug for LogStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogStream")
            .field("cursor", &self.cursor)
            .finish_non_exhaustive()
    }
}
