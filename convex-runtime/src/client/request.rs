//! `Request`: one call, from its arguments to its result.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::Duration,
};

use super::Client;
use crate::{
    Credential, Error, FromConvex, FunctionKind, ToConvex,
    auth::{Current, Proof},
    convert,
    function::FunctionReference,
    platform::{self, Moment},
    transport::{Call, Progress, Reply},
};

/// A call, before it is known on whose behalf it is sent.
pub(super) struct Request {
    pub(super) function: FunctionReference,
    pub(super) args: Result<String, Error>,
    /// The caller is who it is now, not who it is at the first poll.
    pub(super) generation: u64,
    /// A query of this time rather than of now.
    pub(super) at: Option<Arc<str>>,
    /// The optimistic update that goes away with the call.
    #[cfg(feature = "live")]
    pub(super) layer: Option<crate::live::Layer>,
}

impl Client {
    /// Encodes now, sends at the first poll.
    pub(super) fn prepare<A: ToConvex + ?Sized>(
        &self,
        function: FunctionReference,
        args: &A,
    ) -> Request {
        Request {
            function,
            args: encode_args(function.path, args),
            generation: self.identity.current().generation,
            at: None,
            #[cfg(feature = "live")]
            layer: None,
        }
    }

    pub(super) fn request<R: FromConvex>(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<R, Error>> + Send + use<R> {
        let (client, function) = (self.clone(), request.function);
        async move { function.decode(&client.send(request).await?) }
    }

    async fn send(self, request: Request) -> Result<Reply, Error> {
        let (started, function, progress) = (Moment::now(), request.function, Progress::default());
        let generation = request.generation;
        let outcome = self
            .as_the_same(generation, pin!(self.transmit(request, progress.clone())))
            .await;
        self.tell(function, (started, &progress), outcome.as_ref().err());
        outcome
    }

    /// Ends with the work, or as soon as the client is somebody else.
    pub(super) async fn as_the_same<T>(
        &self,
        generation: u64,
        mut work: Pin<&mut impl Future<Output = Result<T, Error>>>,
    ) -> Result<T, Error> {
        if !platform::is_running() {
            return Err(Error::NO_RUNTIME);
        }
        let mut identity = self.identity.subscribe();
        let mut replaced = pin!(async {
            let other = |current: &Current| current.generation != generation;
            if identity.wait_for(other).await.is_err() {
                // Nobody is left who could change it.
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

    async fn transmit(&self, request: Request, progress: Progress) -> Result<Reply, Error> {
        let FunctionReference { kind, path, .. } = request.function;
        let after = self.deadline_of(kind);
        #[cfg(feature = "live")]
        if request.at.is_none() && (request.layer.is_some() || self.live.takes(kind)) {
            return self.send_live(request, after, progress).await;
        }
        let proof = self.proof(request.generation)?;
        let call = Call {
            kind,
            path: path.into(),
            args: request.args?,
            at: request.at,
            credential: Credential::anonymous(),
            progress: progress.clone(),
        };
        let sending = pin!(self.prove(&proof, |credential| {
            self.transport.call(Call {
                credential,
                ..call.clone()
            })
        }));
        within(after, &progress, sending).await
    }

    /// Who calls. Checked on the proof that is used: the identity may change between any two steps.
    pub(super) fn proof(&self, generation: u64) -> Result<Proof, Error> {
        let current = self.identity.current();
        if current.generation == generation {
            Ok(current.proof)
        } else {
            Err(Error::IdentityChanged)
        }
    }

    /// Sends as who is calling; once more when the token was refused, which means that nothing ran, and there is another.
    pub(super) async fn prove<T, F: Future<Output = Result<T, Error>>>(
        &self,
        proof: &Proof,
        send: impl Fn(Credential) -> F,
    ) -> Result<T, Error> {
        let credential = proof.credential().await?;
        let first = send(credential.clone()).await;
        if let (Err(Error::Authentication { .. }), Proof::Source(_)) = (&first, proof)
            && let Some(other) = proof.replacement(&credential).await?
        {
            return send(other).await;
        }
        first
    }

    /// How long a call may take.
    pub(super) fn deadline_of(&self, kind: FunctionKind) -> Duration {
        self.deadline.unwrap_or(match kind {
            FunctionKind::Query | FunctionKind::Mutation => Duration::from_secs(30),
            FunctionKind::Action => Duration::from_secs(600),
        })
    }
}

/// What is sent, or a timeout. Futures are borrowed: each function that takes one by value has room for it twice.
pub(super) async fn within<T>(
    after: Duration,
    progress: &Progress,
    sending: Pin<&mut impl Future<Output = Result<T, Error>>>,
) -> Result<T, Error> {
    platform::timeout(after, sending).await.unwrap_or_else(|_| {
        let sent = progress.sent();
        Err(Error::Timeout { sent, after })
    })
}

impl FunctionReference {
    pub(crate) fn decode<R: FromConvex>(self, reply: &Reply) -> Result<R, Error> {
        reply.value().decode().map_err(|source| Error::Decode {
            function: self.path.into(),
            returns_from: self.returns_from,
            source,
        })
    }
}

/// The arguments as JSON. Functions take an object, so `()` is an empty one.
pub(crate) fn encode_args<A: ToConvex + ?Sized>(path: &str, args: &A) -> Result<String, Error> {
    match convert::encode(args) {
        Ok(json) if json == "null" => Ok("{}".to_owned()),
        Ok(json) => Ok(json),
        Err(source) => Err(Error::Encode {
            function: path.into(),
            source,
        }),
    }
}
