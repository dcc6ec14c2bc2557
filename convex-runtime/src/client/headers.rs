//! Headers of single calls, and the trace that a call belongs to.

use std::{fmt, str::FromStr, sync::Arc};

use super::{Client, ClientBuilder};
use crate::Error;

/// The headers of a client's calls.
#[derive(Clone, Default)]
pub(super) struct CallHeaders {
    own: Vec<(String, String)>,
    /// The trace of calls that have none of their own.
    trace: Option<Arc<dyn Fn() -> Option<TraceContext> + Send + Sync>>,
}

impl Client {
    /// Returns the same client, whose calls have one more header. Only calls over HTTP have headers
    /// of their own: a socket has those of [`ClientBuilder::header`] when it is opened.
    ///
    /// In a browser, a header that the deployment does not allow makes the request fail.
    ///
    /// ```
    /// # use convex_runtime::{Client, Error, Query};
    /// # const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// async fn count(client: &Client, tenant: &str) -> Result<f64, Error> {
    ///     client.with_header("X-Tenant", tenant).query(COUNT, ()).await
    /// }
    /// ```
    #[must_use]
    pub fn with_header(&self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let mut client = self.clone();
        client.headers.own.push((name.into(), value.into()));
        client
    }

    /// Returns the same client, whose calls over HTTP belong to this trace: they have the headers
    /// `traceparent` and `tracestate` of the W3C's Trace Context.
    ///
    /// ```
    /// # use convex_runtime::{Client, Error, Query, TraceContext};
    /// # const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// /// `traceparent` is the header of the request that is being answered.
    /// async fn count(client: &Client, traceparent: &str) -> Result<f64, Error> {
    ///     let trace: TraceContext = traceparent.parse()?;
    ///     client.with_trace(trace).query(COUNT, ()).await
    /// }
    /// ```
    #[must_use]
    pub fn with_trace(&self, trace: TraceContext) -> Self {
        let mut client = self.clone();
        client.headers.trace = Some(Arc::new(move || Some(trace.clone())));
        client
    }

    /// The headers of a call that is made now.
    pub(super) fn call_headers(&self) -> Vec<(String, String)> {
        let mut headers = self.headers.own.clone();
        let trace = self.headers.trace.as_ref().and_then(|trace| trace());
        if let Some(trace) = trace {
            headers.push(("traceparent".to_owned(), trace.to_string()));
            if !trace.state.is_empty() {
                headers.push(("tracestate".to_owned(), trace.state.to_string()));
            }
        }
        headers
    }
}

impl ClientBuilder {
    /// Asks `current` for the trace of each call over HTTP. It is asked where the call is made, so
    /// that the current span is the caller's; [`Client::with_trace`] comes first.
    ///
    /// ```
    /// # use convex_runtime::{Client, TraceContext};
    /// # fn current_span() -> Option<(u128, u64)> { None }
    /// let client = Client::builder()
    ///     .url("https://happy-otter-123.convex.cloud")
    ///     // With `tracing-opentelemetry` and a `Span`, the two ids are
    ///     // `span.context().span().span_context()`'s `trace_id()` and `span_id()`.
    ///     .trace_from(|| current_span().map(|(trace, span)| TraceContext::new(trace, span)))
    ///     .build()?;
    /// # Ok::<(), convex_runtime::Error>(())
    /// ```
    #[must_use]
    pub fn trace_from(
        mut self,
        current: impl Fn() -> Option<TraceContext> + Send + Sync + 'static,
    ) -> Self {
        self.headers.trace = Some(Arc::new(current));
        self
    }
}

/// The place of a call in a trace, as the W3C's recommendation
/// [Trace Context](https://www.w3.org/TR/trace-context/) writes it.
///
/// ```
/// use convex_runtime::TraceContext;
///
/// let trace: TraceContext = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01".parse()?;
/// assert_eq!(trace.span_id(), 0x00f067aa0ba902b7);
/// assert!(trace.is_sampled());
/// assert_eq!(TraceContext::new(trace.trace_id(), trace.span_id()), trace);
/// # Ok::<(), convex_runtime::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TraceContext {
    trace: u128,
    span: u64,
    flags: u8,
    state: Arc<str>,
}

/// The flag of a trace that is recorded.
const SAMPLED: u8 = 1;

impl TraceContext {
    /// Creates a sampled context from the ids of a trace and of the span that makes the calls.
    /// Zero is not an id: servers ignore a context that has it.
    pub fn new(trace_id: u128, span_id: u64) -> Self {
        Self {
            trace: trace_id,
            span: span_id,
            flags: SAMPLED,
            state: "".into(),
        }
    }

    /// Returns the same context of a trace that is not recorded.
    ///
    /// ```
    /// # use convex_runtime::TraceContext;
    /// assert!(!TraceContext::new(1, 2).not_sampled().is_sampled());
    /// ```
    #[must_use]
    pub fn not_sampled(self) -> Self {
        Self {
            flags: self.flags & !SAMPLED,
            ..self
        }
    }

    /// Returns the same context with what vendors of tracing add: the header `tracestate`.
    ///
    /// ```
    /// # use convex_runtime::TraceContext;
    /// let trace = TraceContext::new(1, 2).with_state("congo=t61rcWkgMzE");
    /// # let _ = trace;
    /// ```
    #[must_use]
    pub fn with_state(self, state: impl Into<Arc<str>>) -> Self {
        Self {
            state: state.into(),
            ..self
        }
    }

    /// Returns the id of the trace.
    pub fn trace_id(&self) -> u128 {
        self.trace
    }

    /// Returns the id of the span that makes the calls.
    pub fn span_id(&self) -> u64 {
        self.span
    }

    /// Returns whether the trace is recorded.
    pub fn is_sampled(&self) -> bool {
        self.flags & SAMPLED != 0
    }
}

/// The header `traceparent`.
impl fmt::Display for TraceContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "00-{:032x}-{:016x}-{:02x}",
            self.trace, self.span, self.flags
        )
    }
}

/// The header `traceparent`, of this version or a later one.
impl FromStr for TraceContext {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let read = || {
            let mut parts = text.trim().split('-');
            let version = hex::<2>(parts.next()?)?;
            let trace = hex::<32>(parts.next()?)?;
            let span = u64::try_from(hex::<16>(parts.next()?)?).ok()?;
            let flags = u8::try_from(hex::<2>(parts.next()?)?).ok()?;
            let is_whole = parts.next().is_none() || version > 0;
            let context = Self {
                trace,
                span,
                flags,
                state: "".into(),
            };
            (version < 0xff && is_whole && trace != 0 && span != 0).then_some(context)
        };
        read().ok_or_else(|| Error::configuration("the text is not a `traceparent`"))
    }
}

/// A number of so many digits, lower case.
fn hex<const DIGITS: usize>(text: &str) -> Option<u128> {
    let is_digit = |letter: u8| matches!(letter, b'0'..=b'9' | b'a'..=b'f');
    if text.len() != DIGITS || !text.bytes().all(is_digit) {
        return None;
    }
    u128::from_str_radix(text, 16).ok()
}
