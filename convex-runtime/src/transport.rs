//! `Transport`: ways to reach a deployment.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU8, Ordering},
    },
};

use crate::{Credential, Error, FunctionKind, Node, Sent, Tape};

/// A boxed future, as returned by transports.
pub type BoxFuture<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A way to reach a deployment: HTTP, the sync protocol, or a custom one.
///
/// [`Call::http_body`], [`Call::http_answer`] and [`Error::transport`] are what one over another
/// HTTP client is made of.
///
/// The client sets the deadline: when it passes, the future is dropped and [`Progress`] tells
/// whether the call may have run.
///
/// ```
/// use convex_runtime::{Client, Query, Tape, transport::{BoxFuture, Call, Reply, Transport}};
///
/// /// Answers every call with its own arguments.
/// struct Echo;
///
/// impl Transport for Echo {
///     fn call(&self, call: Call) -> BoxFuture<Result<Reply, convex_runtime::Error>> {
///         Box::pin(async move { Ok(Reply::new(Tape::parse(&call.args).expect("arguments are JSON"))) })
///     }
/// }
///
/// const ECHO: Query<Vec<f64>, Vec<f64>> = Query::new("echo");
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), convex_runtime::Error> {
/// let client = Client::builder().transport(Echo).build()?;
/// assert_eq!(client.query(ECHO, vec![1.0]).await?, [1.0]);
/// # Ok(())
/// # }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Makes one call, once.
    fn call(&self, call: Call) -> BoxFuture<Result<Reply, Error>>;
}

/// One call of a function.
#[derive(Clone)]
#[non_exhaustive]
pub struct Call {
    /// The function's kind, according to the caller.
    pub kind: FunctionKind,
    /// Its path, such as `tasks:add`.
    pub path: Arc<str>,
    /// The component that it is a function of, such as `agent/rateLimiter`; `None` for the app's
    /// own.
    pub component: Option<Arc<str>>,
    /// The encoded JSON of its arguments, an object.
    pub args: Arc<str>,
    /// The point in time that a query is about, by [`Client::snapshot`](crate::Client::snapshot);
    /// the HTTP API's `ts`.
    pub at: Option<Arc<str>>,
    /// The caller's credential.
    pub credential: Credential,
    /// Headers of this call, by [`Client::with_header`](crate::Client::with_header) and
    /// [`Client::with_trace`](crate::Client::with_trace): names and values, not checked.
    pub headers: Vec<(String, String)>,
    /// The progress, which the transport reports.
    pub progress: Progress,
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("kind", &self.kind)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// The progress of a call, shared by the client and the transport.
///
/// ```
/// use convex_runtime::{Sent, transport::Progress};
///
/// let progress = Progress::default();
/// assert_eq!(progress.sent(), Sent::No);
/// assert!(progress.leaves(), "the caller still waits");
/// assert_eq!(progress.sent(), Sent::Maybe);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<State>);

#[derive(Debug, Default)]
struct State {
    stage: AtomicU8,
    request_id: OnceLock<String>,
    log_lines: OnceLock<Vec<String>>,
}

/// Nothing was written, and the caller waits.
const WAITING: u8 = 0;
/// The call may have been written.
const LEFT: u8 = 1;
/// Nothing was written, and the caller waits no longer: nothing may be written any more.
const GIVEN_UP: u8 = 2;
/// Nothing was written, and nothing may be to the socket: the caller has taken the call back from
/// it, for another way.
#[cfg(feature = "live")]
const TAKEN_BACK: u8 = 3;
/// The call may have been written to the socket, which answers it.
#[cfg(feature = "live")]
const BY_SOCKET: u8 = 4;

impl Progress {
    /// Marks the call as about to be written: from here on it may run. Returns `false` if the
    /// caller has given up before; its call was answered with [`Sent::No`], so the transport must
    /// not write it.
    pub fn leaves(&self) -> bool {
        self.step(LEFT) == LEFT
    }

    /// Marks the call as about to be written to the socket, unless it was taken back from there.
    #[cfg(feature = "live")]
    pub(crate) fn leaves_by_socket(&self) -> bool {
        self.step_from(WAITING, BY_SOCKET) == BY_SOCKET
    }

    /// Returns whether the socket answers the call.
    #[cfg(feature = "live")]
    pub(crate) fn is_on_socket(&self) -> bool {
        self.0.stage.load(Ordering::Acquire) == BY_SOCKET
    }

    /// Takes a call back from the socket, for another way. Returns `false` if it may have left.
    #[cfg(feature = "live")]
    pub(crate) fn take_back(&self) -> bool {
        self.step_from(WAITING, TAKEN_BACK) == TAKEN_BACK
    }

    /// The caller waits no longer. Returns whether the call may have run; with `Sent::No` it never
    /// will.
    pub(crate) fn give_up(&self) -> Sent {
        self.step(GIVEN_UP);
        self.sent()
    }

    /// Leaves `WAITING` for another stage; what was first stays. Returns the stage after that.
    fn step(&self, stage: u8) -> u8 {
        let stepped = self.step_from(WAITING, stage);
        #[cfg(feature = "live")]
        if stepped == TAKEN_BACK {
            return self.step_from(TAKEN_BACK, stage);
        }
        stepped
    }

    fn step_from(&self, from: u8, stage: u8) -> u8 {
        let known = &self.0.stage;
        let stepped = known.compare_exchange(from, stage, Ordering::AcqRel, Ordering::Acquire);
        stepped.map_or_else(|known| known, |_| stage)
    }

    /// Sets the lines that the function logged.
    pub fn logged(&self, lines: Vec<String>) {
        if !lines.is_empty() {
            // A call is answered once.
            let _ = self.0.log_lines.set(lines);
        }
    }

    /// Sets the call's request id in Convex's logs.
    pub fn known_by(&self, request_id: impl Into<String>) {
        let _ = self.0.request_id.set(request_id.into());
    }

    pub(crate) fn log_lines(&self) -> &[String] {
        self.0.log_lines.get().map_or(&[], Vec::as_slice)
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.0.request_id.get().map(String::as_str)
    }

    /// Returns whether the call may have run.
    pub fn sent(&self) -> Sent {
        match self.0.stage.load(Ordering::Acquire) {
            LEFT => Sent::Maybe,
            #[cfg(feature = "live")]
            BY_SOCKET => Sent::Maybe,
            _ => Sent::No,
        }
    }
}

/// The result of a function that succeeded, not yet decoded.
#[derive(Debug, Clone)]
pub struct Reply {
    tape: Arc<Tape>,
    value: u32,
}

impl Reply {
    /// Creates a result from all of `tape`.
    pub fn new(tape: Tape) -> Self {
        Self {
            tape: Arc::new(tape),
            value: 0,
        }
    }

    /// Creates a result from a part of a message.
    pub(crate) fn part(tape: Arc<Tape>, value: u32) -> Self {
        Self { tape, value }
    }

    /// The result.
    pub fn value(&self) -> Node<'_> {
        self.tape.node(self.value)
    }
}
