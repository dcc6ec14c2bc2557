//! The client over a socket: subscriptions, and calls that go the same way.

use std::{future::Future, pin::pin, sync::Arc, time::Duration};

use tokio::sync::{oneshot, watch};

use super::{Client, request::PreparedCall};
use crate::{
    BatchSubscription, ConnectionState, Error, FromConvex, FunctionKind, LocalStore, Query,
    QueryBatch, Sent, Subscription, ToConvex,
    function::FunctionReference,
    live::{
        CallKind, Layer, LiveCall, LiveLink, OptimisticUpdate, Shown, SyncCall, Waiting,
        unreachable,
    },
    platform::{self, timeout},
    subscription::{Gate, Subscriber},
    transport::{Progress, Reply},
};

/// The driver ends each call by its deadline. Should it not run at all, the caller gives up a
/// little later.
const GRACE: Duration = Duration::from_millis(500);

impl Client {
    /// Subscribes to a query: its result now, and each time it changes.
    ///
    /// The first subscription opens a connection, which all subscriptions of this client and its
    /// clones share. While the connection is lost, subscriptions keep what they have;
    /// [`Client::connection`] tells.
    ///
    /// ```no_run
    /// # use convex_runtime::{Client, Query};
    /// # const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// # async fn example(client: &Client) {
    /// let mut counts = client.subscribe(COUNT, ());
    /// while let Some(Ok(count)) = counts.next().await {
    ///     println!("{count} tasks");
    /// }
    /// # }
    /// ```
    pub fn subscribe<A: ToConvex, R: FromConvex>(
        &self,
        query: Query<A, R>,
        args: A,
    ) -> Subscription<R> {
        Subscription::new(query.reference(), self.subscriber(query.reference(), &args))
    }

    /// Subscribes to several queries at one point in time: results that belong together come
    /// together.
    ///
    /// ```no_run
    /// # use convex_runtime::{Client, Query};
    /// # const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// # const TITLES: Query<(), Vec<String>> = Query::new("tasks:titles");
    /// # async fn example(client: &Client) {
    /// let mut both = client.subscribe_batch(((COUNT, ()), (TITLES, ())));
    /// while let Some((count, titles)) = both.next().await {
    ///     println!("{count:?} tasks: {titles:?}");
    /// }
    /// # }
    /// ```
    pub fn subscribe_batch<B: QueryBatch>(&self, queries: B) -> BatchSubscription<B> {
        let entries = queries.entries().into_iter();
        let entries = entries.map(|entry| entry.of(self.session())).collect();
        BatchSubscription::new(&self.live, self.gate(), entries)
    }

    /// The gate of queries that depend on who is signed in.
    pub(crate) fn gate(&self) -> Option<Gate> {
        self.signed_in_only
            .then(|| Gate::new(&self.identity, &self.runtime))
    }

    pub(crate) fn subscriber<A: ToConvex + ?Sized>(
        &self,
        function: FunctionReference,
        args: &A,
    ) -> Result<Subscriber, Error> {
        let args = function.encode(self.session(), args)?;
        Subscriber::new(&self.live, self.gate(), (function.path, args))
    }

    pub(crate) fn live(&self) -> &Arc<LiveLink> {
        &self.live
    }

    /// Returns the state of the connection as a watch channel.
    ///
    /// ```
    /// use convex_runtime::{Client, ConnectionPhase};
    ///
    /// let client = Client::new("https://happy-otter-123.convex.cloud")?;
    /// assert_eq!(client.connection().borrow().phase, ConnectionPhase::Idle, "nothing is subscribed");
    /// # Ok::<(), convex_runtime::Error>(())
    /// ```
    pub fn connection(&self) -> watch::Receiver<ConnectionState> {
        self.live.state()
    }

    /// Closes the subscriptions and the connection of this client and its clones. Calls on the
    /// connection have `patience` to finish; calls over HTTP are not affected.
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # async fn example(client: convex_runtime::Client) {
    /// client.close(Duration::from_secs(5)).await;
    /// # }
    /// ```
    pub async fn close(&self, patience: Duration) {
        self.live.close(patience).await;
    }

    /// A call with an optimistic update that goes away with it.
    pub(crate) fn call_with<A: ToConvex + ?Sized, R: FromConvex>(
        &self,
        function: FunctionReference,
        args: &A,
        (layer, progress): (Option<Layer>, Progress),
    ) -> impl Future<Output = Result<R, Error>> + Send + use<A, R> {
        self.request(PreparedCall {
            layer: layer.map(Arc::new),
            progress,
            ..self.prepare(function, args)
        })
    }

