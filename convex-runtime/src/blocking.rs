//! Blocking calls, for programs and threads without an async runtime.
//!
//! ```no_run
//! use convex_runtime::{Query, blocking};
//!
//! const COUNT: Query<(), f64> = Query::new("tasks:count");
//!
//! fn main() -> Result<(), convex_runtime::Error> {
//!     let client = blocking::Client::new("https://happy-otter-123.convex.cloud")?;
//!     println!("{} tasks", client.query(COUNT, ())?);
//!     for count in client.subscribe(COUNT, ()) {
//!         println!("{} tasks now", count?);
//!     }
//!     Ok(())
//! }
//! ```

use std::{
    fmt,
    future::Future,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread, ThreadId},
};

use tokio::{runtime::Handle, sync::oneshot};

#[cfg(feature = "live")]
use crate::Subscription;
use crate::{Action, ClientBuilder, Error, FromConvex, Mutation, Query, ToConvex};

/// A client whose calls block the thread until they end. Cheap to clone.
///
/// Connections and timers run on a thread of its own, which ends with the last clone. It may be
/// used anywhere, also inside of a runtime, where it blocks the thread as any blocking call does;
/// but not in callbacks of its own handles: they run on that thread, and a call there is an error.
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    background: Arc<Background>,
}

impl Client {
    /// A client of the deployment at `url`.
    ///
    /// # Errors
    ///
    /// As [`Client::new`](crate::Client::new), and [`Error::Configuration`] if no thread can be
    /// spawned.
    pub fn new(url: &str) -> Result<Self, Error> {
        Self::build(crate::Client::builder().url(url))
    }

    /// A client of the deployment that the environment names, as
    /// [`Client::from_env`](crate::Client::from_env).
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn from_env() -> Result<Self, Error> {
        Self::build(crate::Client::builder())
    }

    /// A client with options.
    ///
    /// ```
    /// use std::time::Duration;
    /// use convex_runtime::{Client, blocking};
    ///
    /// let options = Client::builder().url("https://happy-otter-123.convex.cloud").deadline(Duration::from_secs(5));
    /// let client = blocking::Client::build(options)?;
    /// # Ok::<(), convex_runtime::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn build(options: ClientBuilder) -> Result<Self, Error> {
        let background = Background::start()
            .map_err(|error| Error::configuration(format!("no thread for calls: {error}")))?;
        let client = options.runtime(background.runtime.clone()).build()?;
        Ok(Self {
            client,
            background: Arc::new(background),
        })
    }

    /// Runs a query.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub fn query<A: ToConvex, R: FromConvex>(
        &self,
        function: Query<A, R>,
        args: A,
    ) -> Result<R, Error> {
        self.background.check()?;
        self.wait(self.client.query(function, args))
    }

    /// Runs a mutation.
    ///
    /// # Errors
    ///
    /// Any [`Error`]. Repeat a mutation only when [`Error::sent`] is `Sent::No`.
    pub fn mutation<A: ToConvex, R: FromConvex>(
        &self,
        function: Mutation<A, R>,
        args: A,
    ) -> Result<R, Error> {
        self.background.check()?;
        self.wait(self.client.mutation(function, args))
    }

    /// Runs an action.
    ///
    /// # Errors
    ///
    /// Any [`Error`]. Repeat an action only when [`Error::sent`] is `Sent::No`.
    pub fn action<A: ToConvex, R: FromConvex>(
        &self,
        function: Action<A, R>,
        args: A,
    ) -> Result<R, Error> {
        self.background.check()?;
        self.wait(self.client.action(function, args))
    }

    /// Subscribes to a query. The returned iterator blocks until the result changes.
    #[cfg(feature = "live")]
    pub fn subscribe<A: ToConvex, R: FromConvex>(&self, query: Query<A, R>, args: A) -> Results<R> {
        Results {
            subscription: self.client.subscribe(query, args),
            client: self.clone(),
        }
    }

    /// Blocks on any other future of this client: a handle's call, a batch or an upload.
    ///
    /// # Panics
    ///
    /// In a callback of a handle, which would wait for itself.
    ///
    /// ```no_run
    /// # use convex_runtime::{Action, blocking, use_convex_action};
    /// # const REFRESH: Action<(), f64> = Action::new("feeds:refresh");
    /// # fn example(client: &blocking::Client) -> Result<(), convex_runtime::Error> {
    /// let refresh = use_convex_action(client.client(), REFRESH);
    /// client.wait(refresh.execute(()))?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait<F: Future>(&self, future: F) -> F::Output {
        let is_outside = self.background.check();
        is_outside.expect("callbacks do not block the thread that they run on");
        let _inside = self.background.runtime.enter();
        block_on(future)
    }

    /// Returns the async client, for async code and handles. Its calls run on this client's thread.
    pub fn client(&self) -> &crate::Client {
        &self.client
    }
}

/// The results of a query as they change, by [`Client::subscribe`]. Ends when the client is closed.
#[cfg(feature = "live")]
pub struct Results<R> {
    subscription: Subscription<R>,
    client: Client,
}

#[cfg(feature = "live")]
impl<R: FromConvex + Clone + Send + Sync + 'static> Iterator for Results<R> {
    type Item = Result<R, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Err(error) = self.client.background.check() {
            return Some(Err(error));
        }
        self.client.wait(self.subscription.next())
    }
}

/// The thread on which connections and timers run.
struct Background {
    runtime: Handle,
    thread: ThreadId,
    /// Dropping it ends the thread.
    _stop: oneshot::Sender<()>,
}

impl Background {
    fn start() -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("convex-runtime".to_owned())
            .spawn(move || {
                // An error: the last client is gone.
                let _ = runtime.block_on(stopped);
            })?;
        Ok(Self {
            runtime: handle,
            thread: thread.thread().id(),
            _stop: stop,
        })
    }

    /// An error on the thread itself, where a call would wait for what it keeps from running.
    fn check(&self) -> Result<(), Error> {
        if thread::current().id() == self.thread {
            return Err(Error::BLOCKS_ITSELF);
        }
        Ok(())
    }
}

/// Not the runtime's own, which must not be used inside of another runtime.
fn block_on<F: Future>(future: F) -> F::Output {
    // Inside of a task of Tokio its budget would run out, as this never returns to the scheduler.
    let mut future = pin!(tokio::task::unconstrained(future));
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => thread::park(),
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Client")
            .field(&self.client)
            .finish()
    }
}

#[cfg(feature = "live")]
impl<R> fmt::Debug for Results<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Results").field(&self.subscription).finish()
    }
}
