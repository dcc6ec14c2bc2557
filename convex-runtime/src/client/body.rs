//! `Body`: the body of an answer, read piece by piece.

use std::{
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;

use super::Client;
use crate::{
    Error, Sent,
    http::Incoming,
    platform::{self, Runtime},
    transport::BoxFuture,
};

/// The outcome of reading a piece, and the rest.
type Read = (Result<Option<Bytes>, Error>, Option<Incoming>);

/// The body of an answer, read piece by piece.
pub(super) struct Body {
    runtime: Runtime,
    /// The time that a piece may take.
    patience: Duration,
    /// The longest body that is read as a whole, in bytes.
    max: usize,
    state: State,
}

enum State {
    Idle(Box<Incoming>),
    Reading(BoxFuture<Read>),
    Ended,
}

impl Body {
    pub(super) fn new(client: &Client, incoming: Incoming, patience: Duration) -> Self {
        Self {
            runtime: client.runtime.clone(),
            patience,
            max: client
                .http()
                .map_or(0, crate::http::HttpTransport::max_message),
            state: State::Idle(Box::new(incoming)),
        }
    }

    /// The next piece; `None` at the end and after an error.
    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        let mut reading = match std::mem::replace(&mut self.state, State::Ended) {
            State::Ended => return Poll::Ready(None),
            State::Reading(reading) => reading,
            State::Idle(incoming) => Box::pin(read(self.runtime.clone(), *incoming, self.patience)),
        };
        let Poll::Ready((piece, rest)) = reading.as_mut().poll(context) else {
            self.state = State::Reading(reading);
            return Poll::Pending;
        };
        if let (Ok(Some(_)), Some(rest)) = (&piece, rest) {
            self.state = State::Idle(Box::new(rest));
        }
        Poll::Ready(piece.transpose())
    }

    /// The rest of the body, if it is not too long.
    pub(super) async fn whole(mut self, taken: impl Fn(usize)) -> Result<Bytes, Error> {
        let mut whole = Vec::new();
        let mut first = Bytes::new();
        std::future::poll_fn(|context| {
            loop {
                let Some(piece) = ready!(self.poll_chunk(context)) else {
                    return Poll::Ready(Ok(()));
                };
                let piece = match piece {
                    Ok(piece) => piece,
                    Err(error) => return Poll::Ready(Err(error)),
                };
                taken(piece.len());
                if whole.len() + first.len() + piece.len() > self.max {
                    let limit = format!(
                        "the answer is longer than {} bytes, which `max_message` allows",
                        self.max
                    );
                    return Poll::Ready(Err(Error::invalid_response(None, limit)));
                }
                if whole.is_empty() && first.is_empty() {
                    first = piece;
                } else {
                    whole.extend_from_slice(&std::mem::take(&mut first));
                    whole.extend_from_slice(&piece);
                }
            }
        })
        .await?;
        // Most bodies are one piece.
        Ok(if whole.is_empty() {
            first
        } else {
            whole.into()
        })
    }
}

/// Reads a piece where the client's calls run.
async fn read(runtime: Runtime, mut incoming: Incoming, patience: Duration) -> Read {
    if !runtime.is_there() {
        return (Err(Error::NO_RUNTIME), None);
    }
    let reading = async move {
        match platform::timeout(patience, incoming.chunk()).await {
            Ok(piece) => (piece, Some(incoming)),
            Err(_) => (Err(Error::timeout(Sent::Maybe, patience)), None),
        }
    };
    match runtime.run_within(patience, reading).await {
        Ok(ended) => ended.unwrap_or((Err(Error::DROPPED), None)),
        Err(_) => (Err(Error::timeout(Sent::Maybe, patience)), None),
    }
}
