//! `PreparedCall`: one call, from its arguments to its result.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::Duration,
};

use super::{Client, Retry};
#[cfg(feature = "http")]
use crate::http::MutationOrder;
use crate::{
    AuthStatus, CallContext, Credential, Error, FromConvex, FunctionKind, Sent, ToConvex,
    auth::{Current, Proof},
    function::FunctionReference,
    platform::{self, Moment},
    transport::{BoxFuture, Call, Progress, Reply},
};

/// The outcome of the last try of a call, and its progress.
pub(super) type Tried = (Result<Reply, Error>, Progress);

/// Sends until that succeeds, or is not to be tried again. Set with [`Client::with_retry`], so that
/// programs which never retry have none of its code.
pub(super) type TryAgain = fn(PreparedCall, Client, Retry) -> BoxFuture<Result<Tried, Error>>;

/// A call, before it is known on whose behalf it is sent.
#[derive(Clone)]
pub(super) struct PreparedCall {
    pub(super) function: FunctionReference,
    /// Shared by all tries.
    pub(super) args: Result<Arc<str>, Error>,
    /// The caller is who it is now, not who it is at the first poll.
    pub(super) generation: u64,
    /// A query of this time rather than of now.
    pub(super) at: Option<Arc<str>>,
    /// The headers of the call.
    pub(super) headers: Vec<(String, String)>,
    /// The progress of the call, or of its first try.
    pub(super) progress: Progress,
    /// The optimistic update that goes away with the call.
    #[cfg(feature = "live")]
    pub(super) layer: Option<Arc<crate::live::Layer>>,
}

/// A caller that waits for a call. Once it is dropped, a call that has not left yet never does,
/// wherever it runs.
pub(super) struct Waits(Progress);

impl Waits {
    /// A caller of requests that do not report their progress.
    #[cfg(feature = "http")]
    pub(super) fn for_any() -> Self {
        let waits = Self(Progress::default());
        let _may_have_run = waits.0.leaves();
        waits
    }

    pub(super) fn give_up(&self) -> Sent {
        self.0.give_up()
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        self.give_up();
    }
}

impl Client {
    /// Encodes now, sends at the first poll.
    pub(super) fn prepare<A: ToConvex + ?Sized>(
        &self,
        function: FunctionReference,
        args: &A,
    ) -> PreparedCall {
        PreparedCall {
            function,
            args: function.encode(self.session(), args).map(Arc::from),
            generation: self.identity.current().generation,
            at: None,
            headers: self.call_headers(),
            progress: Progress::default(),
            #[cfg(feature = "live")]
            layer: None,
        }
    }

    pub(super) fn request<R: FromConvex>(
        &self,
        request: PreparedCall,
    ) -> impl Future<Output = Result<R, Error>> + Send + use<R> {
        let (function, reply) = (request.function, self.clone().reply(request));
        async move { function.decode(&reply.await?) }
    }

    /// A call that tells its progress.
    #[cfg(not(feature = "live"))]
    pub(crate) fn call_by<A: ToConvex + ?Sized, R: FromConvex>(
        &self,
        function: FunctionReference,
        args: &A,
        progress: Progress,
    ) -> impl Future<Output = Result<R, Error>> + Send + use<A, R> {
        self.request(PreparedCall {
            progress,
            ..self.prepare(function, args)
        })
    }

    /// The reply to a call. One future for calls of all types: in a browser each would be code of
    /// its own.
    pub(super) fn reply(self, request: PreparedCall) -> BoxFuture<Result<Reply, Error>> {
        Box::pin(async move {
            let (identity, generation) = (Arc::clone(&self.identity), request.generation);
            let (runner, path, deployment) = (self.clone(), request.function.path, self.place());
            let limit = self.deadline_of(request.function.kind);
            let waits = Waits(request.progress.clone());
            if self.retry.is_some() {
                // Each try has its own.
                let _may_have_run = waits.0.leaves();
            }
            let sending = self.send(request, waits.0.clone());
            let reply = runner.run((limit, &waits), sending).await;
            let about = || CallContext::new(path, deployment);
            let reply = reply.map_err(|error| error.about(about))?;
            // Between the end of a task and this, the identity may have changed.
            if identity.current().generation != generation {
                return Err(Error::IdentityChanged);
            }
            Ok(reply)
        })
    }