    /// Returns the same client, whose mutations show what they will probably do: `update` changes
    /// what queries show from the call until it has ended, as
    /// [`CallHandle::optimistic`](crate::CallHandle::optimistic) does.
    ///
    /// ```
    /// # use convex_runtime::{Client, Error, Mutation, Query};
    /// # const COUNT: Query<(), f64> = Query::new("tasks:count");
    /// # const ADD: Mutation<(), ()> = Mutation::new("tasks:add");
    /// async fn add(client: &Client) -> Result<(), Error> {
    ///     let client = client.optimistic(|store| {
    ///         if let Some(count) = store.get(COUNT, &()) {
    ///             store.set(COUNT, &(), count + 1.0);
    ///         }
    ///     });
    ///     client.mutation(ADD, ()).await
    /// }
    /// ```
    #[must_use]
    pub fn optimistic(&self, update: impl Fn(&mut LocalStore<'_>) + Send + Sync + 'static) -> Self {
        Self {
            update: Some(Update(Arc::new(update))),
            ..self.clone()
        }
    }

    /// Shows the update of this client's mutations, if there is one.
    pub(super) fn show_update(&self) -> Option<Layer> {
        let update = self.update.as_ref()?;
        Some(self.show_layer(Arc::clone(&update.0)))
    }

    /// Looks after the connection now, instead of when a wait is over: one that was lost is opened
    /// again, and one that does not answer within five seconds is replaced. For programs that learn
    /// that the machine was asleep or the network has changed.
    ///
    /// ```no_run
    /// # fn example(client: &convex_runtime::Client) {
    /// client.wake();
    /// # }
    /// ```
    pub fn wake(&self) {
        self.live.wake();
    }

    /// Shows an optimistic update until the layer is dropped.
    pub(crate) fn show_layer(&self, update: OptimisticUpdate) -> Layer {
        let Some(session) = self.session.clone() else {
            return self.live.store().add_layer(update);
        };
        let update = move |store: &mut LocalStore<'_>| update(store.of(Some(Arc::clone(&session))));
        self.live.store().add_layer(Arc::new(update))
    }

    /// Makes a call over the socket. None when sockets turn out to be blocked: the call was taken
    /// back, and has not left.
    pub(super) async fn send_live(
        &self,
        request: &PreparedCall,
        after: Duration,
        progress: &Progress,
    ) -> Option<Result<Reply, Error>> {
        let calling = pin!(self.call_live(request, after, progress));
        if request.layer.is_none() || !self.live.may_be_blocked() {
            return Some(calling.await);
        }
        let is_taken_back = async {
            self.live.blocked().await;
            if !progress.take_back() {
                // It has left after all, and is answered by the socket.
                std::future::pending::<()>().await;
            }
        };
        platform::unless(calling, is_taken_back).await
    }

    async fn call_live(
        &self,
        request: &PreparedCall,
        after: Duration,
        progress: &Progress,
    ) -> Result<Reply, Error> {
        let FunctionReference { kind, path, .. } = request.function;
        let (args, generation) = (request.args.clone(), request.generation);
        let kind = match kind {
            FunctionKind::Query => return self.query_live((path, args?), after, progress).await,
            FunctionKind::Mutation => CallKind::Mutation,
            FunctionKind::Action => CallKind::Action,
        };
        let (reply, answer) = oneshot::channel();
        let deadline = platform::after(after);
        let waiting = Waiting {
            deadline,
            after,
            progress: progress.clone(),
            reply,
            layer: request.layer.clone(),
        };
        let call = SyncCall {
            kind,
            path: path.into(),
            args: args?,
        };
        self.live.call(LiveCall {
            call,
            generation,
            waiting,
        })?;
        match timeout(after.saturating_add(GRACE), answer).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) if progress.give_up() == Sent::No => Err(Error::RUNTIME_GONE),
            Ok(Err(_)) => Err(Error::driver_gone()),
            Err(_) => Err(Error::timeout(progress.give_up(), after)),
        }
    }

    /// The first result of a subscription.
    async fn query_live(
        &self,
        (path, args): (&'static str, Arc<str>),
        after: Duration,
        progress: &Progress,
    ) -> Result<Reply, Error> {
        let subscriber = Subscriber::new(&self.live, None, (path, args))?.at_once();
        let first = std::future::poll_fn(|context| subscriber.poll_reply(context, progress));
        match timeout(after, first).await {
            Ok(reply) => reply,
            Err(_) => Err(match subscriber.shown() {
                Shown::Unreachable(reason) => unreachable(&reason),
                _ => Error::timeout(Sent::Maybe, after),
            }),
        }
    }
}

/// The optimistic update of a client's mutations.
#[derive(Clone)]
pub(super) struct Update(OptimisticUpdate);

/// The optimistic update of a call, which goes away with the call.
pub(super) struct Shows<'a> {
    layer: Option<Arc<Layer>>,
    progress: &'a Progress,
}

impl<'a> Shows<'a> {
    pub(super) fn new(layer: Option<Arc<Layer>>, progress: &'a Progress) -> Self {
        Self { layer, progress }
    }
}

impl Drop for Shows<'_> {
    fn drop(&mut self) {
        // The socket keeps it until queries show what the call did. What it never took it does not
        // keep.
        if !self.progress.is_on_socket()
            && let Some(layer) = &self.layer
        {
            layer.hide();
        }
    }
}
