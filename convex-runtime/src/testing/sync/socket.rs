//! Runs a session on its socket.

use std::{future::pending, ops::ControlFlow, sync::Arc, time::Duration};

use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use serde_json::Value as Json;
use tokio::{
    sync::{broadcast::error::RecvError, mpsc},
    time::{MissedTickBehavior, interval},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, protocol::Role},
};

use super::{
    chunk::chunks,
    mutations::work,
    server_message::{fatal_error, ping},
    session::{Command, End, Out, Session},
};
use crate::testing::{backend::Backend, http::Valve};

/// The interval of the server's pings.
const PING: Duration = Duration::from_secs(15);

struct Socket {
    stream: WebSocketStream<TokioIo<Upgraded>>,
    valve: Valve,
    /// Transitions of more bytes are sent in parts.
    longest_transition: usize,
}

/// Runs a session until it ends.
pub(super) async fn run(
    backend: Arc<Backend>,
    valve: Valve,
    upgraded: OnUpgrade,
    longest_transition: usize,
) {
    let Ok(upgraded) = upgraded.await else { return };
    let stream = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, None).await;
    let mut socket = Socket {
        stream,
        valve,
        longest_transition,
    };
    let (mutations, queue) = mpsc::unbounded_channel();
    let (finished, mut done) = mpsc::unbounded_channel();
    backend
        .tasks
        .spawn(work(backend.clone(), queue, finished.clone()));
    let mut changes = backend.changes.subscribe();
    let mut commands = backend.commands.subscribe();
    let mut pings = interval(PING);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick is at once.
    pings.tick().await;
    let mut session = Session::new(backend.clone(), mutations, finished);

    loop {
        let expiry = session
            .token
            .as_deref()
            .and_then(|token| backend.tokens.lifetime(token));
        let computing = async {
            match &mut session.computing {
                Some(computing) => computing.await,
                None => pending().await,
            }
        };
        let out = tokio::select! {
            frame = socket.stream.next() => match frame {
                Some(Ok(Message::Text(text))) => unless(session.receive(&text)),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => Vec::new(),
                // Binary frames are not part of the protocol; the others end the stream.
                _ => vec![Out::End(End::Drop)],
            },
            (results, fault) = computing => {
                session.computing = None;
                session.advance(&results, fault.as_ref())
            }
            // The session holds a sender.
            Some(finished) = done.recv() => session.answer(finished),
            _ = changes.changed() => {
                session.is_stale = true;
                unless(session.check_token())
            }
            () = expired(expiry) => unless(session.check_token()),
            command = commands.recv() => match command {
                Ok(Command::Fatal(error)) => vec![Out::End(End::Fatal(error))],
                Ok(Command::Send(text)) => vec![Out::Raw(text)],
                Ok(Command::HalfClose) => vec![Out::HalfClose],
                Err(RecvError::Lagged(_) | RecvError::Closed) => Vec::new(),
            },
            _ = pings.tick() => vec![Out::Message(ping())],
        };
        let refreshed = unless(session.refresh());
        for out in out.into_iter().chain(refreshed) {
            if socket.send(out).await.is_break() {
                return;
            }
        }
    }
}

fn unless(result: Result<(), End>) -> Vec<Out> {
    match result {
        Ok(()) => Vec::new(),
        Err(end) => vec![Out::End(end)],
    }
}

async fn expired(lifetime: Option<Duration>) {
    match lifetime {
        Some(lifetime) => tokio::time::sleep(lifetime).await,
        None => pending().await,
    }
}

impl Socket {
    async fn send(&mut self, out: Out) -> ControlFlow<()> {
        match out {
            Out::Message(json) => self.text(json.to_string()).await,
            Out::Raw(text) => self.text(text).await,
            Out::Transition(json) => self.transition(&json).await,
            Out::HalfClose => {
                self.valve.close();
                // Something to send makes the stream notice.
                self.text(ping().to_string()).await
            }
            Out::End(End::Drop) => ControlFlow::Break(()),
            Out::End(End::Fatal(error)) => self.close(&fatal_error(&error)).await,
            Out::End(End::Close(last)) => self.close(&last).await,
        }
    }

    async fn transition(&mut self, json: &Json) -> ControlFlow<()> {
        let text = json.to_string();
        if text.len() <= self.longest_transition {
            return self.text(text).await;
        }
        for chunk in chunks(&text, self.longest_transition, &text.len().to_string()) {
            self.text(chunk).await?;
        }
        ControlFlow::Continue(())
    }

    async fn text(&mut self, text: String) -> ControlFlow<()> {
        match self.stream.send(Message::text(text)).await {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    async fn close(&mut self, last: &Json) -> ControlFlow<()> {
        self.text(last.to_string()).await?;
        // The client may be gone already.
        let _closed = self.stream.close(None).await;
        ControlFlow::Break(())
    }
}