    /// Runs a call where the client's calls run. The limit is one that the call keeps by itself,
    /// unless the runtime that the client was given does not run.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        (limit, waits): (Duration, &Waits),
        call: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        if !self.runtime.is_there() {
            return Err(Error::NO_RUNTIME);
        }
        match self.runtime.run_within(limit, call).await {
            Ok(Some(ended)) => ended,
            #[cfg(not(target_arch = "wasm32"))]
            Ok(None) if waits.give_up() == Sent::No => Err(Error::RUNTIME_GONE),
            Ok(None) => Err(Error::DROPPED),
            Err(_) => Err(Error::timeout(waits.give_up(), limit)),
        }
    }

    async fn send(self, request: PreparedCall, progress: Progress) -> Result<Reply, Error> {
        let (started, function) = (Moment::now(), request.function);
        let generation = request.generation;
        let Some((retry, try_again)) = self.retry else {
            let outcome = self
                .as_the_same(generation, pin!(self.transmit(request, progress.clone())))
                .await;
            self.tell(function, (started, &progress), outcome.as_ref().err());
            return outcome;
        };
        let (outcome, progress) = self
            .as_the_same(generation, pin!(try_again(request, self.clone(), retry)))
            .await
            .unwrap_or_else(|error| (Err(error), progress));
        self.tell(function, (started, &progress), outcome.as_ref().err());
        outcome
    }

    /// Ends with the work, or as soon as the identity changes.
    pub(crate) async fn as_the_same<T>(
        &self,
        generation: u64,
        mut work: Pin<&mut impl Future<Output = Result<T, Error>>>,
    ) -> Result<T, Error> {
        let mut identity = self.identity.subscribe();
        let mut replaced = pin!(async {
            let other = |current: &Current| current.generation != generation;
            if identity.wait_for(other).await.is_err() {
                // The identity cannot change any more.
                std::future::pending::<()>().await;
            }
        });
        poll_fn(|context| {
            // First, so that no result of the former identity gets through.
            if replaced.as_mut().poll(context).is_ready() {
                return Poll::Ready(Err(Error::IdentityChanged));
            }
            work.as_mut().poll(context)
        })
        .await
    }

    async fn transmit(&self, request: PreparedCall, progress: Progress) -> Result<Reply, Error> {
        // When this is dropped, a call that has not left by then never does.
        let _waits = Waits(progress.clone());
        let FunctionReference { kind, path, .. } = request.function;
        let mut after = self.deadline_of(kind);
        if self.signed_in_only {
            after = self.signed_in(after).await?;
        }
        #[cfg(feature = "live")]
        let _shows = super::live::Shows::new(request.layer.clone(), &progress);
        #[cfg(feature = "live")]
        if request.at.is_none()
            && self.live.takes(kind, request.layer.as_deref())
            && (request.layer.is_some() || !self.follows(kind))
        {
            let started = Moment::now();
            match self.send_live(&request, after, &progress).await {
                Some(outcome) => return outcome,
                None => after = after.saturating_sub(started.elapsed()),
            }
        }
        if request.at.is_some() && self.component.is_some() {
            return Err(Error::not_in_components());
        }
        let proof = self.proof(request.generation)?;
        let call = Call {
            kind,
            path: path.into(),
            component: self.component.clone(),
            args: request.args?,
            at: request.at,
            credential: Credential::anonymous(),
            headers: request.headers,
            progress: progress.clone(),
        };
        let sending = pin!(async {
            #[cfg(feature = "http")]
            let _turn = self.turn(kind).await;
            let send = |credential| {
                let call = call.clone();
                self.transport.call(Call { credential, ..call })
            };
            self.prove((request.generation, &proof), send).await
        });
        within(after, &progress, sending).await
    }

    /// Waits until it is known that a user is signed in; what is left of the time.
    pub(super) async fn signed_in(&self, after: Duration) -> Result<Duration, Error> {
        let (started, mut auth) = (Moment::now(), self.identity.watch_auth(&self.runtime));
        let known = platform::timeout(after, auth.wait_for(|auth| !auth.is_loading())).await;
        match known.map_err(|_| Error::timeout(Sent::No, after))? {
            Ok(auth) if auth.status == AuthStatus::Anonymous => Err(Error::signed_out()),
            _ => Ok(after.saturating_sub(started.elapsed())),
        }
    }

    /// Returns whether the call waits for the mutation before it.
    #[cfg(feature = "http")]
    fn waits(&self, kind: FunctionKind) -> bool {
        kind == FunctionKind::Mutation
            && self.http.is_some()
            && self.mutation_order == MutationOrder::Queued
    }

    /// Returns whether mutations before this one are on their way over HTTP: it goes there too, and
    /// does not overtake them.
    #[cfg(feature = "live")]
    fn follows(&self, kind: FunctionKind) -> bool {
        self.waits(kind) && self.identity.turn.try_lock().is_err()
    }

    /// Waits for the mutation before, if mutations are to wait for each other.
    #[cfg(feature = "http")]
    async fn turn(&self, kind: FunctionKind) -> Option<tokio::sync::MutexGuard<'_, ()>> {
        if self.waits(kind) {
            Some(self.identity.turn.lock().await)
        } else {
            None
        }
    }

    /// The proof of who calls. Checked on the proof that is used: the identity may change between
    /// any two steps.
    pub(super) fn proof(&self, generation: u64) -> Result<Proof, Error> {
        let current = self.identity.current();
        if current.generation == generation {
            Ok(current.proof)
        } else {
            Err(Error::IdentityChanged)
        }
    }

    /// Sends as who is calling; once more when the token was refused, which means that nothing ran,
    /// and there is another.
    pub(super) async fn prove<T, F: Future<Output = Result<T, Error>>>(
        &self,
        (generation, proof): (u64, &Proof),
        send: impl Fn(Credential) -> F,
    ) -> Result<T, Error> {
        let credential = proof.credential().await?;
        if self.signed_in_only && credential.is_anonymous() {
            return Err(Error::signed_out());
        }
        let first = send(credential.clone()).await;
        let auth = self.identity.auth();
        if let (Err(error @ Error::Authentication { .. }), Proof::Source(_)) = (&first, proof) {
            auth.refreshing(generation, error.message().unwrap_or_default());
            if let Some(other) = proof.replacement(&credential).await? {
                let second = send(other).await;
                self.note_auth(generation, second.as_ref().err());
                return second;
            }
        }
        if !credential.is_anonymous() {
            self.note_auth(generation, first.as_ref().err());
        }
        first
    }

    /// Learns from a call whether the deployment accepts the credential.
    fn note_auth(&self, generation: u64, error: Option<&Error>) {
        let auth = self.identity.auth();
        match error {
            None | Some(Error::Application(_) | Error::Function { .. }) => {
                auth.confirmed(generation);
            }
            Some(error @ Error::Authentication { .. }) => {
                auth.refused(generation, error.message().unwrap_or_default());
            }
            Some(_) => {}
        }
    }

    /// The time that a call may take.
    pub(crate) fn deadline_of(&self, kind: FunctionKind) -> Duration {
        self.deadline.unwrap_or(match kind {
            FunctionKind::Query | FunctionKind::Mutation => Duration::from_secs(30),
            FunctionKind::Action => Duration::from_secs(600),
        })
    }
}

impl PreparedCall {
    /// Sends until that succeeds, or is not to be tried again.
    pub(super) fn try_again(self, client: Client, retry: Retry) -> BoxFuture<Result<Tried, Error>> {
        Box::pin(async move {
            let (started, kind) = (Moment::now(), self.function.kind);
            let whole = client.deadline_of(kind);
            let mut tried = 0;
            loop {
                let client = Client {
                    deadline: Some(whole.saturating_sub(started.elapsed())),
                    ..client.clone()
                };
                let progress = Progress::default();
                let outcome = client.transmit(self.clone(), progress.clone()).await;
                tried += 1;
                let failed = outcome.as_ref().err().map(|error| (error, tried));
                let wait = failed.and_then(|failed| retry.wait(kind, failed));
                match wait.filter(|wait| started.elapsed() + *wait < whole) {
                    // Nothing ends the wait but time.
                    Some(wait) => {
                        let _ = platform::timeout(wait, std::future::pending::<()>()).await;
                    }
                    None => return Ok((outcome, progress)),
                }
            }
        })
    }
}

/// The outcome of `sending`, or a timeout. Futures are borrowed: each function that takes one by
/// value has room for it twice.
pub(super) async fn within<T>(
    after: Duration,
    progress: &Progress,
    sending: Pin<&mut impl Future<Output = Result<T, Error>>>,
) -> Result<T, Error> {
    platform::timeout(after, sending).await.unwrap_or_else(|_| {
        let sent = progress.give_up();
        Err(Error::timeout(sent, after))
    })
}
